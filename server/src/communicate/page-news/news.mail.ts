// Planned work as an e-mail to a subscriber: in their language, with the times in a named zone, a file for their calendar, and one click to end it.
import type { Message } from '@leeward/email'
import type { Deps } from '../../deps.ts'
import { calendarOf } from '../../platform/calendar.ts'
import { domainOf } from '../../platform/email-address.ts'
import { bounceAddressOf } from '../deliveries/bounce-address.ts'
import { button, heading, htmlMail, labelled, link, plain, soft } from '../deliveries/mail.html.ts'
import { escaped, paragraphs } from '../frame/html.ts'
import { frame, languageOf, put } from '../frame/strings.ts'
import { subscriptionLink } from '../subscriptions/subscriptions.links.ts'
import type { NewsBrand, NewsToSend } from './batch.store.ts'
import { maintenanceWords } from './maintenance.words.ts'
import type { MaintenanceSaid } from './news.ts'

export function newsMail(
  deps: Deps,
  { row, newsId, said, saidAt, brand, home, subscription, locale, timeZone, signer }: NewsToSend,
): Message | { wrong: string } {
  if (said.kind !== 'maintenance') return { wrong: 'a change of state is told to systems alone' }
  const words = frame(locale)
  const language = languageOf(locale)
  const { title, state, said: text, lines } = maintenanceWords(said, { locale, timeZone })
  const [page, calendar, leave] = [
    `${home}/maintenance/${said.shortId}`,
    `${home}/maintenance.ics`,
    subscriptionLink({ ...deps, clock: () => saidAt }, subscription),
  ]
  const reason = put(words.whySubscriber, { account: brand.name })
  // All mails on one work answer the same root, so that readers see one conversation.
  const thread = `<maintenance.${said.id}@${domainOf(brand.sender)}>`
  return {
    id: `<${newsId}.${row.id}@${domainOf(brand.sender)}>`,
    from: { name: brand.senderName, address: brand.sender },
    to: row.destination,
    ...(brand.replyTo ? { replyTo: brand.replyTo } : {}),
    ...(brand.bounceAddress ? { envelopeFrom: bounceAddressOf(deps.key, brand.bounceAddress, row.id) } : {}),
    subject: title,
    text: [
      `${state}: ${said.title}`,
      text,
      ...lines.map((line) => `${line.label}: ${line.text}`),
      `${words.statusPage}: ${page}`,
      `${words.calendar}: ${calendar}`,
      `--\n${brand.name}\n${reason}\n${words.unsubscribe}: ${leave}`,
    ].join('\n\n'),
    html: htmlMail({
      language,
      title,
      preheader: `${state}. ${lines[0]?.text ?? ''}. ${text}`.replace(/\s+/g, ' ').slice(0, 140),
      brand: brand.name,
      body: `${heading(said.title, 4)}${soft(state)}${bodyHtml(text)}${lines.map((line) => labelled(line.label, line.text, false)).join('\n')}${button(page, words.statusPage, '#1d5bb8')}`,
      footer: [escaped(reason), [link(calendar, words.calendar), link(leave, words.unsubscribe)].join(' &middot; ')].join('<br>'),
    }),
    inReplyTo: thread,
    references: [thread],
    date: deps.clock(),
    headers: {
      'Content-Language': language,
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'List-Unsubscribe': `<${leave}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    ...(changesCalendars(said)
      ? { attachments: [{ filename: 'maintenance.ics', content: Buffer.from(fileOf(said, brand, text, page, saidAt, words.maintenance)) }] }
      : {}),
    ...(signer ? { dkim: signer } : {}),
  }
}

const bodyHtml = (text: string) => (text.includes('\n') ? paragraphs(text).replaceAll('<p>', '<p style="margin:0 0 16px">') : plain(text))

/** It begins and ends as it stands there already. */
const changesCalendars = ({ moment }: MaintenanceSaid) => ['scheduled', 'changed', 'reminder', 'cancelled'].includes(moment)

/** The same event as in the calendar of the page, so that whoever has both sees it once. */
function fileOf(said: MaintenanceSaid, brand: NewsBrand, text: string, url: string, at: Date, about: string): string {
  const event = {
    id: `maintenance-${said.shortId}@${brand.slug}`,
    from: new Date(said.startsAt),
    until: new Date(said.endsAt),
    title: `${brand.name}: ${said.title}`,
    description: text,
    ...{ url, sequence: said.sequence, cancelled: said.state === 'cancelled' },
  }
  return calendarOf(`${brand.name}: ${about}`, [event], at, about)
}
