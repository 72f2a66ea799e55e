// One round: a command, what its rule decides, and what other streams decide because of it; nothing is stored yet.
import type { Fact } from '../decider.ts'
import type { NewEvent, NewJob, NewTimer } from './append.ts'
import type { Consequence, Recorded, StreamKind } from './kinds.ts'

export type Known = { state: unknown; version: number }
export type Asked = { stream: string; command: unknown; actor: string; crisisId?: string; rearm?: boolean; also?: { tell: string; command: unknown }[] }
export type Round = { facts: NewEvent[]; recorded: Recorded[]; jobs: NewJob[]; timers: NewTimer[]; streams: Map<string, Known> }

/** What a round needs of the house: whose stream it is, where it stands, what a command must know, and what follows from a fact. */
export type House = {
  kind: (stream: string) => StreamKind
  known: (stream: string) => Promise<Known>
  inform: (asked: Asked, state: unknown) => Promise<unknown>
  reactions: (type: string) => ((fact: Recorded) => Consequence[])[]
}

/** `rearmed`: the timers of streams that woke and had nothing to say. */
export type Decided = Round & { rearmed: NewTimer[] }

const mostFacts = 10_000

/** Decides a command and everything that follows from it. Throws what a rule refuses; then nothing has happened. */
export async function decideRound(house: House, first: Asked): Promise<Decided> {
  const { crisisId } = first
  const round: Round = { facts: [], recorded: [], jobs: [], timers: [], streams: new Map() }
  const { actor: asker, also = [] } = first
  const queue: Asked[] = [first, ...also.map((each) => ({ stream: each.tell, command: each.command, actor: asker, crisisId }))]
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { stream, actor } = next
    const { name, decider, schemaVersion } = house.kind(stream)
    let { state, version } = round.streams.get(stream) ?? (await house.known(stream))
    for (const fact of decider.decide(await house.inform(next, state), state) as Fact[]) {
      state = decider.evolve(state, fact)
      version += 1
      const { type, at, ...data } = fact as Fact & Record<string, unknown>
      round.facts.push({ crisis_id: crisisId, stream, version, type, schema_version: schemaVersion, data, actor, occurred_at: at })
      const recorded = { ...fact, stream, version, actor, crisisId } as Recorded
      round.recorded.push(recorded)
      for (const react of house.reactions(type)) follow(react(recorded), actor)
    }
    round.streams.set(stream, { state, version })
    if (round.facts.length > mostFacts) throw new Error(`One command led to more than 10,000 facts, from ${name}.`)
  }
  const rearmed: NewTimer[] = []
  const moved = new Set(round.facts.map((fact) => fact.stream))
  for (const [stream, { state }] of round.streams) {
    const { wakeAt } = house.kind(stream).decider
    if (!wakeAt || !(moved.has(stream) || first.rearm)) continue
    ;(moved.has(stream) ? round.timers : rearmed).push({ stream, crisis_id: crisisId, due_at: wakeAt(state) ?? null })
  }
  return { ...round, rearmed }

  function follow(consequences: Consequence[], by: string) {
    for (const consequence of consequences) {
      if ('tell' in consequence) queue.push({ stream: consequence.tell, command: consequence.command, actor: consequence.actor ?? by, crisisId })
      else round.jobs.push({ task: consequence.job, payload: consequence.payload, key: consequence.key, queue: consequence.queue, run_at: consequence.runAt })
    }
  }
}
