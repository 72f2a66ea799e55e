// Why a text message did not go out, and whose doing that was: said by a provider when it refuses, or later in a receipt.
import { type Answer, type Outcome, retryAfter, said } from '@leeward/channel'

/**
 * `number`: it does not work. `stopped`: whoever has it wants nothing more. `message`: it is wrong itself. `carrier`: the provider's or our account's fault,
 * so another provider may take it. `moment`: not now.
 */
type Fault = 'number' | 'stopped' | 'message' | 'carrier' | 'moment'
/** The fault, and the reason in one word of ours; docs/sms.md lists the words. */
export type Verdict = readonly [fault: Fault, reason: string]

/** What a verdict means for a message that is just being handed over. */
export function refusal([fault, reason]: Verdict, answer: string): Outcome {
  const words = said(answer)
  if (fault === 'stopped') return { state: 'bounced', gone: true, reason, answer: words }
  if (fault === 'number') return { state: 'bounced', reason, answer: words }
  if (fault === 'message') return { state: 'failed', reason, answer: words }
  if (fault === 'carrier') return { state: 'deferred', provider: true, reason, answer: words }
  return { state: 'deferred', reason, answer: words }
}

/** What a verdict means in a receipt: hard where the number itself is at fault. */
export const weightOf = ([fault]: Verdict): 'hard' | 'soft' => (fault === 'number' || fault === 'stopped' ? 'hard' : 'soft')

/** A number in no international form reaches nobody, or the wrong one: it is not even handed over. */
export const misaddressed = (to: string): Outcome | undefined =>
  /^\+[1-9]\d{6,14}$/.test(to) ? undefined : refusal(['number', 'unknown-user'], 'the number is not in international form (+, country, number)')

export type Heard = Extract<Answer, { kind: 'heard' }>

/** No answer: the message may have been taken wherever the request may have arrived. An address that may not be called is our account's fault, not the message's. */
export const unheard = (answer: Exclude<Answer, Heard>): Outcome =>
  answer.kind === 'refused'
    ? refusal(['carrier', 'not-permitted'], answer.why)
    : answer.sent
      ? perhaps('away', answer.why)
      : refusal(['carrier', 'away'], answer.why)

/** It may have been taken, and nobody can say. */
export const perhaps = (reason: string, answer: string): Outcome => ({ state: 'unknown', provider: true, reason, answer: said(answer) })

export const isTaken = ({ status }: Heard): boolean => status >= 200 && status < 300

/** What an answer that is not 2xx means where the provider gave no word or code that we know. */
export function byStatus(answer: Heard): Outcome {
  const { status } = answer
  const words = wordsOf(answer)
  // A gateway that lost patience does not know whether the message was taken behind it.
  if (status === 504) return perhaps('away', words)
  if (status < 400) return refusal(['carrier', 'bad-answer'], `${words} (redirects are not followed: give the final address)`)
  return { ...refusal(verdictOf(status), words), ...waitOf(answer) }
}

export const waitOf = ({ headers }: Heard) => retryAfter(headers['retry-after'])

function verdictOf(status: number): Verdict {
  if (status === 429) return ['carrier', 'asked-to-wait']
  if (status === 402) return ['carrier', 'no-credit']
  if (status === 401 || status === 403 || status === 404 || status === 405 || status === 407) return ['carrier', 'not-signed-in']
  if (status >= 500 || status === 408 || status === 425) return ['carrier', 'away']
  return ['message', status === 413 ? 'too-long' : 'refused']
}

export const wordsOf = ({ status, body }: Heard): string => `${status} ${body}`

/** It said yes in a form that nobody understands: perhaps not the provider spoke. The message may have been taken. */
export const unread = (answer: Heard): Outcome => perhaps('bad-answer', wordsOf(answer))

/** JSON that is an object; nothing else. */
export function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
