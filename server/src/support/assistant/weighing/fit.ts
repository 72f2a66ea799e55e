// The weights of the decision are fitted: the chance of what is right of each question is raised by gradient descent with momentum, no randomness, held small by `ridge`.
import type { Features } from './candidates.ts'

/** `right`: which of the candidates are; all of them together should be certain. */
export type Judged = { candidates: Features[]; right: number[]; weight?: number }
type Packed = { at: Int32Array; values: Float64Array; starts: number[]; right: Set<number>; weight: number }

export function fitWeights(rows: Judged[], { ridge = 3, rounds = 400, rate = 1 } = {}): Record<string, number> {
  const names = [...new Set(rows.flatMap(({ candidates }) => candidates.flatMap((features) => Object.keys(features))))].sort()
  const index = new Map(names.map((name, at) => [name, at]))
  const packed = rows.map((row) => pack(row, index))
  const total = packed.reduce((sum, { weight }) => sum + weight, 0)
  const [weights, pace, slopes] = [new Float64Array(names.length), new Float64Array(names.length), new Float64Array(names.length)]
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < names.length; at += 1) slopes[at] = (ridge * (weights[at] as number)) / total
    for (const row of packed) slope(row, weights, slopes, total)
    for (let at = 0; at < names.length; at += 1) {
      pace[at] = 0.9 * (pace[at] as number) - 0.1 * rate * (slopes[at] as number)
      ;(weights[at] as number) += pace[at] as number
    }
  }
  return Object.fromEntries(names.map((name, at) => [name, Math.round((weights[at] as number) * 1_000) / 1_000 || 0]))
}

function pack({ candidates, right, weight = 1 }: Judged, index: Map<string, number>): Packed {
  const all = candidates.map((features) => Object.entries(features).filter(([, value]) => value !== 0))
  const starts = [0]
  for (const each of all) starts.push((starts.at(-1) as number) + each.length)
  return {
    at: Int32Array.from(all.flatMap((each) => each.map(([name]) => index.get(name) as number))),
    values: Float64Array.from(all.flatMap((each) => each.map(([, value]) => value))),
    starts,
    right: new Set(right),
    weight,
  }
}

function slope({ at, values, starts, right, weight }: Packed, weights: Float64Array, slopes: Float64Array, total: number) {
  const count = starts.length - 1
  const shares = new Float64Array(count)
  let top = Number.NEGATIVE_INFINITY
  for (let each = 0; each < count; each += 1) {
    let score = 0
    for (let k = starts[each] as number; k < (starts[each + 1] as number); k += 1) score += (values[k] as number) * (weights[at[k] as number] as number)
    shares[each] = score
    if (score > top) top = score
  }
  let [sum, sure] = [0, 0]
  for (let each = 0; each < count; each += 1) {
    shares[each] = Math.exp((shares[each] as number) - top)
    sum += shares[each] as number
  }
  for (const each of right) sure += shares[each] as number
  for (let each = 0; each < count; each += 1) {
    const share = (shares[each] as number) / sum
    const off = (weight * (share - (right.has(each) ? (shares[each] as number) / Math.max(sure, 1e-12) : 0))) / total
    if (off > 1e-9 || off < -1e-9)
      for (let k = starts[each] as number; k < (starts[each + 1] as number); k += 1) (slopes[at[k] as number] as number) += off * (values[k] as number)
  }
}
