// Remedies are worked out, approved by enough different people, and granted once; what was approved is what is granted.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'

export type RemediesCommand =
  | { type: 'Plan'; planId: string; revision: number; seal: string; accounts: number; now: Date }
  | { type: 'TakeBack'; grantId: number; accountId: number; remedy: string; reasonId: string; by: string; now: Date }
  | { type: 'Settle'; planId: string; done: number; failed: number; ended: number; now: Date }
  | { type: 'Approve'; planId: string; seal: string; by: string; people: number; now: Date }
export type RemediesFact =
  | { type: 'RemediesPlanned'; planId: string; revision: number; seal: string; accounts: number; at: Date }
  | { type: 'RemediesApproved'; planId: string; by: string; at: Date }
  | { type: 'RemediesGranted'; planId: string; accounts: number; agreed: string[]; at: Date }
  | { type: 'RemedyTakenBack'; grantId: number; accountId: number; remedy: string; reasonId: string; by: string; at: Date }
  | { type: 'RemediesCarriedOut'; planId: string; done: number; failed: number; ended: number; at: Date }
export type RemediesState = {
  revision: number
  takenBack: number[]
  /** Plans whose every line was carried out, failed or ended. */
  settled: string[]
  plan?: { planId: string; seal: string; accounts: number; agreed: string[]; granted: boolean }
}

function decide(command: RemediesCommand, state: RemediesState): RemediesFact[] {
  const { plan } = state
  if (command.type === 'Plan') {
    if (command.revision !== state.revision + 1) throw new Refused('changed-meanwhile', 'Somebody else worked out the remedies at the same time. Look again.')
    const { type: _, now, ...planned } = command
    return [{ type: 'RemediesPlanned', ...planned, at: now }]
  }
  if (command.type === 'TakeBack') {
    if (state.takenBack.includes(command.grantId)) throw new Refused('already-done', 'This line is already taken back.')
    const { type: _, now, ...line } = command
    return [{ type: 'RemedyTakenBack', ...line, at: now }]
  }
  if (command.type === 'Settle') {
    if (state.settled.includes(command.planId)) return []
    const { type: _, now, ...settled } = command
    return [{ type: 'RemediesCarriedOut', ...settled, at: now }]
  }
  if (!plan || plan.planId !== command.planId)
    throw new Refused('changed-meanwhile', 'The remedies were worked out again since. Look at the newest plan and approve that.')
  if (plan.granted) throw new Refused('already-done', 'This plan is already granted; nobody is paid twice.')
  if (plan.seal !== command.seal) throw new Refused('changed-meanwhile', 'What you looked at is not what would be granted. Look again.')
  if (plan.agreed.includes(command.by)) throw new Refused('not-allowed', 'Different people must agree: you already did.')
  const approved: RemediesFact = { type: 'RemediesApproved', planId: plan.planId, by: command.by, at: command.now }
  return plan.agreed.length + 1 >= command.people
    ? [approved, { type: 'RemediesGranted', planId: plan.planId, accounts: plan.accounts, agreed: [...plan.agreed, command.by], at: command.now }]
    : [approved]
}

function evolve(state: RemediesState, fact: RemediesFact): RemediesState {
  switch (fact.type) {
    case 'RemediesPlanned':
      return { ...state, revision: fact.revision, plan: { planId: fact.planId, seal: fact.seal, accounts: fact.accounts, agreed: [], granted: false } }
    case 'RemediesApproved':
      return state.plan ? { ...state, plan: { ...state.plan, agreed: [...state.plan.agreed, fact.by] } } : state
    case 'RemediesGranted':
      return state.plan ? { ...state, plan: { ...state.plan, granted: true } } : state
    case 'RemedyTakenBack':
      return { ...state, takenBack: [...state.takenBack, fact.grantId] }
    case 'RemediesCarriedOut':
      return { ...state, settled: [...state.settled, fact.planId] }
  }
}

export const remedies: Decider<RemediesState, RemediesCommand, RemediesFact> = { initial: { revision: 0, takenBack: [], settled: [] }, decide, evolve }
