// One update as a text: what it is about, what to do, when we write again, and where the rest stands. Two segments at most, or three with a signed link, since each costs.
import { fitted } from '@leeward/sms'
import { shownTime } from '../frame/html.ts'
import { remedyLine } from '../frame/remedy.ts'
import { frame, languageOf, put } from '../frame/strings.ts'
import type { Links, MailUpdate, Recipient } from '../deliveries/mail.ts'

/** A signed link is as long as half a message. */
const [mostSegments, mostWithSigned, mostWithLink] = [2, 3, 4]

/** `stopWord`: how one leaves, where the sender can be answered; `most`: in how many messages an update must fit. */
export function textOf(
  update: MailUpdate,
  to: Recipient,
  links: Links,
  stopWord: boolean,
  practice: boolean,
  most = update.brand.closed ? mostWithSigned : mostSegments,
): string {
  const words = frame(to.locale)
  const language = languageOf(to.locale)
  const who = `${practice ? `${words.practice} ` : ''}${update.brand.name}`
  const title = update.lastTitle ?? update.parts.title
  const sentence = (text: string) => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
  if (update.class === 'sign-off-request')
    return fitted({ text: `${who}: ${words.signOffAsk} ${sentence(title)}`, suffix: links.works ?? links.statusPage, most: mostSegments })
  if (update.class === 'remedy-notice') {
    const lines = (to.remedies ?? []).map((each) => remedyLine(each, words, language))
    return fitted({
      text: `${who}: ${to.reminds ? words.remedyReminder : `${words.remedyTitle}:`} ${lines.map(sentence).join(' ')}`,
      suffix: links.statusPage,
      most: mostWithLink,
    })
  }
  const next = update.nextUpdateAt ? put(words.nextUpdate, { time: shownTime(update.nextUpdateAt, language, to.timeZone) }) : ''
  const head = `${who}: ${sentence(update.parts.title)} ${words[update.phase]}.`
  // What must be done stands before everything that can be read later.
  const said = [head, update.parts.must && sentence(update.parts.must), next && sentence(next)].filter(Boolean).join(' ')
  const leave = links.unsubscribe ? `${words.unsubscribe}: ${links.unsubscribe}` : stopWord && words.textStop
  // The question has a link of its own, and a message more for it: whoever presses it decides on the page.
  const asks = to.asked && links.works ? `${words.signOffAsk} ${links.works}` : undefined
  return fitted({ text: said, suffix: [asks, links.statusPage, leave].filter(Boolean).join(' '), most: asks ? most + 1 : most })
}
