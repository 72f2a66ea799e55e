// What a series said and what was expected of it, worked out again from its minutes: the same detector, begun anew, comes to the same each time. It goes on with new minutes, and back to the day before a late one.
import { create, encode } from '../anomaly/state.ts'
import type { Choices } from '../sensitivity/choices.ts'
import { minuteMs } from './fold.ts'
import { type Heard, type Hearing, isUnheard } from './gaps.ts'
import type { SeriesPoint } from './series.contract.ts'
import { says, type Sum } from './steps.ts'
import { createKeptSteps } from './steps-kept.ts'
import { createWatcher, type Stored, type Watched } from './watcher.ts'

const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** `step`: how it is looked at, where that is decided; `watched` false: nothing is expected of it. */
export type Replayed = { series: Watched; watched: boolean; step: number | undefined; choices: Choices }

export type Replay = {
  /** Looks at the minutes up to a time; a part at a time, so that whoever else is served by this process need not wait for a fortnight. */
  goTo: (until: number, sums: ReadonlyMap<number, Sum>, hearing?: Hearing) => void
  /** Back to a time not later than this, from where it goes on. */
  backTo: (at: number) => void
  /** The first minute that it knows of. */
  begins: () => number
  /** The next minute that it has not seen. */
  next: () => number
  points: (from: number, to: number) => SeriesPoint[]
  stepMinutes: () => number
  bytes: () => number
}
const bytesOfState = 8_000

/** From the first minute of a series on. */
export function createReplay({ series, watched, step, choices }: Replayed): Replay {
  const steps = createKeptSteps()
  const watcherFrom = (stored: Stored | undefined) => {
    const made = createWatcher((_, at, value, { expected, raised }) => steps.push(at, { value, ...expected, raised }), choices)
    if (watched) made.know(series, stored)
    return made
  }
  const first = step ? { step, through: series.firstAt - minuteMs, state: encode(create({ stepMs: step * minuteMs })) } : undefined
  let watcher = watcherFrom(first)
  let next = series.firstAt
  /** As of the end of a day, from the hour on in which it is decided how the series is looked at. */
  let days: { at: number; stored: Stored }[] = []
  const keepDay = () => {
    const [kept] = watcher.toStore(0, 1)
    if (kept) days.push({ at: next, stored: kept.stored })
  }
  return {
    begins: () => series.firstAt,
    next: () => next,
    points: steps.between,
    stepMinutes: () => watcher.standing(series.id).step || 1,
    bytes: () => steps.bytes() + bytesOfState * (1 + days.length),
    goTo: (until, sums, hearing = () => 'all') => {
      for (; next < until; next += minuteMs) {
        if (next % dayMs === 0 && next > (days.at(-1)?.at ?? series.firstAt)) keepDay()
        const [sum, heard] = [sums.get(next), hearing(next)]
        // In its first hour it is only counted.
        if (watcher.standing(series.id).step === 0) learnOnly(next, sum, heard)
        watcher.see(series.id, next, sum, heard)
      }
    },
    backTo: (at) => {
      if (at >= next) return
      days = days.filter((day) => day.at <= at)
      const day = days.at(-1)
      next = day?.at ?? series.firstAt
      watcher = watcherFrom(day?.stored ?? first)
      steps.cut(next)
    },
  }
  function learnOnly(minute: number, sum: Sum | undefined, heard: Heard): void {
    if (series.measure === 'count' && isUnheard(heard, sum !== undefined)) return
    const value = says(series.measure, sum ?? { count: 0, sum: 0 })
    if (value !== undefined) steps.push(minute, { value, middle: null, low: null, high: null, raised: false })
  }
}

/** Steps as hours, or as days: the mean of each, and marked where any of its steps is. */
export function by(points: readonly SeriesPoint[], long: 'hour' | 'day'): SeriesPoint[] {
  const spanMs = long === 'hour' ? hourMs : dayMs
  const spans = Map.groupBy(points, ({ at }) => Math.floor(Date.parse(at) / spanMs) * spanMs)
  return [...spans].map(([at, steps]) => ({
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
