// Restoring: what machines see and people say, one service after the other and by shares, data that is mended, and the commander's word against a criterion.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { hurting } from './support/restored.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('A crisis is restored', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let bo: typeof ann
  let crisis: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 6)
    ann = await system.person('Ann', 'commander')
    bo = await system.person('Bo', 'responder')
    ;({ id: crisis } = await hurting(system, ann, company, {
      criteria: [
        { key: 'up', text: 'is up', each: 'service', measure: { kind: 'check', minutes: 5 } },
        { key: 'errors', text: 'Errors are back at their level', measure: { kind: 'series', series: 'errors', atMost: 5, minutes: 3 } },
        { key: 'orders', text: 'Orders arrive', measure: { kind: 'figure', unit: 'orders', atLeast: 100 } },
        { key: 'word', text: 'Support hears no more of it' },
      ],
    }))
    await ann.put(`/api/crises/${crisis}/scope`, {
      scope: [
        { serviceId: company.mail, degree: 'down' },
        { serviceId: company.shop, degree: 'degraded' },
      ],
    })
    await sql`
      insert into checks (id, brand_id, practice, name, target, service_id, severity, every_seconds, retries, state, changed_at, next_at, created_by, created_at)
      select gen_random_uuid(), ${company.brandId}::uuid, false, n, '{"kind": "heartbeat"}', s::uuid, 'error', 60, 0, 'up', ${new Date('2030-03-01T08:00:00Z')}::timestamptz, ${system.now()}::timestamptz, 'x', ${system.now()}::timestamptz
        from (values ('Mail page', ${company.mail}), ('Shop page', ${company.shop})) as t (n, s)`.execute(system.db)
    await sql`
      insert into signal_sources (id, brand_id, name, kind, hash, created_by, created_at) values ('00000000-0000-4000-8000-000000000001', ${company.brandId}, 'x', 'signals', 'x', 'x', now())`.execute(
      system.db,
    )
    await sql`select signal_days(${system.now()}, 2, 30, 30)`.execute(system.db)
    await sql`
      with s as (
        insert into series (hash, source_id, brand_id, practice, name, measure, watched, created_at) values (gen_random_uuid(), '00000000-0000-4000-8000-000000000001', ${company.brandId}, false, 'errors', 'count', true, now()) returning id)
      insert into buckets (series_id, at, count, sum, min, max) select s.id, ${system.now()}::timestamptz - make_interval(mins => m), 1, 2, 2, 2 from s, generate_series(1, 30) m`.execute(
      system.db,
    )
    await sql`update signal_fold set closed_through = ${new Date('2030-03-01T08:59:00Z')}`.execute(system.db)
  })
  afterAll(() => system.close())
  const at = (path: string) => `/api/crises/${crisis}${path}`
  const view = async () => (await ann.get(at('/restoration'))).body
  const stateOf = async (key: string) => (await view()).criteria.find((each: { key: string }) => each.key.startsWith(key))

  test('its criteria are what the playbook says, each with what is seen', async () => {
    expect((await view()).criteria.map((each: { text: string; state: string }) => [each.text, each.state])).toEqual([
      ['Mail is up', 'met'],
      ['Shop is up', 'met'],
      ['Errors are back at their level', 'met'],
      ['Orders arrive', 'open'],
      ['Support hears no more of it', 'open'],
    ])
    expect((await stateOf('errors')).sentence).toBe('2 in the last minute, at most 5 for 3 minutes.')
    expect((await ann.get(at(''))).body.criteria[0]).toMatchObject({ text: 'Mail is up', state: 'met', metAt: '2030-03-01T08:00:00.000Z', metBy: null })
  })

  test('minutes in which nobody listened speak for nothing', async () => {
    await sql`insert into signal_gaps values ('2030-03-01T08:57:00Z', '2030-03-01T09:00:00Z')`.execute(system.db)
    expect(await stateOf('errors')).toMatchObject({ state: 'open', sentence: 'at most 5 for 2 of 3 minutes.' })
    await sql`delete from signal_gaps`.execute(system.db)
  })

  test('restored is refused while criteria fail, and names them', async () => {
    const answer = await ann.post(at('/restoration'))
    expect([answer.status, answer.body.detail]).toEqual([
      409,
      '2 criteria are not met yet: Orders arrive; Support hears no more of it. Meet them, or let the commander say why it is restored nevertheless.',
    ])
    expect((await ann.get(at(''))).body.status).toBe('commanded')
  })

  test('what machines see is looked at anew in the moment of restoring, and told when it changes', async () => {
    await sql`update checks set state = 'down', changed_at = ${system.now()}, sentence = 'It answers 503.' where name = 'Shop page'`.execute(system.db)
    expect((await ann.post(at('/restoration'))).body.detail).toContain('Shop is up')
    expect((await ann.post(at(`/criteria/up.${company.shop}`), { met: true })).status).toBe(422)
    await system.lookAfter()
    await system.lookAfter()
    const { items } = (await ann.get(at('/timeline?limit=200'))).body
    expect(items.filter(({ type }: { type: string }) => type === 'CriterionSeen').map(({ sentence }: { sentence: string }) => sentence)).toEqual([
      'Seen to be met: Errors are back at their level. 2 in the last minute, at most 5 for 3 minutes.',
      'Seen to fail: Shop is up. Shop page fails: It answers 503.',
      'Seen to be met: Mail is up. Mail page up for 5 minutes or more.',
    ])
  })

  test('criteria are edited in the room, figures entered, words given', async () => {
    const added = await bo.post(at('/criteria'), { text: 'The partner <b>agrees</b>', service: company.mail })
    expect(added.status).toBe(201)
    const own = added.body.criteria.at(-1)
    expect(own).toMatchObject({ text: 'The partner <b>agrees</b>', service: 'Mail', added: true, state: 'open' })
    expect((await bo.post(at(`/criteria/${own.key}/removal`), { reason: 'x' })).status).toBe(403)
    expect((await ann.post(at(`/criteria/${own.key}/removal`), { reason: 'It is no partner of Mail.' })).body.criteria).toHaveLength(5)
    expect((await bo.post(at('/criteria'), { text: 'x', service: company.brandId })).status).toBe(422)
    for (const measure of [{ kind: 'series', series: 'x' }, { kind: 'figure', unit: 'x', atLeast: 5, atMost: 3 }, { kind: 'magic' }, 7])
      expect((await bo.post(at('/criteria'), { text: 'x', measure })).status, JSON.stringify(measure)).toBe(400)
    expect((await bo.post(at('/criteria/orders/figure'), { value: 80 })).body.criteria[3]).toMatchObject({ state: 'failing', by: { name: 'Bo' } })
    expect((await bo.post(at('/criteria/orders/figure'), { value: 120 })).body.criteria[3]).toMatchObject({
      state: 'met',
      sentence: '120 orders; at least 100 is wanted.',
    })
    expect((await bo.post(at('/criteria/word/figure'), { value: 120 })).status).toBe(422)
    expect((await bo.post(at('/criteria/word'), { met: true })).body.failing).toEqual(['Shop is up'])
    expect((await bo.post(at('/criteria/nothing'), { met: true })).status).toBe(404)
  })

  test('services come back by shares, the critical first, with who did what when and how the figures were', async () => {
    const move = (service: string, percent: number, reason?: string) => bo.post(at('/shares'), { service, percent, ...(reason ? { reason } : {}) })
    expect((await view()).services).toEqual([
      { id: company.mail, name: 'Mail', share: 0, next: 5 },
      { id: company.shop, name: 'Shop', share: 0, next: null },
    ])
    expect((await move(company.mail, 25)).status).toBe(409)
    expect((await move(company.mail, 5)).body.services[0]).toMatchObject({ share: 5, next: 25 })
    expect((await move(company.shop, 5)).status).toBe(409)
    await system.at('09:10')
    await sql`insert into buckets (series_id, at, count, sum, min, max) select s.id, ${system.now()}::timestamptz - make_interval(mins => m), 1, 2, 2, 2 from series s, generate_series(1, 10) m`.execute(
      system.db,
    )
    await sql`update signal_fold set closed_through = ${new Date('2030-03-01T09:09:00Z')}`.execute(system.db)
    await move(company.mail, 25)
    expect((await move(company.mail, 5)).status).toBe(422)
    await move(company.mail, 5, 'Errors rose at 25 %.')
    await move(company.mail, 25)
    const { services, moves } = (await move(company.mail, 100)).body
    expect(services.map(({ share, next }: { share: number; next: number | null }) => [share, next])).toEqual([
      [100, null],
      [0, 5],
    ])
    expect(moves.map(({ from, to }: { from: number; to: number }) => `${from}→${to}`)).toEqual(['25→100', '5→25', '25→5', '5→25', '0→5'])
    expect(moves[2]).toMatchObject({ by: { name: 'Bo' }, at: '2030-03-01T09:10:00.000Z', reason: 'Errors rose at 25 %.' })
    expect(moves[4].figures).toEqual([{ text: 'Mail is up', state: 'met', sentence: 'Mail page up for 5 minutes or more.' }])
    expect((await bo.put(at('/restoration-order'), { services: [company.shop, company.mail] })).body.services[0].name).toBe('Shop')
    expect((await bo.put(at('/restoration-order'), { services: [company.shop, company.shop] })).status).toBe(422)
    const { items } = (await ann.get(at('/timeline?limit=200'))).body
    expect(items.map(({ sentence }: { sentence: string }) => sentence)).toContain('Bo took Mail back from 25 to 5 %.')
  })

  test('data is mended with counts, and what is required holds the end', async () => {
    const { body, status } = await bo.post(at('/repairs'), { kind: 'repair', text: 'Invoices sent twice', records: 1_000 })
    expect(status).toBe(201)
    const counts = (given: object) => bo.post(at(`/repairs/${body.repairs[0].id}/counts`), given)
    expect((await counts({ mended: 990, failed: 20 })).status).toBe(422)
    expect((await counts({ mended: 600, failed: 5 })).body).toMatchObject({
      repairs: [{ records: 1_000, mended: 600, failed: 5, state: 'open' }],
      failing: ['Shop is up', '400 records are still to be mended'],
    })
    expect((await counts({ mended: 1_000 })).body).toMatchObject({ repairs: [{ state: 'done', text: 'Invoices sent twice' }], failing: ['Shop is up'] })
    expect((await bo.post(at(`/repairs/${crisis}/counts`), { mended: 1 })).status).toBe(404)
  })

  test('the commander restores nevertheless, with a reason that stays; nobody else does', async () => {
    expect((await bo.post(at('/restoration'), { reason: 'I am tired.' })).status).toBe(403)
    expect((await ann.post(at('/restoration'), { reason: '' })).status).toBe(400)
    expect((await ann.post(at('/restoration'), { reason: 'The shop was closed on purpose.' })).status).toBe(200)
    expect((await ann.get(at(''))).body).toMatchObject({ status: 'restored', restoredAt: '2030-03-01T09:10:00.000Z' })
    const { items } = (await ann.get(at('/timeline?limit=200'))).body
    expect(items.find(({ type }: { type: string }) => type === 'CrisisRestored')).toMatchObject({
      sentence: 'Restored by the commander’s word, though not met: Shop is up.',
      text: 'The shop was closed on purpose.',
    })
    expect((await ann.post(at('/restoration'))).status).toBe(200)
    expect((await bo.post(at('/criteria/word'), { met: false })).status).toBe(409)
  })
})
