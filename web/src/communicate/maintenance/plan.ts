// Planned work as it stands in the form, and as it is sent.
import { momentOf, zoned, type Zoned } from '../../ui/ZonedTimeField.tsx'
import type { Work } from './maintenance.ts'

type Telling = Pick<Work, 'tells' | 'remindMinutes'>
export const tellable = ['scheduled', 'in_progress', 'completed'] as const
/** In minutes before it begins. */
export const reminders = [60, 24 * 60, 72 * 60]
export type Plan = { brand: string; title: string; services: string[]; from: Zoned; until: Zoned; endsByItself: boolean; body: string } & Telling
export type Sent = { title: string; services: string[]; startsAt: string; endsAt: string; endsByItself: boolean; body: string } & Telling
export const fields = ['title', 'services', 'startsAt', 'endsAt', 'body'] as const
export type Wrong = Partial<Record<(typeof fields)[number], string>>

const none: Zoned = { wall: '', again: false }
export const emptyPlan = (brand: string): Plan => ({
  brand,
  title: '',
  services: [],
  from: none,
  until: none,
  endsByItself: false,
  body: '',
  tells: [...tellable],
  remindMinutes: null,
})

export const planOf = ({ brand, title, services, startsAt, endsAt, endsByItself, tells, remindMinutes }: Work, timeZone: string): Plan => ({
  brand,
  title,
  services: services.map(({ id }) => id),
  from: zoned(Date.parse(startsAt), timeZone),
  until: zoned(Date.parse(endsAt), timeZone),
  endsByItself,
  body: '',
  tells,
  remindMinutes,
})

/** Undefined until it has services and both its times. `startsAt`: where that is not to be changed any more, to the second. */
export function sentOf(
  { title, services, from, until, endsByItself, body, tells, remindMinutes }: Plan,
  timeZone: string,
  startsAt?: string,
): Sent | undefined {
  const [start, end] = [startsAt ? Date.parse(startsAt) : momentOf(from, timeZone), momentOf(until, timeZone)]
  if (services.length === 0 || start === undefined || end === undefined) return undefined
  return {
    title: title.trim(),
    services,
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(end).toISOString(),
    endsByItself,
    body: body.trim(),
    tells,
    remindMinutes,
  }
}

/** Whoever says when it begins and not yet until when is offered an hour. */
export function withStart(plan: Plan, from: Zoned, timeZone: string): Plan {
  const start = momentOf(from, timeZone)
  return { ...plan, from, until: plan.until.wall === '' && start !== undefined ? zoned(start + 3_600_000, timeZone) : plan.until }
}
