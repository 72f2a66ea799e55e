// One update as an e-mail to one person, in their language and time zone: HTML that survives dark mode, and the same as text.
import type { Message } from '@leeward/email'
import { escaped, shownMoney, shownTime } from '../frame/html.ts'
import { partsAsText, saidParts } from '../frame/parts.ts'
import { frame, languageOf, put } from '../frame/strings.ts'
import { paragraphs } from '../frame/html.ts'
import type { Parts } from '../updates/updates.contract.ts'

export type MailUpdate = {
  id: string
  class: 'update' | 'remedy-notice' | 'sign-off-request'
  crisisNumber: string
  crisisId: string
  sequence: number | null
  phase: 'investigating' | 'identified' | 'monitoring' | 'resolved'
  parts: Parts
  nextUpdateAt: Date | null
  lastTitle: string | null
  brand: { slug: string; name: string; sender: string; senderName: string }
}
export type Recipient = {
  deliveryId: number
  address: string
  name: string | null
  account: string
  locale: string
  timeZone: string
  minutes?: number
  remedies?: { remedy: string; sentence: string; amountMinor: number; currency: string }[]
}
export type Links = { statusPage: string; works?: string; broken?: string }

/** The same delivery always has the same Message-ID, so that a copy sent once more folds into the first. */
export const messageId = (updateId: string, deliveryId: number | string, sender: string) =>
  `<${updateId}.${deliveryId}@${sender.split('@')[1] ?? 'leeward.invalid'}>`

export function composeMail(update: MailUpdate, to: Recipient, links: Links): Message {
  const words = frame(to.locale)
  const language = languageOf(to.locale)
  const body = bodyOf(update, to, links, language)
  const reason = put(words.whyMail, { account: to.account })
  const hello = to.name ? put(words.hello, { name: to.name }) : ''
  const text = [hello, body.text, `${words.statusPage}: ${links.statusPage}`, `--\n${update.brand.name}\n${reason}`].filter(Boolean).join('\n\n')
  const thread = `<${update.crisisId}@${update.brand.sender.split('@')[1] ?? 'leeward.invalid'}>`
  return {
    id: messageId(update.id, to.deliveryId, update.brand.sender),
    from: { name: update.brand.senderName, address: update.brand.sender },
    to: to.address,
    subject: body.subject,
    text,
    html: htmlMail(
      language,
      body.subject,
      update.brand.name,
      `${hello ? `<p>${escaped(hello)}</p>` : ''}${body.html}`,
      links.statusPage,
      words.statusPage,
      reason,
    ),
    references: [thread],
    headers: { 'X-Leeward-Crisis': update.crisisNumber, 'Content-Language': language },
  }
}

type Body = { subject: string; html: string; text: string }

function bodyOf(update: MailUpdate, to: Recipient, links: Links, language: string): Body {
  const words = frame(to.locale)
  const title = update.lastTitle ?? update.parts.title
  if (update.class === 'remedy-notice') return remedyBody(update, to, title, language)
  if (update.class === 'sign-off-request') {
    const intro = put(words.signOffIntro, { title })
    return {
      subject: `${words.signOffSubject} [${update.crisisNumber}]`,
      text: `${intro}\n\n${words.works}: ${links.works}\n${words.broken}: ${links.broken}`,
      html: `<p>${escaped(intro)}</p><p>${button(links.works ?? '', words.works, '#176b43')} ${button(links.broken ?? '', words.broken, '#b3261e')}</p>`,
    }
  }
  const final = update.phase === 'resolved'
  const next = update.nextUpdateAt ? put(words.nextUpdate, { time: shownTime(update.nextUpdateAt, language, to.timeZone) }) : words.lastUpdate
  return {
    subject: `${update.parts.title} [${update.crisisNumber}]`,
    text: `${words[update.phase]}: ${update.parts.title}\n\n${partsAsText(update.parts, words, final)}\n\n${next}`,
    html: `<h1 style="font-size:20px;line-height:1.3;margin:0 0 4px">${escaped(update.parts.title)}</h1><p style="margin:0 0 16px;opacity:.75">${words[update.phase]}</p>
${saidParts(update.parts, words, final)
  .map(
    ({ part, label, text }) =>
      `<div style="margin:0 0 14px${part === 'must' ? ';border-left:4px solid #b3261e;padding-left:12px' : ''}"><p style="margin:0 0 2px;font-size:13px;font-weight:600;opacity:.75">${label}</p>${paragraphs(text).replaceAll('<p>', '<p style="margin:0 0 6px">')}</div>`,
  )
  .join('\n')}
<p style="font-weight:600">${escaped(next)}</p>`,
  }
}

function remedyBody(update: MailUpdate, to: Recipient, title: string, language: string): Body {
  const words = frame(to.locale)
  const intro = put(words.remedyIntro, { title, minutes: to.minutes ?? 0 })
  const lines = (to.remedies ?? []).map((each) =>
    each.amountMinor > 0 ? put(words.remedyAmount, { amount: shownMoney(each.amountMinor, each.currency, language) }) : each.sentence,
  )
  return {
    subject: `${put(words.remedySubject, { number: update.crisisNumber })}`,
    text: `${intro}\n\n${lines.map((line) => `- ${line}`).join('\n')}\n\n${words.remedyNote}`,
    html: `<h1 style="font-size:20px;margin:0 0 12px">${words.remedyTitle}</h1><p>${escaped(intro)}</p><ul>${lines.map((line) => `<li style="font-weight:600">${escaped(line)}</li>`).join('')}</ul><p>${words.remedyNote}</p>`,
  }
}

const button = (href: string, label: string, colour: string) =>
  `<a href="${escaped(href)}" style="display:inline-block;padding:12px 18px;border-radius:8px;background:${colour};color:#ffffff;font-weight:600;text-decoration:none;margin:4px 8px 4px 0">${escaped(label)}</a>`

const htmlMail = (language: string, title: string, brand: string, body: string, statusPage: string, statusLabel: string, reason: string) => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif"><tr><td style="padding:0 4px">
<p style="margin:0 0 20px;font-weight:600">${escaped(brand)}</p>
${body}
<p style="margin-top:24px"><a href="${escaped(statusPage)}">${escaped(statusLabel)}</a></p>
<p style="font-size:13px;opacity:.75;border-top:1px solid #9aa3b2;padding-top:12px">${escaped(reason)}</p>
</td></tr></table></td></tr></table></body></html>
`
