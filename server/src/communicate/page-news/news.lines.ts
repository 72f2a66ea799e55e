// News goes out over the same carriers as updates, in lanes of its own and from a book of its own.
import type { Message } from '@leeward/email'
import type { SlackMessage } from '@leeward/slack'
import type { SmsMessage } from '@leeward/sms'
import type { WebhookMessage } from '@leeward/webhook'
import type { Deps } from '../../deps.ts'
import type { Line } from '../deliveries/line.ts'
import { secretsOf, slackAddress } from '../endpoints/lines.ts'
import { stopWordOf } from '../sms/sms.line.ts'
import { shortLink } from '../subscriptions/subscriptions.links.ts'
import { newsMessages, type NewsToSend } from './batch.store.ts'
import { newsMail } from './news.mail.ts'
import { newsPost, statuspageBody } from './news.posts.ts'
import { newsBook } from './news.store.ts'
import { newsText } from './news.text.ts'

/** @param lines those of updates; a channel that has no news is left out */
export const newsLines = (lines: Line<never>[]): Line<never>[] =>
  lines.flatMap((line) => {
    const write = (writers as Record<string, Write<object>>)[line.channel]
    if (!write) return []
    return [{ ...line, book: newsBook, messagesOf: (deps: Deps, batch) => newsMessages(deps, batch, (news) => write(deps, news)) } as Line<never>]
  })

type Write<M extends object> = (deps: Deps, news: NewsToSend) => M | { wrong: string }
const gone = { wrong: 'this subscription has ended' }
const notForThis = { wrong: 'a change of state is told to systems alone' }

const email: Write<Message> = newsMail

const sms: Write<SmsMessage> = (deps, { row, said, brand, home, subscription, locale, timeZone }) =>
  said.kind === 'maintenance'
    ? {
        id: String(row.id),
        to: row.destination,
        text: newsText(said, { brand: brand.name, locale, timeZone, home, leave: shortLink(deps, subscription) }, stopWordOf(deps.config)),
      }
    : notForThis

const slack: Write<SlackMessage> = (_, { row, said, address, ...news }) => {
  if (!address) return gone
  return said.kind === 'maintenance' ? { id: String(row.id), key: `delivery_${row.id}`, to: slackAddress(address), post: newsPost(said, news) } : notForThis
}

/** A visitor's system takes the form of Statuspage alone; `type` and `data` are for receivers of ours. */
const webhook: Write<WebhookMessage> = (deps, news) => {
  const { row, saidAt, said, address } = news
  if (!address || !('url' in address) || !address.secret) return gone
  return {
    id: `delivery_${row.id}`,
    to: address.url,
    secret: secretsOf(address, deps.clock()),
    ...{ type: said.kind === 'maintenance' ? 'maintenance.told' : 'component.changed', timestamp: saidAt, data: {} },
    body: statuspageBody(deps, news),
  }
}

const writers = { email, sms, slack, webhook }
