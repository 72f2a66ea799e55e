// Mastodon, and what speaks as it does: posts of a public account with an access token. It knows nothing of crises, and nothing of networks: who may be called is decided by the request that it is given.
import { type Answer, type Channel, type Outcome, type Request, said } from '@leeward/channel'
import type { ShortPost } from '@leeward/channel/short-post'
import { outcomeOf, parsed, threadGone } from './mastodon-answers.ts'
import { type Limits, spaced, textOf, usualLimits, wordsOf } from './mastodon-post.ts'

export type MastodonMessage = {
  id: string
  /** `service`: the instance, such as https://mastodon.social. `handle`: whose token it is, which the look compares. */
  to: { service: string; handle: string; token: string }
  /** Nothing is posted: only whether we are let in. */
  look?: true
  post: ShortPost
  language: string
  /** The same on each try, and of no other message. */
  key: string
  /** The ids of what was posted before in the same matter, the oldest first. */
  earlier: string[]
}
type To = MastodonMessage['to']

const [pagesRead, aPage] = [4, 5]
const limitsHold = 3_600_000
const mostKept = 100

/** A repeated key makes no second post for an hour; what nobody heard of is looked for among the account's newest, and only posted again where it is not there. */
export function createMastodon(request: Request): Channel<MastodonMessage> {
  const kept = new Map<string, { limits: Limits; until: number }>()
  const asked = ({ service, token }: To, path: string) => request(`${service}/api/${path}`, { method: 'GET', headers: headersOf(token) })

  /** As the instance says; where it does not, as most have it. */
  async function limitsOf(to: To): Promise<Limits> {
    const known = kept.get(to.service)
    if (known && known.until > Date.now()) return known.limits
    const limits = limitsIn(await request(`${to.service}/api/v2/instance`, { method: 'GET', headers: { 'user-agent': 'Leeward' } }))
    if (!limits) return usualLimits
    if (kept.size >= mostKept) kept.clear()
    kept.set(to.service, { limits, until: Date.now() + limitsHold })
    return limits
  }

  async function send({ to, look, post, language, key, earlier }: MastodonMessage): Promise<Outcome> {
    if (look) return lookedAt(await asked(to, 'v1/accounts/verify_credentials'), to)
    const status = textOf(post, await limitsOf(to)).text
    const put = (thread: string | undefined) =>
      request(`${to.service}/api/v1/statuses`, {
        method: 'POST',
        headers: { ...headersOf(to.token), 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ status, language, visibility: 'public', ...(thread ? { in_reply_to_id: thread } : {}) }),
      })
    // The newest first; then the one that began it; then a thread of its own.
    const threads = [...new Set([earlier.at(-1), earlier[0]])].filter((each) => each !== undefined && /^[\w-]{1,64}$/.test(each))
    for (const thread of threads) {
      const answer = await put(thread)
      if (!threadGone(answer)) return outcomeOf(answer)
    }
    const outcome = outcomeOf(await put(undefined))
    return threads.length > 0 && outcome.state === 'accepted'
      ? { ...outcome, answer: 'posted; what was posted before in this matter is gone, so a new thread begins' }
      : outcome
  }

  /** `accepted`: it is among the account's newest. Undefined: all were read and it is not. `unknown`: nobody can say. */
  async function lookUp({ to, post, earlier }: MastodonMessage): Promise<Outcome | undefined> {
    const self = await asked(to, 'v1/accounts/verify_credentials')
    const id = (parsed(self) as { id?: unknown } | undefined)?.id
    if (typeof id !== 'string') return cannotSay(self)
    const wanted = spaced(textOf(post, await limitsOf(to)).text)
    let before = ''
    for (let page = 0; page < pagesRead; page += 1) {
      const answer = await asked(
        to,
        `v1/accounts/${encodeURIComponent(id)}/statuses?${new URLSearchParams({ limit: String(aPage), exclude_reblogs: 'true', ...(before ? { max_id: before } : {}) })}`,
      )
      const statuses = parsed(answer)
      if (answer.kind !== 'heard' || answer.status !== 200 || !Array.isArray(statuses)) return cannotSay(answer)
      const ours = (statuses as Shown[]).find((each) => wordsOf(String(each?.content ?? '')) === wanted && !earlier.includes(String(each?.id)))
      if (typeof ours?.id === 'string') return { state: 'accepted', answer: 'found in the account', reference: ours.id }
      const last = (statuses as Shown[]).at(-1)?.id
      if (typeof last !== 'string' || statuses.length < aPage) return undefined
      before = last
    }
    return undefined
  }

  return { name: 'mastodon', send, lookUp, close: async () => kept.clear() }
}

type Shown = { id?: unknown; content?: unknown } | null

const headersOf = (token: string) => ({ 'user-agent': 'Leeward', authorization: `Bearer ${token}` })
const cannotSay = (answer: Answer): Outcome => ({ state: 'unknown', answer: said(`could not be looked up: ${outcomeOf(answer).answer}`) })

function limitsIn(answer: Answer): Limits | undefined {
  const { max_characters: most, characters_reserved_per_url: perLink } =
    (parsed(answer) as { configuration?: { statuses?: Record<string, unknown> } } | undefined)?.configuration?.statuses ?? {}
  if (answer.kind !== 'heard' || answer.status !== 200 || !isCount(most) || most < 100) return undefined
  return { most: Math.min(most, 5_000), perLink: isCount(perLink) && perLink < 100 ? perLink : usualLimits.perLink }
}
const isCount = (given: unknown): given is number => Number.isInteger(given) && (given as number) > 0

/** A token says whose it is: one of another account would post in the wrong name. */
function lookedAt(answer: Answer, { handle }: To): Outcome {
  const body = parsed(answer) as { acct?: unknown; username?: unknown; suspended?: unknown } | undefined
  if (answer.kind !== 'heard' || answer.status !== 200) return outcomeOf(answer)
  if (typeof body?.username !== 'string') return { state: 'unknown', answer: said(`${answer.status}, not understood: ${answer.body}`) }
  const wanted = handle.replace(/^@/, '').split('@')[0] ?? ''
  if (wanted.toLowerCase() !== body.username.toLowerCase())
    return { state: 'bounced', reason: 'other-account', answer: said(`this token belongs to @${body.username}, not to @${wanted}`) }
  if (body.suspended === true) return { state: 'bounced', gone: true, reason: 'closed', answer: 'the account is suspended' }
  return { state: 'accepted', answer: said(`signed in as @${body.username}; nothing was posted`) }
}
