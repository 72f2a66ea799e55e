// What a series said and what was expected of it, worked out again from its minutes: the same detector, begun anew, comes to the same each time. Nothing of it is stored.
import { create, encode } from '../anomaly/state.ts'
import { minuteMs } from './fold.ts'
import type { SeriesPoint } from './series.contract.ts'
import { says, type Sum } from './steps.ts'
import { createWatcher, type Watched } from './watcher.ts'

const hourMs = 60 * minuteMs
/** `step`: how it is looked at, where that is decided; `watched` false: nothing is expected of it. */
export type Replayed = { series: Watched; watched: boolean; step: number | undefined }

/** A part at a time, so that whoever else is served by this process need not wait for a fortnight. */
export type Replay = { goTo: (until: number) => void; points: SeriesPoint[]; stepMinutes: () => number }

/**
 * Looks at every minute from the first one on.
 * @param sums by minute (milliseconds)
 * @param from steps before it are only learned from
 */
export function createReplay({ series, watched, step }: Replayed, sums: ReadonlyMap<number, Sum>, from: number): Replay {
  const points: SeriesPoint[] = []
  const watcher = createWatcher((_, at, value, { expected, raised }) => {
    if (at >= from) points.push({ at: new Date(at).toISOString(), value, ...expected, raised })
  })
  if (watched) watcher.know(series, step ? { step, through: series.firstAt - minuteMs, state: encode(create({ stepMs: step * minuteMs })) } : undefined)
  let next = series.firstAt
  return {
    points,
    stepMinutes: () => watcher.standing(series.id).step || 1,
    goTo: (until) => {
      for (; next < until; next += minuteMs) {
        const sum = sums.get(next)
        // In its first hour it is only counted.
        if (watcher.standing(series.id).step === 0 && next >= from) points.push(...plain(series, next, sum))
        watcher.see(series.id, next, sum)
      }
    },
  }
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
