// One update as a room or a system gets it: the same truth as in the mail, in the form of each place.
import type { WebhookMessage } from '@leeward/webhook'
import { put, frame, languageOf } from '../frame/strings.ts'
import { saidParts } from '../frame/parts.ts'
import { shownTime } from '../frame/html.ts'
import type { MailUpdate } from '../deliveries/mail.ts'

export type Place = {
  locale: string
  timeZone: string
  account: { key: string; name: string } | null
  since: Date | null
  until: Date | null
  degree: string | null
}
export type Post = {
  title: string
  badge: { text: string; tone: 'bad' | 'warning' | 'good' }
  lines: { label: string; text: string }[]
  footer: string
  link: { url: string; text: string }
}
const tones = { investigating: 'bad', identified: 'warning', monitoring: 'warning', resolved: 'good' } as const

/** @param statusPage empty where it is not to be named: then there is no link */
export function postOf(update: MailUpdate, place: Place, statusPage: string, practice: boolean): Post {
  const words = frame(place.locale)
  const final = update.phase === 'resolved'
  const next = update.nextUpdateAt
    ? put(words.nextUpdate, { time: shownTime(update.nextUpdateAt, languageOf(place.locale), place.timeZone) })
    : words.lastUpdate
  return {
    title: `${practice ? `${words.practice} ` : ''}${update.parts.title}`,
    badge: { text: words[update.phase], tone: tones[update.phase] },
    lines: saidParts(update.parts, words, final).map(({ label, text }) => ({ label, text })),
    footer: `${next} · ${update.brand.name} · ${update.crisisNumber}`,
    link: { url: statusPage, text: words.statusPage },
  }
}

/** What a system gets: every part by its name. Beyond what a webhook may hold, the parts are left to the status page. */
export function eventOf(
  update: MailUpdate & { publishedAt: Date },
  place: Place,
  statusPage: string,
  practice: boolean,
): Pick<WebhookMessage, 'type' | 'timestamp' | 'data'> {
  const data = {
    practice,
    crisis: { id: update.crisisId, number: update.crisisNumber },
    update: {
      id: update.id,
      sequence: update.sequence,
      phase: update.phase,
      locale: place.locale,
      publishedAt: update.publishedAt.toISOString(),
      nextUpdateAt: update.nextUpdateAt?.toISOString() ?? null,
      parts: update.parts,
    },
    account: place.account && { ...place.account, since: place.since?.toISOString() ?? null, until: place.until?.toISOString() ?? null, degree: place.degree },
    brand: update.brand.slug,
    statusPage: statusPage || null,
  }
  const whole = Buffer.byteLength(JSON.stringify(data)) < mostBytes
  return {
    type: 'update.published',
    timestamp: update.publishedAt,
    data: whole ? data : { ...data, update: { ...data.update, parts: { title: update.parts.title }, shortened: true } },
  }
}
const mostBytes = 19_000
