// One update as an e-mail to one person, in their language and time zone: HTML that survives dark mode, and the same as text.
import type { Message } from '@leeward/email'
import { escaped, shownTime } from '../frame/html.ts'
import { partsAsText, saidParts } from '../frame/parts.ts'
import { type GivenRemedy, remedyLine } from '../frame/remedy.ts'
import { frame, type FrameStrings, languageOf, nearest, put } from '../frame/strings.ts'
import type { ReaderClaims } from '../status-page/private.links.ts'
import type { Parts } from '../updates/updates.contract.ts'
import { button, heading, htmlMail, labelled, link, plain, soft, strong } from './mail.html.ts'

export type MailUpdate = {
  id: string
  class: 'update' | 'remedy-notice' | 'sign-off-request' | 'direct' | 'notice' | 'stakeholder'
  crisisNumber: string
  crisisId: string
  sequence: number | null
  phase: 'investigating' | 'identified' | 'monitoring' | 'resolved'
  parts: Parts
  nextUpdateAt: Date | null
  lastTitle: string | null
  /** What the first update of the crisis was called, by language. */
  firstTitles?: Record<string, string> | null
  brand: {
    slug: string
    domain?: string | null
    closed?: boolean
    name: string
    sender: string
    senderName: string
    replyTo?: string | null
    bounceAddress?: string | null
  }
}
export type Recipient = {
  deliveryId: number
  address: string
  name: string | null
  account: string
  locale: string
  timeZone: string
  /** No customer: who asked for it on the status page. */
  subscriber?: boolean
  subscription?: string
  /** The page for a part of the customers that they read in place of the brand's. */
  readerOf?: ReaderClaims
  /** The last word asks them as well whether it works for them. */
  asked?: boolean
  minutes?: number
  remedies?: GivenRemedy[]
  /** Of a remedy notice: it only reminds of what nobody used yet. */
  reminds?: boolean
}
/** `unsubscribe`: of updates only; what is owed cannot be left. */
export type Links = { statusPage: string; my?: string; works?: string; broken?: string; unsubscribe?: string }

/** The same delivery always has the same Message-ID, so that a copy sent once more folds into the first. */
export const messageId = (updateId: string, deliveryId: number | string, sender: string) =>
  `<${updateId}.${deliveryId}@${sender.split('@')[1] ?? 'leeward.invalid'}>`

export function composeMail(update: MailUpdate, to: Recipient, links: Links): Message {
  const { brand } = update
  const words = frame(to.locale)
  const language = languageOf(to.locale)
  const body = bodyOf(update, to, links, language)
  const reason = put(update.class === 'stakeholder' ? words.whyStakeholder : to.subscriber ? words.whySubscriber : words.whyMail, { account: to.account })
  const hello = to.name ? put(words.hello, { name: to.name }) : ''
  const leave = links.unsubscribe ? `${words.unsubscribe}: ${links.unsubscribe}` : ''
  const end = ['--', brand.name, reason, leave].filter(Boolean).join('\n')
  // All mails of a crisis answer the same root, so that readers see one conversation, whatever their titles.
  const thread = `<${update.crisisId}@${brand.sender.split('@')[1] ?? 'leeward.invalid'}>`
  return {
    id: messageId(update.id, to.deliveryId, brand.sender),
    from: { name: brand.senderName, address: brand.sender },
    to: to.address,
    ...(brand.replyTo ? { replyTo: brand.replyTo } : {}),
    subject: body.subject,
    text: [hello, body.text, ...(links.my ? [`${words.myPage}: ${links.my}`] : []), `${words.statusPage}: ${links.statusPage}`, end]
      .filter(Boolean)
      .join('\n\n'),
    html: htmlMail({
      language,
      title: body.subject,
      preheader: body.preheader.replace(/\s+/g, ' ').slice(0, 140),
      brand: brand.name,
      body: `${hello ? plain(hello) : ''}${body.html}`,
      footer: [
        escaped(reason),
        [
          ...(links.my ? [link(links.my, words.myPage)] : []),
          link(links.statusPage, words.statusPage),
          ...(links.unsubscribe ? [link(links.unsubscribe, words.unsubscribe)] : []),
        ].join(' &middot; '),
      ].join('<br>'),
    }),
    inReplyTo: thread,
    references: [thread],
    headers: {
      'X-Leeward-Crisis': update.crisisNumber,
      'Content-Language': language,
      // Exchange would answer a million of these with “I am on holiday”.
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      ...(links.unsubscribe ? { 'List-Unsubscribe': `<${links.unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
    },
  }
}

type Body = { subject: string; preheader: string; html: string; text: string }

function bodyOf(update: MailUpdate, to: Recipient, links: Links, language: string): Body {
  const words = frame(to.locale)
  const title = update.lastTitle ?? update.parts.title
  if (update.class === 'remedy-notice') return remedyBody(update, to, title, language)
  if (update.class === 'sign-off-request') {
    const intro = put(words.signOffIntro, { title })
    return {
      subject: `${words.signOffSubject} [${update.crisisNumber}]`,
      preheader: intro,
      text: `${intro}\n\n${words.works}: ${links.works}\n${words.broken}: ${links.broken}`,
      html: `${heading(words.signOffAsk)}${plain(intro)}${answerButtons(links, words)}`,
    }
  }
  const final = update.phase === 'resolved'
  const subject = subjectOf(update, to.locale)
  const next = nextOf(update, to, language)
  const parts = saidParts(update.parts, words, final)
  return {
    subject: `${subject} [${update.crisisNumber}]`,
    preheader: [words[update.phase], ...(subject === update.parts.title ? [] : [update.parts.title]), parts[0]?.text ?? next].filter(Boolean).join('. '),
    text: `${words[update.phase]}: ${update.parts.title}\n\n${partsAsText(update.parts, words, final)}\n\n${next}${to.asked ? `\n\n${words.signOffAsk}\n${words.works}: ${links.works}\n${words.broken}: ${links.broken}` : ''}`.trimEnd(),
    html: `${heading(update.parts.title, 4)}${soft(words[update.phase])}
${parts.map(({ part, label, text }) => labelled(label, text, part === 'must')).join('\n')}
${next ? strong(next) : ''}${to.asked ? `${heading(words.signOffAsk)}${answerButtons(links, words)}` : ''}`,
  }
}

const answerButtons = (links: Links, words: FrameStrings) =>
  `${button(links.works ?? '', words.works, '#176b43')}${button(links.broken ?? '', words.broken, '#b3261e')}`

/** When the reader hears again; what went to some of them only, or to whoever is no customer, promises nothing and says nothing of it. */
function nextOf({ nextUpdateAt, class: kind }: MailUpdate, to: Recipient, language: string): string {
  const words = frame(to.locale)
  if (nextUpdateAt) return put(words.nextUpdate, { time: shownTime(nextUpdateAt, language, to.timeZone) })
  return kind === 'update' ? words.lastUpdate : ''
}

/**
 * Some mail programs tell conversations apart by the subject: the updates of a crisis keep that of the first one, so that a reader finds one conversation with the
 * newest state on top (it stands first in the text that lists show). What asks something of the reader has its own subject, which must not be overlooked.
 */
function subjectOf({ parts, firstTitles, class: kind }: MailUpdate, locale: string): string {
  return parts.must?.trim() || kind !== 'update' ? parts.title : (nearest(firstTitles ?? {}, locale) ?? firstTitles?.en ?? parts.title)
}

function remedyBody(update: MailUpdate, to: Recipient, title: string, language: string): Body {
  const words = frame(to.locale)
  // Whoever had to ask is not told that they need not.
  const intro = put(to.remedies?.some(({ asked }) => asked) ? words.remedyIntroAsked : words.remedyIntro, { title, minutes: to.minutes ?? 0 })
  const lines = (to.remedies ?? []).map((each) => remedyLine(each, words, language))
  if (to.reminds)
    return {
      subject: put(words.remedyReminderSubject, { number: update.crisisNumber }),
      preheader: words.remedyReminder,
      text: `${words.remedyReminder}\n\n${lines.map((line) => `- ${line}`).join('\n')}`,
      html: `${plain(words.remedyReminder)}${listOf(lines)}`,
    }
  return {
    subject: `${put(words.remedySubject, { number: update.crisisNumber })}`,
    preheader: lines.join('. '),
    text: `${intro}\n\n${lines.map((line) => `- ${line}`).join('\n')}\n\n${words.remedyNote}`,
    html: `${heading(words.remedyTitle)}${plain(intro)}${listOf(lines)}${plain(words.remedyNote)}`,
  }
}

const listOf = (lines: string[]) =>
  `<ul style="margin:0 0 16px;padding:0 0 0 22px">${lines.map((line) => `<li style="margin:0 0 6px;font-weight:700">${escaped(line)}</li>`).join('')}</ul>`
