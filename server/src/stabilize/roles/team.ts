// The team rule: each seat has at most one holder, the commander's always exactly one; a seat passes on when the other side accepts.
import { minutesAfter } from '../../platform/clock.ts'
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'

export type TeamCommand =
  | { type: 'FormTeam'; roles: string[]; commander: string; now: Date }
  | { type: 'SeatCommander'; holder: string; now: Date }
  | { type: 'TakeSeat'; role: string; by: string; now: Date }
  | { type: 'OfferHandOver'; offer: string; role: string; to: string; noteId?: string; by: string; now: Date }
  | { type: 'AcceptHandOver'; offer: string; by: string; now: Date }
  | { type: 'DeclineHandOver'; offer: string; reasonId?: string; by: string; now: Date }
  | { type: 'WithdrawHandOver'; offer: string; by: string; now: Date }
  | { type: 'StandDown'; role: string; by: string; now: Date }
  | { type: 'EndRelief'; now: Date }
  | { type: 'ResumeRelief'; now: Date }
  | { type: 'Dissolve'; now: Date }
  | { type: 'CheckTeam'; now: Date }

export type TeamFact =
  | { type: 'TeamFormed'; roles: string[]; commander: string; at: Date }
  | { type: 'SeatTaken'; role: string; holder: string; instead?: string; at: Date }
  | { type: 'SeatLeft'; role: string; holder: string; at: Date }
  | { type: 'HandOverOffered'; offer: string; role: string; from?: string; to: string; noteId?: string; answerBy: Date; at: Date }
  | { type: 'HandOverAccepted'; offer: string; role: string; to: string; at: Date }
  | { type: 'HandOverDeclined'; offer: string; role: string; to: string; reasonId?: string; at: Date }
  | { type: 'HandOverWithdrawn'; offer: string; role: string; to: string; at: Date }
  | { type: 'HandOverLapsed'; offer: string; role: string; to: string; at: Date }
  | { type: 'ReliefDue'; role: string; holder: string; since: Date; at: Date }
  | { type: 'ReliefEnded'; at: Date }
  | { type: 'ReliefResumed'; at: Date }
  | { type: 'TeamDissolved'; at: Date }

/** `shiftFrom`: since when they work without a break; left out: since they sat down. */
export type Seat = { holder: string; since: Date; shiftFrom?: Date; relieveAt: Date }
export type Offer = { id: string; role: string; from?: string; to: string; noteId?: string; offeredAt: Date; answerBy: Date }
export type TeamState = { status: 'none' | 'formed' | 'dissolved'; roles: string[]; seats: Record<string, Seat>; offers: Offer[]; calm: boolean }

const initial: TeamState = { status: 'none', roles: [], seats: {}, offers: [], calm: false }

/** Whoever was offered a seat has this long to answer; after that it stays where it is. */
export const answerWithinMinutes = 15
/** After four hours in a seat one is asked to hand over, for tired people decide badly; then after eight, sixteen: a crisis of weeks must not wake somebody every hour. */
export const reliefAfterMinutes = 4 * 60

function decide(command: TeamCommand, state: TeamState): TeamFact[] {
  const { now } = command
  if (command.type === 'FormTeam') return state.status === 'none' ? [{ type: 'TeamFormed', roles: command.roles, commander: command.commander, at: now }] : []
  if (state.status !== 'formed') {
    // A crisis that was declared before there were teams has none; what follows from its own facts is not refused for that.
    if (['SeatCommander', 'EndRelief', 'ResumeRelief', 'Dissolve', 'CheckTeam'].includes(command.type)) return []
    throw state.status === 'none'
      ? new Refused('not-found', 'This crisis has no team.')
      : new Refused('already-done', 'This crisis is closed; its team is dissolved.')
  }
  switch (command.type) {
    case 'SeatCommander':
      return seat(state, 'commander', command.holder, now)
    case 'TakeSeat': {
      knownRole(state, command.role)
      if (command.role === 'commander') throw new Refused('out-of-order', 'Command is taken with “take command”, so that everybody sees it.')
      return seat(state, command.role, command.by, now)
    }
    case 'OfferHandOver':
      return offerHandOver(state, command)
    case 'AcceptHandOver': {
      const offer = offered(state, command.offer)
      if (offer.to !== command.by) throw new Refused('not-allowed', 'Only the person to whom the seat was offered can accept it.')
      const accepted: TeamFact = { type: 'HandOverAccepted', offer: offer.id, role: offer.role, to: offer.to, at: now }
      // The commander's seat passes on in the crisis itself, in the same transaction.
      return offer.role === 'commander' ? [accepted] : [accepted, ...seat(evolve(state, accepted), offer.role, offer.to, now)]
    }
    case 'DeclineHandOver': {
      const { id, role, to } = offered(state, command.offer)
      if (to !== command.by) throw new Refused('not-allowed', 'Only the person to whom the seat was offered can decline it.')
      return [{ type: 'HandOverDeclined', offer: id, role, to, ...(command.reasonId ? { reasonId: command.reasonId } : {}), at: now }]
    }
    case 'WithdrawHandOver': {
      const { id, role, to, from } = offered(state, command.offer)
      if (command.by !== from && command.by !== commanderOf(state))
        throw new Refused('not-allowed', 'Only who offered the seat, or the commander, can take the offer back.')
      return [{ type: 'HandOverWithdrawn', offer: id, role, to, at: now }]
    }
    case 'StandDown': {
      knownRole(state, command.role)
      const holder = state.seats[command.role]?.holder
      if (command.role === 'commander')
        throw new Refused('out-of-order', 'Somebody must lead: hand command over, and stand down when the other side has accepted.')
      if (!holder) return []
      if (command.by !== holder && command.by !== commanderOf(state))
        throw new Refused('not-allowed', 'Only who holds the seat, or the commander, can free it.')
      return [{ type: 'SeatLeft', role: command.role, holder, at: now }]
    }
    case 'EndRelief':
      return state.calm ? [] : [{ type: 'ReliefEnded', at: now }]
    case 'ResumeRelief':
      return state.calm ? [{ type: 'ReliefResumed', at: now }] : []
    case 'Dissolve':
      return [{ type: 'TeamDissolved', at: now }]
    case 'CheckTeam':
      return everythingDue(state, now)
  }
}

function offerHandOver(state: TeamState, { offer, role, to, noteId, by, now }: Extract<TeamCommand, { type: 'OfferHandOver' }>): TeamFact[] {
  knownRole(state, role)
  const holder = state.seats[role]?.holder
  if (by !== holder && by !== commanderOf(state)) throw new Refused('not-allowed', 'Only who holds the seat, or the commander, can offer it.')
  if (to === holder) throw new Refused('already-done', 'They hold this seat already.')
  const open = state.offers.find((each) => each.role === role)
  if (open?.to === to) throw new Refused('already-done', 'The seat is offered to them already; wait for their answer.')
  const withdrawn: TeamFact[] = open ? [{ type: 'HandOverWithdrawn', offer: open.id, role, to: open.to, at: now }] : []
  return [
    ...withdrawn,
    {
      type: 'HandOverOffered',
      offer,
      role,
      ...(holder ? { from: holder } : {}),
      to,
      ...(noteId ? { noteId } : {}),
      answerBy: minutesAfter(now, answerWithinMinutes),
      at: now,
    },
  ]
}

/** Whoever sits down voids what was still offered of that seat. */
function seat(state: TeamState, role: string, holder: string, at: Date): TeamFact[] {
  const instead = state.seats[role]?.holder
  if (instead === holder) return []
  const open = state.offers.filter((offer) => offer.role === role)
  return [
    ...open.map((offer): TeamFact => ({ type: 'HandOverWithdrawn', offer: offer.id, role, to: offer.to, at })),
    { type: 'SeatTaken', role, holder, ...(instead ? { instead } : {}), at },
  ]
}

/** What time alone does: offers lapse, and whoever sits too long is asked to hand over. */
function everythingDue(state: TeamState, now: Date): TeamFact[] {
  const lapsed = state.offers
    .filter((offer) => offer.answerBy <= now)
    .map((offer): TeamFact => ({ type: 'HandOverLapsed', offer: offer.id, role: offer.role, to: offer.to, at: now }))
  const tired = Object.entries(state.calm ? {} : state.seats)
    .filter(([, { relieveAt }]) => relieveAt <= now)
    .map(([role, { holder, since, shiftFrom }]): TeamFact => ({ type: 'ReliefDue', role, holder, since: shiftFrom ?? since, at: now }))
  return [...lapsed, ...tired]
}

function evolve(state: TeamState, fact: TeamFact): TeamState {
  const seated = (role: string, holder: string, at: Date) => ({
    ...state.seats,
    [role]: { holder, since: at, relieveAt: minutesAfter(at, reliefAfterMinutes) },
  })
  const without = (offer: string) => state.offers.filter((each) => each.id !== offer)
  switch (fact.type) {
    case 'TeamFormed':
      return { ...initial, status: 'formed', roles: fact.roles, seats: seated('commander', fact.commander, fact.at) }
    case 'SeatTaken':
      return { ...state, seats: seated(fact.role, fact.holder, fact.at) }
    case 'SeatLeft':
      return { ...state, seats: Object.fromEntries(Object.entries(state.seats).filter(([role]) => role !== fact.role)) }
    case 'HandOverOffered': {
      const { offer: id, role, from, to, noteId, answerBy, at: offeredAt } = fact
      return { ...state, offers: [...state.offers, { id, role, ...(from ? { from } : {}), to, ...(noteId ? { noteId } : {}), offeredAt, answerBy }] }
    }
    case 'HandOverAccepted':
    case 'HandOverDeclined':
    case 'HandOverWithdrawn':
    case 'HandOverLapsed':
      return { ...state, offers: without(fact.offer) }
    case 'ReliefDue': {
      const held = state.seats[fact.role]
      return held ? { ...state, seats: { ...state.seats, [fact.role]: { ...held, relieveAt: new Date(2 * fact.at.getTime() - fact.since.getTime()) } } } : state
    }
    case 'ReliefEnded':
      return { ...state, calm: true }
    case 'ReliefResumed': {
      // They rested while it was over: everybody's shift begins now.
      const fresh = (held: Seat): Seat => ({ ...held, shiftFrom: fact.at, relieveAt: minutesAfter(fact.at, reliefAfterMinutes) })
      return { ...state, calm: false, seats: Object.fromEntries(Object.entries(state.seats).map(([role, held]) => [role, fresh(held)])) }
    }
    case 'TeamDissolved':
      return { ...state, status: 'dissolved', offers: [] }
  }
}

function wakeAt(state: TeamState): Date | undefined {
  if (state.status !== 'formed') return undefined
  const moments = [...state.offers.map((offer) => offer.answerBy), ...(state.calm ? [] : Object.values(state.seats).map((held) => held.relieveAt))]
  return moments.reduce<Date | undefined>((soonest, at) => (soonest && soonest <= at ? soonest : at), undefined)
}

const commanderOf = (state: TeamState) => state.seats.commander?.holder

function knownRole(state: TeamState, role: string) {
  if (!state.roles.includes(role)) throw new Refused('not-found', `This crisis has no role ${role}; there are ${state.roles.join(', ')}.`)
}

function offered(state: TeamState, id: string): Offer {
  const offer = state.offers.find((each) => each.id === id)
  if (!offer) throw new Refused('not-found', 'This offer is no longer open: it was answered, taken back, or has lapsed.')
  return offer
}

export const team: Decider<TeamState, TeamCommand, TeamFact> = { initial, decide, evolve, wakeAt }
