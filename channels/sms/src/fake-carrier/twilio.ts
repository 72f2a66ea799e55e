// The fake's Twilio: POST and GET of /2010-04-01/Accounts/{sid}/Messages.json, with its checks and its codes.
import { randomBytes } from 'node:crypto'
import { type Asked, type House, isNumber, json, type Refusal, type Reply, type Sent } from './house.ts'

export type TwilioKeys = { accountSid: string; authToken: string }

/** @param stopped numbers that asked to be left alone */
export function twilioHouse({ accountSid, authToken }: TwilioKeys, sent: Sent[], stopped: Set<string>): House {
  const isSignedIn = ({ headers }: Asked) => headers.authorization === `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  return {
    answer: (asked, refusal) => {
      if (!isSignedIn(asked)) return no(401, 20003, 'Authenticate')
      if (asked.url.pathname !== `/2010-04-01/Accounts/${accountSid}/Messages.json`)
        return no(404, 20404, `The requested resource ${asked.url.pathname} was not found`)
      if (refusal) return refused(refusal)
      return asked.method === 'GET'
        ? list(asked.url.searchParams, sent)
        : asked.method === 'POST'
          ? create(asked, sent, stopped)
          : no(405, 20004, 'Method not allowed')
    },
    throttled: (seconds) => ({ ...no(429, 20429, 'Too Many Requests'), headers: { 'content-type': 'application/json', 'retry-after': String(seconds) } }),
  }
}

function create({ body }: Asked, sent: Sent[], stopped: Set<string>): Reply {
  const form = new URLSearchParams(body)
  const [to, text, statusUrl] = [form.get('To') ?? '', form.get('Body') ?? '', form.get('StatusCallback') ?? '']
  const from = form.get('From') ?? form.get('MessagingServiceSid') ?? ''
  if (!to) return no(400, 21604, "A 'To' phone number is required.")
  if (!from) return no(400, 21603, "A 'From' phone number is required.")
  if (!text) return no(400, 21602, 'Message body is required.')
  if (text.length > 1_600) return no(400, 21617, 'The concatenated message body exceeds the 1600 character limit')
  if (!to.startsWith('+') || !isNumber(to)) return no(400, 21211, `Invalid 'To' Phone Number: ${to}`)
  if (statusUrl && !URL.canParse(statusUrl)) return no(400, 21609, 'The StatusCallback URL is not a valid URL.')
  if (stopped.has(to)) return no(400, 21610, 'Attempt to send to unsubscribed recipient')
  const taken: Sent = {
    provider: 'twilio',
    reference: `SM${randomBytes(16).toString('hex')}`,
    from,
    to,
    text,
    at: new Date(),
    status: 'queued',
    ...(statusUrl ? { statusUrl } : {}),
  }
  sent.push(taken)
  return json(201, shown(taken))
}

/** A message has no date on which it was sent until it was: DateSent leaves queued ones out. */
function list(query: URLSearchParams, sent: Sent[]): Reply {
  const since = Date.parse(query.get('DateSent>') ?? '')
  const messages = sent
    .filter(({ provider, to }) => provider === 'twilio' && to === (query.get('To') ?? to))
    .filter(({ at, status }) => Number.isNaN(since) || (status !== 'queued' && at.getTime() >= since))
    .toReversed()
    .slice(0, Number(query.get('PageSize') ?? 50))
  return json(200, { messages: messages.map(shown), page: 0, page_size: Number(query.get('PageSize') ?? 50), next_page_uri: null })
}

const shown = ({ reference, from, to, text, at, status, code }: Sent) => ({
  sid: reference,
  from,
  to,
  body: text,
  status,
  direction: 'outbound-api',
  date_created: at.toUTCString().replace('GMT', '+0000'),
  date_sent: status === 'queued' ? null : at.toUTCString().replace('GMT', '+0000'),
  error_code: code ?? null,
  error_message: null,
})

const refused = ({ code, message = 'refused as told' }: Refusal): Reply => no(code === 20429 ? 429 : code === 20003 ? 401 : 400, code, message)
const no = (status: number, code: number, message: string): Reply =>
  json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })
