// Twilio's Messages resource: one message a request, the answer in JSON, the receipts at the message's own status URL.
import { type Outcome, type Request, said } from '@leeward/channel'
import type { Sms, SmsMessage } from './sms.ts'
import { twilioVerdict } from './twilio-codes.ts'
import { byStatus, isTaken, misaddressed, objectIn, perhaps, refusal, unheard, unread, type Verdict, waitOf, wordsOf } from './verdict.ts'

/** `from` (a number or a name), or a messaging service that picks one, or both. */
export type TwilioAccount = { accountSid: string; authToken: string; from?: string; messagingServiceSid?: string; baseUrl?: string }

export function createTwilio(
  { accountSid, authToken, from, messagingServiceSid, baseUrl = 'https://api.twilio.com' }: TwilioAccount,
  request: Request,
  now: () => number = Date.now,
): Sms {
  if (!from && !messagingServiceSid) throw new Error('Twilio needs a sender: give `from` or `messagingServiceSid`.')
  const url = `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  return {
    name: 'sms',
    send: async ({ to, text, statusUrl }) => {
      const wrong = misaddressed(to)
      if (wrong) return wrong
      const body = new URLSearchParams({ To: to, Body: text })
      if (from) body.set('From', from)
      if (messagingServiceSid) body.set('MessagingServiceSid', messagingServiceSid)
      if (statusUrl) body.set('StatusCallback', statusUrl)
      const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
      const answer = await request(url, { method: 'POST', headers, body: body.toString() })
      if (answer.kind !== 'heard') return unheard(answer)
      const read = objectIn(answer.body)
      if (isTaken(answer)) return typeof read?.sid === 'string' ? becameOf(read) : unread(answer)
      // What Twilio's own code says is closer to the matter than the status that it came with.
      const verdict = twilioVerdict(read?.code)
      return verdict ? { ...refusal(verdict, `${read?.code} ${read?.message ?? ''}`), ...waitOf(answer) } : byStatus(answer)
    },
    // Not filtered by DateSent: a message that is still queued has none yet, and would be taken for one that Twilio never saw.
    lookUp: async (message) => {
      const query = new URLSearchParams({ To: message.to, PageSize: '100' })
      const answer = await request(`${url}?${query}`, { method: 'GET', headers: { authorization, accept: 'application/json' } })
      const listed = answer.kind === 'heard' && answer.status === 200 ? objectIn(answer.body)?.messages : undefined
      // It was not told, which is not the same as “never seen”.
      if (!Array.isArray(listed)) return perhaps('away', answer.kind === 'heard' ? wordsOf(answer) : answer.why)
      const found = newest(listed.filter((each): each is Listed => isOurs(each, message, now() - day)))
      return found ? becameOf(found) : undefined
    },
    close: async () => {},
  }
}

const day = 86_400_000

type Listed = Record<string, unknown>

/** The same number and text within the last day, sent by us. Of two deliveries with the same words to one number either will do: its owner has them. */
function isOurs(each: unknown, { to, text }: SmsMessage, since: number): boolean {
  if (typeof each !== 'object' || each === null) return false
  const { to: listedTo, body, sid, direction } = each as Listed
  if (listedTo !== to || typeof body !== 'string' || typeof sid !== 'string' || direction === 'inbound') return false
  const created = createdAt(each as Listed)
  return created >= since && (body.trim() === text.trim() || (core(text) !== '' && core(body) === core(text)))
}

/** Letters and digits only: a messaging service may replace quotes and dashes by cheaper ones. */
const core = (text: string): string => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '')

const createdAt = ({ date_created }: Listed): number => (typeof date_created === 'string' ? Date.parse(date_created) : Number.NaN)
const newest = (listed: Listed[]): Listed | undefined => listed.toSorted((a, b) => createdAt(b) - createdAt(a))[0]

/** What Twilio's own record of a message says: taken, unless it ended badly meanwhile. */
function becameOf({ sid, status, error_code, error_message }: Listed): Outcome {
  const reference = String(sid)
  const words = said(`${status}${error_code ? ` ${error_code}` : ''}${error_message ? ` ${error_message}` : ''}`)
  if (status !== 'failed' && status !== 'undelivered' && status !== 'canceled') return { state: 'accepted', reference, answer: words }
  const unknown: Verdict = ['carrier', 'unknown']
  return { ...refusal(twilioVerdict(error_code) ?? unknown, words), reference }
}
