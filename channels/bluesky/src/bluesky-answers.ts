// What the answers of a personal data server (PDS) mean: a status, and a word of the protocol in JSON.
import { type Answer, outcomeOf as answered, type Outcome, retryAfter, said } from '@leeward/channel'
import type { Strong } from './bluesky-post.ts'

/** What putRecord or getRecord answered. `reference` names the record and its content, as replies do. */
export function outcomeOf(answer: Answer): Outcome {
  if (answer.kind !== 'heard') return answered(answer)
  const body = parsed(answer)
  const { status, headers } = answer
  if (status >= 200 && status < 300) {
    if (typeof body?.uri === 'string' && typeof body.cid === 'string')
      return { state: 'accepted', answer: 'posted', reference: referenceOf({ uri: body.uri, cid: body.cid }) }
    return typeof body?.did === 'string' ? { state: 'accepted', answer: 'ok' } : { state: 'unknown', answer: said(`${status}, not understood: ${answer.body}`) }
  }
  const words = wordsOf(answer)
  if (status === 429) return { state: 'deferred', answer: words, ...(askedToWait(headers) ?? {}) }
  if (status >= 500) return { state: 'deferred', answer: words, ...retryAfter(headers['retry-after']) }
  const known = typeof body?.error === 'string' && Object.hasOwn(meanings, body.error) ? meanings[body.error] : undefined
  if (known) return { ...known, answer: words }
  if (status === 401 || status === 403) return { state: 'bounced', reason: 'not-allowed', answer: words }
  if (status === 404)
    return { state: 'bounced', reason: 'wrong-address', answer: `${words} (is this the address of a PDS, such as https://bsky.social?)`.slice(0, 500) }
  if (status === 410) return answered(answer)
  return { state: 'failed', reason: /too (?:big|long|large)|grapheme|maxLength/i.test(words) || status === 413 ? 'too-large' : 'bad-message', answer: words }
}

const shut = (reason: string): Outcome => ({ state: 'bounced', gone: true, reason, answer: '' })
/** Nothing of these changes by itself. */
const meanings: Record<string, Outcome> = {
  AuthenticationRequired: shut('revoked'),
  AuthFactorTokenRequired: shut('revoked'),
  AccountTakedown: shut('closed'),
  AccountDeactivated: shut('closed'),
  AccountSuspended: shut('closed'),
  RepoNotFound: shut('closed'),
}

/** What createSession answered to whoever may not come in: a password or a name that is wrong, or was taken back. */
export function refusedEntry(answer: Answer): Outcome {
  const outcome = outcomeOf(answer)
  if (outcome.state === 'accepted') return { state: 'deferred', answer: 'signing in was answered by what nobody can read' }
  if (outcome.reason === 'closed' || answer.kind !== 'heard' || answer.status !== 401) return notYet(outcome)
  const hint =
    parsed(answer)?.error === 'AuthFactorTokenRequired'
      ? 'this is the password of the account: make an app password'
      : 'the name or the app password is wrong, or it was taken back'
  return { state: 'bounced', gone: true, reason: 'revoked', answer: said(`${hint}: ${outcome.answer}`) }
}

/** Nothing was posted while we signed in: it may be tried again. */
const notYet = (outcome: Outcome): Outcome => (outcome.state === 'unknown' ? { ...outcome, state: 'deferred' } : outcome)

/** The session has ended: whoever signs in anew may go on. */
export const sessionEnded = (answer: Answer): boolean =>
  answer.kind === 'heard' &&
  (answer.status === 401 || (answer.status === 400 && ['ExpiredToken', 'InvalidToken'].includes(String(parsed(answer)?.error)))) &&
  !notForAppPassword(answer)

/** An app password that was not made for this (direct messages) is told so by an error like that of a session that has ended. */
export const notForAppPassword = (answer: Answer): boolean => answer.kind === 'heard' && /^Bad token (?:method|scope)/i.test(String(parsed(answer)?.message))

export const notThere = (answer: Answer): boolean =>
  answer.kind === 'heard' && (answer.status === 400 || answer.status === 404) && parsed(answer)?.error === 'RecordNotFound'

export const failedWith = (answer: Answer): boolean => answer.kind !== 'heard' || answer.status < 200 || answer.status >= 300

/** When asking is allowed again, as seconds since 1970. */
function askedToWait(headers: Record<string, string>): { retryAfterSeconds?: number } | undefined {
  const asked = retryAfter(headers['retry-after'])
  if (asked.retryAfterSeconds) return asked
  const until = headers['ratelimit-reset']
  return until && /^\d{9,11}$/.test(until) ? retryAfter(new Date(Number(until) * 1_000).toUTCString()) : undefined
}

const wordsOf = (answer: Extract<Answer, { kind: 'heard' }>): string => {
  const body = parsed(answer)
  const words = typeof body?.error === 'string' ? [body.error, body.message].filter((each) => typeof each === 'string').join(': ') : answer.body
  return said(`${answer.status} ${words}`)
}

export function parsed(answer: Answer): Record<string, unknown> | undefined {
  if (answer.kind !== 'heard') return undefined
  try {
    const value: unknown = JSON.parse(answer.body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

export const referenceOf = ({ uri, cid }: Strong): string => `${uri} ${cid}`
export function strongOf(reference: string): Strong | undefined {
  const [uri, cid] = reference.split(' ')
  return uri && cid && /^at:\/\/did:[\w:.%-]+\/[\w.]+\/[\w.~:-]+$/.test(uri) && /^\w{20,120}$/.test(cid) ? { uri, cid } : undefined
}
