// An update is submitted by its author, approved by as many people as its severity needs, and then published once.
import type { Decider } from '../../platform/decider.ts'
import { isProgram } from '../../platform/auth/permissions.ts'
import { Refused } from '../../platform/refused.ts'

/** `direct`: it is no update for customers on the status page, keeps no promise to them and makes none. */
export type Promised = { direct?: true | undefined; full: boolean; final: boolean; nextUpdateAt: Date | null; lateReasonId?: string }
export type UpdateCommand =
  | ({ type: 'Submit'; by: string; people: number; now: Date } & Promised)
  | { type: 'Approve'; by: string; now: Date }
  | { type: 'Withdraw'; now: Date }
export type UpdateFact =
  | ({ type: 'UpdateSubmitted'; by: string; people: number; at: Date } & Promised)
  | { type: 'UpdateApproved'; by: string; at: Date }
  | ({ type: 'UpdatePublished'; at: Date } & Promised)
  | { type: 'DirectUpdatePublished'; at: Date }
  | { type: 'UpdateWithdrawn'; at: Date }
export type UpdateState =
  | { status: 'draft' | 'published' | 'withdrawn' }
  | { status: 'awaiting-approval'; people: number; agreed: string[]; promised: Promised }

function decide(command: UpdateCommand, state: UpdateState): UpdateFact[] {
  const { now } = command
  if (state.status === 'published') throw new Refused('already-done', 'This update is published; write a new one to say something else.')
  if (state.status === 'withdrawn') throw new Refused('already-done', 'This update was withdrawn.')
  switch (command.type) {
    case 'Submit': {
      if (state.status !== 'draft') throw new Refused('already-done', 'This update already waits for approval.')
      const { type: _, by, people, now: at, ...promised } = command
      const submitted: UpdateFact = { type: 'UpdateSubmitted', by, people, ...promised, at }
      return people <= 1 ? [submitted, published(promised, at)] : [submitted]
    }
    case 'Approve': {
      if (state.status !== 'awaiting-approval') throw new Refused('out-of-order', 'This update has not been submitted yet.')
      if (state.agreed.includes(command.by)) throw new Refused('not-allowed', 'Two different people must agree: you already did.')
      const approved: UpdateFact = { type: 'UpdateApproved', by: command.by, at: now }
      return state.agreed.length + 1 >= state.people ? [approved, published(inTime(state.promised, now), now)] : [approved]
    }
    case 'Withdraw':
      return [{ type: 'UpdateWithdrawn', at: now }]
  }
}

/** What goes to others than all customers is another fact, so that no clock of theirs takes it for an answer. */
const published = (promised: Promised, at: Date): UpdateFact =>
  promised.direct ? { type: 'DirectUpdatePublished', at } : { type: 'UpdatePublished', ...promised, at }

/** Who wrote it is one of those who agree, unless a program did. */
export const peopleAmong = (by: string): string[] => (isProgram(by) ? [] : [by])

/** A promised time that passed while the update waited for approval is left to the rhythm. */
const inTime = (promised: Promised, now: Date): Promised =>
  promised.nextUpdateAt && promised.nextUpdateAt <= now ? { ...promised, nextUpdateAt: null } : promised

function evolve(state: UpdateState, fact: UpdateFact): UpdateState {
  switch (fact.type) {
    case 'UpdateSubmitted': {
      const { type: _, at: __, by, people, ...promised } = fact
      return { status: 'awaiting-approval', people, agreed: peopleAmong(by), promised }
    }
    case 'UpdateApproved':
      return state.status === 'awaiting-approval' ? { ...state, agreed: [...state.agreed, fact.by] } : state
    case 'UpdatePublished':
    case 'DirectUpdatePublished':
      return { status: 'published' }
    case 'UpdateWithdrawn':
      return { status: 'withdrawn' }
  }
}

export const update: Decider<UpdateState, UpdateCommand, UpdateFact> = { initial: { status: 'draft' }, decide, evolve }
