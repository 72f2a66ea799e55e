// A threshold is passed when every minute that says anything has been beyond it for so long; it is over when every one has been back for so long.
import { type Heard, isUnheard } from '../series/gaps.ts'
import { isMonstrous } from '../series/steps.ts'
import { decodeSketch, quantile } from '../series/sketch.ts'
import type { ThresholdRule } from './thresholds.contract.ts'

const minuteMs = 60_000
/** Who says nothing any more for so long is not known to be beyond anything. */
const forgottenMs = 60 * minuteMs
const mostSaid = 5

/** A minute as it is kept; `sketch`: none of a single value. */
export type Minute = { count: number; sum: number; min: number; max: number; sketch: Buffer | null }
/** `since`: the first minute beyond; `said`: what the last minutes of it said. */
export type Passed = { since: number; for: number; said: number[]; worst: number }
export type Turn = { begins?: Passed; ends?: number }
export type Look = { see: (at: number, minute: Minute | undefined, heard?: Heard) => Turn; passed: () => Passed | undefined }

/**
 * Looks at one series, minute by minute.
 * @param since where it was passed before the first minute that is seen
 */
export function lookAt(rule: ThresholdRule, measure: 'count' | 'gauge', since?: number): Look {
  let open: Passed | undefined = since === undefined ? undefined : { since, for: 0, said: [], worst: rule.value ?? 0 }
  let [run, back, heard]: [Passed | undefined, number | undefined, number | undefined] = [undefined, undefined, undefined]
  const beyond = (at: number, value: number): Turn => {
    back = undefined
    heard = at
    run ??= { since: at, for: 0, said: [], worst: value }
    const now = open ?? run
    now.for = (at - now.since) / minuteMs + 1
    now.said = [...now.said, value].slice(-mostSaid)
    now.worst = rule.when === 'below' ? Math.min(now.worst, value) : Math.max(now.worst, value)
    if (open || run.for < rule.forMinutes) return {}
    open = run
    return { begins: open }
  }
  const within = (at: number): Turn => {
    run = undefined
    heard = at
    back ??= at
    return open && at - back + minuteMs >= rule.backMinutes * minuteMs ? over(back) : {}
  }
  const unknown = (at: number): Turn => {
    heard ??= at
    if (run && !open && at - heard > Math.max(rule.forMinutes, mostSaid) * minuteMs) run = undefined
    return open && at - heard >= forgottenMs ? over(heard) : {}
  }
  const over = (at: number): Turn => {
    ;[open, run, back] = [undefined, undefined, undefined]
    return { ends: at }
  }
  /** What comes seldom has silent minutes between: only so many in a row are silence. */
  const listen = (at: number, isHeard: boolean): Turn => {
    if (isHeard) {
      run = undefined
      back ??= at
    } else {
      run ??= { since: at, for: 0, said: [], worst: 0 }
      // Where nobody listened nobody was silent: that is no minute of it.
      run.for += 1
      if (run.for >= rule.forMinutes) back = undefined
    }
    if (open) {
      if (back === undefined) open.for = (at - open.since) / minuteMs + 1
      return back !== undefined && at - back + minuteMs >= rule.backMinutes * minuteMs ? over(back) : {}
    }
    if (!run || run.for < rule.forMinutes) return {}
    open = run
    return { begins: open }
  }
  return {
    see: (at, minute, heard = 'all') => {
      if (rule.when === 'silent') return minute === undefined && heard !== 'all' ? {} : listen(at, minute !== undefined)
      const value = isCounted(rule, measure) && isUnheard(heard, minute !== undefined) ? undefined : figureOf(rule, measure, minute)
      if (value === undefined || isMonstrous(value)) return unknown(at)
      return isBeyond(rule, value) ? beyond(at, value) : within(at)
    },
    passed: () => open,
  }
}

export const isBeyond = ({ when, value }: ThresholdRule, said: number): boolean => (when === 'above' ? said > (value as number) : said < (value as number))

const isCounted = ({ figure }: ThresholdRule, measure: 'count' | 'gauge'): boolean => figure === 'count' || (figure === 'sum' && measure === 'count')

/** Of what is counted, nothing is 0; of what is measured, nothing is unknown. */
export function figureOf({ figure, quantile: q }: ThresholdRule, measure: 'count' | 'gauge', minute: Minute | undefined): number | undefined {
  if (figure === 'count') return minute?.count ?? 0
  if (!minute) return figure === 'sum' && measure === 'count' ? 0 : undefined
  if (figure === 'sum') return minute.sum
  if (figure === 'mean') return minute.sum / minute.count
  if (figure === 'quantile') return minute.sketch ? clamped(quantile(decodeSketch(minute.sketch), q), minute) : minute.sum
  return minute[figure]
}
/** The middle of a bin may lie beyond the largest value of it. */
const clamped = (value: number | undefined, { min, max }: Minute) => (value === undefined ? undefined : Math.min(max, Math.max(min, value)))

const figures = { sum: '', count: 'how many', mean: 'the mean', min: 'the smallest', max: 'the largest' } as const
/** “the mean above 500 ms for 5 minutes”. */
export function ruleInWords(rule: ThresholdRule): string {
  const span = `for ${rule.forMinutes} ${rule.forMinutes === 1 ? 'minute' : 'minutes'}`
  if (rule.when === 'silent') return `nothing ${span}`
  const what = rule.figure === 'quantile' ? `${shown(rule.quantile * 100)} % quantile` : figures[rule.figure]
  return [what, rule.when, withUnit(rule.value as number, rule), span].filter(Boolean).join(' ')
}

/** “above 500 ms for 5 minutes: 620, 640, 700, 610, 590”. */
export function passedInWords(rule: ThresholdRule, { said, since, for: minutes }: Pick<Passed, 'said' | 'since' | 'for'>): string {
  const words = ruleInWords({ ...rule, forMinutes: Math.max(minutes, rule.forMinutes) })
  if (rule.when === 'silent') return `${words}, since ${new Date(since).toISOString().slice(11, 16)} UTC`
  return `${words}: ${said.map(shown).join(', ')}`
}

const figure = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 })
const shown = (value: number) => figure.format(value)
const withUnit = (value: number, { unit }: ThresholdRule) => (unit ? `${shown(value)} ${unit}` : shown(value))
