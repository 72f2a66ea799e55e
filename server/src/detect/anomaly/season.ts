// What an hour of the day and an hour of the week add to the level of a series, by the clock on the wall of its zone; a holiday is like a Sunday.
import { weekday, wallOf } from '../../platform/wall-time.ts'
import type { State } from './state.ts'

export const hoursOfDay = 24
export const hoursOfWeek = 168
/** So many values of the hour of the day count as much as none of the hour of the week. */
const pooledWeight = 3
const slowestDay = 40
const slowestWeek = 24
/** A single value moves its hour by no more than so many times the usual deviation. */
const mostMove = 6

/** `holidays`: dates such as 2030-12-25 on the wall of the zone. */
export type Around = { zone: string; holidays?: ReadonlySet<string> }
/** Hours from midnight, and from midnight of Monday. */
export type Hour = { day: number; week: number; holiday: boolean }

export function hourOf(at: number, { zone, holidays }: Around): Hour {
  const wall = at + offsetOf(zone, at)
  const day = Math.floor(wall / hourMs) % hoursOfDay
  const holiday = holidays !== undefined && holidays.size > 0 && holidays.has(new Date(wall).toISOString().slice(0, 10))
  return { day, week: ((holiday ? 7 : weekday(wall)) - 1) * hoursOfDay + day, holiday }
}

export function seasonAt({ season, visits }: State, { day, week }: Hour): number {
  if (visits[day] === 0) return 0
  const own = visits[hoursOfDay + week] as number
  return (own * (season[hoursOfDay + week] as number) + pooledWeight * (season[day] as number)) / (own + pooledWeight)
}

/** `above`: how far the value stood above the level; `usual`: how far it usually deviates. */
export function learnSeason(state: State, { day, week }: Hour, above: number, usual: number): void {
  move(state, day, above, usual, slowestDay)
  move(state, hoursOfDay + week, above, usual, slowestWeek)
}

function move({ season, visits }: State, slot: number, above: number, usual: number, slowest: number): void {
  const before = visits[slot] as number
  const off = above - (season[slot] as number)
  if (before === 0) season[slot] = above
  else season[slot] = (season[slot] as number) + Math.max(-mostMove * usual, Math.min(mostMove * usual, off)) / Math.min(before + 1, slowest)
  visits[slot] = Math.min(255, before + 1)
}

const hourMs = 3_600_000
const dayMs = 86_400_000
/** Many series ask for the same day of the same zone, and on most days its offset stays. */
const known = new Map<string, { day: number; offset: number | undefined }>()

function offsetOf(zone: string, at: number): number {
  const day = Math.floor(at / dayMs)
  let last = known.get(zone)
  if (last?.day !== day) {
    const [from, to] = [offsetAt(zone, day * dayMs), offsetAt(zone, (day + 1) * dayMs)]
    last = { day, offset: from === to ? from : undefined }
    known.set(zone, last)
  }
  return last.offset ?? offsetAt(zone, at)
}

const offsetAt = (zone: string, at: number) => wallOf(zone, new Date(at)) - at
