import { describe, expect, test } from 'vitest'
import { type Group, togetherOf } from './together.ts'

describe('Many customers use less on one day', () => {
  test('it is said of their service, with how many and how many otherwise', () =>
    expect(of({ accounts: 300, dropped: 60, usualShare: 0.01 })).toEqual([
      expect.objectContaining({
        kind: 'usage',
        service: 'shop',
        region: null,
        size: 60,
        title: 'Shop: many customers use less',
        sentence: '60 of 300 customers of Shop used less than half of their usual on Tuesday 1 January; 3 do so on other days.',
      }),
    ]))
  test('a few, or as many as always, say nothing', () => {
    expect(of({ accounts: 300, dropped: 7 })).toEqual([])
    expect(of({ accounts: 300, dropped: 60, usualShare: 0.15 })).toEqual([])
  })
  test('where nearly all are of one region, or else of one tier, it is said of that', () => {
    const all = { accounts: 300, dropped: 62 }
    expect(of(all, { accounts: 100, dropped: 60, region: 'east' }, { accounts: 80, dropped: 55, tier: 'enterprise' })).toMatchObject([
      { region: 'east', size: 60 },
    ])
    expect(of(all, { accounts: 80, dropped: 55, tier: 'enterprise' })[0]?.sentence).toContain('Shop, tier enterprise')
    expect(of(all, { accounts: 100, dropped: 30, region: 'east' }, { accounts: 100, dropped: 32, region: 'west' })).toMatchObject([{ region: null, size: 62 }])
  })
  test('customers of the broken service use others too: the one that fell deepest is named', () =>
    expect(of({ accounts: 100, dropped: 60 }, { accounts: 1_000, dropped: 60, service: 'sign-in', serviceName: 'Sign-in' })).toMatchObject([
      { service: 'shop' },
    ]))
  test('where every service falls alike, none is blamed', () =>
    expect(of(...['a', 'b', 'c', 'd'].map((service) => ({ accounts: 200, dropped: 90, service, serviceName: service })))).toMatchObject([
      { service: null, key: 'together/all', title: 'Many customers use less, of every service' },
    ]))
  test('the more of them, the surer; never sure', () => {
    const weights = [10, 40, 100, 290].map((dropped) => of({ accounts: 300, dropped })[0]?.weight ?? 0)
    expect(weights).toEqual(weights.toSorted((one, other) => one - other))
    expect(Math.max(...weights)).toBeLessThan(0.8)
  })
})

const of = (...groups: Partial<Group>[]) =>
  togetherOf(
    groups.map((group) => ({
      brandId: 'b',
      practice: false,
      service: 'shop',
      serviceName: 'Shop',
      region: null,
      tier: null,
      accounts: 100,
      dropped: 0,
      usualShare: 0.005,
      ...group,
    })),
    '2030-01-01',
    new Date('2030-01-02T01:00:00Z'),
  ).map(({ evidence }) => evidence)
