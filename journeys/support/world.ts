// A world without a database: the real rules and reactions over streams in memory, a clock, and timers that fire; for properties over many histories.
import { decideRound, type House, type Known } from '../../server/src/platform/events/round.ts'
import { kindOf, type Reactions, type StreamKind } from '../../server/src/platform/events/kinds.ts'
import { Refused } from '../../server/src/platform/refused.ts'

export type World = {
  now: () => Date
  /** Whether it was taken; a refusal changes nothing, anything else that is thrown is a bug. */
  tell: (stream: string, command: (now: Date) => unknown, also?: { tell: string; command: unknown }[]) => Promise<boolean>
  /** Lets time pass and fires what is due on the way, in any order of streams. */
  pass: (minutes: number) => Promise<void>
  stateOf: <S>(stream: string) => S
  /** Streams that should have been woken by now and were not. */
  overdue: () => string[]
}

export function worldOf(kinds: StreamKind[], reactions: Reactions[], from = new Date('2030-01-01T09:00:00Z')): World {
  let now = from
  const streams = new Map<string, Known>()
  const kind = (stream: string) => {
    const found = kinds.find((each) => each.name === kindOf(stream))
    if (!found) throw new Error(`no kind for ${stream}`)
    return found
  }
  const at = (stream: string): Known => streams.get(stream) ?? { state: kind(stream).decider.initial, version: 0 }
  const house: House = {
    kind,
    known: async (stream) => at(stream),
    inform: async ({ command }) => command,
    reactions: (type) => reactions.flatMap((each) => (each[type] ? [each[type]] : [])),
  }
  const told = async (stream: string, command: unknown, also?: { tell: string; command: unknown }[]) => {
    const crisisId = stream.slice(stream.indexOf('/') + 1)
    const round = await decideRound(house, { stream, command, actor: 'somebody', crisisId, ...(also ? { also } : {}) })
    for (const [name, known] of round.streams) streams.set(name, known)
  }
  const wakeAt = (stream: string): Date | undefined => kind(stream).decider.wakeAt?.(at(stream).state)
  const due = () => [...streams.keys()].filter((stream) => (wakeAt(stream) ?? new Date(8.64e15)) <= now)
  return {
    now: () => now,
    tell: async (stream, command, also) => {
      try {
        await told(stream, command(now), also)
        return true
      } catch (error) {
        if (error instanceof Refused) return false
        throw error
      }
    },
    pass: async (minutes) => {
      now = new Date(now.getTime() + minutes * 60_000)
      for (let turn = 0; turn < 50; turn += 1) {
        const [stream] = due()
        if (!stream) return
        await told(stream, kind(stream).wake?.(now))
      }
    },
    stateOf: <S>(stream: string) => at(stream).state as S,
    overdue: due,
  }
}
