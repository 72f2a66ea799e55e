// Vonage's SMS API: HTTP always says 200; what became of each part of a message is a number in the answer.
import { type Outcome, type Request, said } from '@leeward/channel'
import { segments } from './segments.ts'
import type { Sms } from './sms.ts'
import { byStatus, isTaken, misaddressed, objectIn, refusal, unheard, unread } from './verdict.ts'
import { vonageVerdict } from './vonage-codes.ts'

/** `from`: a number or a name, as the destination's country allows. */
export type VonageAccount = { apiKey: string; apiSecret: string; from: string; baseUrl?: string }

/** Vonage has no look-up for what was sent and no key against repetition: what nobody heard of stays unknown until its receipt names our id (`client-ref`). */
export const createVonage = ({ apiKey, apiSecret, from, baseUrl = 'https://rest.nexmo.com' }: VonageAccount, request: Request): Sms => ({
  name: 'sms',
  send: async ({ id, to, text, statusUrl }) => {
    const wrong = misaddressed(to)
    if (wrong) return wrong
    const body = new URLSearchParams({
      api_key: apiKey,
      api_secret: apiSecret,
      from: from.replace(/^\+/, ''),
      to: to.slice(1),
      text,
      'client-ref': id,
      // Unless told, Vonage sends what GSM 03.38 does not know as question marks.
      type: segments(text).encoding === 'gsm-7' ? 'text' : 'unicode',
      ...(statusUrl ? { callback: statusUrl } : {}),
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    const answer = await request(`${baseUrl}/sms/json`, { method: 'POST', headers, body: body.toString() })
    if (answer.kind !== 'heard') return unheard(answer)
    if (!isTaken(answer)) return byStatus(answer)
    const parts = partsIn(answer.body)
    return parts ? outcomeOf(parts) : unread(answer)
  },
  close: async () => {},
})

type Part = { status: string; reference?: string; words: string }

function partsIn(body: string): Part[] | undefined {
  const listed = objectIn(body)?.messages
  if (!Array.isArray(listed) || listed.length === 0) return undefined
  const parts = listed.map((each: unknown): Part | undefined => {
    const { status, 'message-id': reference, 'error-text': words } = (each ?? {}) as Record<string, unknown>
    if (typeof status !== 'string' && typeof status !== 'number') return undefined
    return { status: String(status), words: typeof words === 'string' ? words : '', ...(typeof reference === 'string' && reference ? { reference } : {}) }
  })
  return parts.every((part) => part !== undefined) ? parts : undefined
}

/** Accepted only when every part was. Where some were taken, repeating it would send those twice: unknown. */
function outcomeOf(parts: Part[]): Outcome {
  const taken = parts.filter(({ status }) => status === '0')
  const [refused] = parts.filter(({ status }) => status !== '0')
  const reference = taken.find((part) => part.reference)?.reference
  if (!refused) return { state: 'accepted', answer: `${parts.length} ${parts.length === 1 ? 'part' : 'parts'} taken`, ...(reference ? { reference } : {}) }
  const verdict = vonageVerdict(refused.status)
  const outcome = { ...refusal(verdict, `${refused.status} ${refused.words}`), ...waitIn(refused) }
  if (taken.length === 0) return outcome
  return {
    state: 'unknown',
    reason: 'partly-taken',
    answer: said(`${taken.length} of ${parts.length} parts taken; ${outcome.answer}`),
    ...(verdict[0] === 'carrier' ? { provider: true } : {}),
    ...(reference ? { reference } : {}),
  }
}

/** “Throughput Rate Exceeded - please wait [ 250 ] and retry”: milliseconds. */
function waitIn({ status, words }: Part): { retryAfterSeconds?: number } {
  const wait = status === '1' ? /wait \[ ?(\d{1,8}) ?\]/.exec(words)?.[1] : undefined
  return wait ? { retryAfterSeconds: Math.max(1, Math.ceil(Number(wait) / 1_000)) } : {}
}
