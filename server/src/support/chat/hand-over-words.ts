// What is said when a person takes over: that it was handed over, who is before it, or that nobody is here and when somebody is; and which way the answer comes. Only what is so.
import { shownTime } from '../../communicate/frame/html.ts'
import { put } from '../../communicate/frame/strings.ts'
import { type Hours, opensAt } from '../conversations/promise.ts'
import { chatWords } from './chat.words.ts'
import { validDays } from './chat.links.ts'

export type Handed = { locale: string; timeZone: string; now: Date; hours: Hours; before: number; email: string | null }

export function handedOver(handed: Handed): string {
  return [chatWords(handed.locale).handed, whereItStands(handed), whichWay(handed)].join('\n\n')
}

/** How many are before it while somebody is here; else from when on somebody is. */
export function whereItStands({ locale, timeZone, now, hours, before }: Omit<Handed, 'email'>): string {
  const words = chatWords(locale)
  const opens = opensAt(now, hours)
  if (opens === undefined) return words.awayOpen
  if (opens.getTime() > now.getTime()) return put(words.away, { time: shownTime(opens, locale, timeZone) })
  return placeSaid(locale, before)
}
export const placeSaid = (locale: string, before: number): string =>
  before === 0 ? chatWords(locale).nextOne : put(chatWords(locale).before, { count: before })

/** That nobody is here, and from when on somebody is; empty while somebody is. Where no hours are set nobody promises anything. */
export function whenAway({ locale, timeZone, now, hours }: Pick<Handed, 'locale' | 'timeZone' | 'now' | 'hours'>): string {
  const opens = opensAt(now, hours)
  return opens !== undefined && opens.getTime() <= now.getTime() ? '' : whereItStands({ locale, timeZone, now, hours, before: 0 })
}

export const whichWay = ({ locale, email }: Pick<Handed, 'locale' | 'email'>): string =>
  email === null ? put(chatWords(locale).askMail, { days: validDays }) : put(chatWords(locale).byMail, { email })
