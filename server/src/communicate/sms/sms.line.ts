// The channel of texts: who carries them, and what their answers mean for a number.
import { pageForPerson } from '../status-page/private.links.ts'
import type { Channel, Request } from '@leeward/channel'
import { createHttpSms, createTwilio, createVonage, type Sms, type SmsMessage } from '@leeward/sms'
import type { Config } from '../../platform/config/config.ts'
import { type TextProvider, textProviders } from '../../platform/config/text-providers.ts'
import type { Deps } from '../../deps.ts'
import { shortSignOffLink } from '../../restore/sign-off/links.ts'
import type { Claimed, Outcome } from '../deliveries/deliveries.store.ts'
import type { Line } from '../deliveries/line.ts'
import { recipientsOf, updatesToSend } from '../deliveries/mail.store.ts'
import { nextTry } from '../deliveries/pace.ts'
import { applyFeedback } from '../suppressions/feedback.store.ts'
import { shortLink } from '../subscriptions/subscriptions.links.ts'
import { textOf } from './text.ts'

const mostAttempts = 5

export function textLine(config: Config, request: Request, practice: Channel<SmsMessage>): Line<SmsMessage> {
  const providers = textProviders(config.textUrl ?? '')
  const stopWord = stopWordOf(config)
  return {
    channel: 'sms',
    live: providers.map((provider) => ({ ...provider, channel: withReceipts(carrier(provider, request), config, provider.name) })),
    practice,
    newestOnly: true,
    retryAt: (attempts, id, now) => (attempts < mostAttempts ? nextTry(attempts - 1, id, now) : undefined),
    heard: numbersThatDoNotWork,
    proof: async (deps, { token, to }) =>
      to
        ? {
            message: {
              id: token,
              to,
              text: `Leeward: test ${deps.clock().toISOString().slice(11, 16)} UTC (${token.slice(0, 6)}). Nobody needs to do anything.`,
            },
            proves: 'accepted',
          }
        : { wrong: 'there is no number of ours that a test could go to' },
    messagesOf: (deps, batch) => textsOf(deps, batch, stopWord),
  }
}

/** A sender of letters cannot be answered. */
export const stopWordOf = ({ textUrl }: Pick<Config, 'textUrl'>): boolean =>
  textProviders(textUrl ?? '').some(({ url }) => /^\+?\d+$/.test(url.searchParams.get('from') ?? '') || url.searchParams.has('service'))

function carrier({ kind, url, name }: TextProvider, request: Request): Sms {
  const [user, password] = [url.username, url.password].map(decodeURIComponent) as [string, string]
  const query = (key: string) => url.searchParams.get(key) ?? undefined
  const scheme = query('plain') === '1' ? 'http' : 'https'
  const baseUrl = `${scheme}://${url.host}`
  const from = query('from')
  switch (kind) {
    case 'twilio':
      return createTwilio(
        {
          accountSid: user,
          authToken: password,
          ...(from ? { from } : {}),
          ...(query('service') ? { messagingServiceSid: query('service') as string } : {}),
          baseUrl,
        },
        request,
      )
    case 'vonage':
      return createVonage({ apiKey: user, apiSecret: password, from: from ?? name, baseUrl }, request)
    case 'http': {
      const path = new URL(`${url.protocol === 'text+http:' ? 'http' : 'https'}://${url.host}${url.pathname}`)
      return createHttpSms({ url: String(path), ...(password ? { token: password } : {}), ...(from ? { from } : {}) }, request)
    }
  }
}

/** The provider tells us there what became of it; the address names the delivery. */
const withReceipts = (sms: Sms, { consoleUrl }: Config, name: string): Sms => {
  const told = (message: SmsMessage): SmsMessage => ({ ...message, statusUrl: receiptsUrl(consoleUrl, name, message.id) })
  return {
    ...sms,
    send: (message) => sms.send(told(message)),
    ...(sms.lookUp ? { lookUp: (message: SmsMessage) => sms.lookUp?.(told(message)) as ReturnType<NonNullable<Sms['lookUp']>> } : {}),
  }
}
export const receiptsUrl = (consoleUrl: string, name: string, id?: string) =>
  `${consoleUrl}/api/inbound/texts/${encodeURIComponent(name)}${id ? `?d=${encodeURIComponent(id)}` : ''}`

async function textsOf(deps: Deps, batch: Claimed[], stopWord: boolean) {
  const [updates, people] = await Promise.all([updatesToSend(deps, [...new Set(batch.map(({ updateId }) => updateId))]), recipientsOf(deps, batch)])
  const rows = new Map(batch.map((row) => [row.id, row]))
  return {
    get: (id: number): SmsMessage | undefined => {
      const row = rows.get(id)
      const [found, person] = [row && updates.get(row.updateId), people.get(id)]
      if (!row || !found || !person) return undefined
      const update = { ...found.update, parts: found.textIn(person.locale) }
      const links = {
        statusPage: pageForPerson(deps, update.brand, found.publishedAt, person.readerOf),
        // Who cannot answer STOP leaves by a link.
        ...(person.subscription && !stopWord ? { unsubscribe: shortLink(deps, person.subscription) } : {}),
        ...(update.class === 'sign-off-request' || person.asked ? { works: shortSignOffLink(deps, row.id) } : {}),
      }
      return { id: String(id), to: row.destination, text: textOf(update, person, links, stopWord && update.class === 'update', row.practice) }
    },
  }
}

/** Numbers that cannot get texts, or whose owner wants none, are remembered. */
export const forGood = ['unknown-user', 'landline', 'stopped']
const numbersThatDoNotWork = async (deps: Deps, said: { row: Claimed; outcome: Outcome }[]) => {
  const dead = said.filter(({ row, outcome }) => !row.practice && outcome.state === 'bounced' && forGood.includes(outcome.reason ?? ''))
  if (dead.length === 0) return
  const at = deps.clock()
  await applyFeedback(
    deps,
    dead.map(({ row, outcome }) => ({
      ...{ channel: 'sms', deliveryId: row.id, outcome: 'hard', trusted: true, at },
      ...{ reason: outcome.reason ?? 'unknown', answer: outcome.answer, key: `sent/${row.id}` },
    })),
  )
}
