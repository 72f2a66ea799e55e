import { describe, expect, test } from 'vitest'
import { fold } from '../../platform/decider.ts'
import { specification } from '../../platform/specification.ts'
import { type MaintenanceCommand, type MaintenanceFact, maintenance, type Moment, moments, type Progress } from './maintenance.ts'

describe('A planned maintenance', () => {
  test('begins at the announced time by itself', () => {
    specification(maintenance).given(announced()).wakesAt(at('22:00'))
    specification(maintenance).given(announced()).when(check('22:00')).then(progressed('in_progress', '22:00'))
    specification(maintenance).given(announced()).when(check('21:59')).thenNothing()
  })
  test('is not over by itself: work that takes longer is never shown as done', () => {
    specification(maintenance).given(announced(), progressed('in_progress', '22:00')).wakesAt(undefined)
    specification(maintenance).given(announced(), progressed('in_progress', '22:00')).when(check('23:59')).thenNothing()
  })
  test('is over at the announced end where that was chosen, also when nobody was there to wake it in between', () => {
    const [first, begun] = [announced({ endsByItself: true }), progressed('in_progress', '22:00')]
    specification(maintenance).given(first, begun).wakesAt(at('23:00'))
    specification(maintenance).given(first).when(check('23:30')).then(begun, progressed('completed', '23:00'))
  })
  test('goes forward, never back', () => {
    const begun = [announced(), progressed('in_progress', '22:00'), progressed('verifying', '22:30')]
    specification(maintenance)
      .given(...begun)
      .when(say('completed'))
      .then({ ...progressed('completed', '22:40'), note: 'n', by: 'ann' })
    specification(maintenance)
      .given(...begun)
      .when(say('in_progress'))
      .thenRefused('out-of-order')
    specification(maintenance)
      .given(...begun)
      .when(say('cancelled'))
      .thenRefused('out-of-order')
    specification(maintenance)
      .given(announced())
      .when(say('cancelled'))
      .then({ ...progressed('cancelled', '22:40'), note: 'n', by: 'ann', tell: true })
  })
  test('may begin before its time, and a word in between changes nothing else', () => {
    specification(maintenance)
      .given(announced())
      .when(say('in_progress'))
      .then({ ...progressed('in_progress', '22:40'), note: 'n', by: 'ann' })
    specification(maintenance)
      .given(announced())
      .when(say(undefined))
      .then({ type: 'MaintenanceSaid', note: 'n', by: 'ann', tell: false, at: at('22:40') })
  })
  test('once begun only its end is moved; once over it is left alone', () => {
    const move = (startsAt: string, endsAt: string) =>
      ({ type: 'ChangeMaintenance', by: 'ann', startsAt: at(startsAt), endsAt: at(endsAt), endsByItself: false, now: at('22:10') }) as const
    const begun = [announced(), progressed('in_progress', '22:00')]
    specification(maintenance)
      .given(...begun)
      .when(move('22:05', '23:30'))
      .thenRefused('out-of-order')
    specification(maintenance)
      .given(...begun)
      .when(move('22:00', '23:30'))
      .then({
        ...{ type: 'MaintenanceChanged', by: 'ann', startsAt: at('22:00'), endsAt: at('23:30'), endsByItself: false, ...usual, tell: true },
        ...{ before: { startsAt: at('22:00'), endsAt: at('23:00') }, at: at('22:10') },
      })
    specification(maintenance)
      .given(...begun, progressed('completed', '22:05'))
      .when(move('22:00', '23:30'))
      .thenRefused('already-done')
  })
  test('has a window that makes sense', () => {
    const schedule = (startsAt: string, endsAt: string) =>
      ({ type: 'Schedule', note: 'n', by: 'ann', startsAt: new Date(startsAt), endsAt: new Date(endsAt), endsByItself: false, now: at('09:00') }) as const
    specification(maintenance).given().when(schedule('2030-01-01T12:00Z', '2030-01-01T11:00Z')).thenRefused('not-valid')
    specification(maintenance).given().when(schedule('2030-01-01T07:00Z', '2030-01-01T08:00Z')).thenRefused('not-valid')
    specification(maintenance).given().when(schedule('2030-01-01T12:00Z', '2030-03-01T12:00Z')).thenRefused('not-valid')
    specification(maintenance).given().when(schedule('2033-01-01T12:00Z', '2033-01-01T13:00Z')).thenRefused('not-valid')
    specification(maintenance).given().when(say('completed')).thenRefused('not-found')
    specification(maintenance).given(announced()).when(schedule('2030-01-01T22:00Z', '2030-01-01T23:00Z')).thenNothing()
  })
})

describe('Of planned work its subscribers are told', () => {
  const told = (facts: MaintenanceFact[], command: MaintenanceCommand) =>
    maintenance.decide(command, fold(maintenance, facts)).map((fact) => 'tell' in fact && fact.tell)
  const change = (more: object = {}): MaintenanceCommand => ({
    ...{ type: 'ChangeMaintenance', by: 'ann', startsAt: at('22:00'), endsAt: at('23:00'), endsByItself: false, now: at('10:00') },
    ...more,
  })

  test('when it is announced, begins and is over, where nobody chose otherwise', () => {
    const window = { startsAt: at('22:00'), endsAt: at('23:00'), endsByItself: false }
    expect(told([], { type: 'Schedule', note: 'n', by: 'ann', ...window, now: at('09:00') })).toEqual([true])
    expect(told([], { type: 'Schedule', note: 'n', by: 'ann', ...window, tells: ['completed'], now: at('09:00') })).toEqual([false])
    expect(told([announced({ endsByItself: true })], check('23:30'))).toEqual([true, true])
    expect(told([announced({ tells: ['scheduled'], endsByItself: true })], check('23:30'))).toEqual([false, false])
  })
  test('what changes their plans: another time, other services, words about it; a better title alone does not', () => {
    expect(told([announced()], change())).toEqual([false])
    expect(told([announced()], change({ endsAt: at('23:30') }))).toEqual([true])
    expect(told([announced()], change({ services: { added: ['s'], dropped: [] } }))).toEqual([true])
    expect(told([announced()], change({ services: { added: [], dropped: ['s'] } }))).toEqual([true])
    expect(told([announced()], change({ note: 'n' }))).toEqual([true])
    expect(told([announced()], change({ endsAt: at('23:30'), tell: false }))).toEqual([false])
    expect(told([announced({ tells: [] })], change({ endsAt: at('23:30') }))).toEqual([false])
  })
  test('that it was called off, wherever they are told of anything; of a mere word, or that it is checked, only where somebody wants that', () => {
    expect(told([announced({ tells: ['completed'] })], say('cancelled'))).toEqual([true])
    expect(told([announced({ tells: [] })], say('cancelled'))).toEqual([false])
    expect(told([announced()], say('verifying'))).toEqual([false])
    expect(told([announced()], say(undefined))).toEqual([false])
    expect(told([announced()], { ...say(undefined), tell: true })).toEqual([true])
  })
  test('by a reminder once, so long before as was chosen; after it was moved once more; never of what has begun', () => {
    const asked = announced({ remindMinutes: 60 })
    const reminded: MaintenanceFact = { type: 'MaintenanceReminded', at: at('21:00') }
    specification(maintenance).given(asked).wakesAt(at('21:00'))
    specification(maintenance).given(asked).when(check('21:00')).then(reminded)
    specification(maintenance).given(asked, reminded).wakesAt(at('22:00'))
    specification(maintenance).given(asked, reminded).when(check('21:30')).thenNothing()
    specification(maintenance).given(asked).when(check('22:30')).then(progressed('in_progress', '22:00'))
    const moved = maintenance.decide(change({ startsAt: at('22:30'), endsAt: at('23:30'), now: at('21:10') }), fold(maintenance, [asked, reminded]))
    specification(maintenance)
      .given(asked, reminded, ...moved)
      .wakesAt(at('21:30'))
    const longer = maintenance.decide(change({ endsAt: at('23:30'), now: at('21:10') }), fold(maintenance, [asked, reminded]))
    specification(maintenance)
      .given(asked, reminded, ...longer)
      .wakesAt(at('22:00'))
  })
  test('by no reminder where it is announced too late for one', () =>
    specification(maintenance)
      .given({ ...announced({ remindMinutes: 60 }), at: at('21:30') })
      .wakesAt(at('22:00')))
})

const usual = { tells: [...moments], remindMinutes: null }
const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const announced = (more: { endsByItself?: boolean; tells?: Moment[]; remindMinutes?: number } = {}): MaintenanceFact => ({
  type: 'MaintenanceScheduled',
  note: 'n',
  by: 'ann',
  startsAt: at('22:00'),
  endsAt: at('23:00'),
  endsByItself: false,
  ...more,
  at: at('09:00'),
})
const progressed = (state: Progress, time: string) =>
  ({ type: 'MaintenanceProgressed', state, by: 'leeward', tell: state === 'in_progress' || state === 'completed', at: at(time) }) as const
const check = (time: string) => ({ type: 'CheckMaintenance', now: at(time) }) as const
const say = (state: Progress | undefined) => ({ type: 'Say', ...(state ? { state } : {}), note: 'n', by: 'ann', now: at('22:40') }) as const
