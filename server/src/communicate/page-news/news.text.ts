// Planned work as a text: who, what, when, where the rest stands, and how one leaves. Two segments at most.
import { fitted } from '@leeward/sms'
import { frame } from '../frame/strings.ts'
import { maintenanceWords } from './maintenance.words.ts'
import type { MaintenanceSaid } from './news.ts'

type To = { brand: string; locale: string; timeZone: string; home: string; leave: string }

/** @param stopWord the sender can be answered; else the link ends it, and leads to the page */
export function newsText(said: MaintenanceSaid, { brand, locale, timeZone, home, leave }: To, stopWord: boolean): string {
  const words = frame(locale)
  const { head, window } = maintenanceWords(said, { locale, timeZone })
  // When it is stands before its name, which may be long and is cut; it is of use only until it is over.
  const when = said.state === 'scheduled' || said.moment === 'in_progress' ? `, ${window}` : ''
  const text = `${brand}: ${head}${when}: ${said.title}${/[.!?…]$/.test(said.title) ? '' : '.'}`
  return fitted({ text, suffix: stopWord ? `${home}/ ${words.textStop}` : `${words.unsubscribe}: ${leave}`, most: 2 })
}
