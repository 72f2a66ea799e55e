// How surprising a value is altogether: each kind of witness says how rare it is what it sees, and what they say adds up. What recurs surprises less.
import { forget, rarity, remember } from './rarity.ts'
import { keptPeaks, type State, witnessCount } from './state.ts'

export type Kind = 'high' | 'low' | 'burst' | 'risen' | 'fallen' | 'swing' | 'stopped'
/** Of the witnesses of a kind the most surprised speaks for all, as they see the same thing. */
const kindOf: Kind[] = ['high', 'high', 'high', 'low', 'low', 'burst', 'burst', 'risen', 'fallen', 'risen', 'fallen', 'fallen', 'swing']
const kinds: Kind[] = ['high', 'low', 'burst', 'risen', 'fallen', 'swing']
const kindAt = kindOf.map((kind) => kinds.indexOf(kind))
const most = new Float64Array(kinds.length)
/** What is a third as rare as one value in three surprises nobody. */
const plain = 0.5
/** Rare means rare in time as well: an hourly value may be less rare among values than one of each five minutes to be as rare among days. */
const timeWeight = 0.25
const usualStepMs = 300_000

/** Whom one has watched for long surprises less: without that, a series would cry wolf as often in its second year as in its first week. */
const wont = { from: 4_000, weight: 0.5 }

/** `kind` is what speaks loudest. */
export function surprise(state: State, sizes: Float64Array): { power: number; kind: Kind } {
  const boost = timeWeight * Math.log10(state.stepMs / usualStepMs)
  most.fill(0)
  for (let witness = 0; witness < witnessCount; witness += 1) {
    const size = sizes[witness] as number
    const kind = kindAt[witness] as number
    most[kind] = Math.max(most[kind] as number, rarity(state.tails, witness, size, state.weighed) + boost)
    remember(state.tails, witness, size)
  }
  const ripe = isRipe(state)
  if (ripe) state.peaks.fill(0)
  state.weighed = forget(state.tails, state.weighed + 1, ripe)
  let [power, loudest] = [0, 0]
  for (let kind = 0; kind < kinds.length; kind += 1) {
    power += Math.max(0, (most[kind] as number) - plain)
    if ((most[kind] as number) > (most[loudest] as number)) loudest = kind
  }
  return { power: power - wont.weight * Math.max(0, Math.log10(state.seen / wont.from)), kind: kinds[loudest] as Kind }
}

const dayMs = 86_400_000
/** After the first week and after the second its days are known better; where they differ much, what surprised before says little. */
const ripeDays = [8, 15]

function isRipe({ stepMs, seen, errorWith, errorWithout }: State): boolean {
  return errorWith < 0.5 * errorWithout && ripeDays.some((days) => seen === Math.round((days * dayMs) / stepMs))
}

const habit = { weight: 0.4, dailyWeight: 1.3, alike: 0.85, dailyAlike: 0.7, halfLife: 2_000, apart: 40, least: 3.5, sameMs: 1_800_000, days: 2, ofDays: 8 }

/** Less by what of the same size came before, and by much less if it came at this time of the day: what happens each day is no news. */
export function withoutHabit(state: State, power: number, time: number): number {
  if (power <= habit.least) {
    if (state.boutAgo >= 0) state.boutAgo += 1
    if (state.boutAgo > habit.apart) keep(state)
    return power
  }
  const known = power - recurrences(state, power, time)
  if (power > state.bout) {
    state.bout = power
    state.boutAt = time
  }
  state.boutAgo = 0
  return known
}

function recurrences({ peaks, peaksAt, stepMs }: State, power: number, time: number): number {
  let [count, daily] = [0, 0]
  for (let at = 0; at < keptPeaks; at += 1) {
    const peak = peaks[at] as number
    const ago = time - (peaksAt[at] as number)
    if (peak >= habit.alike * power) count += 0.5 ** (ago / stepMs / habit.halfLife)
    if (peak >= habit.dailyAlike * power && isDaily(ago)) daily += 1
  }
  return habit.weight * Math.log2(1 + count) + (daily < habit.days ? 0 : habit.dailyWeight * Math.log2(1 + daily))
}

const isDaily = (ago: number) => ago > dayMs / 2 && ago < habit.ofDays * dayMs && Math.abs(ago - Math.round(ago / dayMs) * dayMs) <= habit.sameMs

function keep(state: State): void {
  state.peaks[state.nextPeak] = state.bout
  state.peaksAt[state.nextPeak] = state.boutAt
  state.nextPeak = (state.nextPeak + 1) % keptPeaks
  state.bout = 0
  state.boutAgo = -1
}

const crest = { halfLife: 100, refractory: 60, above: 1.3, least: 4 }
const fading = 0.5 ** (1 / crest.halfLife)
/** So high, for so many values, and nothing was told for so long: then it is told though it rose too slowly to be news at any one value. */
const slow = { from: 5, values: 4, silence: 150 }

/** What a surprise adds to the one that still rings; 0 where it adds nothing. So one thing is told once, and again only when it grows. */
export function news(state: State, power: number): number {
  const isNews = power > (state.sinceNews < crest.refractory ? state.told * crest.above : state.crest) || isSlow(state, power)
  state.sinceNews = isNews && power > crest.least ? 1 : state.sinceNews + 1
  if (state.sinceNews === 1) state.told = power
  state.silence = isNews && power >= slow.from ? 0 : state.silence + 1
  state.crest = Math.max(power, state.crest * fading)
  return isNews ? power : 0
}

function isSlow(state: State, power: number): boolean {
  state.high = power >= slow.from ? state.high + 1 : 0
  return state.high >= slow.values && state.silence >= slow.silence
}
