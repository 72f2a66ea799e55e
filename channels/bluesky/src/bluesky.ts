// Bluesky: posts of a public account, over XRPC with an app password. It knows nothing of crises, and nothing of networks: who may be called is decided by the request that it is given.
import { createHash } from 'node:crypto'
import type { Answer, Channel, Outcome, Request } from '@leeward/channel'
import type { ShortPost } from '@leeward/channel/short-post'
import { failedWith, notThere, outcomeOf, parsed, referenceOf, strongOf } from './bluesky-answers.ts'
import { keyOf, type PostRecord, recordOf, type Strong } from './bluesky-post.ts'
import { type Account, createSessions, type Session } from './sessions.ts'

export type BlueskyMessage = {
  id: string
  to: Account
  /** Nothing is posted: only whether we are let in. */
  look?: true
  post: ShortPost
  language: string
  /** When it was said: the same on each try. */
  at: Date
  /** The same on each try, and of no other message: what the record's key is made of. */
  key: string
  /** The references of what was posted before in the same matter, the oldest first. */
  earlier: string[]
}

/** A repeated put lands on the same record and, being the same, changes nothing: what nobody heard of is looked up, and may be put again. */
export function createBluesky(request: Request): Channel<BlueskyMessage> {
  const sessions = createSessions(request)

  const send = async (message: BlueskyMessage): Promise<Outcome> => {
    const { to } = message
    if (message.look) return sessions.within(to, async (session) => ({ heard: await session.get('com.atproto.server.getSession', {}) }), lookedAt(to))
    let began = false
    return sessions.within(
      to,
      async (session) => {
        const found = await replyTo(session, message.earlier)
        if ('wrong' in found) return { heard: found.wrong, asked: true }
        began = found.began
        const body = { repo: session.did, collection, rkey: rkeyOf(message), record: recordOf(message.post, message, found.reply) }
        return { heard: await session.post('com.atproto.repo.putRecord', body) }
      },
      (answer) => {
        const outcome = outcomeOf(answer)
        return began && outcome.state === 'accepted'
          ? { ...outcome, answer: 'posted; what was posted before in this matter is gone, so a new thread begins' }
          : outcome
      },
    )
  }

  /** `accepted`: the record is there. Undefined: it is not. `unknown`: nobody can say. */
  const lookUp = async (message: BlueskyMessage): Promise<Outcome | undefined> => {
    let there = true
    const outcome = await sessions.within(
      message.to,
      async (session) => ({ heard: await session.get('com.atproto.repo.getRecord', { repo: session.did, collection, rkey: rkeyOf(message) }) }),
      (answer) => {
        there = !notThere(answer)
        const known = outcomeOf(answer)
        if (known.state === 'accepted') return { ...known, answer: 'found in the account' }
        return { state: 'unknown', answer: `could not be looked up: ${known.answer}`.slice(0, 500) }
      },
    )
    if (!there) return undefined
    return outcome.state === 'accepted' ? outcome : { state: 'unknown', answer: outcome.answer }
  }

  return { name: 'bluesky', send, lookUp, close: async () => sessions.forget() }
}

const collection = 'app.bsky.feed.post'
const rkeyOf = ({ at, key }: BlueskyMessage) => keyOf(at, createHash('sha256').update(key).digest())

/**
 * What it answers: the newest of the earlier posts that is still there, where the first of its thread is too; else it begins a thread of its own.
 * `began`: there was a thread, and it is gone.
 */
async function replyTo(session: Session, earlier: string[]): Promise<{ reply?: NonNullable<PostRecord['reply']>; began: boolean } | { wrong: Answer }> {
  const gone = new Set<string>()
  for (const reference of [earlier.at(-1), earlier[0]]) {
    const parent = reference === undefined ? undefined : strongOf(reference)
    if (!parent || gone.has(parent.uri)) continue
    const heard = await recordAt(session, parent)
    if (notThere(heard)) {
      gone.add(parent.uri)
      continue
    }
    if (failedWith(heard)) return { wrong: heard }
    const root = rootIn(heard) ?? parent
    if (root.uri === parent.uri) return { reply: { root, parent }, began: false }
    const first = gone.has(root.uri) ? undefined : await recordAt(session, root)
    if (first && !notThere(first)) return failedWith(first) ? { wrong: first } : { reply: { root, parent }, began: false }
    gone.add(root.uri)
  }
  return { began: gone.size > 0 }
}

function recordAt(session: Session, { uri }: Strong): Promise<Answer> {
  const [repo = '', kind = '', rkey = ''] = uri.replace('at://', '').split('/')
  return session.get('com.atproto.repo.getRecord', { repo, collection: kind, rkey })
}

function rootIn(answer: Answer): Strong | undefined {
  const value = parsed(answer)?.value as { reply?: { root?: { uri?: unknown; cid?: unknown } } } | undefined
  const { uri, cid } = value?.reply?.root ?? {}
  return typeof uri === 'string' && typeof cid === 'string' ? strongOf(referenceOf({ uri, cid })) : undefined
}

const lookedAt =
  ({ handle }: Account) =>
  (answer: Answer): Outcome => {
    const outcome = outcomeOf(answer)
    const body = parsed(answer)
    if (outcome.state !== 'accepted') return outcome
    if (body?.active === false)
      return { state: 'bounced', gone: true, reason: 'closed', answer: `the account is ${String(body.status ?? 'not active').slice(0, 40)}` }
    return { state: 'accepted', answer: `signed in as ${String(body?.handle ?? handle).slice(0, 253)}; nothing was posted` }
  }
