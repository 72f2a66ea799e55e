// After restoring it is watched: less is enough to be noticed, what shows again reopens the same room in one press, and the words to customers are honest.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { takeEvidence } from '../server/src/detect/suspicions/take-evidence.store.ts'
import { smallCompany } from './support/company.ts'
import { hurting, lastWord, meetAll, restored } from './support/restored.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('A restored crisis is watched', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let crisis: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 12)
    ann = await system.person('Ann', 'commander')
    ;({ id: crisis } = await hurting(system, ann, company))
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, {
      phase: 'identified',
      parts: { title: 'Mail is down', happened: 'It fell.', affected: 'Everybody.' },
      translations: { de: { title: 'Mail geht nicht', happened: 'Es fiel aus.' } },
    })
    await ann.post(`/api/updates/${body.id}/submission`, {})
    await system.at('09:30')
    await meetAll(ann, crisis)
    await ann.post(`/api/crises/${crisis}/restoration`)
    await lastWord(ann, crisis)
    await system.deliver()
  })
  afterAll(() => system.close())
  const at = (path = '') => `/api/crises/${crisis}${path}`
  const watching = async () => (await ann.get(at('/watch'))).body
  const types = async () => (await ann.get(at('/timeline?limit=200'))).body.items.map(({ type }: { type: string }) => type)
  const evidence = (weight: number, service: string, key = 'mail errors') =>
    takeEvidence(
      system.deps,
      { brandId: company.brandId, practice: false },
      {
        kind: 'anomaly',
        key,
        weight,
        size: 1,
        sentence: 'More errors than usual.',
        title: 'Mail errors rise',
        topic: key,
        service,
        region: null,
        at: system.now(),
      },
    )
  const raised = async () => (await ann.get('/api/suspicions')).body.length
  const indicator = async () => {
    await system.web.refreshStatus()
    return (await system.web.status.inject(`/${company.slug}/api/v2/status.json`)).json().status.indicator
  }

  test('for as long as its severity says, from restoring on', async () => {
    expect(await watching()).toMatchObject({
      state: 'running',
      startedAt: '2030-03-01T09:30:00.000Z',
      until: '2030-03-01T13:30:00.000Z',
      minutes: 240,
      proposesReopening: false,
    })
    await system.lookAfter()
    expect((await watching()).troubles).toEqual([])
  })

  test('closing before it is over needs a reason', async () => {
    const answer = await ann.post(at('/closure'))
    expect([answer.status, answer.body.detail]).toEqual([422, 'reason: it is watched for 4 hours more. Wait until then, or say why it is closed now.'])
    expect((await ann.get(at())).body.status).toBe('restored')
  })

  test('less is enough to be noticed in its services, and nowhere else', async () => {
    await evidence(0.2, company.shop, 'shop errors')
    expect(await raised()).toBe(0)
    await evidence(0.2, company.mail)
    expect(await raised()).toBe(1)
  })

  test('what shows again proposes to reopen, and is the next thing to do', async () => {
    await system.at('09:45')
    await system.lookAfter()
    await system.lookAfter()
    expect(await watching()).toMatchObject({
      proposesReopening: true,
      troubles: [{ kind: 'suspicion', sentence: 'Mail errors rise: More errors than usual.' }],
    })
    expect((await ann.get(at())).body.next).toMatchObject({ action: 'reopen', title: 'It may not be over' })
    expect((await types()).filter((type: string) => type === 'TroubleNoticed')).toHaveLength(1)
  })

  test('one press reopens the same room: same people, promises armed, everybody hurt again', async () => {
    const seats = async () => (await ann.get(at('/team'))).body
    const before = await seats()
    const bo = await system.person('Bo', 'responder')
    expect((await bo.post(at('/reopening'))).status).toBe(403)
    const answer = await ann.post(at('/reopening'))
    expect(answer.status).toBe(200)
    const room = (await ann.get(at())).body
    expect(room).toMatchObject({ status: 'commanded', restoredAt: null, commander: { name: 'Ann' }, watch: { state: 'ended' } })
    // The same people; their shift begins anew.
    const rested = (team: { seats: { holder: unknown; relieveAt: string | null }[] }) => team.seats.map((seat) => ({ ...seat, relieveAt: null }))
    expect(rested(await seats())).toEqual(rested(before))
    expect((await seats()).seats.find((seat: { holder: unknown }) => seat.holder).relieveAt).toBe('2030-03-01T13:45:00.000Z')
    expect(room.clocks.filter(({ state }: { state: string }) => state === 'running').map(({ kind }: { kind: string }) => kind)).toContain('next-update')
    expect(room.clocks.find(({ kind }: { kind: string }) => kind === 'review').state).toBe('stopped')
    const { rows } = await sql`select count(*)::int as open from impact where crisis_id = ${crisis} and until is null`.execute(system.db)
    expect(rows).toEqual([{ open: 12 }])
    expect((await ann.post(at('/reopening'))).status).toBe(409)
    const draft = (await ann.get(`/api/updates/${answer.body.draft}`)).body
    expect(draft).toMatchObject({ status: 'draft', phase: 'investigating', parts: { title: 'Not over after all: Mail is down' } })
    expect(draft.parts.happened).toMatch(/^On .* we told you that it was over\. It is not: we said so too early\.$/)
  })

  test('the page shows it as open at once, and the next words bring it back to customers', async () => {
    expect(await indicator()).not.toBe('none')
    const drafts = (await ann.get(at())).body.updates.filter(({ status }: { status: string }) => status === 'draft')
    expect((await ann.post(`/api/updates/${drafts[0].id}/submission`, {})).body.status).toBe('published')
    await system.web.refreshStatus()
    const page = (await system.web.status.inject(`/${company.slug}/`)).body
    expect(page).toContain('Not over after all: Mail is down')
    const link = /http:\/\/status\.test(\/sign-off\/\S+?)\?answer=works/.exec(
      system.live.sent.find(({ text }) => text.includes('/sign-off/'))?.text ?? '',
    )?.[1] as string
    const asked = await system.web.status.inject(link)
    expect([asked.statusCode, asked.body.includes('We are at work on it again')]).toEqual([409, true])
  })

  test('what people said before counts no more; restored once more, it is watched anew and customers are asked anew', async () => {
    expect((await ann.post(at('/restoration'))).status).toBe(409)
    await system.at('10:30')
    await meetAll(ann, crisis)
    expect((await ann.post(at('/restoration'))).status).toBe(200)
    await lastWord(ann, crisis)
    expect((await ann.get(at('/sign-off'))).body).toMatchObject({ round: 2, asked: 12, works: 0 })
    expect(await watching()).toMatchObject({ state: 'running', until: '2030-03-01T14:30:00.000Z', troubles: [] })
    expect((await ann.get(at('/kpis'))).body).toMatchObject({ timesReopened: 1, timeToRestore: 90 })
  })

  test('the old suspicion is no new trouble; when the watch is over, the room is told, and it is closed without a reason', async () => {
    await system.lookAfter()
    await system.at('14:30')
    expect(await watching()).toMatchObject({ state: 'over', troubles: [] })
    expect(await types()).toContain('WatchOver')
    expect((await ann.post(at('/closure'))).status).toBe(200)
    expect((await ann.get(at())).body.status).toBe('closed')
    await evidence(0.2, company.mail, 'other errors')
    expect(await raised()).toBe(1)
  })

  test('too many customers who say that it is still broken are noticed as well', async () => {
    await system.at('15:00')
    const { id } = await restored(system, ann, company)
    const { rows } = await sql<{ id: number }>`select id::int8 as id from accounts order by id limit 4`.execute(system.db)
    for (const [i, { id: account }] of rows.entries())
      await ann.post(`/api/crises/${id}/sign-off/accounts/${account}/answer`, { answer: i < 3 ? 'still-broken' : 'works' })
    await system.lookAfter()
    expect((await ann.get(`/api/crises/${id}/watch`)).body.troubles).toMatchObject([
      { kind: 'sign-off', sentence: '3 of 4 customers who answered say that it is still broken; more than 5 % is too many.' },
    ])
    expect((await ann.post(`/api/crises/${id}/closure`, { reason: 'They mean something else.' })).status).toBe(200)
  })
})
