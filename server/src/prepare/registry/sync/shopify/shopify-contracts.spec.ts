import { describe, expect, test } from 'vitest'
import { readShopContract } from './shopify-contracts.ts'
import type { ShopContract, ShopLine } from './shopify-queries.ts'

describe('A subscription contract of a shop', () => {
  test('costs in a month what its lines cost, exactly, however often it is billed', () => {
    expect(price([line('9.99', 3)])).toBe(2_997)
    expect(price([line('100.00', 1)], { interval: 'YEAR', intervalCount: 1 })).toBe(833)
    expect(price([line('7.00', 2)], { interval: 'WEEK', intervalCount: 2 })).toBe(3_033)
    expect(price([line('1.00', 1)], { interval: 'DAY', intervalCount: 1 })).toBe(3_042)
    expect(price([line('0.1', 3), line('0.2', 1)], { interval: 'MONTH', intervalCount: 3 })).toBe(17)
  })
  test('in a currency without decimals it has none', () => {
    const yen = { quantity: 2, currentPrice: { amount: '980.0', currencyCode: 'JPY' } }
    expect(readShopContract({ ...contract([yen]), currencyCode: 'JPY' })).toMatchObject({ priceMinor: 1_960, currency: 'JPY' })
  })
  test('runs while it is active; when it ends is when it was changed last', () => {
    expect(readShopContract(contract([line('5.00')]))).toMatchObject({ status: 'active', periodEnd: new Date('2030-02-01'), endedAt: null })
    expect(readShopContract({ ...contract([line('5.00')]), status: 'CANCELLED' })).toMatchObject({
      status: 'canceled',
      periodEnd: null,
      endedAt: new Date('2030-01-03'),
    })
    expect(
      ['PAUSED', 'EXPIRED', 'FAILED', 'STALE', null].map((status) => (readShopContract({ ...contract([]), status }) as { status: string }).status),
    ).toEqual(['paused', 'expired', 'failed', 'stale', 'unknown'])
  })
  test('what nobody can know is unknown, and never guessed', () => {
    expect(readShopContract({ ...contract([line('5.00')]), billingPolicy: { interval: 'FORTNIGHT', intervalCount: 1 } })).toMatchObject({
      priceMinor: null,
      notCounted: ['no-amount'],
      everyCount: null,
      everyUnit: null,
    })
    for (const bad of [
      [{}],
      [line('x')],
      [line('-5')],
      [{ quantity: '2', currentPrice: { amount: '5.00', currencyCode: 'EUR' } }],
      [{ quantity: 1, currentPrice: { amount: 5, currencyCode: 'EUR' } }],
    ] as ShopLine[][])
      expect((readShopContract(contract(bad)) as { priceMinor: number | null }).priceMinor, JSON.stringify(bad)).toBeNull()
    expect(readShopContract(contract([line('5.00'), { quantity: 1, currentPrice: { amount: '5.00', currencyCode: 'USD' } }]))).toMatchObject({
      priceMinor: 500,
      notCounted: ['currency'],
    })
  })
  test('without an id, a customer or a currency it is wrong, in words', () => {
    expect(readShopContract({ ...contract([]), id: null })).toMatchObject({ reason: 'A subscription came without an id.' })
    expect(readShopContract({ ...contract([]), customer: null })).toMatchObject({ reason: expect.stringContaining('no customer') })
    expect(readShopContract({ ...contract([]), currencyCode: 'XXXX' })).toMatchObject({ reason: expect.stringContaining('no currency') })
    expect(readShopContract({})).toMatchObject({ externalId: '' })
  })
})

const line = (amount: string, quantity = 1): ShopLine => ({ quantity, currentPrice: { amount, currencyCode: 'EUR' } })
const contract = (lines: ShopLine[]): ShopContract => ({
  id: 'gid://shopify/SubscriptionContract/1',
  status: 'ACTIVE',
  currencyCode: 'EUR',
  nextBillingDate: '2030-02-01T00:00:00Z',
  updatedAt: '2030-01-03T00:00:00Z',
  customer: { id: 'gid://shopify/Customer/1' },
  billingPolicy: { interval: 'MONTH', intervalCount: 1 },
  lines: { nodes: lines },
})
const price = (lines: ShopLine[], billingPolicy: ShopContract['billingPolicy'] = { interval: 'MONTH', intervalCount: 1 }) =>
  (readShopContract({ ...contract(lines), billingPolicy }) as { priceMinor: number | null }).priceMinor
