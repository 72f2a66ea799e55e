// Looks at every series when a minute is over: each has a memory of its own, and what is unusual is found in one pass over all of them, without a question to the database.
import { Refused } from '../../platform/refused.ts'
import { create, decode, encode, type State } from '../anomaly/state.ts'
import { observe, type Sensitivity, type Verdict } from '../anomaly/detector.ts'
import { asShipped, type Choices, type Judged } from '../sensitivity/choices.ts'
import { minuteMs } from './fold.ts'
import { type Heard, isUnheard } from './gaps.ts'
import { decideAfter, endsWith, lastEnd, nothing, quietStep, says, stepOf, type Sum } from './steps.ts'

export type Watched = Judged & { measure: 'count' | 'gauge'; firstAt: number }
/** `step` 0: not decided yet. */
type Memory = Watched & {
  step: number
  open: Sum
  /** Whether a minute of the open step is not known, because nobody listened. */
  unheard: boolean
  first: { events: number; minutes: number }
  state: State | undefined
  told: number
  through: number
  behind: number
  changed: boolean
}
/** `behind`: how many minutes it is looked at later, because it comes late as a rule. */
export type Stored = { step: number; through: number; behind?: number; state: Buffer }
/** `at`: the begin of the step that it is about. `raised`: an episode begins, or is clearly more surprising than it was; `ended`: it is as usual again. */
export type Finding = { series: number; at: number; verdict: Verdict; value: number; raised: boolean; ended: boolean; sensitivity: Sensitivity }

export type Watcher = {
  /** Begins to watch a series, with what was stored of it. */
  know: (series: Watched, stored?: Stored) => void
  knows: (series: number) => boolean
  forget: (series: number) => void
  /** How it is looked at (`step` in minutes, 0: not decided yet), and whether something unusual goes on. */
  standing: (series: number) => { step: number; open: boolean }
  /** The last minute that a series has seen. */
  through: (series: number) => number
  /** A minute of one series; undefined: nothing came. Minutes must come in order. */
  see: (series: number, minute: number, sum: Sum | undefined, heard?: Heard) => Finding | undefined
  /** How many minutes a series is looked at later. */
  behind: (series: number) => number
  /** From now on. What it has seen, it does not see again; where that is less than before, the minutes between must be seen first. */
  lag: (series: number, behind: number) => void
  /** Those that are looked at later, by how much. */
  late: () => ReadonlyMap<number, ReadonlySet<number>>
  /** A minute of all that are looked at in time. */
  seeAll: (minute: number, sums: ReadonlyMap<number, Sum>, heard?: Heard) => Finding[]
  /** What is to be stored of the series that changed since it was stored last: a part of them. */
  toStore: (part: number, parts: number) => { series: number; stored: Stored }[]
  size: () => number
}

/** What every step of a series said, and what was expected of it. */
export type Seen = (series: number, at: number, value: number, verdict: Verdict) => void

/**
 * @param seen is told of every step, not of what is unusual alone
 * @param choices how a series is judged at a time: always the same of a minute, so that looking at it again comes to the same
 * @param failed is told of a series of which a step cannot be judged: the others are all the same
 */
export function createWatcher(seen: Seen = () => {}, choices: Choices = asShipped, failed: (series: number, error: unknown) => void = () => {}): Watcher {
  const memories = new Map<number, Memory>()
  const late = new Map<number, Set<number>>()
  const look: typeof lookInto = (memory, ...minute) => {
    try {
      return lookInto(memory, ...minute)
    } catch (error) {
      ;[memory.open, memory.unheard] = [nothing(), false]
      failed(memory.id, error)
      return undefined
    }
  }
  const lookInto = (memory: Memory, minute: number, sum: Sum | undefined, heard: Heard): Finding | undefined => {
    if (minute <= memory.through) return undefined
    memory.through = minute
    memory.changed = true
    if (memory.step === 0) return decide(memory, minute, sum)
    if (memory.measure === 'count' && isUnheard(heard, sum !== undefined)) memory.unheard = true
    else if (sum) {
      memory.open.count += sum.count
      memory.open.sum += sum.sum
    }
    if (!endsWith(minute, memory.step)) return undefined
    const value = memory.unheard ? undefined : says(memory.measure, memory.open)
    ;[memory.open, memory.unheard] = [nothing(), false]
    return value === undefined ? undefined : judge(memory, minute - (memory.step - 1) * minuteMs, value, seen, choices)
  }
  const lag = (series: number, behind: number) => {
    const memory = memories.get(series)
    if (!memory) return
    late.get(memory.behind)?.delete(series)
    if (behind > 0) late.set(behind, (late.get(behind) ?? new Set()).add(series))
    memory.behind = behind
  }
  return {
    know: (series, stored) => {
      memories.set(series.id, remembered(series, stored))
      if (stored?.behind) lag(series.id, stored.behind)
    },
    knows: (series) => memories.has(series),
    forget: (series) => {
      lag(series, 0)
      memories.delete(series)
    },
    standing: (series) => {
      const { step = 0, state } = memories.get(series) ?? {}
      return { step, open: state !== undefined && state.openSince !== 0 }
    },
    through: (series) => memories.get(series)?.through ?? 0,
    behind: (series) => memories.get(series)?.behind ?? 0,
    lag,
    late: () => late,
    see: (series, minute, sum, heard = 'all') => {
      const memory = memories.get(series)
      return memory && look(memory, minute, sum, heard)
    },
    seeAll: (minute, sums, heard = 'all') => {
      const found: Finding[] = []
      for (const memory of memories.values()) {
        if (memory.behind > 0) continue
        const finding = look(memory, minute, sums.get(memory.id), heard)
        if (finding) found.push(finding)
      }
      return found
    },
    toStore: (part, parts) => {
      const stored: { series: number; stored: Stored }[] = []
      for (const memory of memories.values()) {
        if (!memory.changed || memory.id % parts !== part || !memory.state) continue
        // As of the end of its last step: the minutes since are looked at again.
        stored.push({
          series: memory.id,
          stored: { step: memory.step, through: lastEnd(memory.through, memory.step), behind: memory.behind, state: encode(memory.state) },
        })
        memory.changed = false
      }
      return stored
    },
    size: () => memories.size,
  }
}

function remembered(series: Watched, stored: Stored | undefined): Memory {
  const fresh: Memory = {
    ...series,
    step: 0,
    open: nothing(),
    unheard: false,
    first: { events: 0, minutes: 0 },
    state: undefined,
    told: 0,
    through: series.firstAt - minuteMs,
    behind: 0,
    changed: false,
  }
  if (!stored) return fresh
  try {
    return { ...fresh, step: stored.step, state: decode(stored.state), through: stored.through }
  } catch (error) {
    // Written by another version, or damaged: it begins anew, with what the minutes still say.
    if (error instanceof Refused) return fresh
    throw error
  }
}

/** The first hour says how busy a series is. */
function decide(memory: Memory, minute: number, sum: Sum | undefined): undefined {
  if (sum) {
    memory.first.events += sum.count
    memory.first.minutes += 1
  }
  if (minute - memory.firstAt < (decideAfter - 1) * minuteMs || !endsWith(minute, quietStep)) return
  memory.step = stepOf(memory.measure, memory.first.events, memory.first.minutes)
  memory.state = create({ stepMs: memory.step * minuteMs })
}

function judge(memory: Memory, at: number, value: number, seen: Seen, choices: Choices): Finding | undefined {
  const state = memory.state as State
  const how = choices(memory, at)
  const verdict = observe(state, new Date(at), value, how)
  // Values from before they were bounded may have driven it beyond all numbers.
  if (!Number.isFinite(verdict.expected.high)) {
    memory.state = create({ stepMs: state.stepMs })
    return undefined
  }
  seen(memory.id, at, value, verdict)
  const ended = Boolean(verdict.episode?.ended)
  // After a restart it is as if the most of this episode had been told: it was.
  const told = memory.told || (verdict.raised ? 0 : state.openScore)
  const raised = verdict.raised || (verdict.episode !== null && verdict.score >= told + clearlyMore)
  if (raised) memory.told = verdict.score
  if (ended) memory.told = 0
  return raised || ended ? { series: memory.id, at, verdict, value, raised, ended, sensitivity: how.sensitivity } : undefined
}
/** Of one episode, so much more surprise is told of again. */
const clearlyMore = 0.05
