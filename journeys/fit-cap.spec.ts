// A plan that costs more than one crisis may: everybody's goodwill is lowered evenly, exactly as far as the cap asks, with a reason, and sealed anew.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moneyHouse } from './support/money-house.ts'

const house = await moneyHouse()
const { system, ann, declare, planOf, approve } = house
afterAll(() => system.close())

let shipped = ''
beforeAll(async () => {
  shipped = (await ann.get('/api/remedy-policies')).body.yaml
  await sql`update accounts set mrr_minor = 9999 + id % 7, currency = 'EUR', tier = 'standard', sla = null where not practice`.execute(system.db)
})
const capped = async (caps: string) => {
  const { revision } = (await ann.get('/api/remedy-policies')).body
  const yaml = shipped.replace(/( {2}standard:\n {4}version: "1"\n)/, `$1${caps}`)
  expect((await ann.put('/api/remedy-policies', { yaml, note: 'A cap.', revision })).status).toBe(200)
}
const fitting = async (crisis: string) => (await ann.get(`/api/crises/${crisis}/remedies/fitting-share`)).body
const totalOf = (plan: { totals: { amountMinor: number }[] }) => plan.totals[0]?.amountMinor ?? 0

test('without a cap there is nothing to lower, and it says so', async () => {
  const crisis = await declare()
  expect(await ann.get(`/api/crises/${crisis}/remedies/fitting-share`)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('does not cap') },
  })
  expect((await ann.get(`/api/crises/${crypto.randomUUID()}/remedies/fitting-share`)).status).toBe(404)
  const cas = await system.person('Cas', 'observer')
  expect((await cas.get(`/api/crises/${crisis}/remedies/fitting-share`)).status).toBe(403)
})

test('the share that fits is the largest: one percent more does not', async () => {
  await capped('    caps: { crisis: { EUR: 150000 } }\n')
  const crisis = await declare()
  const plan = (await planOf(crisis)).body
  expect([plan.overCap, totalOf(plan) > 150_000]).toEqual([['EUR'], true])
  expect((await approve(plan)).status).toBe(409)
  const { share, totals, sentence } = await fitting(crisis)
  expect(share).toBeGreaterThan(0)
  expect(sentence).toContain(`${share} %`)
  const preview = async (percent: number) => totalOf((await ann.post(`/api/crises/${crisis}/remedies/preview`, { adjust: { share: percent } })).body)
  expect(await preview(share)).toBe(totals[0].amountMinor)
  expect(await preview(share)).toBeLessThanOrEqual(150_000)
  expect(await preview(share + 1)).toBeGreaterThan(150_000)
  // Looking kept nothing.
  expect((await ann.get(`/api/crises/${crisis}/remedies`)).body.seal).toBe(plan.seal)

  expect((await planOf(crisis, { adjust: { share } })).status).toBe(422)
  const lowered = (await planOf(crisis, { adjust: { share, reason: 'The cap of one crisis.' } })).body
  expect(lowered).toMatchObject({ overCap: [], refused: [], adjust: { share, reason: 'The cap of one crisis.' } })
  expect(lowered.seal).not.toBe(plan.seal)
  expect(totalOf(lowered)).toBe(totals[0].amountMinor)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from remedy_lines where plan_id = ${lowered.id} and not owed and amount_minor <> (full_minor * ${share} + 99) / 100`.execute(
    system.db,
  )
  expect(rows).toEqual([{ n: 0 }])
  expect((await approve(plan)).status).toBe(409)
  expect((await approve(lowered)).body.status).toBe('executed')
})

test('what is written by people stays whole; where that alone is more, no share fits', async () => {
  const crisis = await declare({ title: 'Edited' })
  await planOf(crisis)
  const { rows } = await sql<{ id: number }>`select account_id::int8 as id from remedy_lines where crisis_id = ${crisis} order by account_id limit 1`.execute(
    system.db,
  )
  const edit = (amountMinor: number) =>
    ann.put(`/api/crises/${crisis}/remedies/lines/${rows[0]?.id}`, { remedy: 'service-credit', amountMinor, reason: 'They lost a launch.' })
  await edit(100_000)
  const before = await fitting(crisis)
  expect(before.share).toBeGreaterThan(0)
  expect(before.totals[0].amountMinor).toBeLessThanOrEqual(150_000)
  await edit(200_000)
  expect(await fitting(crisis)).toMatchObject({ share: null, sentence: expect.stringContaining('No share fits') })
})

test('a plan that fits already is left as it is', async () => {
  await capped('    caps: { crisis: { EUR: 99999999 } }\n')
  const crisis = await declare({ title: 'Small' })
  await planOf(crisis)
  expect(await fitting(crisis)).toMatchObject({ share: 100, sentence: 'The plan fits the cap as it is.' })
})
