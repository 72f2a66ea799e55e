// Store credit, gift cards and refunds at a server that behaves like a Shopify shop: each exactly once, to the cent, whatever the line does.
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createOutgoing } from '../server/src/platform/outgoing/outgoing.ts'
import { createShop } from '../server/src/platform/shopify/shop.ts'
import type { Payer } from '../server/src/remediate/execution/payer.ts'
import { claims } from '../server/src/remediate/execution/shopify/claims.store.ts'
import { giftCardCode } from '../server/src/remediate/execution/shopify/gift-card.ts'
import { createShopifyPayer } from '../server/src/remediate/execution/shopify/shopify-payer.ts'
import { testDatabase } from './support/database.ts'
import { type FakeShopify, type ShopTrouble, startFakeShopify } from './support/fake-shopify.ts'
import { carryOut, type Kept, shopLine } from './support/shop-lines.ts'

const key = Buffer.alloc(32, 5)

describe('Shopify pays', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>
  let shop: FakeShopify
  let payer: Payer
  const pays = (more: { token?: string; settleMs?: number } = {}) =>
    createShopifyPayer({
      shop: createShop(createOutgoing({ allow: ['127.0.0.0/8'], timeoutMs: 150 }), {
        shop: '',
        version: '2026-10',
        token: more.token ?? shop.token,
        url: shop.url,
      }),
      key,
      claim: claims(database.db),
      now: () => new Date(),
      settleMs: more.settleMs ?? 0,
    })
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    shop = (await startFakeShopify({ points: 1e6, restoreRate: 1e6 })) as FakeShopify
    payer = pays()
  })
  afterEach(() => shop.close())

  let number = 0
  const next = () => {
    number += 1
    return number
  }
  const credit = (more: object = {}) => shopLine(next(), { means: 'store-credit', customer: shop.customer(1), ...more })
  const card = (more: object = {}) => shopLine(next(), { means: 'gift-card', customer: '', ...more })
  const refund = (order: string, more: object = {}) => shopLine(next(), { means: 'refund', customer: '', more: { order }, ...more })
  const run = (lines: Kept[], dies?: () => boolean) =>
    carryOut(
      payer,
      lines,
      () => new Date(),
      (ms) => wait(ms),
      dies,
    )
  const called = (line: Kept) => ({ ...line.line, firstCalledAt: new Date() })

  test('a credit, a card and a refund arrive, to the cent', async () => {
    const order = shop.order(7, 1, 5_000)
    const lines = [credit(), card({ amountMinor: 5 }), refund(order, { amountMinor: 4_999 }), refund('7', { amountMinor: 1 })]
    await run(lines)
    expect(lines.map(({ state, calls }) => [state, calls])).toEqual(Array(4).fill(['applied', 1]))
    expect(shop.transactions).toMatchObject([{ kind: 'Credit', minor: 1_205, currency: 'EUR', id: lines[0]?.providerId }])
    expect([...shop.cards.values()]).toMatchObject([
      { minor: 5, code: giftCardCode(key, lines[1]?.line.reference as string), note: `leeward:${lines[1]?.line.reference}` },
    ])
    expect(
      shop.orders
        .get(order)
        ?.refunds.map(({ minor }) => minor)
        .sort(),
    ).toEqual([1, 4_999])
  })

  test('the code of a card is 16 letters and digits, the same for ever, and nobody’s to guess', () => {
    const code = giftCardCode(key, 'a/b/c/1')
    expect(code).toMatch(/^[a-z0-9]{16}$/)
    expect(giftCardCode(key, 'a/b/c/1')).toBe(code)
    expect(giftCardCode(key, 'a/b/c/2')).not.toBe(code)
    expect(giftCardCode(Buffer.alloc(32, 6), 'a/b/c/1')).not.toBe(code)
  })

  test.each([
    'drop',
    'drop-after',
    'hang-after',
    'garbage-after',
    'fail',
    'fail-after',
    'throttle',
    { status: 429, headers: { 'retry-after': '0.01' } },
  ] as ShopTrouble[])(
    'a call that ends in %j is paid once all the same',
    async (trouble) => {
      const order = shop.order(8, 1, 9_000)
      const lines = [credit(), credit(), card(), refund(order), refund(order)]
      const seen = new Map<string, number>()
      shop.fails(({ name }) => {
        if (!/Create$|Credit$/.test(name)) return undefined
        const n = (seen.get(name) ?? 0) + 1
        seen.set(name, n)
        return n <= 2 ? trouble : undefined
      })
      await run(lines)
      expect(lines.map(({ state, why }) => why ?? state)).toEqual(Array(5).fill('applied'))
      expect(shop.transactions).toHaveLength(2)
      expect(shop.cards.size).toBe(1)
      expect(shop.orders.get(order)?.refunds.map(({ minor }) => minor)).toEqual([1_205, 1_205])
      expect(new Set(lines.map(({ providerId }) => providerId)).size).toBe(5)
    },
    20_000,
  )

  test('a process that dies behind every second call pays nobody twice', async () => {
    const order = shop.order(9, 1, 100_000)
    const lines = Array.from({ length: 12 }, () => [credit(), card(), refund(order)]).flat()
    let moment = 0
    await run(lines, () => {
      moment += 1
      return moment % 2 === 0
    })
    expect(lines.every(({ state }) => state === 'applied')).toBe(true)
    expect([shop.transactions.length, shop.cards.size, shop.orders.get(order)?.refunds.length]).toEqual([12, 12, 12])
    expect(new Set(lines.map(({ providerId }) => providerId)).size).toBe(36)
  })

  test('two lines of the same amount for the same customer get a credit each, whoever finds which', async () => {
    const [one, other] = [credit(), credit()]
    shop.fails(({ name }) => (name === 'storeCreditAccountCredit' ? 'drop-after' : undefined))
    const first = called(one)
    expect(await payer.pay(first)).toMatchObject({ kind: 'unknown' })
    shop.fails(() => undefined)
    expect(await payer.find(called(other))).toMatchObject({ kind: 'found' })
    expect(await payer.find(first)).toEqual({ kind: 'absent' })
    expect(await payer.pay(first)).toMatchObject({ kind: 'applied' })
    expect(shop.transactions).toHaveLength(2)
  })

  test('nothing found means nothing while the call may still be under way', async () => {
    const [line, order] = [credit(), shop.order(10, 1, 5_000)]
    expect(await pays({ settleMs: 60_000 }).find(called(line))).toMatchObject({ kind: 'unknown', why: expect.stringContaining('under way') })
    expect(await pays({ settleMs: 60_000 }).find(called(refund(order)))).toMatchObject({ kind: 'unknown' })
    expect(await payer.find(called(line))).toEqual({ kind: 'absent' })
    expect(await payer.find(line.line)).toEqual({ kind: 'absent' })
  })

  test('what the shop will never do is refused, with the reason', async () => {
    const [order, dollars] = [shop.order(11, 1, 1_000), shop.order(12, 1, 9_000, { currency: 'USD' })]
    const wrong: [Kept, RegExp][] = [
      [credit({ customer: 'gid://shopify/Customer/404' }), /no such customer/],
      [credit({ amountMinor: 0 }), /no credit of nothing/],
      [card({ currency: 'USD' }), /are in EUR, not in USD/],
      [refund(order), /Only 10\.00 EUR of this order can be refunded/],
      [refund(dollars), /was paid in USD, not in EUR/],
      [refund('404'), /no such order/],
      [refund(''), /no such order/],
      [shopLine(next(), { means: 'discount', customer: '' }), /cannot carry out discount/],
    ]
    await run(wrong.map(([line]) => line))
    for (const [line, why] of wrong) expect(line.why).toMatch(why)
    expect([shop.transactions.length, shop.cards.size, shop.orders.get(order)?.refunds.length]).toEqual([0, 0, 0])
  })

  test('a refund is spread over the payments of its order, and no payment gives more than it has', async () => {
    const order = shop.order(13, 1, 3_000, {
      payments: [
        { id: 'gid://shopify/OrderTransaction/a', gateway: 'gift_card', minor: 1_000, refunded: 400 },
        { id: 'gid://shopify/OrderTransaction/b', gateway: 'shopify_payments', minor: 2_000, refunded: 0 },
      ],
    })
    const lines = [refund(order, { amountMinor: 2_600 }), refund(order, { amountMinor: 1 })]
    await run([lines[0] as Kept])
    await run([lines[1] as Kept])
    expect(lines.map(({ state }) => state)).toEqual(['applied', 'refused'])
    expect(shop.orders.get(order)?.payments.map(({ refunded }) => refunded)).toEqual([1_000, 2_000])
  })

  test('a token that is refused fails no line: it is put off, and somebody is told what to do', async () => {
    for (const line of [credit(), card(), refund(shop.order(14, 1, 5_000))])
      expect(await pays({ token: 'wrong' }).pay(called(line))).toEqual({
        kind: 'later',
        why: 'The shop does not know this token. Give an access token that is valid.',
        afterMs: 300_000,
      })
  })

  test('a shop whose points are spent is left alone until there are enough again', async () => {
    shop.close()
    shop = (await startFakeShopify({ points: 120, restoreRate: 60 })) as FakeShopify
    payer = pays()
    const lines = Array.from({ length: 20 }, () => credit())
    await run(lines)
    expect(lines.every(({ state }) => state === 'applied')).toBe(true)
    expect(shop.transactions).toHaveLength(20)
  })

  test('a credit is taken back once, unless it is spent; a card unless it was used; a refund never', async () => {
    const [given, gift, back] = [credit(), card(), refund(shop.order(15, 1, 5_000))]
    await run([given, gift, back])
    const takingBack = (kept: Kept) =>
      shopLine(next(), {
        ...kept.line,
        reference: `${kept.line.reference}/back`,
        key: `${kept.line.key}/back`,
        amountMinor: -kept.line.amountMinor,
        firstCalledAt: null,
        takesBack: { providerId: kept.providerId as string, reference: kept.line.reference },
      })
    shop.fails(({ name }) => (/Debit$|Deactivate$/.test(name) && shop.asked.filter((each) => each === name).length === 1 ? 'drop-after' : undefined))
    const undone = [takingBack(given), takingBack(gift), takingBack(back)]
    await run(undone)
    expect(undone.map(({ state, why }) => why ?? state)).toEqual(['applied', 'applied', 'A refund cannot be taken back.'])
    expect(shop.transactions.map(({ kind, minor }) => [kind, minor])).toEqual([
      ['Credit', 1_205],
      ['Debit', 1_205],
    ])
    expect([...shop.cards.values()][0]?.enabled).toBe(false)
    const [spent, used] = [takingBack(given), card()]
    await run([spent, used])
    expect(spent.why).toMatch(/spent it already/)
    ;(shop.cards.get(used.providerId as string) as { balance: number }).balance = 5
    const late = takingBack(used)
    await run([late])
    expect(late.why).toMatch(/Some of this gift card was spent/)
  })
})
