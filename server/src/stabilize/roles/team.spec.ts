import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { type TeamCommand, type TeamFact, team } from './team.ts'

describe('Seats of a crisis team', () => {
  test('whoever sits down in an empty seat has it', () =>
    formed()
      .when({ type: 'TakeSeat', role: 'scribe', by: 'bo', now: at('09:05') })
      .then(taken('scribe', 'bo', '09:05')))
  test('whoever takes a seat that is held replaces its holder, by name', () =>
    formed(taken('scribe', 'bo', '09:05'))
      .when({ type: 'TakeSeat', role: 'scribe', by: 'cy', now: at('09:06') })
      .then({ ...taken('scribe', 'cy', '09:06'), instead: 'bo' } as TeamFact))
  test('sitting down twice says nothing new', () =>
    formed(taken('scribe', 'bo', '09:05'))
      .when({ type: 'TakeSeat', role: 'scribe', by: 'bo', now: at('09:06') })
      .thenNothing())
  test('a seat that the playbook does not know is refused', () =>
    formed()
      .when({ type: 'TakeSeat', role: 'jester', by: 'bo', now: at('09:05') })
      .thenRefused('not-found'))
  test('command is not taken like any other seat', () =>
    formed()
      .when({ type: 'TakeSeat', role: 'commander', by: 'bo', now: at('09:05') })
      .thenRefused('out-of-order'))
  test('a seat can be left', () =>
    formed(taken('scribe', 'bo', '09:05'))
      .when({ type: 'StandDown', role: 'scribe', by: 'bo', now: at('09:30') })
      .then({ type: 'SeatLeft', role: 'scribe', holder: 'bo', at: at('09:30') }))
  test('the commander cannot just leave: somebody must lead', () =>
    formed()
      .when({ type: 'StandDown', role: 'commander', by: 'ann', now: at('09:30') })
      .thenRefused('out-of-order'))
  test('nobody frees a seat that is somebody else’s, but the commander may', () => {
    formed(taken('scribe', 'bo', '09:05'))
      .when({ type: 'StandDown', role: 'scribe', by: 'cy', now: at('09:30') })
      .thenRefused('not-allowed')
    formed(taken('scribe', 'bo', '09:05'))
      .when({ type: 'StandDown', role: 'scribe', by: 'ann', now: at('09:30') })
      .then({ type: 'SeatLeft', role: 'scribe', holder: 'bo', at: at('09:30') })
  })
})

describe('Handing a seat over', () => {
  test('is an offer until the other side accepts', () =>
    formed(taken('scribe', 'bo', '09:05'))
      .when(offer('scribe', 'cy', 'bo', '09:10'))
      .then(offered('scribe', 'cy', '09:10', 'bo')))
  test('accepted, the seat passes on', () =>
    formed(taken('scribe', 'bo', '09:05'), offered('scribe', 'cy', '09:10', 'bo'))
      .when({ type: 'AcceptHandOver', offer: 'o', by: 'cy', now: at('09:12') })
      .then({ type: 'HandOverAccepted', offer: 'o', role: 'scribe', to: 'cy', at: at('09:12') }, {
        ...taken('scribe', 'cy', '09:12'),
        instead: 'bo',
      } as TeamFact))
  test('only the person asked accepts or declines', () => {
    formed(offered('commander', 'cy', '09:10', 'ann'))
      .when({ type: 'AcceptHandOver', offer: 'o', by: 'bo', now: at('09:12') })
      .thenRefused('not-allowed')
    formed(offered('commander', 'cy', '09:10', 'ann'))
      .when({ type: 'DeclineHandOver', offer: 'o', by: 'ann', now: at('09:12') })
      .thenRefused('not-allowed')
  })
  test('declined, the seat stays where it is', () =>
    formed(offered('commander', 'cy', '09:10', 'ann'))
      .when({ type: 'DeclineHandOver', offer: 'o', reasonId: 'r', by: 'cy', now: at('09:12') })
      .then({ type: 'HandOverDeclined', offer: 'o', role: 'commander', to: 'cy', reasonId: 'r', at: at('09:12') }))
  test('an offer nobody answers lapses after a quarter of an hour', () =>
    formed(offered('commander', 'cy', '09:10', 'ann'))
      .when({ type: 'CheckTeam', now: at('09:25') })
      .then({ type: 'HandOverLapsed', offer: 'o', role: 'commander', to: 'cy', at: at('09:25') }))
  test('an offer that lapsed cannot be accepted any more', () =>
    formed(offered('commander', 'cy', '09:10', 'ann'), { type: 'HandOverLapsed', offer: 'o', role: 'commander', to: 'cy', at: at('09:25') })
      .when({ type: 'AcceptHandOver', offer: 'o', by: 'cy', now: at('09:26') })
      .thenRefused('not-found'))
  test('offered to somebody else, the first offer is withdrawn', () =>
    formed(offered('commander', 'cy', '09:10', 'ann'))
      .when({ ...offer('commander', 'bo', 'ann', '09:11'), offer: 'p' })
      .then({ type: 'HandOverWithdrawn', offer: 'o', role: 'commander', to: 'cy', at: at('09:11') }, {
        ...offered('commander', 'bo', '09:11', 'ann'),
        offer: 'p',
      } as TeamFact))
  test('whoever takes command meanwhile voids the offer of it', () =>
    formed(offered('commander', 'cy', '09:10', 'ann'))
      .when({ type: 'SeatCommander', holder: 'bo', now: at('09:11') })
      .then({ type: 'HandOverWithdrawn', offer: 'o', role: 'commander', to: 'cy', at: at('09:11') }, {
        ...taken('commander', 'bo', '09:11'),
        instead: 'ann',
      } as TeamFact))
  test('nobody offers a seat that is not theirs, but the commander may fill any', () => {
    formed()
      .when(offer('scribe', 'cy', 'bo', '09:10'))
      .thenRefused('not-allowed')
    formed()
      .when(offer('scribe', 'cy', 'ann', '09:10'))
      .then(offered('scribe', 'cy', '09:10'))
  })
})

describe('Relief in a long crisis', () => {
  test('after four hours in a seat its holder is asked to hand over', () =>
    formed()
      .when({ type: 'CheckTeam', now: at('13:00') })
      .then({ type: 'ReliefDue', role: 'commander', holder: 'ann', since: at('09:00'), at: at('13:00') }))
  test('and again after twice as long', () =>
    formed({ type: 'ReliefDue', role: 'commander', holder: 'ann', since: at('09:00'), at: at('13:00') }).wakesAt(at('17:00')))
  test('whoever has just sat down is fresh', () =>
    formed({ ...taken('commander', 'bo', '12:00'), instead: 'ann' } as TeamFact)
      .when({ type: 'CheckTeam', now: at('13:00') })
      .thenNothing())
  test('once customers can work again nobody is reminded', () => formed({ type: 'ReliefEnded', at: at('10:00') }).wakesAt(undefined))
  test('reopened, everybody’s shift begins anew, once', () => {
    const rested: TeamFact[] = [taken('scribe', 'bo', '09:30'), { type: 'ReliefEnded', at: at('10:00') }]
    formed(...rested)
      .when({ type: 'ResumeRelief', now: at('15:00') })
      .then({ type: 'ReliefResumed', at: at('15:00') })
    formed(...rested, { type: 'ReliefResumed', at: at('15:00') }).wakesAt(at('19:00'))
    formed(...rested, { type: 'ReliefResumed', at: at('15:00') })
      .when({ type: 'ResumeRelief', now: at('15:01') })
      .thenNothing()
    formed(...rested, { type: 'ReliefResumed', at: at('15:00') })
      .when({ type: 'CheckTeam', now: at('19:00') })
      .then(
        { type: 'ReliefDue', role: 'commander', holder: 'ann', since: at('15:00'), at: at('19:00') },
        { type: 'ReliefDue', role: 'scribe', holder: 'bo', since: at('15:00'), at: at('19:00') },
      )
  })
  test('nothing wakes a team that is dissolved', () => formed({ type: 'TeamDissolved', at: at('11:00') }).wakesAt(undefined))
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const roles = ['commander', 'scribe', 'technical-lead']
const formed = (...then: TeamFact[]) => specification(team).given({ type: 'TeamFormed', roles, commander: 'ann', at: at('09:00') }, ...then)
const taken = (role: string, holder: string, time: string): TeamFact => ({ type: 'SeatTaken', role, holder, at: at(time) })
const offer = (role: string, to: string, by: string, time: string): Extract<TeamCommand, { type: 'OfferHandOver' }> => ({
  type: 'OfferHandOver',
  offer: 'o',
  role,
  to,
  by,
  now: at(time),
})
const offered = (role: string, to: string, time: string, from?: string): TeamFact => ({
  type: 'HandOverOffered',
  offer: 'o',
  role,
  ...(from ? { from } : {}),
  to,
  answerBy: new Date(at(time).getTime() + 15 * 60_000),
  at: at(time),
})
