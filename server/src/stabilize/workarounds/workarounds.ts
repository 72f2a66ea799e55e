// The workarounds rule: customers read one once a person publishes it, where two must agree not its author; withdrawn, it is gone from what they read.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'

type Change = { workaround: string; by: string; now: Date }
export type WorkaroundsCommand =
  | (Change & { type: 'AddWorkaround' })
  | (Change & { type: 'ChangeWorkaround' })
  | (Change & { type: 'PublishWorkaround'; people: number })
  | (Change & { type: 'WithdrawWorkaround' })

export type WorkaroundsFact =
  | { type: 'WorkaroundAdded'; workaround: string; by: string; at: Date }
  | { type: 'WorkaroundChanged'; workaround: string; by: string; at: Date }
  | { type: 'WorkaroundPublished'; workaround: string; by: string; at: Date }
  | { type: 'WorkaroundWithdrawn'; workaround: string; by: string; at: Date }

type Workaround = { author: string; status: 'draft' | 'published' | 'withdrawn' }
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
      return { ...state, [workaround]: { author: by, status: 'draft' } }
    case 'WorkaroundChanged':
      return { ...state, [workaround]: { author: by, status: 'draft' } }
    case 'WorkaroundPublished':
    case 'WorkaroundWithdrawn':
      return { ...state, [workaround]: { ...(state[workaround] as Workaround), status: type === 'WorkaroundPublished' ? 'published' : 'withdrawn' } }
  }
}

export const workarounds: Decider<WorkaroundsState, WorkaroundsCommand, WorkaroundsFact> = { initial: {}, decide, evolve }
