// One value after the other: how surprising is it, what was expected instead, and does an episode begin, go on or end with it? One way for every series.
import { Refused } from '../../platform/refused.ts'
import { type Episode, followed } from './episode.ts'
import { type Around, hourOf } from './season.ts'
import { type Expected, sentenceOf } from './sentence.ts'
import { type State, witnessCount } from './state.ts'
import { type Kind, news, surprise, withoutHabit } from './surprise.ts'
import { fade, look } from './witnesses.ts'

export type Sensitivity = 'low' | 'medium' | 'high'
/** The score from which an episode begins. */
export const thresholds: Record<Sensitivity, number> = { low: 0.56, medium: 0.5, high: 0.44 }
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

/** So many values are only learned from. */
const learning = 48
/** The surprise that scores one half. */
const half = 5.7
const around95 = 2.5
const sizes = new Float64Array(witnessCount)

/** Changes the state. `at` is later than every value before; `sensitivity` (medium) moves the threshold only, never the score. */
export function observe(state: State, at: Date, value: number, around: Around & { sensitivity?: Sensitivity }): Verdict {
  const time = at.getTime()
  refuseBad(state, time, value)
  skipMissing(state, time)
  const hour = hourOf(time, around)
  const { expected, usual, off } = look(state, hour, value, sizes)
  const { power, kind } = surprise(state, sizes)
  const told = news(state, withoutHabit(state, power))
  const score = state.seen > learning && told > 0 ? told / (told + half) : 0
  state.lastAt = time
  const raised = state.openSince === 0 && score >= thresholds[around.sensitivity ?? 'medium']
  const episode = followed(state, { time, value, off, score, raised })
  const least = state.fractions === 0 ? 0 : Number.NEGATIVE_INFINITY
  const band = { middle: Math.max(least, expected), low: Math.max(least, expected - around95 * usual), high: expected + around95 * usual }
  return {
    score,
    raised,
    direction: kind === 'swing' || kind === 'high' ? (off < 0 ? 'down' : 'up') : kind === 'low' || kind === 'fallen' ? 'down' : 'up',
    kind,
    expected: band,
    episode,
    get sentence() {
      return sentenceOf(value, band, hour, kind)
    },
  }
}

function refuseBad({ seen, lastAt, counts }: State, time: number, value: number): void {
  if (!Number.isFinite(time)) throw new Refused('not-valid', 'Say when the value was measured.')
  if (!Number.isFinite(value)) throw new Refused('not-valid', 'A value of a series is a finite number; leave out what is missing.')
  if (counts === 1 && (value < 0 || !Number.isInteger(value))) throw new Refused('not-valid', `A count is a whole number of 0 or more, not ${value}.`)
  if (seen > 0 && time <= lastAt) throw new Refused('out-of-order', `Values come in the order of time: one of ${new Date(lastAt).toISOString()} was seen already.`)
}

/** What is missing says nothing: what was seen shortly before counts less, and the level stays. */
function skipMissing(state: State, time: number): void {
  const missing = state.seen === 0 ? 0 : Math.round((time - state.lastAt) / state.stepMs) - 1
  if (missing > 0) fade(state, missing)
}
