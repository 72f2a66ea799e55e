// The letter with which a subscriber confirms, or changes, what they asked for: stored as being sent before the mail server is called, and never sent twice by itself.
import type { Message } from '@leeward/email'
import { fitted, type SmsMessage } from '@leeward/sms'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { domainOf } from '../../platform/email-address.ts'
import { button, heading, htmlMail, plain, soft } from '../deliveries/mail.html.ts'
import type { Line, Provider, Senders } from '../deliveries/line.ts'
import { frame, languageOf, put } from '../frame/strings.ts'
import { escaped } from '../frame/html.ts'
import { signersOf } from '../senders/senders.store.ts'
import { stopWordOf } from '../sms/sms.line.ts'
import { shortLink, subscriptionLink } from './subscriptions.links.ts'

type Letter = {
  id: string
  channel: 'email' | 'webhook' | 'slack' | 'sms'
  /** An address, or a number. */
  to: string
  confirmed: boolean
  locale: string
  brand: string
  sender: string
  senderName: string
  at: Date
}
const [atOnce, leaseSeconds] = [20, 60]

/** Sends those that wait. @returns how many */
export async function sendLetters(deps: Deps, { live, lines = [] }: Pick<Senders, 'live' | 'lines'>): Promise<number> {
  const texts = ((lines as unknown as Line<SmsMessage>[]).find(({ channel }) => channel === 'sms')?.live ?? []) as Provider<SmsMessage>[]
  const now = deps.clock()
  // Nobody heard what became of those whose lease ran out: who asks again gets another.
  await sql`update subscribers set letter = 'unknown', leased_until = null where letter = 'sending' and leased_until < ${now}`.execute(deps.db)
  const { rows } = await sql<Letter>`
    with due as (select id from subscribers where letter = 'asked' order by letter_at limit ${atOnce} for update skip locked)
    update subscribers s set letter = 'sending', leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds}) from due, brands b where s.id = due.id and b.id = s.brand_id
    returning s.id, s.channel, coalesce(s.email, s.destination) as "to", s.confirmed_at is not null as confirmed, s.locale, b.name as brand, b.sender, b.sender_name as "senderName", s.letter_at as at`.execute(
    deps.db,
  )
  if (rows.length === 0) return 0
  const signers = await signersOf(deps, [...new Set(rows.map(({ sender }) => domainOf(sender)))])
  for (const row of rows) {
    const dkim = signers.get(domainOf(row.sender))
    const letter = row.channel === 'sms' ? await carry(texts, textLetter(deps, row)) : await carry(live, { ...letterOf(deps, row), ...(dkim ? { dkim } : {}) })
    await sql`update subscribers set letter = ${letter}, leased_until = null where id = ${row.id} and letter = 'sending'`.execute(deps.db)
  }
  return rows.length
}

/** The first one that takes it; whoever gives no answer may have taken it. */
async function carry<M extends object>(providers: Provider<M>[], message: M): Promise<'sent' | 'failed' | 'unknown'> {
  for (const { channel } of providers) {
    const { state } = await channel.send(message).catch(() => ({ state: 'unknown' as const }))
    if (state === 'accepted') return 'sent'
    if (state === 'unknown') return 'unknown'
    if (state !== 'deferred') return 'failed'
  }
  return 'failed'
}

/** Whoever got it by mistake answers STOP, or does nothing. */
function textLetter(deps: Deps, { id, to, confirmed, locale, brand, at }: Letter): SmsMessage {
  const words = frame(locale)
  const suffix = [shortLink(deps, id), stopWordOf(deps.config) && words.textStop].filter(Boolean).join(' ')
  return {
    id: `subscription.${id}.${at.getTime()}`,
    to,
    text: fitted({ text: put(confirmed ? words.subscribeTextManage : words.subscribeTextAsk, { brand }), suffix, most: 2 }),
  }
}

function letterOf(deps: Deps, { id, to, confirmed, locale, brand, sender, senderName, at }: Letter): Message {
  const words = frame(locale)
  const url = subscriptionLink({ ...deps, clock: () => at }, id)
  const subject = put(confirmed ? words.subscribeManageSubject : words.subscribeSubject, { brand })
  const asked = put(words.subscribeLetter, { address: to, brand })
  const act = confirmed ? words.subscribeManage : words.subscribeConfirm
  return {
    id: `<subscription.${id}.${at.getTime()}@${domainOf(sender)}>`,
    from: { name: senderName, address: sender },
    to,
    subject,
    text: `${asked}\n\n${act}: ${url}\n\n${words.subscribeLetterNot}\n\n--\n${brand}`,
    html: htmlMail({
      language: languageOf(locale),
      title: subject,
      preheader: asked,
      brand,
      body: `${heading(words.subscribeTitle)}${plain(asked)}${button(url, act, '#1d5bb8')}${soft(words.subscribeLetterNot)}`,
      footer: escaped(brand),
    }),
    date: deps.clock(),
    headers: { 'X-Auto-Response-Suppress': 'All', 'Content-Language': languageOf(locale) },
  }
}
