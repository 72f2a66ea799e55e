import { describe, expect, test } from 'vitest'
import { afterCall } from './call.ts'

const now = new Date('2030-01-01T10:00:00Z')

describe('A call', () => {
  test('that reached somebody is told', () => expect(afterCall('reached', 0, now)).toEqual({ state: 'delivered', reason: null, dueAt: null }))
  test('that nobody answered is made again after a quarter of an hour', () =>
    expect(afterCall('no-answer', 0, now)).toEqual({ state: 'deferred', reason: 'no-answer', dueAt: new Date('2030-01-01T10:15:00Z') }))
  test('is given up after the third time', () => expect(afterCall('no-answer', 2, now)).toEqual({ state: 'failed', reason: 'given-up', dueAt: null }))
  test('to a wrong number is like a mail that bounced', () =>
    expect(afterCall('wrong-number', 1, now)).toMatchObject({ state: 'bounced', reason: 'unknown-user' }))
  test('that was refused is not made again', () => expect(afterCall('refused', 0, now)).toMatchObject({ state: 'failed', reason: 'refused', dueAt: null }))
})
