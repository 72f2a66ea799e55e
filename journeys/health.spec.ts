// How accounts fare: signals that name them are counted once, scored with their reasons, and put on the list of those to be called.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { type Facts, healthOf } from '../server/src/detect/health/health.ts'
import { refreshHealth } from '../server/src/detect/health/refresh.store.ts'
import { dropOf } from '../server/src/detect/health/usage-drop.ts'
import { dropsOf } from '../server/src/detect/health/usage-drop.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Accounts and how they fare', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let key: string
  beforeAll(async () => {
    system = await testSystem()
    company = await smallCompany(system, 40)
    ann = await system.person('Ann', 'administrator')
    key = (await ann.post('/api/signal-sources', { name: 'Product', kind: 'signals', brand: company.slug })).body.key
  })
  afterAll(() => system.close())

  const send = async (signals: object[], by = key) => {
    const { statusCode, payload } = await system.web.console.inject({
      method: 'POST',
      url: '/api/signals',
      headers: { authorization: `Bearer ${by}` },
      payload: signals.map((signal) => ({ at: system.now().getTime(), ...signal })),
    })
    expect(statusCode, payload).toBe(202)
  }
  /** A minute later everything is counted, and scored. */
  const counted = async () => {
    await createFolder(system.deps).look()
    await system.at(new Date(system.now().getTime() + 65_000).toISOString())
    await createFolder(system.deps).look()
    await refreshHealth(system.deps)
  }
  const events = async (account: string) =>
    (
      await sql<object>`
        select e.conversations, e.angry, e.leaving, e.failed, e.disputes from account_events e join accounts a on a.id = e.account_id where a.key = ${account} and not a.practice order by day`.execute(
        system.db,
      )
    ).rows
  const used = async (account: string): Promise<number[]> =>
    (
      await sql<{ used: number }>`
        select r.used from account_usage u join accounts a on a.id = u.account_id, unnest(u.ring) r (used) where a.key = ${account} and r.used > 0 order by r.used`.execute(
        system.db,
      )
    ).rows.map((row) => row.used)

  describe('signals', () => {
    test('that name an account by its key, its id elsewhere, its number here or an address count for it', async () => {
      const { rows } = await sql<{ id: number }>`select id from accounts where key = 'A1'`.execute(system.db)
      await ann.put(`/api/accounts/${rows[0]?.id}/aliases/stripe`, { externalId: 'cus_1' })
      await send(['A1', 'stripe:cus_1', `leeward:${rows[0]?.id}`, 'A1@REAL.example'].map((account) => ({ name: 'exports', kind: 'usage', value: 2, account })))
      await counted()
      expect(await used('A1')).toEqual([8])
    })
    test('are counted once: the same id again, and the log read again, add nothing', async () => {
      const payment = { id: 'p1', name: 'invoice.payment_failed', kind: 'payment', account: 'A2', title: 'Payment failed' }
      await send([payment, payment])
      await send([payment])
      await counted()
      await counted()
      expect(await events('A2')).toEqual([{ conversations: 0, angry: 0, leaving: 0, failed: 1, disputes: 0 }])
    })
    test('that people write are conversations, angry ones, and goodbyes', async () => {
      await send([
        { name: 'mail', kind: 'complaint', account: 'A3', body: 'This is a disgrace. Nothing works, I am furious!' },
        { name: 'mail', kind: 'complaint', account: 'A3', body: 'I want to cancel my subscription today.' },
      ])
      await counted()
      expect(await events('A3')).toMatchObject([{ conversations: 2, leaving: 1 }])
    })
    test('of an account that nobody knows, or of an address that several have, count for nobody, and it is said', async () => {
      await sql`insert into contacts (account_id, email) select id, 'shared@real.example' from accounts where key in ('A4', 'A5')`.execute(system.db)
      await send([
        { name: 'exports', kind: 'usage', value: 1, account: 'nobody' },
        { name: 'exports', kind: 'usage', value: 1, account: 'shared@real.example' },
        { name: 'exports', kind: 'usage', value: 1, account: 'leeward:999999999999999' },
        { name: 'exports', kind: 'usage', value: 1, account: "a' or 1=1:--" },
      ])
      await counted()
      expect([await used('A4'), await used('A5')]).toEqual([[], []])
      expect((await ann.get('/api/signal-sources')).body[0].strangers).toEqual({ signals: 4, example: expect.any(String) })
    })
    test('of a practice source name practice accounts alone', async () => {
      const drill = (await ann.post('/api/signal-sources', { name: 'Drill', kind: 'signals', brand: company.slug, practice: true })).body.key
      await send([{ name: 'exports', kind: 'usage', value: 5, account: 'A6' }], drill)
      await counted()
      expect(await used('A6')).toEqual([])
    })
    test('how much an account uses is a number, and is not kept in words', async () => {
      const { rows } = await sql`select from signals where name = 'exports'`.execute(system.db)
      expect(rows).toEqual([])
    })
    test('numbers without bounds end where they are kept', async () => {
      await send([1, 2, 3].map(() => ({ name: 'exports', kind: 'usage', value: 1e30, account: 'A7' })))
      await counted()
      expect((await used('A7'))[0]).toBeGreaterThan(9e29)
    })
  })

  test('a merged account brings what was counted for it', async () => {
    const ids = async (...keys: string[]) =>
      (
        await sql<{ id: number }>`select id from accounts where key = any (${keys}::text[]) order by array_position(${keys}::text[], key)`.execute(system.db)
      ).rows.map(({ id }) => id)
    const [from, into] = await ids('A8', 'A9')
    await send([
      { name: 'exports', kind: 'usage', value: 3, account: 'A8' },
      { name: 'exports', kind: 'usage', value: 4, account: 'A9' },
      { name: 'x.payment_failed', kind: 'payment', account: 'A8' },
    ])
    await counted()
    expect((await ann.post(`/api/accounts/${from}/merger`, { into })).status).toBe(200)
    await send([{ name: 'exports', kind: 'usage', value: 1, account: 'A8' }])
    await counted()
    expect([await used('A9'), await events('A9')]).toEqual([[8], [{ conversations: 0, angry: 0, leaving: 0, failed: 1, disputes: 0 }]])
    expect((await sql`select from account_health where account_id = ${from}`.execute(system.db)).rows).toEqual([])
  })

  test('the database finds the same drops as the rule, whatever the days', async () => {
    const { rows } = await sql<{ at: string; known: number; daily: number[]; percent: number | null; began: string | null }>`
      with made as (
        select n as account_id, date '2030-03-15' - (30 + n % 40)::int as since, date '2030-03-15' - (n % 5)::int as through,
               array(select case when (n * 7919 + d * 104729 + n * d) % 100 < 25 + n % 76 then (case when n % 3 = 0 then 10 else 1 + (n * d) % 20 end) * (case when d < n % 30 then (n % 4) / 4.0 else 1 end) else 0 end
                       from generate_series(0, 63) d)::real[] as days from generate_series(1, 600) n),
      ringed as (
        select m.*, ring_add(array_fill(0::real, array[64]), m.through - 100, m.through, array(select m.through - d from generate_series(0, 63) d), m.days::float8[]) as ring from made m)
      select r.account_id as at, date '2030-03-15' - r.since as known,
             array(select case when date '2030-03-14' - d > r.through then 0 else r.ring[1 + (date '2030-03-14' - d - date '2000-01-01') % 64] end from generate_series(0, 62) d) as daily, f.percent, f.began::text
        from ringed r left join (${dropsOf(sql`ringed`, '2030-03-15', new Set())}) f on f.account_id = r.account_id`.execute(system.db)
    const wrong = rows.filter(({ daily, known, percent, began }) => {
      const drop = dropOf(daily, Math.min(known, 63))
      const day = drop && new Date(Date.parse('2030-03-15') - drop.daysAgo * 86_400_000).toISOString().slice(0, 10)
      return (drop?.percent ?? null) !== percent || (day ?? null) !== began
    })
    expect(wrong.map(({ at, percent, began, daily, known }) => ({ at, percent, began, rule: dropOf(daily, known) }))).toEqual([])
    expect(rows.filter(({ percent }) => percent !== null).length).toBeGreaterThan(20)
  })

  test('the page of an account says how it fares, why, and how it went', async () => {
    const { rows } = await sql<{ id: number; key: string }>`select id, key from accounts where key in ('A2', 'A40')`.execute(system.db)
    const of = (name: string) => rows.find((row) => row.key === name)?.id
    const { body } = await ann.get(`/api/accounts/${of('A2')}/health`)
    expect(body).toMatchObject({
      score: 80,
      risk: 'low',
      against: [{ reason: 'payment', points: 20, sentence: 'a payment failed today' }],
      trend: [{ day: '2030-01-01', score: 80 }],
      usage: [],
    })
    expect((await ann.get(`/api/accounts/${of('A40')}/health`)).body).toBeNull()
    expect((await ann.get('/api/accounts/x/health')).status).toBe(400)
    await system.at('2030-01-09T09:00:00Z')
    await refreshHealth(system.deps)
    expect((await ann.get(`/api/accounts/${of('A2')}/health`)).body).toMatchObject({
      score: 90,
      trend: expect.arrayContaining([
        { day: '2030-01-08', score: 80 },
        { day: '2030-01-09', score: 90 },
      ]),
    })
  })

  test('an open crisis counts against whom it hurts, more with the hours, and no more when it is over', async () => {
    const { body: crisis } = await ann.post('/api/crises', {
      title: 'Shop is down',
      kind: 'service-outage',
      brand: company.slug,
      scope: [{ serviceId: company.mail, regions: ['east'], degree: 'down' }],
      onsetAt: '2030-01-09T05:00:00Z',
      answers: { customersHurt: 'many', canWork: 'no', dataSafetyOrLaw: false, moneyWrong: false },
    })
    await system.runJobs()
    await ann.post(`/api/crises/${crisis.id}/impact`)
    await refreshHealth(system.deps)
    const { rows } = await sql<{ id: number }>`select id from accounts where key = 'A12'`.execute(system.db)
    const against = async () => (await ann.get(`/api/accounts/${rows[0]?.id}/health`)).body.against
    expect(await against()).toEqual([{ reason: 'crisis', points: 20, sentence: 'hit by an open crisis for 4 hours' }])
    await system.at('2030-01-10T06:00:00Z')
    await refreshHealth(system.deps)
    expect(await against()).toEqual([{ reason: 'crisis', points: 30, sentence: 'hit by an open crisis for 25 hours' }])
    await sql`update crises set status = 'closed' where id = ${crisis.id}`.execute(system.db)
    await refreshHealth(system.deps)
    expect(await against()).toEqual([])
  })

  test('the database scores like the rule', async () => {
    const { rows } = await sql<Facts & { score: number }>`
      select score, usage_drop as "usageDrop", usage_since::text as "usageSince", conversations, angry, leaving_on::text as "leavingOn", failed_on::text as "failedOn", disputed_on::text as "disputedOn",
             crisis_since as "crisisSince" from account_health`.execute(system.db)
    expect(rows.length).toBeGreaterThan(4)
    for (const { score, ...facts } of rows) expect(score).toBe(healthOf(facts, system.now()).score)
    expect(rows.some(({ score }) => score < 75)).toBe(true)
  })
})
