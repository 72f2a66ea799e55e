// Twilio's status callbacks and incoming messages: forms, signed with the account's auth token over the address that was called and every field.
import { createHash, createHmac } from 'node:crypto'
import { said } from '@leeward/channel'
import { commandOf } from '../commands.ts'
import { twilioVerdict } from '../twilio-codes.ts'
import { weightOf } from '../verdict.ts'
import {
  fieldsOf,
  formOf,
  headerOf,
  type Inbound,
  jsonOf,
  longestText,
  type Pair,
  pairsOf,
  queryOf,
  type Reading,
  reading,
  type SmsEvent,
  same,
  unreadable,
} from './reading.ts'

/** `secret`: the account's auth token. The delivery is the `d` of the status URL, which the signature covers. */
export const readTwilio = (inbound: Inbound): Reading =>
  reading(inbound, () => {
    const fields = fieldsOf(signed(inbound))
    if (fields.has('MessageStatus')) return receiptIn(fields, inbound.url)
    if (fields.has('Body')) return [textIn(fields)]
    throw unreadable('This is neither a receipt nor a text: there is no MessageStatus and no Body.')
  })

/** The fields, once they are known to be Twilio's. A JSON body is signed by its hash in the address (`bodySHA256`). */
function signed({ url, headers, raw, contentType, secret }: Inbound): Pair[] {
  const signature = headerOf(headers, 'x-twilio-signature')
  if (!signature) throw unreadable('The header X-Twilio-Signature is missing.')
  const hash = queryOf(url).find(([name]) => name === 'bodySHA256')?.[1]
  const isJson = /^application\/json\b/i.test(contentType)
  if (isJson && !hash) throw unreadable('A JSON body came without bodySHA256 in the address, so nothing vouches for it.')
  if (hash && !same(hash.toLowerCase(), createHash('sha256').update(raw).digest('hex'))) throw unreadable('The body is not the one that was signed.')
  const form = isJson ? [] : formOf(raw)
  const suffix = hash ? '' : joined(form)
  const signatureOf = (text: string) => createHmac('sha1', secret).update(text).digest('base64')
  const isTheirs = asCalled(url).map((each) => same(signature, signatureOf(each + suffix)))
  if (!isTheirs.includes(true)) throw unreadable('The signature is not right: another auth token, another public address, or not from Twilio.')
  return isJson ? pairsOf(jsonOf(raw)) : form
}

/** Sorted by name, nothing between; a field that came several times counts each value once. */
const joined = (form: Pair[]): string =>
  form
    .toSorted(byNameAndValue)
    .filter((each, at, all) => at === 0 || byNameAndValue(each, all[at - 1] as Pair) !== 0)
    .map(([name, value]) => name + value)
    .join('')
const byNameAndValue = (a: Pair, b: Pair) => (a[0] === b[0] ? order(a[1], b[1]) : order(a[0], b[0]))
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Twilio signs some addresses with their port and some without, whichever was given. */
function asCalled(url: string): string[] {
  const [, scheme, host, port, rest] = /^(https?):\/\/([^/?#:]+)(?::(\d{1,5}))?(.*)$/s.exec(url) ?? []
  if (!scheme) return [url]
  return [url, `${scheme}://${host}${port ? '' : scheme === 'https' ? ':443' : ':80'}${rest}`]
}

type Fields = ReturnType<typeof fieldsOf>
const onTheWay = ['accepted', 'scheduled', 'queued', 'sending', 'sent']

function receiptIn(fields: Fields, url: string): SmsEvent[] {
  const reference = fields.optional('MessageSid') ?? fields.required('SmsSid')
  const status = fields.required('MessageStatus')
  const code = fields.optional('ErrorCode')
  const delivery = queryOf(url).find(([name, value]) => name === 'd' && value !== '' && value.length <= 200)?.[1]
  const common = {
    kind: 'receipt' as const,
    id: `${reference}:${status}`,
    reference,
    answer: said([status, code, fields.optional('ErrorMessage', longestText)].filter(Boolean).join(' ')),
    ...(delivery ? { delivery } : {}),
  }
  if (status === 'delivered' || status === 'read') return [{ ...common, outcome: 'delivered', reason: 'delivered' }]
  if (onTheWay.includes(status)) return [{ ...common, outcome: 'accepted', reason: 'accepted' }]
  if (status !== 'undelivered' && status !== 'failed' && status !== 'canceled') return []
  const verdict = twilioVerdict(code)
  return [{ ...common, outcome: verdict ? weightOf(verdict) : 'soft', reason: verdict?.[1] ?? 'unknown' }]
}

/** Where Twilio took the command itself it says so, also for words of the account's own (`OptOutType`). */
function textIn(fields: Fields): SmsEvent {
  const text = fields.optional('Body', longestText) ?? ''
  const theirs = fields.optional('OptOutType')?.toLowerCase()
  const command = theirs === 'stop' || theirs === 'start' || theirs === 'help' ? theirs : commandOf(text)
  return {
    kind: 'text',
    id: fields.optional('MessageSid') ?? fields.required('SmsSid'),
    from: fields.required('From'),
    to: fields.required('To'),
    text,
    ...(command ? { command } : {}),
  }
}
