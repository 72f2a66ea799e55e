import { describe, expect, test } from 'vitest'
import { asksForLess, nextTry, type Pace, slots, slower } from './pace.ts'

describe('A mail that was put off', () => {
  test('is tried again after a minute, two, four, … a quarter more or less', () => {
    const minutes = [0, 1, 2, 3, 9].map((attempts) => (nextTry(attempts, 1, at(0)).getTime() - at(0).getTime()) / 60_000)
    for (const [i, base] of [1, 2, 4, 8, 32].entries()) {
      expect(minutes[i]).toBeGreaterThanOrEqual(base * 0.75)
      expect(minutes[i]).toBeLessThanOrEqual(base * 1.25)
    }
  })
  test('does not come back together with the others', () =>
    expect(new Set(Array.from({ length: 100 }, (_, id) => nextTry(2, id, at(0)).getTime())).size).toBeGreaterThan(95))
})

describe('A domain that asks for less', () => {
  test('is known by what it says', () => {
    for (const answer of [
      '421 4.7.28 unusual rate of unsolicited mail',
      '450 4.2.1 the user receives mail at a rate that prevents delivery',
      '454 Throttling failure: maximum sending rate exceeded',
      '421 too many messages, slow down',
    ])
      expect(asksForLess(answer), answer).toBe(true)
    for (const answer of ['450 4.2.0 greylisted, try again later', '452 4.2.2 mailbox full', '550 rate limit', '250 ok'])
      expect(asksForLess(answer), answer).toBe(false)
  })
  test('gets half, and a pause that doubles', () => {
    const once = slower(undefined, 40, at(0))
    expect(once).toMatchObject({ perSecond: 20, pausedUntil: at(30), asked: 1 })
    expect(slower(once, 40, at(60))).toMatchObject({ perSecond: 10, pausedUntil: at(120), asked: 2 })
  })
  test('never stands still', () => expect(slower(undefined, 0, at(0)).perSecond).toBeGreaterThan(0))
})

describe('Moments for mails that wait', () => {
  test('are now while there are tokens, then one after the other', () => {
    const { moments, pace } = slots(of({ perSecond: 2, tokens: 2 }), 4, at(0))
    expect(moments).toEqual([at(0), at(0), at(0.5), at(1)])
    expect(slots(pace, 1, at(0)).moments).toEqual([at(1.5)])
  })
  test('come after a pause', () => expect(slots(of({ perSecond: 1, tokens: 5, pausedUntil: at(30) }), 2, at(0)).moments).toEqual([at(31), at(32)]))
  test('tokens fill with time, up to a second’s worth', () =>
    expect(slots(of({ perSecond: 3, tokens: 0 }), 4, at(100)).moments).toEqual([at(100), at(100), at(100), at(100 + 1 / 3)]))
})

const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1) + Math.round(seconds * 1_000))
const of = (pace: Partial<Pace>): Pace => ({ perSecond: 1, tokens: 0, pausedUntil: null, asked: 0, changedAt: at(0), ...pace })
