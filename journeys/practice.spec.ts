// A practice crisis can only touch practice accounts, contacts and channels: the database refuses the rest.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Practice stays practice', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let crisisId: string
  let practice: Awaited<ReturnType<typeof smallCompany>>
  beforeAll(async () => {
    system = await testSystem()
    await smallCompany(system, 10)
    practice = await smallCompany(system, 6, true)
    ann = await system.person('Ann', 'commander')
    const declared = await ann.post('/api/crises', {
      title: 'Drill',
      kind: 'service-outage',
      practice: true,
      brand: practice.slug,
      scope: [{ serviceId: practice.mail }],
      severity: 3,
      severityReason: 'a drill',
    })
    crisisId = declared.body.id
    expect(declared.body.number).toBe('D-2030-001')
    await system.runJobs()
  })
  afterAll(() => system.close())

  test('it hits practice accounts only', async () => expect((await ann.get(`/api/crises/${crisisId}`)).body.impact.accounts).toBe(6))

  test('its messages never reach the live channel, and no page shows it', async () => {
    const draft = (await ann.post(`/api/crises/${crisisId}/updates`, { phase: 'investigating', parts: { title: 'Drill' } })).body
    await ann.post(`/api/updates/${draft.id}/submission`)
    await system.runJobs()
    expect(system.live.sent).toEqual([])
    expect(system.practice.sent).toHaveLength(6)
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from artefacts where body like '%Drill%'`.execute(system.db)
    expect(rows[0]?.count).toBe(0)
  })

  test('a real account in its impact is refused by the database', async () => {
    const {
      rows: [real],
    } = await sql<{ id: number }>`select id from accounts where not practice limit 1`.execute(system.db)
    for (const flag of [true, false])
      await expect(
        sql`insert into impact (crisis_id, account_id, practice, since, degree) values (${crisisId}, ${real?.id}, ${flag}, now(), 'down')`.execute(system.db),
      ).rejects.toThrow('practice_by_id')
  })

  test('a real contact among its deliveries is refused by the database', async () => {
    const {
      rows: [real],
    } = await sql<{
      id: number
      account_id: number
      update_id: string
    }>`select k.id, k.account_id, u.id as update_id from contacts k, updates u where not k.practice limit 1`.execute(system.db)
    for (const flag of [true, false])
      await expect(
        sql`insert into deliveries (update_id, practice, account_id, contact_id, channel, destination) values (${real?.update_id}, ${flag}, ${real?.account_id}, ${real?.id}, 'email', 'x@y.example')`.execute(
          system.db,
        ),
      ).rejects.toThrow('practice_by_id')
  })

  test('an account never changes sides', async () => {
    await expect(sql`update accounts set practice = true where not practice and key = 'A9'`.execute(system.db)).rejects.toThrow('practice_by_id')
  })

  test('every table that names practice and real rows checks itself', async () => {
    const { rows } = await sql<{ relname: string }>`
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'practice' and not a.attisdropped
       where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.conname = 'practice_by_id')
         and not exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey))`.execute(system.db)
    // What signals say is nobody's: what keeps an exercise apart there is its source, whose series and suspicions may only be of its own kind.
    expect(rows.map((row) => row.relname).sort()).toEqual([
      'checks',
      'imports',
      'quiet_patterns',
      'series_buckets',
      'signal_sources',
      'thresholds',
      'topic_days',
      'topic_terms',
      'weak_signs',
    ])
  })
})
