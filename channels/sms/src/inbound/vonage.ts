// Vonage's delivery receipts and incoming texts: a query, a form or JSON, signed in a field of its own with the account's signature secret.
import { createHmac } from 'node:crypto'
import { said } from '@leeward/channel'
import { commandOf } from '../commands.ts'
import { weightOf } from '../verdict.ts'
import { vonageReceiptVerdict } from '../vonage-codes.ts'
import {
  checkFresh,
  fieldsOf,
  formOf,
  type Inbound,
  jsonOf,
  longestText,
  momentOf,
  type Pair,
  pairsOf,
  queryOf,
  type Reading,
  reading,
  type SmsEvent,
  same,
  unreadable,
} from './reading.ts'

/** `secret`: the signature secret, with SHA-256 HMAC or SHA-512 HMAC chosen as the method. */
export const readVonage = (inbound: Inbound): Reading =>
  reading(inbound, () => {
    const pairs = pairsIn(inbound)
    const fields = fieldsOf(pairs)
    check(pairs, fields, inbound)
    if (fields.has('status')) return receiptIn(fields)
    if (fields.has('type') || fields.has('text')) return textIn(fields)
    throw unreadable('This is neither a receipt nor a text: there is no status, no type and no text.')
  })

/** A GET says everything in its query; a POST says everything in its body. */
function pairsIn({ url, raw, contentType }: Inbound): Pair[] {
  if (raw.length === 0) return queryOf(url)
  return /^application\/json\b/i.test(contentType) ? pairsOf(jsonOf(raw)) : formOf(raw)
}

type Fields = ReturnType<typeof fieldsOf>

/** HMAC over every other field, sorted: `&name=value`, with & and = in a value written _. MD5, with or without a key, is no proof today; nor is SHA-1 worth keeping. */
function check(pairs: Pair[], fields: Fields, { secret, now }: Inbound): void {
  const signature = fields.optional('sig')?.toLowerCase()
  if (!signature) throw unreadable('There is no sig: ask Vonage to sign webhooks for this account.')
  const method = { 64: 'sha256', 128: 'sha512' }[signature.length]
  if (!method || !/^[0-9a-f]+$/.test(signature)) throw unreadable('It is signed by a weak method: choose SHA-256 HMAC or SHA-512 HMAC in the dashboard.')
  const others = new Map(pairs.filter(([name]) => name !== 'sig'))
  // Some of Vonage's own libraries leave empty fields out; empty and absent mean the same to us.
  const isRight = [others, new Map([...others].filter(([, value]) => value.trim() !== ''))].map((each) =>
    same(signature, createHmac(method, secret).update(signedText(each)).digest('hex')),
  )
  if (!isRight.includes(true)) throw unreadable('The signature is not right: another signature secret, or not from Vonage.')
  checkFresh(fields.optional('timestamp') ?? '', now)
}

const signedText = (fields: Map<string, string>): string =>
  [...fields.keys()]
    .sort()
    .map((name) => `&${name}=${fields.get(name)?.replace(/[&=]/g, '_')}`)
    .join('')

function receiptIn(fields: Fields): SmsEvent[] {
  const reference = fields.required('messageId')
  const status = fields.required('status')
  const code = fields.optional('err-code')
  const delivery = fields.optional('client-ref', 200)
  const common = {
    kind: 'receipt' as const,
    id: `${reference}:${status}`,
    reference,
    answer: said([status, code].filter(Boolean).join(' ')),
    ...momentOf(utc(fields)),
    ...(delivery ? { delivery } : {}),
  }
  if (status === 'delivered') return [{ ...common, outcome: 'delivered', reason: 'delivered' }]
  // “unknown” is a status of the carrier's that Vonage does not know: it ends nothing.
  if (['accepted', 'buffered', 'submitted', 'unknown'].includes(status))
    return [{ ...common, outcome: 'accepted', reason: status === 'unknown' ? 'unknown' : 'accepted' }]
  if (!['expired', 'failed', 'rejected', 'deleted'].includes(status)) return []
  const verdict = vonageReceiptVerdict(code)
  return [{ ...common, outcome: verdict ? weightOf(verdict) : 'soft', reason: verdict?.[1] ?? (status === 'expired' ? 'expired' : 'unknown') }]
}

function textIn(fields: Fields): SmsEvent[] {
  // Ring tones and the like: nothing that a person wrote.
  if (fields.optional('type') === 'binary') return []
  const text = fields.optional('text', longestText) ?? ''
  const part = partIn(fields)
  const command = part ? undefined : commandOf(text)
  return [
    {
      kind: 'text',
      id: fields.required('messageId'),
      from: numbered(fields.required('msisdn')),
      to: numbered(fields.required('to')),
      text,
      ...momentOf(utc(fields)),
      ...(command ? { command } : {}),
      ...(part ? { part } : {}),
    },
  ]
}

/** A long text comes in pieces, in any order, each its own request. */
function partIn(fields: Fields): { of: string; number: number; total: number } | undefined {
  if (fields.optional('concat') !== 'true') return undefined
  const [number, total] = [Number(fields.required('concat-part')), Number(fields.required('concat-total'))]
  if (!Number.isInteger(number) || !Number.isInteger(total) || number < 1 || number > total || total > 255)
    throw unreadable('The part of a long text has no sensible number.')
  return { of: fields.required('concat-ref'), number, total }
}

/** Vonage writes numbers without the plus; short numbers and names stay as they are. */
const numbered = (text: string): string => (/^[1-9]\d{7,14}$/.test(text) ? `+${text}` : text)

/** “2030-01-02 09:00:00”, by UTC. */
const utc = (fields: Fields): string | undefined => {
  const text = fields.optional('message-timestamp')
  return text && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : undefined
}
