// How a series is judged at a time: the closest choice counts (its own, its service's, the company's), and what is watched closely is judged highly sensitively. Of a minute it is always the same, whenever it is asked.
import type { Sensitivity } from '../anomaly/detector.ts'
import { wallOf } from '../../platform/wall-time.ts'
import type { Around } from '../anomaly/season.ts'

/** `series` and `service` null: of the company. `sensitivity` null: as what stands above it says. */
export type Choice = { at: number; service: string | null; series: number | null; sensitivity: Sensitivity | null }
export type CloseWatch = { service: string; practice: boolean; from: number; until: number }
/** A calendar as a whole, in force until the next one of its brand. */
export type Days = { at: number; brand: string; days: readonly { date: string; kind: 'holiday' | 'special' }[] }
export type History = { choices: readonly Choice[]; watches: readonly CloseWatch[]; calendars?: readonly Days[] }
/** Of a series, what says how it is judged. */
export type Judged = { id: number; zone: string; brand: string; service: string | null; practice: boolean }
export type HowJudged = Around & { sensitivity: Sensitivity }
/** @param at milliseconds: the minute (or the step) that is judged */
export type Choices = (series: Judged, at: number) => HowJudged

export const usual: Sensitivity = 'medium'
/** Where nothing was ever chosen. */
export const asShipped: Choices = ({ zone }) => ({ zone, sensitivity: usual })

export function createChoices(history: History): Choices {
  const turns = turnsOf(history)
  const stands = new Map<number, Stand>()
  let last: { from: number; to: number; stand: Stand } | undefined
  const standAt = (at: number): Stand => {
    if (last && at >= last.from && at < last.to) return last.stand
    const next = turns.findIndex((turn) => turn > at)
    const nth = next < 0 ? turns.length : next
    const stand = stands.get(nth) ?? standOf(history, at)
    stands.set(nth, stand)
    last = { from: turns[nth - 1] ?? Number.NEGATIVE_INFINITY, to: turns[nth] ?? Number.POSITIVE_INFINITY, stand }
    return stand
  }
  return (series, at) => {
    const { own, services, company, closely, calendars } = standAt(at)
    const calendar = calendars.get(series.brand)
    const ofService = series.service === null ? undefined : services.get(series.service)
    const isClose = series.service !== null && closely.has(`${series.service}/${series.practice}`)
    const chosen = own.get(series.id) ?? ofService ?? company
    // A day like no other: only what is very surprising even then.
    const isSpecial = calendar !== undefined && calendar.special.size > 0 && calendar.special.has(dateAt(series.zone, at))
    return { zone: series.zone, sensitivity: isClose ? 'high' : isSpecial ? 'low' : chosen, ...(calendar ? { holidays: calendar.holidays } : {}) }
  }
}

type Stand = {
  own: Map<number, Sensitivity>
  services: Map<string, Sensitivity>
  company: Sensitivity
  closely: Set<string>
  calendars: Map<string, { holidays: Set<string>; special: Set<string> }>
}

/** When anything changes; in between everything stays. */
const turnsOf = ({ choices, watches, calendars = [] }: History): number[] =>
  [...new Set([...choices.map(({ at }) => at), ...calendars.map(({ at }) => at), ...watches.flatMap(({ from, until }) => [from, until])])].sort(
    (one, other) => one - other,
  )

function standOf({ choices, watches, calendars = [] }: History, at: number): Stand {
  const stand: Stand = { own: new Map(), services: new Map(), company: usual, closely: new Set(), calendars: new Map() }
  for (const { series, service, sensitivity } of choices.filter((choice) => choice.at <= at).toSorted((one, other) => one.at - other.at)) {
    if (series !== null) put(stand.own, series, sensitivity)
    else if (service !== null) put(stand.services, service, sensitivity)
    else stand.company = sensitivity ?? usual
  }
  for (const { service, practice, from, until } of watches) if (from <= at && at < until) stand.closely.add(`${service}/${practice}`)
  for (const { brand, days } of calendars.filter((calendar) => calendar.at <= at).toSorted((one, other) => one.at - other.at))
    stand.calendars.set(brand, { holidays: datesOf(days, 'holiday'), special: datesOf(days, 'special') })
  return stand
}

const datesOf = (days: Days['days'], kind: 'holiday' | 'special') => new Set(days.filter((day) => day.kind === kind).map(({ date }) => date))

let lastDate = { zone: '', hour: 0, date: '' }
/** On the wall of the zone. Many series ask for the same hour. */
function dateAt(zone: string, at: number): string {
  const hour = Math.floor(at / 900_000)
  if (lastDate.zone !== zone || lastDate.hour !== hour) lastDate = { zone, hour, date: new Date(wallOf(zone, new Date(at))).toISOString().slice(0, 10) }
  return lastDate.date
}

function put<Key>(all: Map<Key, Sensitivity>, key: Key, sensitivity: Sensitivity | null): void {
  if (sensitivity === null) all.delete(key)
  else all.set(key, sensitivity)
}
