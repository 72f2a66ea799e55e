// Free days and discounts follow the amount of their line: a share, an edit and a longer outage give as many days as they are worth, and never a day twice.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../server/src/platform/ids.ts'
import { type MoneyHouse, moneyHouse } from './support/money-house.ts'

describe('Free days and discounts', () => {
  let house: MoneyHouse
  let crisis = ''
  beforeAll(async () => {
    house = await moneyHouse()
    const { system, ann } = house
    const { rows } = await sql<{ id: string }>`select id from brands limit 1`.execute(system.db)
    const brand = rows[0]?.id
    await sql`insert into payers (id, kind, name, brand_id, made_by, made_at) values (gen_random_uuid(), 'stripe', 'Stripe', ${brand}, 'x', now())`.execute(
      system.db,
    )
    await sql`insert into sync_links (id, provider, name, brand_id, settings, sealed, made_by, made_at) values (gen_random_uuid(), 'stripe', 'Stripe', ${brand}, '{}', '\\x00', 'x', now())`.execute(
      system.db,
    )
    await sql`update accounts set mrr_minor = 10000, currency = 'EUR', tier = 'standard', sla = null where not practice`.execute(system.db)
    await sql`insert into account_aliases (practice, system, external_id, account_id) select false, 'stripe', 'cus_' || key, id from accounts where key in ('A1', 'A2', 'A3')`.execute(
      system.db,
    )
    await sql`insert into subscriptions (account_id, link_id, provider, external_id, customer, status, price_minor, currency, current_period_end, updated_at)
      select id, (select id from sync_links), 'stripe', 'sub_' || key, 'cus_' || key, 'active', 10000, 'EUR', '2030-02-01T00:00:00Z', now() from accounts where key in ('A1', 'A2', 'A3')`.execute(
      system.db,
    )
    const { yaml } = (await ann.get('/api/remedy-policies')).body
    const rules = `    rules:
      - { remedy: free-days, days: 30, as: extension, sentence: Thirty days more }
      - { remedy: less, percent: 20, months: 3, as: discount, sentence: A fifth off }
`
    await ann.put('/api/remedy-policies', {
      yaml: yaml.replace(/( {2}standard:[\s\S]*?) {4}rules:\n[\s\S]*?\n\n/, (_: string, head: string) => `${head}${rules}\n`),
      note: 'For this test.',
      revision: 0,
    })
    crisis = await house.declare()
  })
  afterAll(() => house.system.close())

  type Line = { key: string; remedy: string; means: string; days: number | null; percent: number | null; months: number | null; answer: string | null }
  const newest = async (...keys: string[]) =>
    (
      await sql<Line>`
        select distinct on (a.key, g.remedy) a.key, g.remedy, p.means, (p.more->>'days')::int as days, (p.more->>'percent')::float8 as percent, (p.more->>'months')::int as months, p.answer
          from grants g join accounts a on a.id = g.account_id join payouts p on p.grant_id = g.id
         where g.crisis_id = ${crisis} and a.key = any (${keys}) order by a.key, g.remedy, g.id desc`.execute(house.system.db)
    ).rows
  const grantNow = async (body: object = {}) => {
    const plan = (await house.planOf(crisis, body)).body
    expect((await house.approve(plan)).body.status).toBe('executed')
  }
  const edit = async (key: string, remedy: string, amountMinor: number) => {
    const { rows } = await sql<{ id: number }>`select id from accounts where key = ${key}`.execute(house.system.db)
    const put = await house.ann.put(`/api/crises/${crisis}/remedies/lines/${rows[0]?.id}`, { remedy, amountMinor, reason: 'As agreed with them.' })
    expect(put.status).toBe(200)
  }

  test('half the share is half the days and half the percent; what an edit leaves is rounded up to a whole day', async () => {
    await house.planOf(crisis, { adjust: { share: 50, reason: 'Half of it is enough.' } })
    await edit('A2', 'free-days', 3_400)
    await edit('A2', 'less', 1_001)
    await grantNow({ adjust: { share: 50, reason: 'Half of it is enough.' } })
    expect(await newest('A1', 'A2')).toEqual([
      { key: 'A1', remedy: 'free-days', means: 'extension', days: 15, percent: null, months: null, answer: null },
      { key: 'A1', remedy: 'less', means: 'discount', days: null, percent: 10, months: 3, answer: null },
      { key: 'A2', remedy: 'free-days', means: 'extension', days: 11, percent: null, months: null, answer: null },
      { key: 'A2', remedy: 'less', means: 'discount', days: null, percent: 3.34, months: 3, answer: null },
    ])
  })

  test('its customer reads what it is, and not the words of the whole', async () => {
    await sql`update payouts set state = 'applied' where crisis_id = ${crisis}`.execute(house.system.db)
    await sql`
      with said as (
        insert into updates (id, crisis_id, practice, class, status, phase, author, created_at, published_at)
        values (${newId(house.system.now())}, ${crisis}, false, 'update', 'published', 'investigating', 'ann', now(), now()) returning id)
      insert into update_texts (update_id, locale, parts) select id, 'en', '{"title": "Mail is down"}' from said`.execute(house.system.db)
    const { url } = (await house.ann.post('/api/accounts/A1/my-page', { brand: house.company.slug })).body
    const page = (await house.system.web.status.inject(new URL(url).pathname)).body
    expect(page).toContain('<li>Free days: 15</li>')
    expect(page).toContain('<li>Discount: 10 %, months: 3</li>')
    const { rows } = await sql<{ words: string }>`
      select p.more->>'description' as words from payouts p join grants g on g.id = p.grant_id join accounts a on a.id = g.account_id where a.key = 'A2' and g.crisis_id = ${crisis} order by g.remedy`.execute(
      house.system.db,
    )
    expect(rows).toEqual([{ words: 'Free days: 11' }, { words: 'Discount: 3.34 %' }])
  })

  test('a plan that gives more adds the days that are missing; a larger discount is put in the place of the other by people', async () => {
    await edit('A2', 'free-days', 10_000)
    await grantNow({ adjust: {} })
    const replaced = 'A smaller discount was given before: one of 20 percent is to take its place.'
    expect(await newest('A1')).toEqual([
      { key: 'A1', remedy: 'free-days', means: 'extension', days: 15, percent: null, months: null, answer: null },
      { key: 'A1', remedy: 'less', means: 'file', days: null, percent: null, months: 3, answer: replaced },
    ])
    expect((await newest('A2'))[0]).toMatchObject({ remedy: 'free-days', means: 'extension', days: 19 })
  })

  test('what the days cannot be reckoned from is people’s, with the reason', async () => {
    await sql`update accounts set mrr_minor = 20000 where key = 'A1'`.execute(house.system.db)
    await sql`update accounts set mrr_minor = 0 where key = 'A3'`.execute(house.system.db)
    crisis = await house.declare({ title: 'Mail is down again' })
    await house.planOf(crisis)
    await edit('A3', 'free-days', 700)
    await edit('A3', 'less', 700)
    await edit('A1', 'free-days', 2_000_000)
    await grantNow()
    expect((await newest('A1', 'A3')).map(({ key, remedy, means, answer }) => [key, remedy, means, answer])).toEqual([
      ['A1', 'free-days', 'file', 'More days than a provider adds at a time: people carry it out.'],
      ['A1', 'less', 'discount', null],
      ['A3', 'free-days', 'file', 'No price is known that the days would follow from: people carry it out.'],
      ['A3', 'less', 'file', 'No price is known that the percent would follow from: people carry it out.'],
    ])
    await sql`update accounts set mrr_minor = 40000 where key = 'A2'`.execute(house.system.db)
    await grantNow()
    expect((await newest('A2'))[0]).toMatchObject({ remedy: 'free-days', means: 'file', answer: expect.stringMatching(/^As many days were given before/) })
  })
})
