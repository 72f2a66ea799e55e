// One account's own page: am I affected, since when, when do I hear again, what do I get. Nobody else's, and nothing from an exercise.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { myPageLink } from '../server/src/communicate/my-page/my-page.links.ts'
import { sign } from '../server/src/platform/secrets/seal.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { grant, type Line } from './support/granted.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('An account’s own page', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let crisis: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 6)
    await sql`delete from exposures where account_id in (select id from accounts where key = 'A6')`.execute(system.db)
    ann = await system.person('Ann', 'administrator')
    const scope = [{ serviceId: company.mail, degree: 'down' }]
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope, onsetAt: '2030-03-01T08:50:00Z' })).body.id
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
    await publish({
      phase: 'investigating',
      nextUpdateAt: '2030-03-01T09:20:00Z',
      parts: { title: 'Mail is down', happened: '<i>It fell.</i>' },
      translations: { de: { title: 'Mail geht nicht', happened: 'Es fiel aus.' } },
    })
    await system.deliver()
  })
  afterAll(() => system.close())

  const publish = async (more: object) => {
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { ...update(), ...more })
    expect((await ann.post(`/api/updates/${body.id}/submission`, {})).status).toBe(200)
  }
  const mailTo = (key: string) => system.live.sent.filter(({ to }) => to === `${key.toLowerCase()}@real.example`).at(-1)
  const linkIn = (key: string) => new URL(/https?:\/\/\S+\/my\/\S+/.exec(mailTo(key)?.text ?? '')?.[0] ?? '').pathname
  const open = async (path: string) => system.web.status.inject(path)

  test('is linked in each mail, as text and as HTML, and says what hurts this account, in its language', async () => {
    expect(mailTo('A1')?.html).toContain('/my/')
    const english = await open(linkIn('A1'))
    expect(english.headers['cache-control']).toBe('no-store')
    expect(english.body).toContain('You are affected since <time datetime="2030-03-01T08:50:00.000Z">')
    expect(english.body).toContain('We write again by <time datetime="2030-03-01T09:20:00.000Z">')
    expect(english.body).toContain('&lt;i&gt;It fell.')
    const german = (await open(linkIn('A3'))).body
    expect(german).toMatch(/<html lang="de"[\s\S]*Account 3[\s\S]*Mail geht nicht[\s\S]*Es fiel aus\./)
  })
  test('says that nothing is affected where that is so', async () => {
    const { body } = await ann.post('/api/accounts/A6/my-page', { brand: company.slug })
    const page = (await open(new URL(body.url).pathname)).body
    expect([page.includes('Im Moment ist nichts betroffen'), page.includes('Mail geht nicht')]).toEqual([true, false])
  })
  test('says what was given, once it is given and not before', async () => {
    expect((await open(linkIn('A1'))).body).not.toContain('What we give you')
    await system.at('2030-03-01T10:30:00Z')
    expect((await open(linkIn('A1'))).body, 'no promise of what is behind us').toContain('We promised to write by <time datetime="2030-03-01T09:20:00.000Z">')
    await ann.post(`/api/crises/${crisis}/commander`)
    await ann.post(`/api/crises/${crisis}/acknowledgement`)
    for (const { key } of (await ann.get(`/api/crises/${crisis}`)).body.criteria) await ann.post(`/api/crises/${crisis}/criteria/${key}`, { met: true })
    expect((await ann.post(`/api/crises/${crisis}/restoration`)).status).toBe(200)
    await publish({
      phase: 'resolved',
      nextUpdateAt: null,
      parts: { title: 'Mail works again', happened: 'It fell.', why: 'A disk.', doing: 'We changed it.', prevention: 'Two disks.' },
    })
    await sql`
      with plan as (
        insert into remedy_plans (id, crisis_id, practice, revision, status, policy, seal, planned_at)
        values (gen_random_uuid(), ${crisis}, false, 1, 'executed', '{"rules": [{"sentence": "Seven days"}]}', 's', now()) returning id),
      granted as (
        insert into grants (crisis_id, account_id, practice, remedy, revision, plan_id, amount_minor, currency, granted_at, rule)
        select ${crisis}, a.id, false, 'credit', 1, plan.id, 1500, 'EUR', now(), 0 from plan, accounts a where a.key = 'A1' returning *)
      insert into payouts (grant_id, crisis_id, account_id, practice, means, changed_at) select id, crisis_id, account_id, practice, 'file', granted_at from granted`.execute(
      system.db,
    )
    const page = (await open(linkIn('A1'))).body
    expect(page).toMatch(/You were affected from[\s\S]*: 100 minutes\./)
    expect(page).toContain('€15.00 as a credit on your next invoice')
    expect((await open(linkIn('A2'))).body).not.toContain('€15.00')
  })
  test('says nothing of what failed, still waits for a provider, or was taken back', async () => {
    const { rows } = await sql<{ id: number }>`select id from accounts where key = 'A2'`.execute(system.db)
    const give = async (amountMinor: number, state: string, more: Partial<Line> = {}) => {
      const id = await grant(system, crisis, {
        account: Number(rows[0]?.id),
        means: 'balance',
        remedy: `credit-${amountMinor}`,
        amountMinor,
        payer: randomUUID(),
        ...more,
      })
      await sql`update payouts set state = ${state}::payout_state where grant_id = ${id}`.execute(system.db)
      return id
    }
    await give(1_111, 'failed')
    await give(2_222, 'approved')
    const gone = await give(3_333, 'reversed')
    await give(-3_333, 'applied', { remedy: 'credit-3333', revision: 2, reverses: gone })
    const going = await give(4_444, 'applied')
    await give(-4_444, 'approved', { remedy: 'credit-4444', revision: 2, reverses: going })
    const kept = await give(5_555, 'applied')
    await give(-5_555, 'failed', { remedy: 'credit-5555', revision: 2, reverses: kept })
    await give(6_666, 'applied')
    const page = (await open(linkIn('A2'))).body
    expect([1_111, 2_222, 3_333, 4_444, 5_555, 6_666].filter((amount) => page.includes(String(amount / 100)))).toEqual([5_555, 6_666])
    expect(page).not.toContain('€0.00')
  })
  test('ends with the contact it was given to, after ninety days, and at one changed letter', async () => {
    const path = linkIn('A2')
    expect((await open(path)).statusCode).toBe(200)
    expect((await open(`${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`)).statusCode).toBe(410)
    const claims = { a: 1, k: null, b: company.slug }
    const other = sign(system.deps.key, 'unsubscribe', claims, new Date('2031-01-01'))
    for (const token of [other, 'x', 'x.y', 'a'.repeat(900)]) expect((await open(`/my/${token}`)).statusCode, token).toBe(410)
    const old = myPageLink({ ...system.deps, clock: () => new Date('2029-11-01') }, claims)
    expect((await open(new URL(old.url).pathname)).statusCode).toBe(410)
    await sql`delete from contacts where email = 'a2@real.example'`.execute(system.db)
    expect((await open(path)).statusCode).toBe(410)
  })
  test('moves with an account that is merged into another', async () => {
    const path = linkIn('A4')
    const { rows } = await sql<{ id: number }>`select id from accounts where key in ('A4', 'A5') order by key`.execute(system.db)
    const [gone, kept] = rows.map(({ id }) => id)
    expect((await ann.post(`/api/accounts/${gone}/merger`, { into: kept })).status).toBe(200)
    expect((await open(path)).body).toContain('Account 5')
  })
  test('is handed over by whoever talks to customers, for real accounts alone', async () => {
    expect((await ann.post('/api/accounts/nobody/my-page', { brand: company.slug })).status).toBe(404)
    expect((await ann.post('/api/accounts/A1/my-page', { brand: 'no-such' })).status).toBe(404)
    const observer = await system.person('Olga', 'observer')
    expect((await observer.post('/api/accounts/A1/my-page', { brand: company.slug })).status).toBe(403)
  })
})
