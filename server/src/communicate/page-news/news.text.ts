// Planned work as a text: who, what, when, where the rest stands, and how one leaves. Two segments at most.
import { fitted } from '@leeward/sms'
import { frame } from '../frame/strings.ts'
import { maintenanceWords } from './maintenance.words.ts'
import type { MaintenanceSaid } from './news.ts'

type To = { brand: string; locale: string; timeZone: string; home: string; leave: string }

/** @param stopWord the sender can be answered; else the link ends it, and leads to the page */
export function newsText(said: MaintenanceSaid, { brand, locale, timeZone, home, leave }: To, stopWord: boolean): string {
  const words = frame(locale)
  const { title, window } = maintenanceWords(said, { locale, timeZone })
  // When it is said is of use only until it is over.
  const when = said.state === 'scheduled' || said.moment === 'in_progress' ? `${window}.` : ''
  const text = [`${brand}: ${title}${/[.!?…]$/.test(title) ? '' : '.'}`, when].filter(Boolean).join(' ')
  return fitted({ text, suffix: stopWord ? `${home}/ ${words.textStop}` : `${words.unsubscribe}: ${leave}`, most: 2 })
}
