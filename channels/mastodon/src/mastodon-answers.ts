// What the answers of an instance mean: HTTP statuses, and a sentence in JSON.
import { type Answer, outcomeOf as answered, type Outcome, retryAfter, said } from '@leeward/channel'

/** What POST /api/v1/statuses answered. `reference` is the id of the status, which replies name. */
export function outcomeOf(answer: Answer): Outcome {
  if (answer.kind !== 'heard') return answered(answer)
  const { status, headers } = answer
  if (status >= 200 && status < 300) {
    const body = parsed(answer) as { id?: unknown } | undefined
    // What was taken and will be shown later has an id of another kind; we never ask for that.
    return typeof body?.id === 'string'
      ? { state: 'accepted', answer: 'posted', reference: body.id }
      : { state: 'unknown', answer: said(`${status}, not understood: ${answer.body}`) }
  }
  const words = wordsOf(answer)
  if (status === 429) return { state: 'deferred', answer: words, ...askedToWait(headers) }
  if (status >= 500) return { state: 'deferred', answer: words, ...retryAfter(headers['retry-after']) }
  if (status === 401) return { state: 'bounced', gone: true, reason: 'revoked', answer: said(`the access token is wrong, or it was taken back: ${words}`) }
  if (status === 403)
    return { state: 'bounced', reason: 'not-allowed', answer: said(`${words} (the token needs write:statuses, read:statuses and read:accounts)`) }
  if (status === 404) return { state: 'bounced', reason: 'wrong-address', answer: said(`${words} (is this the address of a Mastodon instance?)`) }
  if (status === 422) return { state: 'failed', reason: /limit|too long/i.test(words) ? 'too-large' : 'bad-message', answer: words }
  return answered({ ...answer, body: words.slice(4) })
}

/** What it was to answer is not there any more. */
export const threadGone = (answer: Answer): boolean =>
  answer.kind === 'heard' && answer.status === 404 && typeof (parsed(answer) as { error?: unknown } | undefined)?.error === 'string'

/** X-RateLimit-Reset is a date. */
function askedToWait(headers: Record<string, string>): { retryAfterSeconds?: number } {
  const asked = retryAfter(headers['retry-after'])
  return asked.retryAfterSeconds ? asked : retryAfter(headers['x-ratelimit-reset'])
}

function wordsOf(answer: Extract<Answer, { kind: 'heard' }>): string {
  const body = parsed(answer) as { error?: unknown; error_description?: unknown } | undefined
  const words = typeof body?.error === 'string' ? body.error : answer.body
  return said(`${answer.status} ${words}`)
}

export function parsed(answer: Answer): unknown {
  if (answer.kind !== 'heard') return undefined
  try {
    return JSON.parse(answer.body) as unknown
  } catch {
    return undefined
  }
}
