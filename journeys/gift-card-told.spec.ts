// From the policy to the card: a gift card is given at the shop, told with its code when it is there and not before, and reminded of once.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seal } from '../server/src/platform/secrets/seal.ts'
import { type FakeShopify, startFakeShopify } from './support/fake-shopify.ts'
import { type MoneyHouse, moneyHouse } from './support/money-house.ts'

let house: MoneyHouse
let shop: FakeShopify
let system: MoneyHouse['system']
let crisis = ''
const pay = () => system.tasks.pay?.({}, new AbortController().signal)
const mailsTo = (key: string) => system.live.sent.filter(({ to }) => to === `${key.toLowerCase()}@real.example`)

beforeAll(async () => {
  house = await moneyHouse()
  system = house.system
  shop = (await startFakeShopify({ now: () => system.now() })) as FakeShopify
  const { rows } = await sql<{ id: string }>`select id from brands limit 1`.execute(system.db)
  await sql`
    insert into payers (id, kind, name, brand_id, settings, sealed, live, made_by, made_at)
    values (gen_random_uuid(), 'shopify', 'Shop', ${rows[0]?.id}, ${JSON.stringify({ url: shop.url, remindAfterDays: 30 })}, ${seal(system.deps.key, JSON.stringify({ token: shop.token }))}, true, 'x', now())`.execute(
    system.db,
  )
  await sql`insert into account_aliases (practice, system, external_id, account_id) select false, 'shopify', '7' || id, id from accounts where key in ('A1', 'A2')`.execute(
    system.db,
  )
  await sql`update accounts set mrr_minor = 10000, currency = 'EUR', tier = 'standard' where not practice`.execute(system.db)
  const { yaml } = (await house.ann.get('/api/remedy-policies')).body
  const rules = '    rules:\n      - { remedy: thanks, fixed: { EUR: 2500 }, as: gift-card, sentence: A gift card }\n\n'
  await house.ann.put('/api/remedy-policies', {
    yaml: yaml.replace(/( {2}standard:[\s\S]*?) {4}rules:\n[\s\S]*?\n\n/, (_: string, head: string) => `${head}${rules}`),
    note: 'Cards.',
    revision: 0,
  })
  crisis = await house.declare()
})
afterAll(async () => {
  shop.close()
  await system.close()
})

test('nobody is told while the shop does not answer; whoever has no customer there is told that people see to it', async () => {
  shop.fails(() => 'fail')
  const plan = (await house.planOf(crisis)).body
  expect((await house.approve(plan)).body.status).toBe('executed')
  await system.runJobs()
  expect(mailsTo('A1')).toEqual([])
  expect(mailsTo('A3').at(-1)?.text).toMatch(/Geschenkgutschein über 25,00\s€$/m)
})

test('once the card is there, its customer reads the code, once', async () => {
  shop.fails(() => undefined)
  for (let minutes = 1; minutes <= 30; minutes += 3) {
    await system.at(new Date(Date.parse('2030-01-10T09:00:00Z') + minutes * 60_000).toISOString())
    await pay()
  }
  expect(shop.cards.size).toBe(2)
  await system.tasks['tell-granted']?.({ crisisId: crisis }, new AbortController().signal)
  await system.runJobs()
  const [mail, ...others] = mailsTo('A1').filter(({ text }) => text.includes('gift card'))
  expect(others).toEqual([])
  const code = /A gift card of €25\.00: ([a-z0-9]{16})/.exec(mail?.text ?? '')?.[1]
  expect([...shop.cards.values()].map((card) => card.code)).toContain(code)
  await system.tasks['tell-granted']?.({ crisisId: crisis }, new AbortController().signal)
  await system.runJobs()
  expect(mailsTo('A1').filter(({ text }) => text.includes('gift card'))).toHaveLength(1)
})

test('unused after thirty days it is reminded of, once; the one that was used is not', async () => {
  const [first] = shop.cards.values()
  if (first) first.balance = 100
  await system.at('2030-02-20T09:00:00Z')
  for (let round = 0; round < 2; round += 1) {
    await system.tasks['remind-of-gift-cards']?.({}, new AbortController().signal)
    await system.runJobs()
  }
  const reminders = ['A1', 'A2'].map((key) => mailsTo(key).filter(({ text }) => text.includes('not used yet')).length)
  expect(reminders.toSorted()).toEqual([0, 1])
})
