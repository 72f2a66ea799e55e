// What of a value may be unusual: itself against what was expected or against its neighbours, its step, a burst, the level of the last hours, how much it swings.
import { type Hour, learnSeason, seasonAt } from './season.ts'
import type { State } from './state.ts'

/** Spans are numbers of values. */
const span = { fast: 6, burst: 12, medium: 20, long: 150, swing: 15, local: 100, level: 100, spread: 400, reach: 2_000, error: 500 }
const clip = 4
const moved = { after: 24, beyond: 4, by: 0.1 }

/** `usual` is how far values deviate on average; `off` is the deviation in that unit. */
export type Look = { expected: number; usual: number; off: number; seasonal: boolean }

/** Fills `sizes` (by the order of `witnesses`), and learns. */
export function look(state: State, hour: Hour, value: number, sizes: Float64Array): Look {
  if (state.seen === 0) Object.assign(state, { level: value, localLevel: value, middle: value, last: value })
  const season = seasonAt(state, hour)
  const seasonal = state.seen > 50 && state.errorWith < state.errorWithout * 0.95
  const expected = state.level + (seasonal ? season : 0)
  const off = value - expected
  if (state.seen < 5) state.spread = Math.max(state.spread, Math.abs(off))
  const usual = Math.max(state.spread, 0.2 * state.reach, 1e-9 + Math.abs(state.level) * 0.01, state.fractions === 0 ? Math.sqrt(Math.max(0, expected) + 1) : 0)
  const z = off / usual
  weigh(state, value, z, usual, sizes)
  learn(state, hour, value, { expected, usual, off: z, seasonal }, season)
  return { expected, usual, off: z, seasonal }
}

function weigh(state: State, value: number, z: number, usual: number, sizes: Float64Array): void {
  const clipped = bounded(z, clip)
  state.fast += (clipped - state.fast) / span.fast
  state.medium += (clipped - state.medium) / span.medium
  state.long += (clipped - state.long) / span.long
  state.swing += (Math.log2(0.25 + Math.abs(z)) - state.swing) / span.swing
  state.burst += (Math.max(0, Math.min(30, z)) - state.burst) / span.burst
  state.dearth += (Math.max(0, Math.min(30, -z)) - state.dearth) / span.burst
  const localUsual = Math.max(state.localSpread, 0.02 * state.reach, 1e-9 + Math.abs(state.level) * 0.001, state.fractions === 0 ? 1 : 0)
  const local = (value - state.localLevel) / localUsual
  const step = Math.abs(value - state.last) / usual
  const rate = 1 / Math.min(state.seen + 1, span.local)
  state.localSpread += rate * (Math.min(Math.abs(value - state.localLevel), 8 * localUsual) - state.localSpread)
  state.localLevel += rate * bounded(value - state.localLevel, 4 * localUsual)
  sizes[0] = z
  sizes[1] = local
  sizes[2] = step
  sizes[3] = -z
  sizes[4] = -local
  sizes[5] = state.fast
  sizes[6] = state.burst
  sizes[7] = state.medium
  sizes[8] = -state.medium
  sizes[9] = state.long
  sizes[10] = -state.long
  sizes[11] = state.dearth
  sizes[12] = 2 ** state.swing
}

function learn(state: State, hour: Hour, value: number, { usual, off, seasonal }: Look, season: number): void {
  const above = value - state.level
  const seen = state.seen
  // What stays away for long is where the series lives now.
  state.run = Math.abs(off) <= moved.beyond ? 0 : Math.sign(off) === Math.sign(state.run) ? state.run + Math.sign(off) : Math.sign(off)
  const distance = above - (seasonal ? season : 0)
  if (Math.abs(state.run) > moved.after) state.level += moved.by * distance
  else state.level += bounded(distance, clip * usual) / Math.min(seen + 1, span.level)
  state.spread += (Math.min(Math.abs(off) * usual, 6 * usual) - state.spread) / Math.min(seen + 1, span.spread)
  learnSeason(state, hour, above, usual)
  const rate = 1 / Math.min(seen + 1, span.error)
  state.errorWithout += rate * (Math.min(Math.abs(above), 10 * usual) - state.errorWithout)
  state.errorWith += rate * (Math.min(Math.abs(above - season), 10 * usual) - state.errorWith)
  const slow = 1 / Math.min(seen + 1, span.reach)
  state.reach += slow * (Math.abs(value - state.middle) - state.reach)
  state.middle += slow * (value - state.middle)
  if (!Number.isInteger(value) || value < 0) state.fractions = 1
  state.last = value
  state.seen += 1
}

/** After a gap of so many values. */
export function fade(state: State, missing: number): void {
  for (const name of ['fast', 'burst', 'dearth', 'medium', 'long'] as const) state[name] *= (1 - 1 / span[name === 'dearth' ? 'burst' : name]) ** missing
  state.run = 0
}

const bounded = (number: number, most: number) => Math.max(-most, Math.min(most, number))
