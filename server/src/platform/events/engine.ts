// One command: load, decide, let other streams react, and store facts, timers, rows and wake-ups in one transaction.
import type { Clock } from '../clock.ts'
import type { Db } from '../database/connect.ts'
import type { Fact } from '../decider.ts'
import { append, isConflict, type NewEvent, type NewJob, type NewTimer } from './append.ts'
import { type Consequence, kindOf, type Reactions, type Recorded, type StreamKind } from './kinds.ts'
import { load } from './load.ts'
import { apart, takingTurns } from './turns.ts'

/** Moves rows when a fact is stored, in the same transaction. */
// biome-ignore lint/suspicious/noExplicitAny: each projection names the fact it is for
export type Projections = Record<string, (tx: Db, fact: any) => Promise<void>>

export type Feature = { kinds?: StreamKind[]; reactions?: Reactions; projections?: Projections }

export type Told = {
  actor: string
  crisisId?: string
  /** Rows that belong to the command (texts, drafts), written in the same transaction before its facts. */
  with?: (tx: Db) => Promise<void>
  /** What other streams are told with it, in the same transaction: for what a fact would be too small to carry. */
  also?: { tell: string; command: unknown }[]
  /** The stream's timer is written even where no fact follows (a timer that woke). */
  rearm?: boolean
}

export type Engine = {
  tell: (stream: string, command: unknown, told: Told) => Promise<Recorded[]>
  wake: (stream: string, now: Date, crisisId?: string) => Promise<Recorded[]>
  stateOf: <S>(stream: string) => Promise<S>
}

const attempts = 12

export function createEngine(db: Db, clock: Clock, features: Feature[]): Engine {
  const kinds = new Map(features.flatMap((feature) => feature.kinds ?? []).map((kind) => [kind.name, kind]))
  const reactions = collect(features.map((feature) => feature.reactions ?? {}))
  const projections = collect(features.map((feature) => feature.projections ?? {}))
  const kind = (stream: string): StreamKind => {
    const found = kinds.get(kindOf(stream))
    if (!found) throw new Error(`No feature owns the stream ${stream}.`)
    return found
  }

  async function decideAll(first: string, command: unknown, { actor, crisisId, rearm, also = [] }: Told) {
    const streams = new Map<string, { state: unknown; version: number }>()
    const facts: NewEvent[] = []
    const recorded: Recorded[] = []
    const jobs: NewJob[] = []
    const queue: { stream: string; command: unknown; actor: string }[] = [
      { stream: first, command, actor },
      ...also.map((each) => ({ stream: each.tell, command: each.command, actor })),
    ]
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { name, decider, schemaVersion } = kind(next.stream)
      const at = streams.get(next.stream) ?? (await loaded(next.stream))
      const decided = decider.decide(next.command, at.state) as Fact[]
      let { state, version } = at
      for (const fact of decided) {
        state = decider.evolve(state, fact)
        version += 1
        const { type, at: occurred, ...data } = fact as Fact & Record<string, unknown>
        facts.push({ crisis_id: crisisId, stream: next.stream, version, type, schema_version: schemaVersion, data, actor: next.actor, occurred_at: occurred })
        const known = { ...fact, stream: next.stream, version, actor: next.actor, crisisId } as Recorded
        recorded.push(known)
        for (const react of reactions.get(type) ?? []) follow(react(known) as Consequence[], next.actor)
      }
      streams.set(next.stream, { state, version })
      if (facts.length > 10_000) throw new Error(`One command led to more than 10,000 facts, from ${name}.`)
    }
    const timers: NewTimer[] = [...streams]
      .filter(([stream]) => kind(stream).decider.wakeAt && (facts.some((fact) => fact.stream === stream) || rearm))
      .map(([stream, { state }]) => ({ stream, crisis_id: crisisId, due_at: kind(stream).decider.wakeAt?.(state) ?? null }))
    return { facts, recorded, jobs, timers }

    function follow(consequences: Consequence[], by: string) {
      for (const consequence of consequences) {
        if ('tell' in consequence) queue.push({ stream: consequence.tell, command: consequence.command, actor: consequence.actor ?? by })
        else jobs.push({ task: consequence.job, payload: consequence.payload, key: consequence.key, queue: consequence.queue, run_at: consequence.runAt })
      }
    }
  }

  async function loaded(stream: string) {
    const { facts, version } = await load(db, kind(stream), stream)
    const { decider } = kind(stream)
    return { state: facts.reduce(decider.evolve, decider.initial), version }
  }

  const inTurn = takingTurns()
  const tell = (stream: string, command: unknown, told: Told) => inTurn(stream, () => tellNow(stream, command, told))

  async function tellNow(stream: string, command: unknown, told: Told): Promise<Recorded[]> {
    for (let attempt = 1; ; attempt += 1) {
      const { facts, recorded, jobs, timers } = await decideAll(stream, command, told)
      if (facts.length === 0 && jobs.length === 0 && timers.length === 0 && !told.with) return recorded
      const moved = recorded.flatMap((fact) => (projections.get(fact.type) ?? []).map((project) => ({ project, fact })))
      try {
        if (moved.length === 0 && !told.with) await append(db, facts, timers, jobs, clock())
        else
          await db.transaction().execute(async (tx) => {
            await told.with?.(tx)
            await append(tx, facts, timers, jobs, clock())
            for (const { project, fact } of moved) await project(tx, fact)
          })
        return recorded
      } catch (error) {
        if (!isConflict(error) || attempt >= attempts) throw error
        await apart(attempt)
      }
    }
  }

  return {
    tell,
    wake: (stream, now, crisisId) => {
      const command = kind(stream).wake?.(now)
      if (command === undefined) throw new Error(`${stream} has a timer, but its kind does not say how to wake it.`)
      return tell(stream, command, { actor: 'leeward', crisisId, rearm: true })
    },
    stateOf: async <S>(stream: string) => (await loaded(stream)).state as S,
  }
}

function collect<T>(parts: Record<string, T>[]): Map<string, T[]> {
  const all = new Map<string, T[]>()
  for (const part of parts) for (const [type, handler] of Object.entries(part)) all.set(type, [...(all.get(type) ?? []), handler])
  return all
}
