// What a clock on the wall shows in a time zone, and when it shows it: also in the two nights of the year when an hour is missing or comes twice.
import { IANAZone } from 'luxon'

/** A time on the wall: milliseconds as if it were UTC. Adding a day to it is tomorrow at the same time of day. */
export type Wall = number

const dayMs = 86_400_000
const minuteMs = 60_000
const offset = (zone: string, instant: number) => IANAZone.create(zone).offset(instant) * minuteMs

export const isTimeZone = (name: string): boolean => IANAZone.isValidZone(name)
export const wallOf = (zone: string, instant: Date): Wall => instant.getTime() + offset(zone, instant.getTime())
/** From a date such as 2030-03-31 and a time of day such as 02:30. */
export const wallAt = (date: string, timeOfDay: string): Wall => Date.parse(`${date}T${timeOfDay}:00Z`)
/** 1 is Monday, 7 is Sunday. */
export const weekday = (wall: Wall): number => ((new Date(wall).getUTCDay() + 6) % 7) + 1
export const startOfDay = (wall: Wall): Wall => Math.floor(wall / dayMs) * dayMs
export const minutesOfDay = (timeOfDay: string): number => Number(timeOfDay.slice(0, 2)) * 60 + Number(timeOfDay.slice(3, 5))

/**
 * The instant at which the wall shows this. A time that comes twice (autumn) means the first; one that is left out (spring) means the moment of the jump.
 * So a later time on the wall is never an earlier instant.
 */
export function instantOf(zone: string, wall: Wall): Date {
  const [before, after] = [offset(zone, wall - dayMs), offset(zone, wall + dayMs)]
  const candidates = [wall - before, wall - after].filter((instant) => instant + offset(zone, instant) === wall)
  if (candidates.length > 0) return new Date(Math.min(...candidates))
  let [low, high] = [wall - after, wall - before]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offset(zone, middle) === before) low = middle
    else high = middle
  }
  return new Date(high)
}
