// Replies of a person to somebody on Bluesky: a post behind theirs, or a direct message. It knows nothing of conversations.
import { createHash } from 'node:crypto'
import { type Answer, type Channel, type Outcome, said } from '@leeward/channel'
import { graphemesIn, linesOf } from '@leeward/channel/short-post'
import { failedWith, notForAppPassword, notThere, outcomeOf, parsed } from './bluesky-answers.ts'
import { fits, keyOf, linksIn, recordOfText, type Strong } from './bluesky-post.ts'
import type { Account, Session, Sessions } from './sessions.ts'

/** Direct messages stand with a service of their own, which the account's server hands them on to. */
export const chatService = 'did:web:api.bsky.chat#bsky_chat'
export const longestMessage = 1_000
const mostMessageBytes = 10_000

export type BlueskyReply = {
  id: string
  to: Account
  text: string
  language: string
  /** When it was said: the same on each try. */
  at: Date
  /** The same on each try, and of no other message: what the record's key is made of. */
  key: string
  answers: { root: Strong; parent: Strong } | { convo: string }
  /** How what was said to them before is called: the same words of before are not this one. */
  earlier: string[]
}

export const fitsReply = (text: string, direct: boolean): boolean =>
  direct ? graphemesIn(linesOf(text)) <= longestMessage && Buffer.byteLength(linesOf(text)) <= mostMessageBytes : fits(linesOf(text))

/** A post that is put again lands on the same record. A message has no key: what nobody heard of is looked for in its conversation. */
export function createBlueskyReplies(sessions: Sessions): Channel<BlueskyReply> {
  const send = (reply: BlueskyReply): Promise<Outcome> =>
    'convo' in reply.answers ? sessions.within(reply.to, (session) => say(session, reply), messageOutcome) : sendPost(sessions, reply)
  return {
    name: 'bluesky',
    send,
    lookUp: (reply) => ('convo' in reply.answers ? lookForMessage(sessions, reply) : lookForPost(sessions, reply)),
    close: async () => sessions.forget(),
  }
}

async function sendPost(sessions: Sessions, reply: BlueskyReply): Promise<Outcome> {
  const { answers, text } = reply as BlueskyReply & { answers: { root: Strong; parent: Strong } }
  let gone = false
  const outcome = await sessions.within(
    reply.to,
    async (session) => {
      const there = await session.get('app.bsky.feed.getPosts', { uris: answers.parent.uri })
      if (failedWith(there)) return { heard: there, asked: true }
      const posts = parsed(there)?.posts
      gone = Array.isArray(posts) && posts.length === 0
      if (gone) return { heard: there, asked: true }
      const record = recordOfText(linesOf(text), reply, answers)
      return { heard: await session.post('com.atproto.repo.putRecord', { repo: session.did, collection, rkey: rkeyOf(reply), record }) }
    },
    outcomeOf,
  )
  return gone ? { state: 'bounced', reason: 'post-gone', answer: 'what it answers was deleted there: nothing was posted' } : outcome
}

async function lookForPost(sessions: Sessions, reply: BlueskyReply): Promise<Outcome | undefined> {
  let there = true
  const outcome = await sessions.within(
    reply.to,
    async (session) => ({ heard: await session.get('com.atproto.repo.getRecord', { repo: session.did, collection, rkey: rkeyOf(reply) }) }),
    (answer) => {
      there = !notThere(answer)
      return outcomeOf(answer)
    },
  )
  if (!there) return undefined
  return outcome.state === 'accepted' ? { ...outcome, answer: 'found in the account' } : cannotSay(outcome)
}

const collection = 'app.bsky.feed.post'
const rkeyOf = ({ at, key }: BlueskyReply) => keyOf(at, createHash('sha256').update(key).digest())

async function say(session: Session, { answers, text }: BlueskyReply): Promise<{ heard: Answer }> {
  const [words, convoId] = [linesOf(text), (answers as { convo: string }).convo]
  const facets = linksIn(words)
  return {
    heard: await session.post('chat.bsky.convo.sendMessage', { convoId, message: { text: words, ...(facets.length > 0 ? { facets } : {}) } }, chatService),
  }
}

function messageOutcome(answer: Answer): Outcome {
  if (notForAppPassword(answer))
    return { state: 'bounced', reason: 'not-allowed', answer: 'this app password may not write direct messages: make one that allows them' }
  const id = parsed(answer)?.id
  if (answer.kind === 'heard' && answer.status === 200)
    return typeof id === 'string'
      ? { state: 'accepted', answer: 'sent', reference: id }
      : { state: 'unknown', answer: said(`200, not understood: ${answer.body}`) }
  // What is said of the other's account is none of ours: a closed one of theirs does not turn ours off.
  const { gone: _, ...outcome } = outcomeOf(answer)
  return outcome
}

/** Clocks differ: a message may carry a time of shortly before we sent it. */
const clocksMs = 120_000

async function lookForMessage(sessions: Sessions, reply: BlueskyReply): Promise<Outcome | undefined> {
  const { answers, at, text, earlier } = reply as BlueskyReply & { answers: { convo: string } }
  let [own, list]: [string, unknown] = ['', undefined]
  const outcome = await sessions.within(
    reply.to,
    async (session) => {
      own = session.did
      const heard = await session.get('chat.bsky.convo.getMessages', { convoId: answers.convo, limit: '100' }, chatService)
      list = failedWith(heard) ? undefined : parsed(heard)?.messages
      return { heard }
    },
    outcomeOf,
  )
  if (!Array.isArray(list)) return cannotSay(outcome)
  const ours = (list as Message[]).find(
    (each) =>
      each?.sender?.did === own &&
      each.text === linesOf(text) &&
      Date.parse(String(each.sentAt)) > at.getTime() - clocksMs &&
      !earlier.includes(String(each.id)),
  )
  return typeof ours?.id === 'string' ? { state: 'accepted', answer: 'found in the conversation', reference: ours.id } : undefined
}
type Message = { id?: unknown; text?: unknown; sentAt?: unknown; sender?: { did?: unknown } } | null

const cannotSay = ({ answer }: Outcome): Outcome => ({ state: 'unknown', answer: said(`could not be looked up: ${answer}`) })
