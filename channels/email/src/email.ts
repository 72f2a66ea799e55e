// E-mail over SMTP. A channel is: a name, send(message) with an honest outcome, close. It knows nothing of crises.
import type { KeyObject } from 'node:crypto'
import { createFake, type Fake, type Channel as MessageChannel, type Outcome } from '@leeward/channel'
import nodemailer from 'nodemailer'

/** Signs a mail for a domain (DKIM, RFC 6376), with a key that was parsed before: each mail costs one signature. */
export type Signer = { domain: string; selector: string; privateKey: KeyObject }

/** `to`: who gets it. `headed`: how it is addressed where others get the same, each by a mail of their own. `envelopeFrom`: where bounces go, if not to the sender. `date`: when it is said to be written; now, if not given. */
export type Message = {
  id: string
  from: { name: string; address: string }
  to: string
  headed?: { to: string; cc: string[] }
  subject: string
  html: string
  text: string
  headers?: Record<string, string>
  references?: string[]
  inReplyTo?: string
  replyTo?: string
  envelopeFrom?: string
  date?: Date
  dkim?: Signer
  /** In shared memory, where one file goes out with many mails. */
  attachments?: { filename: string; content: Uint8Array; type?: string }[]
}
export type Channel = MessageChannel<Message>
export type { Outcome } from '@leeward/channel'

/** Sends through the server behind `url` (smtp:// or smtps://), over at most `connections` at once. `patience`: how long a silent server is waited for, in milliseconds. */
export function createEmail(url: string, connections: number, { patience = 10_000 } = {}): Channel {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: 500,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: 3 * patience,
  } as never)
  // An idle connection that breaks is no mail's outcome; without a listener it would end the process.
  transport.on('error', () => {})
  return {
    name: 'email',
    send: async (message) => {
      try {
        const sent = await transport.sendMail(mailOf(message) as never)
        return { state: 'accepted', answer: String((sent as { response?: string }).response ?? 'accepted').slice(0, 500) }
      } catch (error) {
        return outcomeOf(error as SmtpError)
      }
    },
    close: async () => {
      transport.close()
    },
  }
}

/** One after the other, until one takes or refuses the message itself: for few and urgent ones. */
export const firstThatTakes = (channels: Channel[]): Channel => ({
  name: 'email',
  send: async (message) => {
    let said: Outcome = { state: 'deferred', answer: 'nobody carries mails', provider: true }
    for (const channel of channels) {
      said = await channel.send(message)
      if (said.state !== 'deferred' || !said.provider) return said
    }
    return said
  },
  close: async () => {
    await Promise.all(channels.map((channel) => channel.close()))
  },
})

const mailOf = ({ id, headers, headed, envelopeFrom, dkim, attachments, ...rest }: Message) => ({
  ...rest,
  ...headed,
  messageId: id,
  headers: { 'Auto-Submitted': 'auto-generated', ...headers },
  ...(attachments
    ? {
        attachments: attachments.map(({ filename, content, type }) => ({
          filename,
          content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
          ...(type ? { contentType: type } : {}),
        })),
      }
    : {}),
  disableFileAccess: true,
  disableUrlAccess: true,
  ...(envelopeFrom || headed ? { envelope: { from: envelopeFrom ?? rest.from.address, to: rest.to } } : {}),
  ...(dkim ? { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey, headerFieldNames: signedHeaders } } : {}),
})

/** What a reader's server may trust: who it is from, what it is about, what it answers, how it is read, and how one leaves. */
export const signedHeaders =
  'From:To:Cc:Reply-To:Subject:Date:Message-ID:In-Reply-To:References:MIME-Version:Content-Type:Content-Transfer-Encoding:Content-Language:Auto-Submitted:List-Unsubscribe:List-Unsubscribe-Post'

type SmtpError = Error & { responseCode?: number; code?: string; errno?: unknown; response?: string; command?: string }

/** Errors that come before a message could have been handed over. */
const beforeTheMessage = /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EDNS|EAUTH|ETLS|EPROXY|greeting|connection timeout/i

/** Before it was said to whom the message goes: whatever is refused there is refused to us, not to one mail. */
const beforeTheRecipient = /^(CONN|EHLO|HELO|LHLO|STARTTLS|AUTH|MAIL FROM)/i

/**
 * 4xx and a server out of reach: try again. 5xx to the recipient: bounced. Any other 5xx: failed.
 * A line that broke with no answer: unknown, for the server may have taken the message.
 */
export function outcomeOf(error: SmtpError): Outcome {
  const answer = (error.response ?? error.message ?? 'no answer').slice(0, 500)
  const code = error.responseCode
  if (code !== undefined && (code === 421 || error.code === 'EAUTH' || beforeTheRecipient.test(error.command ?? '')))
    return { state: 'deferred', answer, provider: true }
  if (code !== undefined && code >= 500 && error.command !== 'RCPT TO' && error.code !== 'EENVELOPE') return { state: 'failed', answer, provider: true }
  if (code !== undefined) return { state: code < 500 ? 'deferred' : error.command === 'RCPT TO' || error.code === 'EENVELOPE' ? 'bounced' : 'failed', answer }
  if (error.code === 'EENVELOPE') return { state: 'bounced', answer }
  return {
    state: beforeTheMessage.test(`${error.code} ${(error.cause as { code?: string } | undefined)?.code} ${error.message}`) ? 'deferred' : 'unknown',
    answer,
    provider: true,
  }
}

/** The channel's fake: keeps what it was given, answers as told. For tests, and for practice, where nothing may leave. */
export const createFakeEmail = (answer?: (message: Message) => Outcome): Fake<Message> => createFake('email', answer)
