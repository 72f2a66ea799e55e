// A review for customers is submitted, approved by as many people as an update of its severity needs, and read from then on; a newer one takes its place by the same way.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import { peopleAmong } from '../updates/update.ts'

export type PostmortemCommand =
  /** `seal`: a hash of the words. */
  | { type: 'SubmitPostmortem'; by: string; people: number; seal: string; now: Date }
  /** `seal`: of the words that were read. */
  | { type: 'ApprovePostmortem'; by: string; seal: string; now: Date }
  | { type: 'SendPostmortemBack'; by: string; reasonId: string; now: Date }
  | { type: 'WithdrawPostmortem'; by: string; now: Date }
  | { type: 'TakePostmortemDown'; by: string; reasonId: string; now: Date }
export type PostmortemFact =
  | { type: 'PostmortemSubmitted'; by: string; people: number; seal: string; at: Date }
  | { type: 'PostmortemApproved'; by: string; at: Date }
  | { type: 'PostmortemPublished'; at: Date }
  | { type: 'PostmortemSentBack'; by: string; reasonId: string; at: Date }
  | { type: 'PostmortemWithdrawn'; by: string; at: Date }
  | { type: 'PostmortemTakenDown'; by: string; reasonId: string; at: Date }
type Waiting = { author: string; people: number; agreed: string[]; seal: string }
/** `shown`: customers read one. */
export type PostmortemState = { waiting: Waiting | null; shown: boolean }

function decide(command: PostmortemCommand, { waiting, shown }: PostmortemState): PostmortemFact[] {
  const { by, now: at } = command
  switch (command.type) {
    case 'SubmitPostmortem': {
      if (waiting) throw new Refused('already-done', 'This review already waits for approval.')
      const submitted: PostmortemFact = { type: 'PostmortemSubmitted', by, people: command.people, seal: command.seal, at }
      return command.people > 1 ? [submitted] : [submitted, { type: 'PostmortemPublished', at }]
    }
    case 'ApprovePostmortem': {
      const { agreed, people, seal } = stillWaiting(waiting)
      if (command.seal !== seal) throw new Refused('changed-meanwhile', 'What waits now is not what you have read. Read it again, then approve it.')
      if (agreed.includes(by)) throw new Refused('not-allowed', 'Two different people must agree: you already did.')
      const approved: PostmortemFact = { type: 'PostmortemApproved', by, at }
      return agreed.length + 1 >= people ? [approved, { type: 'PostmortemPublished', at }] : [approved]
    }
    case 'SendPostmortemBack': {
      if (stillWaiting(waiting).author === by) throw new Refused('not-allowed', 'You submitted it yourself: withdraw it and change it.')
      return [{ type: 'PostmortemSentBack', by, reasonId: command.reasonId, at }]
    }
    case 'WithdrawPostmortem':
      stillWaiting(waiting)
      return [{ type: 'PostmortemWithdrawn', by, at }]
    case 'TakePostmortemDown':
      if (!shown) throw new Refused('already-done', 'Customers read no review of this crisis.')
      return [{ type: 'PostmortemTakenDown', by, reasonId: command.reasonId, at }]
  }
}

function stillWaiting(waiting: Waiting | null): Waiting {
  if (!waiting) throw new Refused('out-of-order', 'No review waits for approval.')
  return waiting
}

function evolve({ waiting, shown }: PostmortemState, fact: PostmortemFact): PostmortemState {
  switch (fact.type) {
    case 'PostmortemSubmitted':
      return { shown, waiting: { author: fact.by, people: fact.people, agreed: peopleAmong(fact.by), seal: fact.seal } }
    case 'PostmortemApproved':
      return { shown, waiting: waiting && { ...waiting, agreed: [...waiting.agreed, fact.by] } }
    case 'PostmortemPublished':
      return { shown: true, waiting: null }
    case 'PostmortemSentBack':
    case 'PostmortemWithdrawn':
      return { shown, waiting: null }
    case 'PostmortemTakenDown':
      return { shown: false, waiting }
  }
}

export const postmortem: Decider<PostmortemState, PostmortemCommand, PostmortemFact> = { initial: { waiting: null, shown: false }, decide, evolve }
