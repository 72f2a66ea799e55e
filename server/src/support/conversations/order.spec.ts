import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type OrderFacts, partsOf, shippedWeights, sum, turnOf, weightsOf } from './order.ts'

const plain: OrderFacts = { severity: null, tier: 'standard', vulnerability: null, mood: 'neutral', reasons: [], stillBroken: false, promiseNear: false }
const hospital: OrderFacts = { ...plain, tier: 'enterprise', vulnerability: 'safety-critical' }
const at = (minute: number) => new Date(Date.parse('2030-01-01T09:00:00Z') + minute * 60_000)
const turn = (since: number, facts: OrderFacts) => turnOf(at(since), partsOf(facts)).getTime()

describe('The order in which customers are answered', () => {
  test('somebody with nothing special stands where they began to wait', () => expect(turnOf(at(7), partsOf(plain))).toEqual(at(7)))
  test('a hospital that writes now comes before a hobbyist of this morning', () => expect(turn(120, hospital)).toBeLessThan(turn(0, plain)))
  test('but not before one who has waited longer than all of it is worth', () =>
    expect(turn(sum(partsOf(hospital)) + 1, hospital)).toBeGreaterThan(turn(0, plain)))
  test('of two alike, who waits longer comes first', () => expect(turn(0, hospital)).toBeLessThan(turn(1, hospital)))
  test('“still broken” comes before everything but danger to people', () => {
    const again = partsOf({ ...plain, stillBroken: true })
    expect(sum(again)).toBeGreaterThan(sum(partsOf({ ...plain, severity: 1, tier: 'enterprise', mood: 'angry', vulnerability: 'high-stakes' })))
  })
  test('each part is named, and only those that are worth something', () =>
    expect(partsOf({ ...plain, severity: 1, mood: 'angry', reasons: ['legal', 'refund'] })).toEqual({ severity: 240, mood: 60, reason: 180 }))
  test('of several reasons the greatest counts', () =>
    expect(partsOf({ ...plain, reasons: ['refund', 'safety', 'legal'] }).reason).toBe(shippedWeights.reason.safety))
  test('what nobody knows is worth nothing', () =>
    expect(partsOf({ ...plain, tier: 'toString', vulnerability: '__proto__', mood: 'constructor', reasons: ['valueOf'] })).toEqual({}))
  test('nobody starves: whoever waits a week longer than anybody else is next', () => {
    const most = sum(
      partsOf({ severity: 1, tier: 'enterprise', vulnerability: 'safety-critical', mood: 'angry', reasons: ['safety'], stillBroken: true, promiseNear: true }),
    )
    expect(most).toBeLessThan(7 * 1_440)
  })
  test('time alone never changes the order of two who wait', () =>
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), fc.constantFrom(plain, hospital), fc.constantFrom(plain, hospital), (one, other, a, b) => {
        const later = 1_000
        const waited = (since: number, facts: OrderFacts, now: number) => now - since + sum(partsOf(facts))
        expect(Math.sign(waited(one, a, 20_000) - waited(other, b, 20_000))).toBe(Math.sign(waited(one, a, 20_000 + later) - waited(other, b, 20_000 + later)))
        expect(Math.sign(waited(one, a, 20_000) - waited(other, b, 20_000))).toBe(-Math.sign(turn(one, a) - turn(other, b)) + 0)
      }),
    ))
})

describe('Weights of a company', () => {
  test('stand on top of what ships', () => {
    const own = weightsOf({ tier: { enterprise: 30, gold: 500 }, stillBroken: 60 })
    expect(own.tier).toEqual({ enterprise: 30, business: 60, gold: 500 })
    expect(own.stillBroken).toBe(60)
    expect(own.severity).toEqual(shippedWeights.severity)
  })
  test.each([
    null,
    7,
    'x',
    [],
    { tier: 7 },
    { tier: { enterprise: 'a lot' } },
    { tier: { enterprise: -1 } },
    { tier: { enterprise: 1e9 } },
    { stillBroken: Number.NaN },
  ])('what makes no sense is left out: %j', (own) => expect(weightsOf(own)).toEqual(shippedWeights))
})
