// Any provider, or a bridge to one, that speaks the plain contract of docs/sms.md: JSON over POST, a key against repetition, an answer by status and one word.
import { type Answer, type Outcome, type Request, said } from '@leeward/channel'
import type { Sms, SmsMessage } from './sms.ts'
import { byStatus, isTaken, misaddressed, objectIn, perhaps, refusal, unheard, type Verdict, waitOf, wordsOf } from './verdict.ts'

export type HttpSmsAccount = { url: string; token?: string; from?: string }

/**
 * POST {id, to, from, text, statusUrl?} with `Authorization: Bearer`, and the message's id as `Idempotency-Key`: the same key is the same message, and is
 * answered as it was the first time. 2xx took it, and may name its `id` or `messageId`.
 */
export function createHttpSms({ url, token, from }: HttpSmsAccount, request: Request): Sms {
  const post = ({ id, to, text, statusUrl }: SmsMessage): Promise<Answer> => {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'Leeward',
      'idempotency-key': id,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    }
    return request(url, { method: 'POST', headers, body: JSON.stringify({ id, to, from, text, statusUrl }) })
  }
  return {
    name: 'sms',
    send: async (message) => misaddressed(message.to) ?? outcomeOf(await post(message)),
    // The same request with the same key: it cannot be sent twice, and the answer is the first one's. What only says “not now” says nothing of the first.
    lookUp: async (message) => {
      const outcome = outcomeOf(await post(message))
      return outcome.state === 'deferred' ? { ...outcome, state: 'unknown' } : outcome
    },
    close: async () => {},
  }
}

/** The words that a provider may give as `reason`; others count for nothing. */
const verdicts = new Map<unknown, Verdict>([
  ['unknown-user', ['number', 'unknown-user']],
  ['landline', ['number', 'landline']],
  ['blocked', ['number', 'blocked']],
  ['stopped', ['stopped', 'stopped']],
  ['too-long', ['message', 'too-long']],
  ['filtered', ['message', 'filtered']],
  ['refused', ['message', 'refused']],
  ['unreachable', ['moment', 'unreachable']],
  ['expired', ['moment', 'expired']],
  ['no-credit', ['carrier', 'no-credit']],
  ['suspended', ['carrier', 'suspended']],
  ['not-signed-in', ['carrier', 'not-signed-in']],
  ['not-permitted', ['carrier', 'not-permitted']],
  ['bad-sender', ['carrier', 'bad-sender']],
  ['asked-to-wait', ['carrier', 'asked-to-wait']],
  ['unroutable', ['carrier', 'unroutable']],
  ['away', ['carrier', 'away']],
])
const stopped: Verdict = ['stopped', 'stopped']
export const httpVerdict = (reason: unknown): Verdict | undefined => verdicts.get(reason)

function outcomeOf(answer: Answer): Outcome {
  if (answer.kind !== 'heard') return unheard(answer)
  const { status } = answer
  const read = objectIn(answer.body)
  const words = wordsOf(answer)
  if (isTaken(answer)) {
    const reference = [read?.id, read?.messageId].find((each) => (typeof each === 'string' && each !== '') || typeof each === 'number')
    return { state: 'accepted', answer: said(words), ...(reference === undefined ? {} : { reference: String(reference).slice(0, 200) }) }
  }
  // The first request with this key is still under way.
  if (status === 409) return perhaps('away', words)
  const verdict = status >= 400 && status < 500 ? (httpVerdict(read?.reason) ?? (status === 410 ? stopped : undefined)) : undefined
  return verdict ? { ...refusal(verdict, words), ...waitOf(answer) } : byStatus(answer)
}
