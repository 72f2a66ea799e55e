// The steps of a series, in few bytes: two weeks of minutes are under half a megabyte.
import type { SeriesPoint } from './series.contract.ts'

export type KeptSteps = {
  push: (at: number, point: Omit<SeriesPoint, 'at'>) => void
  /** Forgets steps from a time on. */
  cut: (from: number) => void
  between: (from: number, to: number) => SeriesPoint[]
  bytes: () => number
}
const [raised, judged, atZero] = [1, 2, 4]
const bytesEach = 8 + 8 + 4 + 4 + 1

/** What was expected is kept as a middle and a high end: the low end lies as far on the other side, or at 0. */
export function createKeptSteps(): KeptSteps {
  let [size, capacity] = [0, 64]
  let [ats, values, middles, highs, flags] = arraysOf(capacity)
  const grow = () => {
    const before = [ats, values, middles, highs, flags] as const
    capacity *= 2
    ;[ats, values, middles, highs, flags] = arraysOf(capacity)
    ats.set(before[0])
    values.set(before[1])
    middles.set(before[2])
    highs.set(before[3])
    flags.set(before[4])
  }
  const firstFrom = (time: number): number => {
    let [low, high] = [0, size]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((ats[middle] as number) < time) low = middle + 1
      else high = middle
    }
    return low
  }
  const pointAt = (i: number): SeriesPoint => {
    const [flag, middle, high] = [flags[i] as number, middles[i] as number, highs[i] as number]
    const band = flag & judged ? { middle, low: flag & atZero ? 0 : 2 * middle - high, high } : { middle: null, low: null, high: null }
    return { at: new Date(ats[i] as number).toISOString(), value: values[i] as number, ...band, raised: (flag & raised) !== 0 }
  }
  return {
    push: (at, point) => {
      if (size === capacity) grow()
      ats[size] = at
      values[size] = point.value
      middles[size] = point.middle ?? 0
      highs[size] = point.high ?? 0
      flags[size] = (point.raised ? raised : 0) | (point.middle === null ? 0 : judged) | (point.low === 0 ? atZero : 0)
      size += 1
    },
    cut: (from) => {
      size = firstFrom(from)
    },
    between: (from, to) => {
      const points: SeriesPoint[] = []
      for (let i = firstFrom(from); i < size && (ats[i] as number) < to; i += 1) points.push(pointAt(i))
      return points
    },
    bytes: () => capacity * bytesEach,
  }
}

const arraysOf = (length: number) =>
  [new Float64Array(length), new Float64Array(length), new Float32Array(length), new Float32Array(length), new Uint8Array(length)] as const
