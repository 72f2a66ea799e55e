// Gift cards that nobody used are reminded of once.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOutgoing } from '../server/src/platform/outgoing/outgoing.ts'
import { seal } from '../server/src/platform/secrets/seal.ts'
import { createShop } from '../server/src/platform/shopify/shop.ts'
import { planReminders } from '../server/src/remediate/execution/shopify/gift-cards.store.ts'
import { smallCompany } from './support/company.ts'
import { type FakeShopify, startFakeShopify } from './support/fake-shopify.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Unused gift cards', () => {
  let system: TestSystem
  let shop: FakeShopify
  const payerId = randomUUID()
  beforeAll(async () => {
    system = await testSystem({ web: false })
    shop = (await startFakeShopify()) as FakeShopify
    const { brandId } = await smallCompany(system, 250)
    await sql`insert into payers (id, kind, name, brand_id, made_by, made_at) values (${payerId}, 'shopify', 'Shop', ${brandId}, 'ann', ${system.now()})`.execute(
      system.db,
    )
    for (let n = 1; n <= 230; n += 1)
      shop.cards.set(`gid://shopify/GiftCard/${n}`, {
        id: `gid://shopify/GiftCard/${n}`,
        code: `code${n}`,
        note: null,
        minor: 500,
        balance: 500,
        enabled: true,
      })
    await sql`
      with given as (
        insert into grants (crisis_id, account_id, practice, remedy, revision, amount_minor, currency, granted_at)
        select null, id, false, 'gift', row_number() over (order by id), 500, 'EUR', ${system.now()} from accounts where not practice order by id limit 230 returning id, account_id, granted_at)
      insert into payouts (grant_id, account_id, practice, payer_id, means, state, provider_id, changed_at)
      select id, account_id, false, ${payerId}::uuid, 'gift-card', 'applied', 'gid://shopify/GiftCard/' || row_number() over (order by id), granted_at from given`.execute(
      system.db,
    )
    ;(shop.cards.get('gid://shopify/GiftCard/3') as { balance: number }).balance = 1
    ;(shop.cards.get('gid://shopify/GiftCard/4') as { enabled: boolean }).enabled = false
    shop.cards.delete('gid://shopify/GiftCard/5')
  })
  afterAll(async () => {
    shop.close()
    await system.close()
  })

  const asks = (token = shop.token) =>
    createShop(createOutgoing({ allow: ['127.0.0.0/8'], timeoutMs: 500 }), { shop: '', version: '2026-10', token, url: shop.url })
  const plan = (days = 30, token = shop.token) => planReminders(system.db, asks(token), { payerId, days, now: system.now() })
  const found = async () =>
    Object.fromEntries(
      (
        await sql<{
          found: string
          n: number
          planned: number
        }>`select found, count(*)::int as n, count(planned_at)::int as planned from gift_cards_reminded group by 1`.execute(system.db)
      ).rows.map((row) => [row.found, [row.n, row.planned]]),
    )

  test('before the days are over nobody is asked about', async () => {
    expect(await plan()).toEqual({ planned: 0, more: false, waitMs: 0 })
    expect(shop.asked).toEqual([])
  })
  test('a shop that does not answer loses nothing, and decides nothing', async () => {
    await system.at('2030-02-01T09:00:00Z')
    expect(await plan(30, 'wrong')).toMatchObject({ planned: 0, more: true })
    shop.fails(() => 'garbage-after')
    expect(await plan()).toMatchObject({ planned: 0, more: true })
    shop.fails(() => undefined)
    expect(await found()).toEqual({})
  })
  test('a shop that is a dry run, paused, or without a token is not asked', async () => {
    shop.asked.length = 0
    expect(await system.tasks['remind-of-gift-cards']?.({}, new AbortController().signal)).toBeUndefined()
    await sql`update payers set live = true`.execute(system.db)
    await system.tasks['remind-of-gift-cards']?.({}, new AbortController().signal)
    expect(shop.asked).toEqual([])
    await sql`update payers set settings = ${JSON.stringify({ url: shop.url })}::jsonb, sealed = ${seal(system.deps.key, JSON.stringify({ token: 'wrong' }))}`.execute(
      system.db,
    )
    await system.tasks['remind-of-gift-cards']?.({}, new AbortController().signal)
    expect(await found()).toEqual({})
  })
  test('each unused one is planned once, some at a time, also by two at once; used and deactivated ones never', async () => {
    const [one, other] = await Promise.all([plan(), plan()])
    // Both saw the same hundred, or one came after the other and saw the next: none is planned by both.
    const planned = (one?.planned ?? 0) + (other?.planned ?? 0)
    expect([97, 197]).toContain(planned)
    expect((await found()).unused).toEqual([planned, planned])
    await sql`update payers set sealed = ${seal(system.deps.key, JSON.stringify({ token: shop.token }))}`.execute(system.db)
    await system.tasks['remind-of-gift-cards']?.({}, new AbortController().signal)
    expect(await found()).toEqual({ unused: [227, 227], used: [1, 0], gone: [2, 0] })
    await system.at('2030-06-01T09:00:00Z')
    expect(await plan()).toEqual({ planned: 0, more: false, waitMs: 0 })
  })
})
