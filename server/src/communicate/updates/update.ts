// An update is submitted by its author, approved by as many people as its severity needs (or sent back by one of them), and then published once.
import type { Decider } from '../../platform/decider.ts'
import type { StakeholderAudience } from '../audiences/audiences.contract.ts'
import { isProgram } from '../../platform/auth/permissions.ts'
import { Refused } from '../../platform/refused.ts'

/** `direct`: it is no update for customers on the status page, keeps no promise to them and makes none. `audience`: who is no customer, and has promises of their own. */
export type Promised = {
  direct?: true | undefined
  audience?: StakeholderAudience | undefined
  full: boolean
  final: boolean
  nextUpdateAt: Date | null
  lateReasonId?: string
}
export type UpdateCommand =
  /** `seal`: a hash of the words; `asked`: whom the page goes to where it waits. */
  | ({ type: 'Submit'; by: string; people: number; seal?: string; asked?: string[]; now: Date } & Promised)
  /** `seal`: of the words that were read, where they were read elsewhere than in the room. */
  | { type: 'Approve'; by: string; seal?: string; now: Date }
  /** `draft`: the id under which the words go on as a draft. */
  | { type: 'SendBack'; by: string; reasonId: string; draft: string; seal?: string; now: Date }
  | { type: 'PublishAnyway'; by: string; reasonId: string; now: Date }
  | { type: 'Withdraw'; now: Date }
export type UpdateFact =
  | ({ type: 'UpdateSubmitted'; by: string; people: number; seal?: string; asked?: string[]; at: Date } & Promised)
  | { type: 'UpdateApproved'; by: string; at: Date }
  | { type: 'UpdateSentBack'; by: string; reasonId: string; draft: string; at: Date }
  | { type: 'SecondPersonWaived'; by: string; reasonId: string; missing: number; at: Date }
  | ({ type: 'UpdatePublished'; at: Date } & Promised)
  /** Of an audience that is no customer, from the version on that has clocks for them: what it promises them. */
  | ({ type: 'DirectUpdatePublished'; at: Date } & Partial<Omit<Promised, 'direct' | 'full'>>)
  | { type: 'UpdateWithdrawn'; at: Date }
export type UpdateState =
  | { status: 'draft' | 'published' | 'withdrawn' | 'sent-back' }
  | { status: 'awaiting-approval'; author: string; people: number; agreed: string[]; seal?: string; promised: Promised }
type Waiting = Extract<UpdateState, { status: 'awaiting-approval' }>

function decide(command: UpdateCommand, state: UpdateState): UpdateFact[] {
  const { now } = command
  if (state.status === 'published') throw new Refused('already-done', 'This update is published; write a new one to say something else.')
  if (state.status === 'withdrawn') throw new Refused('already-done', 'This update was withdrawn.')
  if (state.status === 'sent-back') throw new Refused('already-done', 'This update was sent back. Its words go on as a new draft.')
  switch (command.type) {
    case 'Submit': {
      if (state.status !== 'draft') throw new Refused('already-done', 'This update already waits for approval.')
      const { type: _, by, people, seal, asked = [], now: at, ...promised } = command
      const waits = people > 1
      const submitted: UpdateFact = { type: 'UpdateSubmitted', by, people, ...(seal ? { seal } : {}), ...(waits ? { asked } : {}), ...promised, at }
      return waits ? [submitted] : [submitted, published(promised, at)]
    }
    case 'Approve': {
      const waiting = asRead(waitingFor(state), command.seal)
      if (waiting.agreed.includes(command.by)) throw new Refused('not-allowed', 'Two different people must agree: you already did.')
      const approved: UpdateFact = { type: 'UpdateApproved', by: command.by, at: now }
      return waiting.agreed.length + 1 >= waiting.people ? [approved, published(inTime(waiting.promised, now), now)] : [approved]
    }
    case 'SendBack': {
      const { by, reasonId, draft, seal } = command
      const waiting = asRead(waitingFor(state), seal)
      if (waiting.author === by) throw new Refused('not-allowed', 'You wrote it yourself: withdraw it and write it anew.')
      return [{ type: 'UpdateSentBack', by, reasonId, draft, at: now }]
    }
    case 'PublishAnyway': {
      const waiting = waitingFor(state)
      const { by, reasonId } = command
      return [
        { type: 'SecondPersonWaived', by, reasonId, missing: waiting.people - waiting.agreed.length, at: now },
        published(inTime(waiting.promised, now), now),
      ]
    }
    case 'Withdraw':
      return [{ type: 'UpdateWithdrawn', at: now }]
  }
}

function waitingFor(state: UpdateState): Waiting {
  if (state.status !== 'awaiting-approval') throw new Refused('out-of-order', 'This update has not been submitted yet.')
  return state
}

/** Whoever read other words than those that wait agreed to something else. */
function asRead(waiting: Waiting, seal: string | undefined): Waiting {
  if (seal !== undefined && seal !== waiting.seal)
    throw new Refused('changed-meanwhile', 'What waits now is not what you have read. Look at it again in the crisis room.')
  return waiting
}

/** What goes to others than all customers is another fact, so that no clock of theirs takes it for an answer. */
function published({ direct, ...promised }: Promised, at: Date): UpdateFact {
  if (!direct) return { type: 'UpdatePublished', ...promised, at }
  const { full: _, ...toThem } = promised
  return { type: 'DirectUpdatePublished', ...(promised.audience ? toThem : {}), at }
}

/** Who wrote it is one of those who agree, unless a program did. */
export const peopleAmong = (by: string): string[] => (isProgram(by) ? [] : [by])

/** A promised time that passed while the update waited for approval is left to the rhythm. */
const inTime = (promised: Promised, now: Date): Promised =>
  promised.nextUpdateAt && promised.nextUpdateAt <= now ? { ...promised, nextUpdateAt: null } : promised

function evolve(state: UpdateState, fact: UpdateFact): UpdateState {
  switch (fact.type) {
    case 'UpdateSubmitted': {
      const { type: _, at: __, by, people, seal, asked: ___, ...promised } = fact
      return { status: 'awaiting-approval', author: by, people, agreed: peopleAmong(by), ...(seal ? { seal } : {}), promised }
    }
    case 'UpdateApproved':
      return state.status === 'awaiting-approval' ? { ...state, agreed: [...state.agreed, fact.by] } : state
    case 'UpdatePublished':
    case 'DirectUpdatePublished':
      return { status: 'published' }
    case 'UpdateSentBack':
      return { status: 'sent-back' }
    case 'SecondPersonWaived':
      return state
    case 'UpdateWithdrawn':
      return { status: 'withdrawn' }
  }
}

export const update: Decider<UpdateState, UpdateCommand, UpdateFact> = { initial: { status: 'draft' }, decide, evolve }
