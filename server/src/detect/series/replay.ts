// What a series said and what was expected of it, worked out again from its minutes: the same detector, begun anew, comes to the same each time. Nothing of it is stored.
import { create, encode } from '../anomaly/state.ts'
import { minuteMs } from './fold.ts'
import type { SeriesPoint } from './series.contract.ts'
import { says, type Sum } from './steps.ts'
import { createWatcher, type Watched } from './watcher.ts'

const hourMs = 60 * minuteMs
/** `step`: how it is looked at, where that is decided; `watched` false: nothing is expected of it. */
export type Replayed = { series: Watched; watched: boolean; step: number | undefined }

/**
 * Looks at every minute from the first to `until` (milliseconds, not included).
 * @param sums by minute
 * @returns the steps from `from` on, and how many minutes each is
 */
export function replay(
  { series, watched, step }: Replayed,
  sums: ReadonlyMap<number, Sum>,
  from: number,
  until: number,
): { points: SeriesPoint[]; stepMinutes: number } {
  const points: SeriesPoint[] = []
  const watcher = createWatcher((_, at, value, { expected, raised }) => {
    if (at >= from) points.push({ at: new Date(at).toISOString(), value, ...expected, raised })
  })
  if (watched) watcher.know(series, step ? { step, through: series.firstAt - minuteMs, state: encode(create({ stepMs: step * minuteMs })) } : undefined)
  for (let minute = series.firstAt; minute < until; minute += minuteMs) {
    const sum = sums.get(minute)
    // In its first hour it is only counted.
    if (watcher.standing(series.id).step === 0 && minute >= from) points.push(...plain(series, minute, sum))
    watcher.see(series.id, minute, sum)
  }
  return { points, stepMinutes: watcher.standing(series.id).step || 1 }
}

function plain({ measure }: Watched, minute: number, sum: Sum | undefined): SeriesPoint[] {
  const value = says(measure, sum ?? { count: 0, sum: 0 })
  return value === undefined ? [] : [{ at: new Date(minute).toISOString(), value, middle: null, low: null, high: null, raised: false }]
}

/** Steps as hours: the mean of each, and marked where any of its steps is. */
export function byHour(points: readonly SeriesPoint[]): SeriesPoint[] {
  const hours = Map.groupBy(points, ({ at }) => Math.floor(Date.parse(at) / hourMs) * hourMs)
  return [...hours].map(([at, steps]) => ({
    at: new Date(at).toISOString(),
    value: mean(steps.map(({ value }) => value)) as number,
    middle: mean(steps.map(({ middle }) => middle)),
    low: mean(steps.map(({ low }) => low)),
    high: mean(steps.map(({ high }) => high)),
    raised: steps.some(({ raised }) => raised),
  }))
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}
