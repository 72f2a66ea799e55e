// A customer's own word that it works again: each contact's newest word counts, an account works where nobody of it says otherwise, and who says that it does not is followed up.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import type { FollowUpOutcome, SignOffAnswer, SignOffWay } from './sign-off.contract.ts'

type Where = { serviceId?: string; region?: string }
/** `contactId` left out: said for the whole account, in place of all that its contacts said. `round`: how often the crisis has asked; an earlier round counts no more. */
export type SignOffCommand =
  | ({ type: 'Answer'; answer: SignOffAnswer; accountId: number; contactId?: number; way: SignOffWay; round: number; textId?: string; now: Date } & Where)
  | { type: 'TakeFollowUp'; by: string; now: Date }
  | { type: 'CloseFollowUp'; by: string; outcome: FollowUpOutcome; noteId?: string; now: Date }

/** `inForce`: what counts for the account after it. The first version of this fact named account and time alone. */
type Said = { accountId: number; contactId?: number; way?: SignOffWay; round?: number; textId?: string; inForce?: SignOffAnswer; at: Date } & Where
export type SignOffFact =
  | ({ type: 'CustomerConfirmed' } & Said)
  | ({ type: 'CustomerStillBroken' } & Said)
  | ({ type: 'FollowUpOpened'; accountId: number; textId?: string; at: Date } & Where)
  | { type: 'FollowUpTaken'; accountId: number; by: string; at: Date }
  | { type: 'FollowUpClosed'; accountId: number; by: string; outcome: FollowUpOutcome; noteId?: string; at: Date }

export type SignOffState = {
  accountId: number
  round: number
  /** By contact; `account` where it was said for all of it. */
  said: Record<string, SignOffAnswer>
  followUp: 'none' | 'open' | 'taken' | 'closed'
  takenBy?: string
}
const initial: SignOffState = { accountId: 0, round: 0, said: {}, followUp: 'none' }

function decide(command: SignOffCommand, state: SignOffState): SignOffFact[] {
  switch (command.type) {
    case 'Answer':
      return answer(command, state)
    case 'TakeFollowUp': {
      mustBeOpen(state)
      if (state.takenBy === command.by) return []
      if (state.takenBy) throw new Refused('already-done', 'Somebody else looks after this customer already. Take the next one.')
      return [{ type: 'FollowUpTaken', accountId: state.accountId, by: command.by, at: command.now }]
    }
    case 'CloseFollowUp': {
      mustBeOpen(state)
      const { by, outcome, noteId, now: at } = command
      const said = { accountId: state.accountId, way: 'person' as const, round: state.round, inForce: 'works' as const, at }
      return [
        { type: 'FollowUpClosed', accountId: state.accountId, by, outcome, ...(noteId ? { noteId } : {}), at },
        ...(outcome === 'works' ? [{ type: 'CustomerConfirmed' as const, ...said }] : []),
      ]
    }
  }
}

/** The same again is nothing new, unless it comes with words or a place, or nobody looks after it any more. */
function answer({ type: _, answer: given, now: at, ...rest }: Extract<SignOffCommand, { type: 'Answer' }>, before: SignOffState): SignOffFact[] {
  const state = before.round === rest.round ? before : { ...initial, followUp: before.followUp, takenBy: before.takenBy }
  const said = saidBy(state.said, rest.contactId, given)
  const inForce = inForceOf(said)
  const open = isOpen(before)
  const same = state.said[speaker(rest.contactId)] === given && Object.keys(said).length === Object.keys(state.said).length
  if (same && !rest.textId && !rest.serviceId && !rest.region && (given === 'works' || open)) return []
  const { accountId, textId, serviceId, region } = rest
  const where = { ...(serviceId ? { serviceId } : {}), ...(region ? { region } : {}), ...(textId ? { textId } : {}) }
  return [
    { type: given === 'works' ? 'CustomerConfirmed' : 'CustomerStillBroken', ...rest, ...where, inForce, at },
    ...(given === 'still-broken' && !open ? [{ type: 'FollowUpOpened' as const, accountId, ...where, at }] : []),
    ...(inForce === 'works' && open ? [{ type: 'FollowUpClosed' as const, accountId, by: 'customer', outcome: 'works' as const, at }] : []),
  ]
}

function evolve(state: SignOffState, fact: SignOffFact): SignOffState {
  switch (fact.type) {
    case 'CustomerConfirmed':
    case 'CustomerStillBroken': {
      const round = fact.round ?? 1
      const said = saidBy(round === state.round ? state.said : {}, fact.contactId, fact.type === 'CustomerConfirmed' ? 'works' : 'still-broken')
      return { ...state, accountId: fact.accountId, round, said }
    }
    case 'FollowUpOpened':
      return { ...state, followUp: 'open', takenBy: undefined }
    case 'FollowUpTaken':
      return { ...state, followUp: 'taken', takenBy: fact.by }
    case 'FollowUpClosed':
      return { ...state, followUp: 'closed', takenBy: undefined }
  }
}

const speaker = (contactId: number | undefined) => (contactId === undefined ? 'account' : String(contactId))
/** What was said for the whole account replaces what its contacts said; a contact who speaks after that speaks for themselves. */
const saidBy = (said: SignOffState['said'], contactId: number | undefined, answer: SignOffAnswer): SignOffState['said'] => {
  if (contactId === undefined) return { account: answer }
  // Whoever speaks for themselves knows more of it than what was said for all: it counts no longer.
  const { account: _, ...contacts } = said
  return { ...contacts, [speaker(contactId)]: answer }
}

/** Still broken for one of them is still broken. */
export const inForceOf = (said: SignOffState['said']): SignOffAnswer => (Object.values(said).includes('still-broken') ? 'still-broken' : 'works')

const isOpen = ({ followUp }: SignOffState) => followUp === 'open' || followUp === 'taken'
function mustBeOpen(state: SignOffState) {
  if (state.followUp === 'none') throw new Refused('not-found', 'This customer did not say that it is still broken.')
  if (state.followUp === 'closed') throw new Refused('already-done', 'This is closed already. If it breaks again, the customer’s next word opens it anew.')
}

export const signOff: Decider<SignOffState, SignOffCommand, SignOffFact> = { initial, decide, evolve }
