import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { type ClocksCommand, type ClocksFact, clocks, type Policy } from './clocks.ts'

describe('When a crisis is declared', () => {
  test('each promise of its severity starts to run', () =>
    clocksOf()
      .when(declared('09:00'))
      .then(set('09:00'), started('first-message', '09:00', '09:15'), started('first-full-update', '09:00', '09:30')))
  test('a promise that the severity does not make is not started', () =>
    clocksOf()
      .when({ ...declared('09:00'), severity: 4 })
      .then({ ...set('09:00'), severity: 4 } as ClocksFact, started('first-message', '09:00', '10:00')))
})

describe('A promise to customers, 15 minutes', () => {
  test('the lead is reminded when a third of the time is left', () =>
    first('09:00')
      .when(clockReads('09:10'))
      .then(reminderDue('first-message', '09:15', '09:10')))
  test('the lead is reminded once', () =>
    first('09:00', reminderDue('first-message', '09:15', '09:10'))
      .when(clockReads('09:12'))
      .thenNothing())
  test('a missed deadline is recorded', () =>
    first('09:00', reminderDue('first-message', '09:15', '09:10'))
      .when(clockReads('09:15'))
      .then(missed('first-message', '09:15', '09:15')))
  test('a message sent in time keeps it and promises the next one', () =>
    first('09:00')
      .when(told('09:05'))
      .then(met('first-message', '09:15', '09:05'), started('next-update/1', '09:05', '09:35')))
  test('a message sent late does not undo the miss', () =>
    first('09:00')
      .when(told('09:20'))
      .then(missed('first-message', '09:15', '09:20'), started('next-update/1', '09:20', '09:50')))
  test('a holding message keeps the first promise but not that of a full update', () =>
    clocksOf(set('09:00'), started('first-message', '09:00', '09:15'), started('first-full-update', '09:00', '09:30'))
      .when({ ...told('09:05'), full: false })
      .then(met('first-message', '09:15', '09:05'), started('next-update/1', '09:05', '09:35')))
})

describe('The rhythm, every 30 minutes', () => {
  test('publishing gives another 30 minutes', () =>
    rhythm('09:00')
      .when(told('09:25'))
      .then(met('next-update/1', '09:30', '09:25'), started('next-update/2', '09:25', '09:55')))
  test('a stated time replaces the rhythm’s deadline', () =>
    rhythm('09:00')
      .when({ ...told('09:25'), nextUpdateAt: at('09:40') })
      .then(met('next-update/1', '09:30', '09:25'), started('next-update/2', '09:25', '09:40')))
  test('a later time than the rhythm allows is refused', () =>
    rhythm('09:00')
      .when({ ...told('09:25'), nextUpdateAt: at('10:40') })
      .thenRefused('not-valid'))
  test('a later time with a reason is promised', () =>
    rhythm('09:00')
      .when({ ...told('09:25'), nextUpdateAt: at('10:40'), lateReasonId: 'r' })
      .then(met('next-update/1', '09:30', '09:25'), started('next-update/2', '09:25', '10:40')))
  test('a time already past is refused', () =>
    rhythm('09:00')
      .when({ ...told('09:25'), nextUpdateAt: at('09:20') })
      .thenRefused('not-valid'))
  test('an hour of downtime counts every deadline missed', () =>
    rhythm('09:00')
      .when(clockReads('10:05'))
      .then(
        missed('next-update/1', '09:30', '10:05', { clock: 'next-update/2', deadline: at('10:00') }),
        missed('next-update/2', '10:00', '10:05', { clock: 'next-update/3', deadline: at('10:30') }),
      ))
  test('the last word makes no new promise', () =>
    rhythm('09:00')
      .when({ ...told('09:25'), final: true })
      .then(met('next-update/1', '09:30', '09:25')))
  test('nobody is reminded after the last word', () =>
    rhythm('09:00', met('next-update/1', '09:30', '09:25'))
      .when(clockReads('23:00'))
      .thenNothing())
  test('a waived promise is followed by the next one', () =>
    rhythm('09:00')
      .when({ type: 'Waive', clock: 'next-update/1', reasonId: 'r', now: at('09:10') })
      .then({ type: 'ClockWaived', clock: 'next-update/1', deadline: at('09:30'), reasonId: 'r', at: at('09:10') }, started('next-update/2', '09:10', '10:00')))
  test('a promise already kept cannot be waived', () =>
    rhythm('09:00', met('next-update/1', '09:30', '09:25'))
      .when({ type: 'Waive', clock: 'next-update/1', reasonId: 'r', now: at('09:26') })
      .thenRefused('already-done'))
  test('an unknown clock cannot be waived', () =>
    rhythm('09:00')
      .when({ type: 'Waive', clock: 'tea', reasonId: 'r', now: at('09:26') })
      .thenRefused('not-found'))
})

describe('When the severity changes', () => {
  test('a raised severity brings running promises closer, from now', () =>
    clocksOf({ ...set('09:00'), severity: 4 } as ClocksFact, started('first-message', '09:00', '10:00'))
      .when({ type: 'ChangeSeverity', severity: 1, now: at('09:05') })
      .then(
        set('09:05'),
        { type: 'ClockMoved', clock: 'first-message', deadline: at('09:20'), at: at('09:05') },
        started('first-full-update', '09:05', '09:35'),
      ))
  test('a lowered severity keeps the promises that were given', () =>
    first('09:00')
      .when({ type: 'ChangeSeverity', severity: 4, now: at('09:05') })
      .then({ ...set('09:05'), severity: 4 } as ClocksFact))
})

describe('An approval that waits', () => {
  const waits = { type: 'AwaitApproval', update: 'u1', now: at('09:05') } as const
  const approval = (update: string, time: string, deadline: string) => ({ ...started(`approval/${update}`, time, deadline), kind: 'approval' }) as ClocksFact
  test('is a clock of a third of the rhythm', () =>
    clocksOf(set('09:00'))
      .when(waits)
      .then(approval('u1', '09:05', '09:15')))
  test('of at least 5 minutes', () =>
    clocksOf({ ...set('09:00'), policy: { 1: { 'next-update': 10 } } } as ClocksFact)
      .when(waits)
      .then(approval('u1', '09:05', '09:10')))
  test('of as many minutes as the playbook says', () =>
    clocksOf({ ...set('09:00'), policy: { 1: { 'next-update': 30, approval: 3 } } } as ClocksFact)
      .when(waits)
      .then(approval('u1', '09:05', '09:08')))
  test('of 15 minutes where there is no rhythm', () =>
    clocksOf({ ...set('09:00'), policy: { 1: {} } } as ClocksFact)
      .when(waits)
      .then(approval('u1', '09:05', '09:20')))
  test('each update has its own', () =>
    clocksOf(set('09:00'), approval('u1', '09:00', '09:10'))
      .when({ ...waits, update: 'u2' })
      .then(approval('u2', '09:05', '09:15')))
  test('it is met when that update is settled, and no other', () =>
    clocksOf(set('09:00'), approval('u1', '09:00', '09:10'), approval('u2', '09:01', '09:11'))
      .when({ type: 'EndApproval', update: 'u2', now: at('09:04') })
      .then(met('approval/u2', '09:11', '09:04')))
  test('an update that waited for nobody ends nothing', () =>
    clocksOf(set('09:00'))
      .when({ type: 'EndApproval', update: 'u1', now: at('09:04') })
      .then())
  test('it reminds, and is missed, once', () =>
    clocksOf(set('09:00'), approval('u1', '09:00', '09:10'), reminderDue('approval/u1', '09:10', '09:07'))
      .when(clockReads('09:30'))
      .then(missed('approval/u1', '09:10', '09:30')))
  test('a raised severity moves it closer', () =>
    clocksOf({ ...set('09:00'), severity: 4 } as ClocksFact, approval('u1', '09:00', '09:15'))
      .when({ type: 'ChangeSeverity', severity: 1, now: at('09:01') })
      .then(
        set('09:01'),
        { type: 'ClockMoved', clock: 'approval/u1', deadline: at('09:11'), at: at('09:01') },
        started('first-message', '09:01', '09:16'),
        started('first-full-update', '09:01', '09:31'),
      ))
  test('it keeps nobody’s promise to customers: a message does', () =>
    clocksOf(set('09:00'), approval('u1', '09:00', '09:10'))
      .when({ ...told('09:05') })
      .then(started('next-update/1', '09:05', '09:35')))
})

describe('What wakes the clocks', () => {
  test('the reminder comes first', () => first('09:00').wakesAt(at('09:10')))
  test('then the deadline', () => first('09:00', reminderDue('first-message', '09:15', '09:10')).wakesAt(at('09:15')))
  test('and nothing when no promise runs', () => clocksOf(set('09:00')).wakesAt(undefined))
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const policy: Policy = { 1: { 'first-message': 15, 'first-full-update': 30, 'next-update': 30 }, 4: { 'first-message': 60 } }
const clocksOf = (...past: ClocksFact[]) => specification(clocks).given(...past)
const set = (time: string): ClocksFact => ({ type: 'ClocksSet', policy, severity: 1, at: at(time) })
const started = (clock: string, time: string, deadline: string): ClocksFact => ({
  type: 'ClockStarted',
  clock,
  kind: clock.replace(/\/\d+$/, '') as never,
  deadline: at(deadline),
  at: at(time),
})
const met = (clock: string, deadline: string, time: string): ClocksFact => ({ type: 'ClockMet', clock, deadline: at(deadline), at: at(time) })
const missed = (clock: string, deadline: string, time: string, next?: { clock: string; deadline: Date }): ClocksFact => ({
  type: 'ClockMissed',
  clock,
  deadline: at(deadline),
  ...(next ? { next } : {}),
  at: at(time),
})
const reminderDue = (clock: string, deadline: string, time: string): ClocksFact => ({ type: 'ClockReminderDue', clock, deadline: at(deadline), at: at(time) })
const first = (time: string, ...then: ClocksFact[]) => clocksOf(set(time), started('first-message', time, '09:15'), ...then)
const rhythm = (time: string, ...then: ClocksFact[]) => clocksOf(set(time), started('next-update/1', time, '09:30'), ...then)
const declared = (time: string) => ({ type: 'StartClocks', policy, severity: 1, now: at(time) }) as const
const told = (time: string) => ({ type: 'TellCustomers', full: true, final: false, nextUpdateAt: null, now: at(time) }) as const
const clockReads = (time: string): ClocksCommand => ({ type: 'CheckClocks', now: at(time) })
