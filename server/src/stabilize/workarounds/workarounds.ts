// The workarounds rule: customers read one once a person publishes it, where two must agree not its author; withdrawn, it is gone from what they read.
import type { Decider } from '../../platform/decider.ts'
import { isProgram } from '../../platform/auth/permissions.ts'
import { Refused } from '../../platform/refused.ts'

type Change = { workaround: string; by: string; now: Date }
export type WorkaroundsCommand =
  | (Change & { type: 'AddWorkaround' })
  | (Change & { type: 'ChangeWorkaround' })
  /** `revision`: which one they read; left out, whatever stands there. */
  | (Change & { type: 'PublishWorkaround'; people: number; revision?: number })
  | (Change & { type: 'WithdrawWorkaround' })

export type WorkaroundsFact =
  | { type: 'WorkaroundAdded'; workaround: string; by: string; at: Date }
  | { type: 'WorkaroundChanged'; workaround: string; by: string; at: Date }
  | { type: 'WorkaroundPublished'; workaround: string; by: string; at: Date }
  | { type: 'WorkaroundWithdrawn'; workaround: string; by: string; at: Date }

/** `revision`: how often it was written. */
type Workaround = { author: string; revision: number; status: 'draft' | 'published' | 'withdrawn' }
export type WorkaroundsState = Record<string, Workaround>

function decide(command: WorkaroundsCommand, state: WorkaroundsState): WorkaroundsFact[] {
  const { workaround, by, now: at } = command
  const known = Object.hasOwn(state, workaround) ? (state[workaround] as Workaround) : undefined
  if (command.type === 'AddWorkaround') return known ? [] : [{ type: 'WorkaroundAdded', workaround, by, at }]
  if (!known) throw new Refused('not-found', 'This crisis has no such workaround.')
  if (known.status === 'withdrawn') {
    if (command.type === 'WithdrawWorkaround') return []
    throw new Refused('already-done', 'This workaround was withdrawn. Write a new one.')
  }
  switch (command.type) {
    case 'ChangeWorkaround':
      if (known.status === 'published') throw new Refused('already-done', 'Customers read this workaround already. Withdraw it and write a new one.')
      return [{ type: 'WorkaroundChanged', workaround, by, at }]
    case 'PublishWorkaround':
      if (known.status === 'published') return []
      if (command.revision !== undefined && command.revision !== known.revision)
        throw new Refused('changed-meanwhile', 'This workaround was changed meanwhile. Read it again, then publish it.')
      if (command.people > 1 && isProgram(known.author))
        throw new Refused('not-allowed', 'A program wrote this, and at this severity two people must agree: one saves it as their own, the other publishes it.')
      if (command.people > 1 && by === known.author)
        throw new Refused('not-allowed', 'At this severity a second person looks at what customers read: somebody else must publish it.')
      return [{ type: 'WorkaroundPublished', workaround, by, at }]
    case 'WithdrawWorkaround':
      return [{ type: 'WorkaroundWithdrawn', workaround, by, at }]
  }
}

function evolve(state: WorkaroundsState, { type, workaround, by }: WorkaroundsFact): WorkaroundsState {
  switch (type) {
    case 'WorkaroundAdded':
    case 'WorkaroundChanged':
      return { ...state, [workaround]: { author: by, revision: (state[workaround]?.revision ?? 0) + 1, status: 'draft' } }
    case 'WorkaroundPublished':
    case 'WorkaroundWithdrawn':
      return { ...state, [workaround]: { ...(state[workaround] as Workaround), status: type === 'WorkaroundPublished' ? 'published' : 'withdrawn' } }
  }
}

export const workarounds: Decider<WorkaroundsState, WorkaroundsCommand, WorkaroundsFact> = { initial: {}, decide, evolve }
