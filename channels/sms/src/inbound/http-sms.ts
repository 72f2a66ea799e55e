// What a provider of the plain contract tells us, in the form of Standard Webhooks (standardwebhooks.com).
import { createHmac } from 'node:crypto'
import { said } from '@leeward/channel'
import { commandOf } from '../commands.ts'
import { httpVerdict } from '../http-sms.ts'
import { weightOf } from '../verdict.ts'
import {
  checkFresh,
  fieldsOf,
  headerOf,
  type Inbound,
  jsonOf,
  longestText,
  momentOf,
  pairsOf,
  type Reading,
  reading,
  type SmsEvent,
  same,
  unreadable,
} from './reading.ts'

/**
 * `{type: 'sms.receipt', timestamp, data: {id, messageId, status, reason?, permanent?, answer?}}`: `id` is the one we sent, `messageId` theirs (one of both is
 * enough); status accepted, delivered or failed. `{type: 'sms.received', timestamp, data: {from, to, text}}`. Other types are read and mean nothing.
 * The webhook-id names the event: the same event told again has the same. `secret`: whsec_ and 24 to 64 bytes in base64.
 */
export const readHttpSms = (inbound: Inbound): Reading =>
  reading(inbound, () => {
    const id = signedId(inbound)
    const { type, timestamp, data } = jsonOf(inbound.raw)
    if (typeof type !== 'string') throw unreadable('“type” is missing.')
    if (type !== 'sms.receipt' && type !== 'sms.received') return []
    if (typeof data !== 'object' || data === null || Array.isArray(data)) throw unreadable('“data” is missing, or no object.')
    const fields = fieldsOf(pairsOf(data as Record<string, unknown>))
    const common = { id, ...momentOf(typeof timestamp === 'string' ? timestamp : undefined) }
    return [type === 'sms.receipt' ? { ...common, ...receiptIn(fields) } : { ...common, ...textIn(fields) }]
  })

function signedId({ headers, raw, secret, now }: Inbound): string {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headerOf(headers, name))
  if (!id || !timestamp || !signatures) throw unreadable('One of the headers webhook-id, webhook-timestamp and webhook-signature is missing.')
  if (id.length > 200) throw unreadable('The webhook-id is longer than 200 characters.')
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  if (key.length < 24) throw unreadable('The secret that is set is too short: whsec_ and 24 to 64 bytes in base64.')
  const expected = `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(raw).digest('base64')}`
  // Several, while the other side changes its key.
  if (
    !signatures
      .split(' ')
      .map((each) => same(each, expected))
      .includes(true)
  )
    throw unreadable('The signature is not right: another secret, or not from this provider.')
  checkFresh(timestamp, now)
  return id
}

type Fields = ReturnType<typeof fieldsOf>
type WithoutId<Event> = Event extends SmsEvent ? Omit<Event, 'id' | 'at'> : never

function receiptIn(fields: Fields): WithoutId<SmsEvent> {
  const [delivery, reference, status, reason] = [
    fields.optional('id', 200),
    fields.optional('messageId', 200),
    fields.required('status'),
    fields.optional('reason'),
  ]
  if (!delivery && !reference) throw unreadable('The receipt names no message: neither “id” nor “messageId”.')
  const common = {
    kind: 'receipt' as const,
    answer: said(fields.optional('answer', longestText) ?? [status, reason].filter(Boolean).join(' ')),
    ...(delivery ? { delivery } : {}),
    ...(reference ? { reference } : {}),
  }
  if (status === 'delivered' || status === 'accepted') return { ...common, outcome: status, reason: status }
  if (status !== 'failed') throw unreadable('“status” is none of accepted, delivered and failed.')
  const verdict = httpVerdict(reason)
  return { ...common, outcome: verdict ? weightOf(verdict) : fields.optional('permanent') === 'true' ? 'hard' : 'soft', reason: verdict?.[1] ?? 'unknown' }
}

function textIn(fields: Fields): WithoutId<SmsEvent> {
  const text = fields.optional('text', longestText) ?? ''
  const command = commandOf(text)
  return { kind: 'text', from: fields.required('from'), to: fields.required('to'), text, ...(command ? { command } : {}) }
}
