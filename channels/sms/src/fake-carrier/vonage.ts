// The fake's Vonage: POST /sms/json, which says 200 to everything and the truth in a number for each part.
import { randomBytes } from 'node:crypto'
import { segments } from '../segments.ts'
import { type House, isNumber, json, type Refusal, type Reply, type Sent } from './house.ts'

/** `signatureSecret`: what receipts and incoming texts are signed with. */
export type VonageKeys = { apiKey: string; apiSecret: string; signatureSecret?: string }

export const vonageHouse = ({ apiKey, apiSecret }: VonageKeys, sent: Sent[]): House => ({
  answer: ({ body }, refusal) => {
    const form = new URLSearchParams(body)
    const missing = ['api_key', 'api_secret', 'from', 'to', 'text'].find((name) => !form.get(name))
    if (missing) return no(2, `Missing ${missing} param`)
    if (form.get('api_key') !== apiKey || form.get('api_secret') !== apiSecret) return no(4, 'Bad Credentials')
    const [from, to, text] = [form.get('from') ?? '', form.get('to') ?? '', form.get('text') ?? '']
    if (!isNumber(to)) return no(3, 'Invalid to param')
    if ((form.get('client-ref') ?? '').length > 100) return no(3, 'Invalid client-ref param')
    if (text.length > 3_200) return no(12, 'Message too long')
    const ofParts = segments(text).segments
    if (refusal && !refusal.part) return no(refusal.code, refusal.message)
    const parts = Array.from({ length: ofParts }, (_, at) =>
      refusal?.part === at + 1 ? part(refusal, to) : { to, 'message-id': newId(), status: '0', 'remaining-balance': '9.9', 'message-price': '0.03' },
    )
    const reference = parts.find((each) => 'message-id' in each)?.['message-id']
    // Taken is what can be said of a message at least one part of which goes out.
    if (reference)
      sent.push({ provider: 'vonage', reference, from, to: to.startsWith('+') ? to : `+${to}`, text, at: new Date(), status: 'accepted', ...named(form) })
    return json(200, { 'message-count': String(parts.length), messages: parts })
  },
  throttled: (seconds) => no(1, `Throughput Rate Exceeded - please wait [ ${seconds * 1_000} ] and retry`),
})

const newId = () => randomBytes(8).toString('hex').toUpperCase()
const named = (form: URLSearchParams): Partial<Sent> => {
  const [delivery, statusUrl] = [form.get('client-ref'), form.get('callback')]
  return { ...(delivery ? { delivery } : {}), ...(statusUrl ? { statusUrl } : {}) }
}
const part = ({ code, message = 'refused as told' }: Refusal, to?: string) => ({ ...(to ? { to } : {}), status: String(code), 'error-text': message })
const no = (code: number, message?: string): Reply => json(200, { 'message-count': '1', messages: [part({ code, ...(message ? { message } : {}) })] })
