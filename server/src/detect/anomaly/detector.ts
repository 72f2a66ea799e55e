// One value after the other: how surprising is it, what was expected instead, and does an episode begin, go on or end with it? One way for every series.
import { Refused } from '../../platform/refused.ts'
import { type Episode, followed } from './episode.ts'
import { type Around, hourOf } from './season.ts'
import { type Expected, sentenceOf } from './sentence.ts'
import { type State, witnessCount } from './state.ts'
import { stopped } from './stopped.ts'
import { type Kind, news, surprise, withoutHabit } from './surprise.ts'
import { fade, type Look, look } from './witnesses.ts'

export type Sensitivity = 'low' | 'medium' | 'high'
/** The score from which an episode begins; and of whole numbers, how many more than expected there are at least: fewer are no outbreak however rare they are. */
export const sensitivities: Record<Sensitivity, { score: number; events: number }> = {
  low: { score: 0.56, events: 8 },
  medium: { score: 0.5, events: 5 },
  high: { score: 0.44, events: 3 },
}
/** `score` 0 to 1: how surprising, beyond what was told already. `raised` with the value an episode begins with, not with each of it. */
export type Verdict = {
  score: number
  raised: boolean
  direction: 'up' | 'down'
  kind: Kind
  expected: Expected
  episode: Episode | null
  readonly sentence: string
}

/** So many values are only learned from. Of whole numbers so many after the first few that are not zero, as a series may begin late; never more than `longest`. */
const learning = { values: 48, few: 5, after: 32, longest: 200 }
/** The surprise that scores one half. */
const half = 5
/** A value that stands where it was expected raises nothing, whatever was before it. */
const leastOff = 1
const mostEvents = 12
const around95 = 2.5
const sizes = new Float64Array(witnessCount)

/** Changes the state. `at` is later than every value before. `sensitivity` is medium where it is not given; it may change from one value to the next: what is remembered stays. */
export function observe(state: State, at: Date, value: number, around: Around & { sensitivity?: Sensitivity }): Verdict {
  const time = at.getTime()
  refuseBad(state, time, value)
  skipMissing(state, time)
  const wanted = sensitivities[around.sensitivity ?? 'medium']
  const hour = hourOf(time, around)
  const seen = look(state, hour, value, sizes)
  const { expected, usual, off } = seen
  const { power, kind: loudest } = surprise(state, sizes)
  const told = news(state, withoutHabit(state, isPlain(state, value, seen, loudest, wanted.events) ? 0 : power, time))
  const idle = stopped(state, value, seen)
  const kind: Kind = idle > told ? 'stopped' : loudest
  const strongest = Math.max(told, idle)
  const score = strongest > 0 && hasLearned(state) ? strongest / (strongest + half) : 0
  state.lastAt = time
  if (value !== 0 && state.events < learning.few) {
    state.events += 1
    if (state.events === learning.few) state.settled = state.seen
  }
  // That it stops is another thing than the rise that goes before.
  const isOther = kind === 'stopped' && state.openUp === 1
  const raised = (state.openSince === 0 || isOther) && score >= wanted.score
  const episode = followed(state, { time, value, off, score, raised })
  const lowest = state.fractions === 0 ? 0 : Number.NEGATIVE_INFINITY
  const band = { middle: Math.max(lowest, expected), low: Math.max(lowest, expected - around95 * usual), high: expected + around95 * usual }
  return {
    score,
    raised,
    direction: kind === 'swing' || kind === 'high' ? (off < 0 ? 'down' : 'up') : kind === 'low' || kind === 'fallen' || kind === 'stopped' ? 'down' : 'up',
    kind,
    expected: band,
    episode,
    get sentence() {
      return sentenceOf(value, band, hour, kind)
    },
  }
}

/** Small numbers vary by chance alone as their root does, unless many of them are higher; of large ones the witnesses know better. */
function isPlain({ fractions, medium }: State, value: number, { expected, off }: Look, kind: Kind, leastEvents: number): boolean {
  if (Math.abs(off) < leastOff) return true
  // What rang before does not speak for a value on the other side.
  if (off < 0 ? kind === 'burst' || kind === 'risen' : kind === 'fallen') return true
  if (fractions === 1 || value < expected || medium >= leastOff) return false
  return value - expected < Math.min(leastEvents * Math.sqrt(1 + expected), mostEvents)
}

function hasLearned({ seen, fractions, settled }: State): boolean {
  if (seen <= learning.values) return false
  return fractions === 1 || seen > learning.longest || (settled > 0 && seen - settled > learning.after)
}

function refuseBad({ seen, lastAt, counts }: State, time: number, value: number): void {
  if (!Number.isFinite(time)) throw new Refused('not-valid', 'Say when the value was measured.')
  if (!Number.isFinite(value)) throw new Refused('not-valid', 'A value of a series is a finite number; leave out what is missing.')
  if (counts === 1 && (value < 0 || !Number.isInteger(value))) throw new Refused('not-valid', `A count is a whole number of 0 or more, not ${value}.`)
  if (seen > 0 && time <= lastAt)
    throw new Refused('out-of-order', `Values come in the order of time: one of ${new Date(lastAt).toISOString()} was seen already.`)
}

/** What is missing says nothing: what was seen shortly before counts less, and the level stays. */
function skipMissing(state: State, time: number): void {
  const missing = state.seen === 0 ? 0 : Math.round((time - state.lastAt) / state.stepMs) - 1
  if (missing > 0) fade(state, missing)
}
