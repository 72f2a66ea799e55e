import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { type MaintenanceFact, maintenance, type Progress } from './maintenance.ts'

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
      .then({ ...progressed('cancelled', '22:40'), note: 'n', by: 'ann' })
  })
  test('may begin before its time, and a word in between changes nothing else', () => {
    specification(maintenance)
      .given(announced())
      .when(say('in_progress'))
      .then({ ...progressed('in_progress', '22:40'), note: 'n', by: 'ann' })
    specification(maintenance)
      .given(announced())
      .when(say(undefined))
      .then({ type: 'MaintenanceSaid', note: 'n', by: 'ann', at: at('22:40') })
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
      .then({ type: 'MaintenanceChanged', by: 'ann', startsAt: at('22:00'), endsAt: at('23:30'), endsByItself: false, at: at('22:10') })
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

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const announced = (more: { endsByItself?: boolean } = {}): MaintenanceFact => ({
  type: 'MaintenanceScheduled',
  note: 'n',
  by: 'ann',
  startsAt: at('22:00'),
  endsAt: at('23:00'),
  endsByItself: false,
  ...more,
  at: at('09:00'),
})
const progressed = (state: Progress, time: string): MaintenanceFact => ({ type: 'MaintenanceProgressed', state, by: 'leeward', at: at(time) })
const check = (time: string) => ({ type: 'CheckMaintenance', now: at(time) }) as const
const say = (state: Progress | undefined) => ({ type: 'Say', ...(state ? { state } : {}), note: 'n', by: 'ann', now: at('22:40') }) as const
