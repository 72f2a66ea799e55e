import { describe, expect, test } from 'vitest'
import { markOf, nextHeartbeat, type Proof, proofSubject, standingOf, tokenIn, tokenOfSubject } from './proof.ts'

const at = (time: string) => new Date(`2030-01-02T${time}:00Z`)
const proof = (state: Proof['state'], time: string): Proof => ({ state, sentAt: at(time), answer: null })
const now = at('12:00')

describe('A channel', () => {
  test('is proven by a test that came back', () => expect(standingOf([proof('arrived', '10:00')], 24, now)).toEqual({ state: 'proven', provenAt: at('10:00') }))
  test('that only took the test is not proven', () => expect(standingOf([proof('accepted', '10:00')], 24, now)).toEqual({ state: 'accepted', provenAt: null }))
  test('keeps what it had while a new test is under way', () =>
    expect(standingOf([proof('sending', '11:59'), proof('arrived', '10:00')], 24, now).state).toBe('proven'))
  test('that failed says so, and when it last worked', () =>
    expect(standingOf([proof('failed', '11:00'), proof('arrived', '10:00')], 24, now)).toEqual({ state: 'failing', provenAt: at('10:00') }))
  test('that was never tried is not proven', () => expect(standingOf([], 24, now).state).toBe('never'))
  test('is not proven any more by what is twice as old as the heartbeat', () => expect(standingOf([proof('arrived', '09:30')], 1, now).state).toBe('stale'))
  test('is tried at once, then each so many hours, and soon after a failure', () => {
    expect(nextHeartbeat(undefined, 24, now)).toEqual(now)
    expect(nextHeartbeat(proof('arrived', '10:00'), 24, now)).toEqual(new Date('2030-01-03T10:00:00Z'))
    expect(nextHeartbeat(proof('failed', '11:50'), 24, now)).toEqual(at('12:05'))
  })
  test('takes a mail for its test by the whole subject, so that a notice about one is not', () => {
    const token = 'cd'.repeat(16)
    expect(tokenOfSubject(proofSubject(token))).toBe(token)
    expect(tokenOfSubject(`Undeliverable: ${proofSubject(token)}`)).toBeUndefined()
  })
  test('finds its own mark in what comes back, and no other', () => {
    const token = 'ab'.repeat(16)
    expect(tokenIn(`Subject: test ${markOf(token)} ok`)).toBe(token)
    expect(tokenIn(`leeward-proof-${'zz'.repeat(16)}`)).toBeUndefined()
  })
})
