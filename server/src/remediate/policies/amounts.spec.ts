import { describe, expect, test } from 'vitest'
import { applies, goodwillFor, type Hurt, most, owedFor, worth } from './amounts.ts'
import { type PolicyInForce, RemedyPolicies, RemedyPolicy, SlaTable } from './policy.ts'

describe('What a rule gives', () => {
  test('30 days of a monthly price is that price', () => expect(worth(days(30), euros(9_900), 1)).toBe(9_900n))
  test('days are rounded up, never down', () => expect(worth(days(7), euros(10_000), 1)).toBe(2_334n))
  test('and up to whole steps, where the policy says so', () => expect(worth(days(7), euros(10_000), 100)).toBe(2_400n))
  test('percent of the monthly price, exact to a hundredth', () => expect(worth({ ...base, percent: 12.34 }, euros(10_000), 1)).toBe(1_234n))
  test('a discount is worth its percent for all its months', () =>
    expect(worth({ ...base, as: 'discount', percent: 50, months: 3 }, euros(1_000), 1)).toBe(1_500n))
  test('a fixed amount is that of the currency', () => expect(worth({ ...base, fixed: { EUR: 500, JPY: 800 } }, euros(0), 1)).toBe(500n))
  test('in another currency it cannot be told', () => expect(worth({ ...base, fixed: { JPY: 800 } }, euros(0), 1)).toBeNull())
  test('without a price, days cannot be told: nothing is guessed', () => expect(worth(days(30), euros(0), 1)).toBeNull())
  test('a call costs nothing', () => expect(worth(base, euros(0), 1)).toBe(0n))
  test('no amount is larger than a number holds exactly', () => expect(worth(days(365), euros(Number.MAX_SAFE_INTEGER), 1)).toBe(most))
})

describe('Whom a rule means', () => {
  const rule = { ...base, severity: 1, tiers: ['enterprise'], regions: ['eu'], degrees: ['down' as const], minMinutes: 30, maxMinutes: 60 }
  test('those for whom all of it holds', () => expect(applies(rule, hurt)).toBe(true))
  for (const other of [{ severity: 2 }, { tier: 'free' }, { region: 'us' }, { region: null }, { degree: 'degraded' }, { minutes: 29 }, { minutes: 60 }])
    test(`nobody with ${JSON.stringify(other)}`, () => expect(applies(rule, { ...hurt, ...other })).toBe(false))
  test('where a promise was missed only those of such a crisis', () => {
    expect(applies({ ...base, missedPromise: true }, hurt)).toBe(false)
    expect(applies({ ...base, missedPromise: true }, { ...hurt, missedPromise: true })).toBe(true)
  })
  test('where one must ask, those who asked', () => {
    expect(applies({ ...base, optIn: true }, hurt)).toBe(false)
    expect(applies({ ...base, optIn: true }, { ...hurt, asked: ['x'] })).toBe(true)
  })
})

describe('The goodwill of an account', () => {
  const two = policy({ rules: [days(30, 'credit'), { ...base, remedy: 'extra', fixed: { EUR: 500 } }] })
  const all = { share: 100, owed: 0n, cap: null }
  const amounts = (...given: Parameters<typeof goodwillFor>) => goodwillFor(...given).map(({ amount }) => amount)
  test('is what its rules give', () => expect(amounts(two, hurt, all)).toEqual([3_000n, 500n]))
  test('of two rules with one remedy the larger counts', () =>
    expect(goodwillFor(policy({ rules: [days(7, 'credit'), days(30, 'credit')] }), hurt, all)).toMatchObject([{ rule: 1, amount: 3_000n }]))
  test('what the contract owes is taken off, from the first on: the larger of both is what they get', () => {
    expect(amounts(two, hurt, { ...all, owed: 3_200n })).toEqual([0n, 300n])
    expect(amounts(two, hurt, { ...all, owed: 9_000n })).toEqual([0n, 0n])
  })
  test('both, where the policy says so', () => expect(amounts({ ...two, combine: 'sum' }, hurt, { ...all, owed: 3_200n })).toEqual([3_000n, 500n]))
  test('a cap cuts the last ones', () => expect(amounts(two, hurt, { ...all, cap: 3_100n })).toEqual([3_000n, 100n]))
  test('a share is rounded up for the customer', () => expect(amounts(two, hurt, { ...all, share: 33 })).toEqual([990n, 165n]))
  test('it is never more than the cap, whatever the share, and says why it is less', () => {
    const lines = goodwillFor(two, hurt, { share: 200, owed: 100n, cap: 50n })
    expect(lines.map(({ amount, held }) => [amount, held])).toEqual([
      [50n, 'cap'],
      [0n, 'cap'],
    ])
  })
})

describe('What a contract owes', () => {
  const table = SlaTable.parse({
    sentence: 's',
    steps: [
      { below: 99.9, percent: 10 },
      { below: 99, percent: 25 },
      { below: 95, percent: 100 },
    ],
    least: { EUR: 100 },
  })
  const month = 30 * 86_400
  const owed = (downSeconds: number, mrrMinor = 10_000) => owedFor(table, { seconds: month, downSeconds }, euros(mrrMinor), 1)
  test('nothing while uptime holds', () => expect(owed(2_592)).toBe(0n))
  test('the first step as soon as it does not', () => expect(owed(2_593)).toBe(1_000n))
  test('the lowest step that it fell below', () => expect([owed(25_921), owed(129_601)]).toEqual([2_500n, 10_000n]))
  test('without a price it cannot be told: nothing is guessed, and nothing is left out', () => {
    expect(owed(2_593, 0)).toBeNull()
    expect(owed(2_592, 0)).toBe(0n)
  })
  test('less than the least is not credited', () => expect(owed(2_593, 900)).toBe(0n))
})

describe('A policy that is not right', () => {
  const problem = (rule: object) => RemedyPolicy.safeParse({ version: '1', rules: [{ ...base, ...rule }] }).error?.issues[0]?.message
  test('gives one kind of amount', () => expect(problem({ days: 3, percent: 10 })).toMatch('one of them'))
  test('says how much where it says how', () => expect(problem({ as: 'gift-card' })).toMatch('not how much'))
  test('extends by days', () => expect(problem({ as: 'extension', percent: 10 })).toMatch('days'))
  test('lets a discount last for months', () => expect(problem({ as: 'discount', percent: 10 })).toMatch('months'))
  test('means somebody', () => expect(problem({ minMinutes: 60, maxMinutes: 30 })).toMatch('nobody'))
  test('has steps that go down', () =>
    expect(
      RemedyPolicies.safeParse({
        slas: {
          a: {
            sentence: 's',
            steps: [
              { below: 99, days: 3 },
              { below: 99.9, days: 7 },
            ],
          },
        },
        policies: {},
      }).success,
    ).toBe(false))
})

const base = { remedy: 'x', sentence: 's' }
const days = (count: number, remedy = 'x') => ({ ...base, remedy, days: count })
const euros = (mrrMinor: number) => ({ mrrMinor, currency: 'EUR' })
const policy = (given: object): PolicyInForce => ({ ...RemedyPolicy.parse({ version: '1', ...given }), slas: {} })
const hurt: Hurt = {
  severity: 1,
  kind: 'service-outage',
  tier: 'enterprise',
  region: 'eu',
  degree: 'down',
  minutes: 45,
  mrrMinor: 3_000,
  currency: 'EUR',
  missedPromise: false,
  asked: [],
}
