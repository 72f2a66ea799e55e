// The same twice, and different things at the same moment: one effect each, and every number given once.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstAdministrator } from '../server/src/install.ts'
import { createApiKey } from '../server/src/platform/auth/auth.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

test('two processes that start at once on an empty database make one first administrator', async () => {
  const empty = await testSystem({ web: false })
  const made = await Promise.all([firstAdministrator(empty, empty.auth), firstAdministrator(empty, empty.auth)])
  expect(made.filter(Boolean)).toMatchObject([{ email: 'admin@leeward.test' }])
  await empty.close()
})

describe('Twice and at once', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  type Somebody = Awaited<ReturnType<TestSystem['person']>>
  let [ann, bo, cy, dee] = [] as unknown as [Somebody, Somebody, Somebody, Somebody]
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 20)
    ;[ann, bo, cy, dee] = (await Promise.all(['Ann', 'Bo', 'Cy', 'Dee'].map((name) => system.person(name, 'administrator')))) as [
      Somebody,
      Somebody,
      Somebody,
      Somebody,
    ]
  })
  afterAll(() => system.close())

  test('the same key and the same request: one crisis, the same answer', async () => {
    const headers = { 'idempotency-key': 'one' }
    const first = await ann.post('/api/crises', { title: 'Once', kind: 'service-outage' }, headers)
    const second = await ann.post('/api/crises', { title: 'Once', kind: 'service-outage' }, headers)
    expect(first.status).toBe(201)
    expect(second).toMatchObject({ status: 201, body: first.body, headers: { 'idempotency-replayed': 'true' } })
    expect(await crisesCalled('Once')).toBe(1)
    // Another person's key of the same name is another key.
    expect((await bo.post('/api/crises', { title: 'Once', kind: 'service-outage' }, headers)).body.id).not.toBe(first.body.id)
  })

  test('the same key for another request is refused; a refusal is repeated as it was; a key must be one', async () => {
    expect((await ann.post('/api/crises', { title: 'Other', kind: 'service-outage' }, { 'idempotency-key': 'one' })).status).toBe(422)
    expect((await ann.post('/api/crises/severity-proposal', {}, { 'idempotency-key': 'one' })).status).toBe(422)
    const refused = () => ann.post(`/api/crises/${randomUUID().replace(/^./, '0')}/commander`, {}, { 'idempotency-key': 'two' })
    expect([(await refused()).status, (await refused()).status]).toEqual([404, 422])
    const url = `/api/crises/${randomUUID()}/commander`
    const [one, two] = [await ann.post(url, {}, { 'idempotency-key': 'three' }), await ann.post(url, {}, { 'idempotency-key': 'three' })]
    expect(two).toMatchObject({ status: 404, body: one.body, headers: { 'content-type': one.headers['content-type'] } })
    for (const key of ['', 'x'.repeat(201), 'with space', 'ü', '\t'])
      expect((await ann.post('/api/crises', { title: 'No key', kind: 'service-outage' }, { 'idempotency-key': key })).status).toBe(422)
    expect(await crisesCalled('No key')).toBe(0)
    // What did not pass its contract was never begun: the key stays free.
    expect((await ann.post('/api/crises', { title: '' }, { 'idempotency-key': 'four' })).status).toBe(400)
    expect((await ann.post('/api/crises', { title: 'Four', kind: 'service-outage' }, { 'idempotency-key': 'four' })).status).toBe(201)
  })

  test('the same key many times at the same moment: one effect; the others are told to wait or get the answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => ann.post('/api/crises', { title: 'At once', kind: 'service-outage' }, { 'idempotency-key': 'five' })),
    )
    expect(await crisesCalled('At once')).toBe(1)
    for (const { status } of answers) expect([201, 409]).toContain(status)
    expect((await ann.post('/api/crises', { title: 'At once', kind: 'service-outage' }, { 'idempotency-key': 'five' })).status).toBe(201)
  })

  test('what is kept under a key can be read by nobody who reads the database', async () => {
    const made = await ann.post('/api/people', { name: 'Eli', email: 'eli@house.test', groups: ['observer'] }, { 'idempotency-key': 'six' })
    expect(made.status).toBe(201)
    expect((await ann.post('/api/people', { name: 'Eli', email: 'eli@house.test', groups: ['observer'] }, { 'idempotency-key': 'six' })).body).toEqual(
      made.body,
    )
    const { rows } = await sql<{ row: string }>`select k::text as row from idempotency_keys k`.execute(system.db)
    expect(rows.map(({ row }) => row).join()).not.toContain(Buffer.from(made.body.password).toString('hex'))
    expect(rows.map(({ row }) => row).join()).not.toContain(made.body.password)
    // Signing in keeps nothing, whatever key is sent along.
    await system.web.console.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { 'idempotency-key': 'seven' },
      payload: { email: ann.email, password: 'correct-horse-battery' },
    })
    expect((await sql`select 1 from idempotency_keys where key = 'seven'`.execute(system.db)).rows).toEqual([])
  })

  test('twenty declarations at once: twenty numbers, none twice, none left out', async () => {
    const before = (await sql<{ last: number }>`select last from crisis_numbers where prefix = 'C'`.execute(system.db)).rows[0]?.last ?? 0
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => [ann, bo][i % 2]?.post('/api/crises', { title: 'Rush', kind: 'service-outage' })))
    expect(answers.map((answer) => answer?.body.number).sort()).toEqual(
      Array.from({ length: 20 }, (_, i) => `C-2030-${String(before + 1 + i).padStart(3, '0')}`),
    )
  })

  test('forty notes into one crisis at once: all are kept', async () => {
    const id = await declare({})
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => ann.post(`/api/crises/${id}/notes`, { text: `Note ${i}` })))
    expect(answers.map((answer) => answer.status)).toEqual(Array(40).fill(200))
    const { items } = (await ann.get(`/api/crises/${id}/timeline?limit=200`)).body
    expect(new Set(items.map((each: { text: string | null }) => each.text)).size).toBe(41)
  })

  test('two updates published at once: two numbers, and the page shows both', async () => {
    const id = await declare({ severity: 4, severityReason: 'x' })
    const drafts = await Promise.all(
      ['First words', 'Other words'].map(async (title) => (await ann.post(`/api/crises/${id}/updates`, { phase: 'investigating', parts: { title } })).body.id),
    )
    const published = await Promise.all(drafts.map((draft) => ann.post(`/api/updates/${draft}/submission`)))
    expect(published.map(({ body }) => [body.status, body.sequence]).sort()).toEqual([
      ['published', 1],
      ['published', 2],
    ])
    const { body } = await ann.get(`/api/crises/${id}`)
    await system.web.status.inject('/')
    const page = (await sql<{ body: string }>`select body from artefacts where path = ${`incidents/${body.number}`}`.execute(system.db)).rows[0]?.body
    const { incidents } = JSON.parse(
      (await sql<{ body: string }>`select body from artefacts where path = 'api/v2/incidents.json'`.execute(system.db)).rows[0]?.body ?? '{}',
    )
    expect(page).toContain('words')
    expect(incidents.find((each: { shortlink: string }) => each.shortlink.endsWith(body.number)).incident_updates).toHaveLength(2)
    expect(body.clocks.filter((clock: { kind: string; state: string }) => clock.kind === 'next-update' && clock.state === 'running')).toHaveLength(1)
  })

  test('everybody approves an update at once: it is published once; nobody approves twice', async () => {
    const id = await declare({ severity: 1, severityReason: 'x' })
    const draft = (await ann.post(`/api/crises/${id}/updates`, { phase: 'investigating', parts: { title: 'Two agree' } })).body.id
    await ann.post(`/api/updates/${draft}/submission`)
    const answers = await Promise.all([ann, bo, bo, cy, dee].map((who) => who.post(`/api/updates/${draft}/approvals`)))
    expect(answers.map((answer) => answer.status).filter((status) => status === 200)).toHaveLength(1)
    expect(answers[0]?.status).not.toBe(200)
    expect(await facts(draft, 'UpdatePublished')).toBe(1)
    expect((await ann.get(`/api/updates/${draft}`)).body.approvedBy).toHaveLength(2)
  })

  test('everybody approves the remedies at once: granted once', async () => {
    const id = await declare({ scope: [{ serviceId: company.mail }], severity: 1, severityReason: 'x', onsetAt: '2030-01-01T05:00:00Z' })
    await system.runJobs()
    const plan = (await ann.post(`/api/crises/${id}/remedies`)).body
    const answers = await Promise.all([ann, ann, bo, cy, dee].map((who) => who.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(2)
    const { rows } = await sql<{ lines: number; entitled: number }>`
      select (select count(*) from grants where plan_id = ${plan.id})::int as lines, (select count(*) from remedy_lines where plan_id = ${plan.id})::int as entitled`.execute(
      system.db,
    )
    expect(rows[0]?.lines).toBe(rows[0]?.entitled)
    expect((await ann.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })).status).toBe(409)
  })

  test('two work out the remedies at once: one plan stands, the other is told to look again', async () => {
    const id = await declare({ scope: [{ serviceId: company.mail }], severity: 1, severityReason: 'x', onsetAt: '2030-01-01T05:00:00Z' })
    await system.runJobs()
    const answers = await Promise.all([ann, bo, cy].map((who) => who.post(`/api/crises/${id}/remedies`)))
    for (const { status } of answers) expect([201, 409]).toContain(status)
    const current = (await ann.get(`/api/crises/${id}/remedies`)).body
    const { rows } = await sql<{ id: string }>`select id from remedy_plans where crisis_id = ${id} and status = 'proposed'`.execute(system.db)
    expect(rows).toEqual([{ id: current.id }])
  })

  test('four eyes are two people: a program neither approves nor leads, and does not count as one of the two', async () => {
    const headers = { authorization: `Bearer ${await createApiKey(system.db, 'script', 'administrator', system.now())}` }
    const program = async (url: string, payload: object = {}) => {
      const answer = await system.web.console.inject({ method: 'POST', url, headers, payload })
      return { status: answer.statusCode, body: answer.json() }
    }
    const id = await declare({ severity: 1, severityReason: 'x', scope: [{ serviceId: company.mail }], onsetAt: '2030-01-01T05:00:00Z' })
    await system.runJobs()
    expect((await program(`/api/crises/${id}/commander`)).status).toBe(403)
    const draft = (await ann.post(`/api/crises/${id}/updates`, { phase: 'investigating', parts: { title: 'By a person' } })).body.id
    await ann.post(`/api/updates/${draft}/submission`)
    expect((await program(`/api/updates/${draft}/approvals`)).status).toBe(403)
    const plan = (await ann.post(`/api/crises/${id}/remedies`)).body
    expect((await program(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })).status).toBe(403)
    const written = (await program(`/api/crises/${id}/updates`, { phase: 'investigating', parts: { title: 'By a program' } })).body
    await program(`/api/updates/${written.id}/submission`)
    expect((await ann.post(`/api/updates/${written.id}/approvals`)).body).toMatchObject({ status: 'awaiting-approval', approvalsMissing: 1 })
    expect((await bo.post(`/api/updates/${written.id}/approvals`)).body).toMatchObject({ status: 'published' })
  })

  const declare = async (more: object) => (await ann.post('/api/crises', { title: 'Crisis', kind: 'service-outage', ...more })).body.id as string
  const crisesCalled = async (title: string) =>
    (await sql<{ count: number }>`select count(*)::int as count from crises where title = ${title}`.execute(system.db)).rows[0]?.count
  const facts = async (update: string, type: string) =>
    (await sql<{ count: number }>`select count(*)::int as count from events where stream = ${`update/${update}`} and type = ${type}`.execute(system.db)).rows[0]
      ?.count
})
