// Replies of a person to somebody on Mastodon: in the thread where they were asked, never seen by more people than what they answer. It knows nothing of conversations.
import { type Answer, type Channel, type Outcome, type Request, said } from '@leeward/channel'
import { linesOf } from '@leeward/channel/short-post'
import { outcomeOf, parsed, threadGone } from './mastodon-answers.ts'
import { lengthOf, type Limits, spaced, uncalled, usualLimits, wordsOf } from './mastodon-post.ts'

export { usualLimits }

export const visibilities = ['public', 'unlisted', 'private', 'direct'] as const
export type MastodonReply = {
  id: string
  to: { service: string; handle: string; token: string }
  text: string
  /** Whom it is for, such as @ann@mastodon.example: they are told of it, and nobody else. */
  mention: string
  /** The status that it answers. */
  answers: string
  visibility: (typeof visibilities)[number]
  language: string
  /** The same on each try, and of no other message. */
  key: string
  /** The ids of what was said to them before: the same words of before are not this one. */
  earlier: string[]
}

/** What is posted: the one who is called by it, and nobody else whom the words name. */
export const replyText = ({ text, mention }: Pick<MastodonReply, 'text' | 'mention'>): string => `${mention} ${uncalled(linesOf(text))}`

/** As an instance counts it: of a name only what stands before its server. */
export const replyLength = (reply: Pick<MastodonReply, 'text' | 'mention'>, limits: Limits = usualLimits): number =>
  lengthOf(replyText({ ...reply, mention: nameIn(reply.mention) }), limits)
const nameIn = (mention: string): string => `@${mention.replace(/^@/, '').split('@')[0] ?? ''}`

/** A repeated key makes no second post for an hour; what nobody heard of is looked for among the answers to that status. */
export function createMastodonReplies(request: Request): Channel<MastodonReply> {
  const send = async (reply: MastodonReply): Promise<Outcome> => {
    const { to, answers, visibility, language, key } = reply
    const answer = await request(`${to.service}/api/v1/statuses`, {
      method: 'POST',
      headers: { ...headersOf(to.token), 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ status: replyText(reply), language, visibility, in_reply_to_id: answers }),
    })
    return threadGone(answer) ? { state: 'bounced', reason: 'post-gone', answer: 'what it answers was deleted there: nothing was posted' } : outcomeOf(answer)
  }

  const lookUp = async (reply: MastodonReply): Promise<Outcome | undefined> => {
    const { to, answers, earlier } = reply
    const answer = await request(`${to.service}/api/v1/statuses/${encodeURIComponent(answers)}/context`, { method: 'GET', headers: headersOf(to.token) })
    const found = (parsed(answer) as { descendants?: unknown } | undefined)?.descendants
    if (answer.kind !== 'heard' || answer.status !== 200 || !Array.isArray(found)) return cannotSay(answer)
    const [wanted, own] = [unaddressed(replyText(reply)), nameIn(to.handle).toLowerCase()]
    const ours = (found as Shown[]).find(
      (each) =>
        each?.in_reply_to_id === answers &&
        `@${String(each.account?.acct).toLowerCase()}` === own &&
        unaddressed(wordsOf(String(each.content ?? ''))) === wanted &&
        !earlier.includes(String(each.id)),
    )
    return typeof ours?.id === 'string' ? { state: 'accepted', answer: 'found in the thread', reference: ours.id } : undefined
  }

  return { name: 'mastodon', send, lookUp, close: async () => {} }
}

type Shown = { id?: unknown; content?: unknown; in_reply_to_id?: unknown; account?: { acct?: unknown } } | null
/** A name is shown shorter than it was written. */
const unaddressed = (text: string): string => spaced(text.replace(/^@\S+/, ''))
const headersOf = (token: string) => ({ 'user-agent': 'Leeward', authorization: `Bearer ${token}` })
const cannotSay = (answer: Answer): Outcome => ({ state: 'unknown', answer: said(`could not be looked up: ${outcomeOf(answer).answer}`) })
