// The whole loop, from a declaration to the published review, on a clock that the test moves.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('One crisis, end to end', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let bo: typeof ann
  let crisis: { id: string; number: string }
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system)
    ann = await system.person('Ann', 'commander')
    bo = await system.person('Bo', 'commander', 'finance')
  })
  afterAll(() => system.close())
  const room = async () => (await ann.get(`/api/crises/${crisis.id}`)).body
  const clock = async (id: string) => (await room()).clocks.find((each: { id: string }) => each.id === id)

  test('declaring explains the severity and starts the clocks', async () => {
    const answer = await ann.post('/api/crises', {
      title: 'Mail is down in the east',
      kind: 'service-outage',
      onsetAt: '2030-01-01T08:50:00Z',
      scope: [{ serviceId: company.mail, regions: ['east'], degree: 'down' }],
      answers: { customersHurt: 'many', canWork: 'no' },
    })
    expect(answer).toMatchObject({ status: 201, body: { number: 'C-2030-001', severity: 1, severityReasons: ['Many customers cannot work at all.'] } })
    crisis = answer.body
    expect(await clock('first-message')).toMatchObject({ state: 'running', deadline: '2030-01-01T09:15:00.000Z' })
    expect((await room()).next).toMatchObject({ action: 'acknowledge' })
  })

  test('the commander acknowledges, and the team’s clock is met', async () => {
    await system.at('09:04')
    expect((await ann.post(`/api/crises/${crisis.id}/acknowledgement`)).status).toBe(200)
    expect(await clock('team-assembled')).toMatchObject({ state: 'met', endedAt: '2030-01-01T09:04:00.000Z' })
  })

  test('impact is worked out by service and region, the vulnerable first', async () => {
    await system.runJobs()
    const { impact } = await room()
    expect(impact).toMatchObject({ accounts: 20, ofAccounts: 40, vulnerable: 2, contacts: 20, revenue: [{ currency: 'EUR', amountMinor: 420_000 }] })
    const { items } = (await ann.get(`/api/crises/${crisis.id}/impact/accounts?limit=3`)).body
    expect(items.map((each: { key: string }) => each.key)).toEqual(['A40', 'A20', 'A38'])
  })

  test('the impact of one account is explained', async () => {
    const { items } = (await ann.get(`/api/crises/${crisis.id}/impact/accounts?search=A40`)).body
    const { body } = await ann.get(`/api/crises/${crisis.id}/impact/accounts/${items[0].accountId}`)
    expect(body).toMatchObject({ since: '2030-01-01T08:50:00.000Z', until: null, because: [{ sentence: 'Uses Mail in east.' }] })
    expect((await ann.get(`/api/crises/${crisis.id}/impact/accounts/1`)).body).toMatchObject({ hit: false, since: null, because: [] })
    expect((await ann.get(`/api/crises/${crisis.id}/impact/accounts/999999`)).status).toBe(404)
  })

  test('at severity 1 an update waits for a second person, and then reaches page and mail at once', async () => {
    const draft = (
      await ann.post(`/api/crises/${crisis.id}/updates`, {
        phase: 'investigating',
        parts: { title: 'Mail is down', happened: 'Mail <b>fails</b>.', affected: 'East.', doing: 'We look.' },
      })
    ).body
    expect((await ann.post(`/api/updates/${draft.id}/submission`)).body.status).toBe('awaiting-approval')
    expect((await ann.post(`/api/updates/${draft.id}/approvals`)).status).toBe(403)
    expect((await system.web.status.inject(`/${company.slug}/api/v2/status.json`)).json().status.indicator).toBe('none')
    await system.at('09:10')
    expect((await bo.post(`/api/updates/${draft.id}/approvals`)).body).toMatchObject({
      status: 'published',
      sequence: 1,
      nextUpdateAt: '2030-01-01T09:40:00.000Z',
      deliveries: { planned: 20, total: 20 },
    })
    const { rows } = await sql<{ body: string }>`select body from artefacts where path = ''`.execute(system.db)
    expect(rows[0]?.body).toContain('Mail &lt;b&gt;fails&lt;/b&gt;.')
    await system.runJobs()
    expect(system.live.sent).toHaveLength(20)
    expect(new Set(system.live.sent.map((mail) => mail.id)).size).toBe(20)
    expect(system.live.sent[0]?.to).toBe('a20@real.example')
    expect(await clock('first-message')).toMatchObject({ state: 'met' })
  })

  test('each reader gets the frame in their own language', () => {
    expect(system.live.sent.find((mail) => mail.to === 'a6@real.example')?.text).toContain('WAS GESCHEHEN IST')
    expect(system.live.sent.find((mail) => mail.to === 'a2@real.example')?.text).toContain('WHAT HAPPENED')
  })

  test('the promise of the next update is reminded, missed, and goes on', async () => {
    await system.at('09:30')
    expect(await clock('next-update/1')).toMatchObject({ state: 'running', reminded: true })
    await system.at('09:41')
    expect(await clock('next-update/1')).toMatchObject({ state: 'missed' })
    expect(await clock('next-update/2')).toMatchObject({ state: 'running', deadline: '2030-01-01T10:10:00.000Z' })
  })

  test('a later promise than the rhythm allows needs a reason', async () => {
    const draft = (
      await ann.post(`/api/crises/${crisis.id}/updates`, { phase: 'identified', parts: { title: 'Cause known' }, nextUpdateAt: '2030-01-01T12:00:00Z' })
    ).body
    await ann.post(`/api/updates/${draft.id}/submission`)
    expect(await bo.post(`/api/updates/${draft.id}/approvals`)).toMatchObject({ status: 422 })
    await ann.post(`/api/updates/${draft.id}/withdrawal`)
    const again = (
      await ann.post(`/api/crises/${crisis.id}/updates`, { phase: 'identified', parts: { title: 'Cause known' }, nextUpdateAt: '2030-01-01T12:00:00Z' })
    ).body
    await ann.post(`/api/updates/${again.id}/submission`, { lateReason: 'The vendor answers at noon.' })
    expect((await bo.post(`/api/updates/${again.id}/approvals`)).body).toMatchObject({ status: 'published', nextUpdateAt: '2030-01-01T12:00:00.000Z' })
    await system.runJobs()
  })

  test('who joins the impact later is brought up to date, once', async () => {
    const before = system.live.sent.length
    await ann.put(`/api/crises/${crisis.id}/scope`, { scope: [{ serviceId: company.mail, regions: null, degree: 'down' }] })
    await system.runJobs()
    await system.runJobs()
    expect((await room()).impact.accounts).toBe(40)
    expect(system.live.sent.slice(before).map((mail) => mail.subject)).toEqual(Array(20).fill('Mail is down [C-2030-001]'))
    expect(system.live.sent.at(-1)?.text).toMatch(/: Cause known$/m)
  })

  test('a clock is waived with a reason, and shown apart', async () => {
    expect(
      (await ann.post(`/api/crises/${crisis.id}/clocks/${encodeURIComponent('strategic-review/1')}/waiver`, { reason: 'The board is in the room.' })).status,
    ).toBe(200)
    expect((await ann.get(`/api/crises/${crisis.id}/kpis`)).body.clocksWaived).toBe(1)
  })

  test('restoring is refused until every criterion is met', async () => {
    await system.at('10:20')
    expect((await ann.post(`/api/crises/${crisis.id}/restoration`)).status).toBe(409)
    for (const criterion of (await room()).criteria) await ann.post(`/api/crises/${crisis.id}/criteria/${criterion.key}`, { met: true })
    expect((await ann.post(`/api/crises/${crisis.id}/restoration`)).status).toBe(200)
    expect(await room()).toMatchObject({ status: 'restored', restoredAt: '2030-01-01T10:20:00.000Z', next: { action: 'write-update' } })
    expect((await system.web.status.inject(`/${company.slug}/api/v2/status.json`)).statusCode).toBe(200)
  })

  test('the last word makes no new promise', async () => {
    const draft = (
      await ann.post(`/api/crises/${crisis.id}/updates`, {
        phase: 'resolved',
        parts: { title: 'Mail works again', happened: 'x', why: 'y', doing: 'z', prevention: 'p' },
      })
    ).body
    await ann.post(`/api/updates/${draft.id}/submission`)
    expect((await bo.post(`/api/updates/${draft.id}/approvals`)).body).toMatchObject({ status: 'published', nextUpdateAt: null })
    expect((await room()).clocks.filter((each: { state: string }) => each.state === 'running').map((each: { kind: string }) => each.kind)).toEqual(['review'])
  })

  test('remedies are planned, sealed, approved by two and granted once', async () => {
    const plan = (await ann.post(`/api/crises/${crisis.id}/remedies`)).body
    expect(plan).toMatchObject({ status: 'proposed', accounts: 40, approvalsMissing: 2, totals: [{ currency: 'EUR', amountMinor: 820_000 }] })
    const cara = await system.person('Cara', 'finance')
    expect((await bo.post(`/api/remedies/${plan.id}/approvals`, { seal: 'f'.repeat(64) })).status).toBe(409)
    expect((await ann.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })).status).toBe(403)
    expect((await bo.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })).body.status).toBe('proposed')
    expect((await cara.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })).body.status).toBe('executed')
    expect((await cara.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })).status).toBe(409)
    const { rows } = await sql<{ lines: number; total: number }>`select count(*)::int as lines, sum(amount_minor)::bigint as total from grants`.execute(
      system.db,
    )
    expect(rows[0]).toEqual({ lines: 44, total: 820_000 })
    const csv = (await bo.get(`/api/remedies/${plan.id}/export.csv`)).body as string
    expect(csv.trim().split('\r\n')).toHaveLength(45)
  })

  test('a second plan tops up only what is missing', async () => {
    const plan = (await ann.post(`/api/crises/${crisis.id}/remedies`)).body
    const cara = await system.person('Dora', 'finance')
    await bo.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })
    await cara.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })
    const { rows } = await sql<{ lines: number }>`select count(*)::int as lines from grants`.execute(system.db)
    expect(rows[0]?.lines).toBe(44)
  })

  test('each customer is told of a credit once, with what was granted and no more', async () => {
    await system.runJobs()
    const told = system.live.sent.filter((mail) => mail.subject.includes('credit') || mail.subject.includes('Gutschrift'))
    expect(told).toHaveLength(40)
    const first = told.find((mail) => mail.to === 'a1@real.example')
    expect(first?.text.match(/€10\.00/g)).toHaveLength(1)
  })

  test('what is owed more is topped up, and the mail names the difference alone', async () => {
    await sql`update accounts set mrr_minor = mrr_minor + 500 where key = 'A1'`.execute(system.db)
    const before = system.live.sent.length
    const plan = (await ann.post(`/api/crises/${crisis.id}/remedies`)).body
    const eve = await system.person('Eve', 'finance')
    await bo.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })
    await eve.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })
    await system.runJobs()
    const told = system.live.sent.slice(before)
    expect(told.map((mail) => mail.to)).toEqual(['a1@real.example'])
    expect(told[0]?.text).toContain('€5.00')
    expect(told[0]?.text).not.toContain('€15.00')
  })

  test('the ledger refuses every change', async () => {
    await expect(sql`update grants set amount_minor = 0`.execute(system.db)).rejects.toThrow('never changed')
    await expect(sql`delete from grants`.execute(system.db)).rejects.toThrow('never changed')
  })

  test('customers confirm by a signed link: opening it answers nothing, its button does', async () => {
    await ann.post(`/api/crises/${crisis.id}/sign-off-request`)
    await system.runJobs()
    const mail = system.live.sent.findLast((each) => each.to === 'a1@real.example')
    const link = /http:\/\/status\.test(\/sign-off\/\S+?)\?answer=works/.exec(mail?.text ?? '')?.[1] as string
    expect((await system.web.status.inject(`${link}?answer=works`)).statusCode).toBe(200)
    expect((await room()).signOff).toEqual({ asked: 40, works: 0, stillBroken: 0, targetPercent: 80 })
    const post = async (answer: string) =>
      system.web.status.inject({
        method: 'POST',
        url: link,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: `answer=${answer}&comment=&page=${/name="page" value="([^"]+)"/.exec((await system.web.status.inject(link)).body)?.[1]}`,
      })
    expect((await post('works')).body).toContain('Thank you')
    expect((await post('works')).statusCode).toBe(200)
    expect((await room()).signOff).toEqual({ asked: 40, works: 1, stillBroken: 0, targetPercent: 80 })
    await post('still-broken')
    expect((await room()).signOff).toEqual({ asked: 40, works: 0, stillBroken: 1, targetPercent: 80 })
    expect((await system.web.status.inject(`${link}x`)).statusCode).toBe(410)
  })

  test('the review is drafted from the timeline with its figures, and published', async () => {
    const review = (await ann.get(`/api/crises/${crisis.id}/review`)).body
    expect(review.markdown).toContain('# C-2030-001: Mail is down in the east')
    expect(review.kpis).toMatchObject({ timeToDetect: 10, timeToAcknowledge: 4, timeToFirstMessage: 10, timeToRestore: 90, clocksMissed: 1 })
    expect((await ann.post(`/api/crises/${crisis.id}/review/publication`)).status).toBe(200)
    expect(await clock('review')).toMatchObject({ state: 'met' })
    expect((await ann.post(`/api/crises/${crisis.id}/closure`, { reason: 'It held in the test.' })).status).toBe(200)
    expect((await room()).next.action).toBe('nothing')
  })

  test('the timeline tells it all in order, newest first', async () => {
    const { items } = (await ann.get(`/api/crises/${crisis.id}/timeline?limit=200`)).body
    expect(items[0].type).toBe('CrisisClosed')
    expect(items.at(-1).type).toBe('CrisisDeclared')
    expect(items.map((each: { type: string }) => each.type)).toContain('ClockMissed')
    // Each criterion by its name, each clock by the word of its state.
    const sentences = items.map((each: { sentence: string }) => each.sentence)
    expect(sentences).toContainEqual(expect.stringMatching(/^\S+ checked, met: Mail answers normally/))
    expect(sentences).toContainEqual(expect.stringMatching(/^Met: team assembled, due at/))
  })
})
