// By when a customer is answered: minutes in which the house is open, by the clock on its wall.
import { type RawBuilder, sql } from 'kysely'
import { instantOf, minutesOfDay, startOfDay, type Wall, wallOf, weekday } from '../../platform/wall-time.ts'

/** Blocks of a day, such as 09:00–12:30 and 13:30–18:00; `24:00` is its end. By weekday: 1 is Monday. A day that is not there is closed. */
export type Hours = { zone: string; days: Partial<Record<string, readonly (readonly [string, string])[]>>; closed: readonly string[] }
const wholeDay = [['00:00', '24:00']] as const
export const alwaysOpen = (zone = 'Etc/UTC'): Hours => ({
  zone,
  days: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), wholeDay])),
  closed: [],
})

const [minuteMs, dayMs] = [60_000, 86_400_000]
/** So far is looked for an open hour: a house that never opens promises nothing. */
const furthestDays = 400

/** When `minutes` of open hours will have passed since `from`; undefined where the house never opens. */
export function dueAt(from: Date, minutes: number, hours: Hours): Date | undefined {
  let left = minutes * minuteMs
  const began = wallOf(hours.zone, from)
  for (let day = startOfDay(began), days = 0; days <= furthestDays; day += dayMs, days += 1)
    for (const [start, end] of blocksOf(day, hours)) {
      // Real time passes in a block, also in the nights when an hour is missing or comes twice.
      const [opens, closes] = [Math.max(instantOf(hours.zone, start).getTime(), from.getTime()), instantOf(hours.zone, end).getTime()]
      if (closes <= opens) continue
      if (closes - opens >= left) return new Date(opens + left)
      left -= closes - opens
    }
  return undefined
}

/** When somebody is there: now, or at the next opening; undefined: never. */
export function opensAt(now: Date, hours: Hours): Date | undefined {
  const wall = wallOf(hours.zone, now)
  for (let day = startOfDay(wall), days = 0; days <= furthestDays; day += dayMs, days += 1)
    for (const [start, end] of blocksOf(day, hours)) {
      const [opens, closes] = [instantOf(hours.zone, start), instantOf(hours.zone, end)]
      if (closes.getTime() > now.getTime()) return opens.getTime() > now.getTime() ? opens : now
    }
  return undefined
}
export const isOpen = (now: Date, hours: Hours): boolean => opensAt(now, hours)?.getTime() === now.getTime()

function blocksOf(day: Wall, { days, closed }: Hours): [Wall, Wall][] {
  if (closed.includes(new Date(day).toISOString().slice(0, 10))) return []
  return (days[String(weekday(day))] ?? []).map(([from, until]) => [day + minutesOfDay(from) * minuteMs, day + minutesOfDay(until) * minuteMs])
}

/** Within how many open minutes a first answer, and each one after it, is promised; by tier, `other` for the rest. In a crisis: see `promised`. */
export type Targets = { first: Record<string, number>; next: Record<string, number> }
export const shippedTargets: Targets = {
  first: { enterprise: 60, business: 120, other: 480 },
  next: { enterprise: 60, business: 240, other: 480 },
}
export const targetOf = (targets: Targets, kind: 'first' | 'next', tier: string | null): number => {
  const table = targets[kind]
  return (tier !== null && Object.hasOwn(table, tier) ? table[tier] : table.other) ?? 480
}

export type Asked = {
  kind: 'first' | 'next'
  since: Date
  tier: string | null
  crisis: { nextWordAt: Date | null } | undefined
  targets: Targets
  hours: Hours
}
/**
 * What is promised. Whoever is linked to a running crisis hears with everybody: the next word on it is their promise, for that is what they were told;
 * where none is dated, or the dated one has passed, their own holds.
 */
export function promised({ kind, since, tier, crisis, targets, hours }: Asked): { promise: 'first' | 'next' | 'crisis'; at: Date } | undefined {
  const own = dueAt(since, targetOf(targets, kind, tier), hours)
  const next = crisis?.nextWordAt
  if (next && next.getTime() > since.getTime()) return { promise: 'crisis', at: next }
  return own && { promise: kind, at: own }
}

/** A promise is near when a fifth of its time is left, at least ten minutes. */
export const nearFrom = (since: Date, at: Date): Date => new Date(at.getTime() - Math.max(10 * minuteMs, (at.getTime() - since.getTime()) / 5))
/** The same over columns. */
export const nearInSql = (at: RawBuilder<unknown>, since: RawBuilder<unknown>) => sql`${at} - greatest(interval '10 minutes', (${at} - ${since}) / 5)`
