// One command: load, decide, let other streams react, and store facts, timers, rows and wake-ups in one transaction.
import type { Clock } from '../clock.ts'
import type { Db } from '../database/connect.ts'
import { append, isAway, isConflict, type NewJob, type NewTimer, rearm } from './append.ts'
import { kindOf, type Reactions, type Recorded, type StreamKind } from './kinds.ts'
import { load, loadMany } from './load.ts'
import { type Asked, type Decided, decideRound, type House, type Known } from './round.ts'
import { apart, takingTurns } from './turns.ts'

/** Moves rows when a fact is stored, in the same transaction. */
// biome-ignore lint/suspicious/noExplicitAny: each projection names the fact it is for
export type Projections = Record<string, (tx: Db, fact: any) => Promise<void>>
/** Moves rows for all facts of these types at once: called once per transaction, whether one stream was told or five hundred were woken. */
// biome-ignore lint/suspicious/noExplicitAny: each projection names the facts it is for
export type SetProjection = { of: string[]; project: (tx: Db, facts: any[]) => Promise<void> }

export type Feature = { kinds?: StreamKind[]; reactions?: Reactions; projections?: Projections; sets?: SetProjection[] }

export type Told = {
  actor: string
  crisisId?: string
  /** Rows that belong to the command (texts, drafts), written in the same transaction before its facts. */
  with?: (tx: Db) => Promise<void>
  /** Those rows are left out where no fact follows: words that nothing refers to would be kept for nobody. */
  onlyWithFacts?: boolean
  /** What other streams are told with it, in the same transaction: for what a fact would be too large to carry. */
  also?: { tell: string; command: unknown }[]
  /** The stream's timer is written even where no fact follows (a timer that woke). */
  rearm?: boolean
}
/** A stream whose time has come, and the time it is there. */
export type Due = { stream: string; now: Date; crisisId?: string }

export type Engine = {
  tell: (stream: string, command: unknown, told: Told) => Promise<Recorded[]>
  wake: (stream: string, now: Date, crisisId?: string) => Promise<Recorded[]>
  /** Wakes many in one transaction; answers what failed. One broken stream never holds up the others. */
  wakeMany: (due: Due[]) => Promise<Error[]>
  stateOf: <S>(stream: string) => Promise<S>
}

const attempts = 12

export function createEngine(db: Db, clock: Clock, features: Feature[]): Engine {
  const kinds = new Map(features.flatMap((feature) => feature.kinds ?? []).map((kind) => [kind.name, kind]))
  const reactions = collect(features.map((feature) => feature.reactions ?? {}))
  const projections = collect(features.map((feature) => feature.projections ?? {}))
  const sets = features.flatMap((feature) => feature.sets ?? [])
  const kind = (stream: string): StreamKind => {
    const found = kinds.get(kindOf(stream))
    if (!found) throw new Error(`No feature owns the stream ${stream}.`)
    return found
  }
  const folded = (stream: string, { facts, version }: Awaited<ReturnType<typeof load>>): Known => {
    const { decider } = kind(stream)
    return { state: facts.reduce(decider.evolve, decider.initial), version }
  }
  const house: House = {
    kind,
    known: async (stream) => folded(stream, await load(db, kind(stream), stream)),
    inform: async ({ stream, command, crisisId }, state) => (await kind(stream).inform?.(db, [{ stream, crisisId, command, state }], clock()))?.[0] ?? command,
    reactions: (type) => reactions.get(type) ?? [],
  }

  async function store({ facts, recorded, jobs, timers, rearmed }: Omit<Decided, 'streams'>, rows?: (tx: Db) => Promise<void>): Promise<void> {
    const says = facts.length > 0 || jobs.length > 0 || timers.length > 0
    const moved = recorded.flatMap((fact) => (projections.get(fact.type) ?? []).map((project) => ({ project, fact })))
    const movedSets = sets.map(({ of, project }) => ({ project, of: recorded.filter((fact) => of.includes(fact.type)) })).filter((set) => set.of.length > 0)
    if (moved.length === 0 && movedSets.length === 0 && rearmed.length === 0 && !rows)
      return says ? void (await append(db, facts, timers, jobs, clock())) : undefined
    await db.transaction().execute(async (tx) => {
      await rows?.(tx)
      if (says) await append(tx, facts, timers, jobs, clock())
      for (const { project, fact } of moved) await project(tx, fact)
      for (const set of movedSets) await set.project(tx, set.of)
      if (rearmed.length > 0) await rearm(tx, rearmed)
    })
  }

  const inTurn = takingTurns()
  const tell = (stream: string, command: unknown, told: Told) => inTurn(stream, () => tellNow(stream, command, told))

  async function tellNow(stream: string, command: unknown, { with: rows, onlyWithFacts, ...told }: Told): Promise<Recorded[]> {
    for (let attempt = 1; ; attempt += 1) {
      const round = await decideRound(house, { stream, command, ...told })
      try {
        await store(round, onlyWithFacts && round.facts.length === 0 ? undefined : rows)
        return round.recorded
      } catch (error) {
        if (!isConflict(error) || attempt >= attempts) throw error
        await apart(attempt)
      }
    }
  }

  const wakened = ({ stream, now, crisisId }: Due): Asked => {
    const command = kind(stream).wake?.(now)
    if (command === undefined) throw new Error(`${stream} has a timer, but its kind does not say how to wake it.`)
    return { stream, command, actor: 'leeward', crisisId, rearm: true }
  }
  const wake = async (due: Due) => {
    const { stream, command, ...told } = wakened(due)
    return tell(stream, command, told)
  }

  /** Together where that works; where it does not, in halves, until whoever stands in the way is alone. */
  async function wakeMany(due: Due[]): Promise<Error[]> {
    if (due.length === 1) return wake(due[0] as Due).then(nothingFailed, failed)
    try {
      return await wakeTogether(due)
    } catch (error) {
      if (isAway(error)) return due.map(() => error as Error)
      const half = due.length >> 1
      return [...(await wakeMany(due.slice(0, half))), ...(await wakeMany(due.slice(half)))]
    }
  }

  async function wakeTogether(due: Due[]): Promise<Error[]> {
    if (due.length === 0) return []
    const found = await loadMany(
      db,
      kind,
      due.map((each) => each.stream),
    )
    const known = new Map(due.map(({ stream }) => [stream, folded(stream, found.get(stream) ?? { facts: [], version: 0 })]))
    const asked = await informedTogether(due.map(wakened), known)
    const first = new Set(asked)
    const together: House = {
      ...house,
      known: async (stream) => known.get(stream) ?? (await house.known(stream)),
      inform: async (each, state) => (first.has(each) ? each.command : house.inform(each, state)),
    }
    const failures: Error[] = []
    const rounds: Decided[] = []
    for (const each of asked)
      await decideRound(together, each).then(
        (round) => {
          for (const [stream, state] of round.streams) known.set(stream, state)
          rounds.push(round)
        },
        (error: Error) => failures.push(error),
      )
    await store({
      facts: rounds.flatMap((round) => round.facts),
      recorded: rounds.flatMap((round) => round.recorded),
      jobs: onceEach(rounds.flatMap((round) => round.jobs)),
      ...timersOf(rounds),
    })
    return failures
  }

  /** What commands must know, asked once for each kind. */
  async function informedTogether(asked: Asked[], known: Map<string, Known>): Promise<Asked[]> {
    const informed: Asked[] = []
    for (const [name, ofKind] of Map.groupBy(asked, ({ stream }) => kindOf(stream))) {
      const inform = kinds.get(name)?.inform
      const commands = await inform?.(
        db,
        ofKind.map(({ stream, crisisId, command }) => ({ stream, crisisId, command, state: known.get(stream)?.state })),
        clock(),
      )
      informed.push(...ofKind.map((each, i) => (commands ? { ...each, command: commands[i] } : each)))
    }
    return informed
  }

  return {
    tell,
    wake: (stream, now, crisisId) => wake({ stream, now, crisisId }),
    wakeMany,
    stateOf: async <S>(stream: string) => (await house.known(stream)).state as S,
  }
}

/** The last word on each stream's timer; one that had something to say in any round is not merely rearmed. */
function timersOf(rounds: Decided[]): Pick<Decided, 'timers' | 'rearmed'> {
  const timers = new Map(rounds.flatMap((round) => round.timers).map((timer): [string, NewTimer] => [timer.stream, timer]))
  return { timers: [...timers.values()], rearmed: rounds.flatMap((round) => round.rearmed).filter((timer) => !timers.has(timer.stream)) }
}

const nothingFailed = (): Error[] => []
const failed = (error: Error): Error[] => [error]
/** A wake-up with a key is queued once, however many asked for it. */
const onceEach = (jobs: NewJob[]): NewJob[] => [...new Map(jobs.map((job, i) => [job.key ? `${job.task}/${job.key}` : i, job])).values()]

function collect<T>(parts: Record<string, T>[]): Map<string, T[]> {
  const all = new Map<string, T[]>()
  for (const part of parts) for (const [type, handler] of Object.entries(part)) all.set(type, [...(all.get(type) ?? []), handler])
  return all
}
