import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import type { Rhythms } from './clock.ts'
import { type ClocksCommand, type ClocksFact, clocks } from './clocks.ts'

describe('Whoever is no customer', () => {
  test('has a clock from the declaration on, where the severity gives one', () =>
    specification(clocks)
      .given()
      .when({ type: 'StartClocks', policy: {}, audiences, severity: 1, now: at('09:00') })
      .then(set('09:00'), started('staff/1', '09:00', '09:20'), started('executives/1', '09:00', '09:30')))
  test('has none at a severity without a rhythm', () =>
    specification(clocks)
      .given()
      .when({ type: 'StartClocks', policy: {}, audiences, severity: 3, now: at('09:00') })
      .then({ ...set('09:00'), severity: 3 } as ClocksFact))
  test('is told in time by an update to them, and waits for the next by the rhythm', () =>
    executives()
      .when(told('09:25'))
      .then(met('executives/1', '09:30', '09:25'), started('executives/2', '09:25', '10:25')))
  test('is not told by an update to another audience', () =>
    executives()
      .when({ ...told('09:25'), audience: 'media' })
      .then())
  test('is not told by an update to customers', () =>
    executives()
      .when({ type: 'TellCustomers', full: true, final: false, nextUpdateAt: null, now: at('09:25') })
      .then())
  test('told late was missed, and what is said counts for the next', () =>
    executives()
      .when(told('09:40'))
      .then(
        missed('executives/1', '09:30', '09:40', 'executives/2', '10:30'),
        met('executives/2', '10:30', '09:40'),
        started('executives/3', '09:40', '10:40'),
      ))
  test('where one word is enough, none follows a missed one', () =>
    specification(clocks)
      .given(set('09:00'), started('staff/1', '09:00', '09:20'), reminded('staff/1', '09:20', '09:14'))
      .when(clockReads('11:00'))
      .then(missed('staff/1', '09:20', '11:00')))
  test('whoever leads is reminded when a third of the time is left', () =>
    executives()
      .when(clockReads('09:20'))
      .then(reminded('executives/1', '09:30', '09:20')))
  test('a stated time replaces the rhythm’s', () =>
    executives()
      .when({ ...told('09:25'), nextUpdateAt: at('09:45') })
      .then(met('executives/1', '09:30', '09:25'), started('executives/2', '09:25', '09:45')))
  test('a later time than the rhythm allows is refused without a reason', () =>
    executives()
      .when({ ...told('09:25'), nextUpdateAt: at('11:00') })
      .thenRefused('not-valid'))
  test('and promised with one', () =>
    executives()
      .when({ ...told('09:25'), nextUpdateAt: at('11:00'), lateReasonId: 'r' })
      .then(met('executives/1', '09:30', '09:25'), started('executives/2', '09:25', '11:00')))
  test('a time already past is refused', () =>
    executives()
      .when({ ...told('09:25'), nextUpdateAt: at('09:20') })
      .thenRefused('not-valid'))
  test('a stated time is a promise also where no rhythm asks for one', () =>
    specification(clocks)
      .given(set('09:00'))
      .when({ ...told('09:25'), audience: 'media', nextUpdateAt: at('12:00') })
      .then(started('media/1', '09:25', '12:00')))
  test('after the last word nobody waits', () =>
    executives()
      .when({ ...told('09:25'), final: true })
      .then(met('executives/1', '09:30', '09:25')))
  test('once customers can work again the rhythm ends', () =>
    executives()
      .when({ type: 'CustomersCanWork', now: at('09:25') })
      .then({ type: 'ClockStopped', clock: 'audience-update/executives/1', at: at('09:25') }))
  test('what is told after that begins no rhythm anew', () =>
    specification(clocks)
      .given(set('09:00'), { type: 'ClockStarted', clock: 'review', kind: 'review', deadline: at('23:00'), at: at('09:10') })
      .when(told('09:25'))
      .then())
  test('waived with a reason, the next follows', () =>
    executives()
      .when({ type: 'Waive', clock: 'audience-update/executives/1', reasonId: 'r', now: at('09:10') })
      .then(
        { type: 'ClockWaived', clock: 'audience-update/executives/1', deadline: at('09:30'), reasonId: 'r', at: at('09:10') },
        started('executives/2', '09:10', '10:30'),
      ))
  test('a promise to them is kept by an update, not by saying so', () =>
    executives()
      .when({ type: 'CompleteByHand', clock: 'audience-update/executives/1', now: at('09:10') })
      .thenRefused('out-of-order'))
  test('a graver severity moves their clock closer and begins those that were missing', () =>
    specification(clocks)
      .given({ ...set('09:00'), severity: 2 } as ClocksFact, started('executives/1', '09:00', '10:00'))
      .when({ type: 'ChangeSeverity', severity: 1, now: at('09:05') })
      .then(
        set('09:05'),
        { type: 'ClockMoved', clock: 'audience-update/executives/1', deadline: at('09:35'), at: at('09:05') },
        started('staff/1', '09:05', '09:25'),
      ))
  test('a crisis from before there were such clocks has none, and goes on', () =>
    specification(clocks)
      .given({ type: 'ClocksSet', policy: {}, severity: 1, at: at('09:00') })
      .when(told('09:25'))
      .then())
})

const audiences: Rhythms = { 1: { executives: { first: 30, every: 60 }, staff: { first: 20 } }, 2: { executives: { first: 60, every: 120 } } }
const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const id = (which: string) => `audience-update/${which}`
const set = (time: string): ClocksFact => ({ type: 'ClocksSet', policy: {}, audiences, severity: 1, at: at(time) })
const started = (which: string, time: string, deadline: string): ClocksFact => ({
  type: 'ClockStarted',
  clock: id(which),
  kind: 'audience-update',
  deadline: at(deadline),
  at: at(time),
})
const met = (which: string, deadline: string, time: string): ClocksFact => ({ type: 'ClockMet', clock: id(which), deadline: at(deadline), at: at(time) })
const reminded = (which: string, deadline: string, time: string): ClocksFact => ({
  type: 'ClockReminderDue',
  clock: id(which),
  deadline: at(deadline),
  at: at(time),
})
const missed = (which: string, deadline: string, time: string, next?: string, until?: string): ClocksFact => ({
  type: 'ClockMissed',
  clock: id(which),
  deadline: at(deadline),
  ...(next && until ? { next: { clock: id(next), deadline: at(until) } } : {}),
  at: at(time),
})
const executives = () => specification(clocks).given(set('09:00'), started('executives/1', '09:00', '09:30'))
const told = (time: string) => ({ type: 'TellAudience', audience: 'executives', final: false, nextUpdateAt: null, now: at(time) }) as const
const clockReads = (time: string): ClocksCommand => ({ type: 'CheckClocks', now: at(time) })
