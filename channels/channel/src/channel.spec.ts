import { describe, expect, test } from 'vitest'
import { outcomeOf, retryAfter, said } from './channel.ts'

const heard = (status: number, body = 'said', headers: Record<string, string> = {}) => outcomeOf({ kind: 'heard', status, headers, body })

describe('What an answer means', () => {
  test.each([
    [200, 'accepted'],
    [204, 'accepted'],
    [301, 'failed'],
    [404, 'failed'],
    [429, 'deferred'],
    [503, 'deferred'],
  ])('%d is %s', (status, state) => expect(heard(status).state).toBe(state))
  test('410 stops its destination for good', () => expect(heard(410)).toEqual({ state: 'bounced', gone: true, reason: 'gone', answer: '410 said' }))
  test('a wait that was asked for is kept, in seconds or as a date', () => {
    expect(heard(429, '', { 'retry-after': '7' })).toMatchObject({ retryAfterSeconds: 7 })
    expect(retryAfter('Wed, 02 Jan 2030 09:00:10 GMT', Date.parse('2030-01-02T09:00:00Z'))).toEqual({ retryAfterSeconds: 10 })
    expect(retryAfter('soon')).toEqual({})
    expect(retryAfter('-5')).toEqual({})
  })
  test('no answer is unknown where the request may have arrived, else it may be tried again', () => {
    expect(outcomeOf({ kind: 'lost', why: 'hung up', sent: true }).state).toBe('unknown')
    expect(outcomeOf({ kind: 'lost', why: 'no route', sent: false }).state).toBe('deferred')
  })
  test('an address that may not be called is ours to mend', () => expect(outcomeOf({ kind: 'refused', why: 'internal' }).state).toBe('failed'))
  test('an answer is kept short and without control characters', () => {
    expect(said(`a\0b\n\tc${'x'.repeat(1_000)}`)).toHaveLength(500)
    expect(said('a\0b\n\tc')).toBe('a b c')
  })
})
