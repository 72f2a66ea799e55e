// Whom an update is for: all customers, a part of them, everybody where safety or the law wants it, or whoever is no customer.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Audiences', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let bo: typeof ann
  let crisis: string
  beforeAll(async () => {
    system = await testSystem()
    company = await smallCompany(system, 40)
    ann = await system.person('Ann', 'administrator')
    bo = await system.person('Bo', 'commander', 'communicator')
    await sql`update contacts set position = 'CTO' where email like 'a1%'`.execute(system.db)
    await sql`update accounts set owner_email = 'Kim@house.test' where key in ('A4', 'A5')`.execute(system.db)
    crisis = await declare()
  })
  afterAll(() => system.close())

  const declare = async (more: object = {}) => {
    const { body } = await ann.post('/api/crises', {
      title: 'Mail is gone',
      kind: 'service-outage',
      severity: 3,
      severityReason: 'x',
      scope: [{ serviceId: company.mail, degree: 'down' }],
      ...more,
    })
    await ann.post(`/api/crises/${body.id}/impact`)
    return body.id as string
  }
  const save = async (name: string, filter: object) => (await ann.post('/api/audiences', { name, filter })).body
  const reach = async (to: object, of = crisis) => (await ann.post(`/api/crises/${of}/reach`, { to })).body
  const publish = async (to: object | undefined, title: string, of = crisis) => {
    const { body } = await ann.post(`/api/crises/${of}/updates`, { ...(to ? { to } : {}), phase: 'investigating', parts: { title, happened: 'It fell.' } })
    const sent = await ann.post(`/api/updates/${body.id}/submission`)
    // What goes to the press waits for a second person, whatever the severity.
    const press = (to as { audience?: string } | undefined)?.audience === 'media'
    if (press) expect(sent.body, JSON.stringify(sent.body)).toMatchObject({ status: 'awaiting-approval', approvalsMissing: 1 })
    const published = press ? await bo.post(`/api/updates/${body.id}/approvals`) : sent
    expect(published.body.status, JSON.stringify(published.body)).toBe('published')
    system.live.sent.length = 0
    await system.runJobs()
    return published.body as { id: string; class: string; sequence: number | null; to: object; toName: string | null }
  }
  const mailed = () => system.live.sent.map(({ to }) => to).sort()
  const clocks = async (of = crisis) =>
    (await ann.get(`/api/crises/${of}`)).body.clocks.filter(({ state }: { state: string }) => state === 'met').map(({ kind }: { kind: string }) => kind)
  const stakeholder = (more: object) =>
    ann.post('/api/stakeholders', { kind: 'media', name: 'Ina Reporter', organisation: 'The Courier', email: 'ina@courier.test', ...more })

  test('bad input is refused with a sentence', async () => {
    for (const body of [
      {},
      { name: 'x' },
      { name: 'x', filter: { tiers: [] } },
      { name: 'x', filter: { colour: ['red'] } },
      { name: 'x', filter: { services: ['no-id'] } },
      { name: 'x', filter: { owners: ['not an address'] } },
    ])
      expect((await ann.post('/api/audiences', body)).status, JSON.stringify(body)).toBe(400)
    for (const more of [{ email: 'nobody' }, { kind: 'friend' }, { timeZone: 'Mars/Base' }, { leastSeverity: 7 }, { name: '' }, { crisisKinds: ['war'] }])
      expect((await stakeholder(more)).status, JSON.stringify(more)).toBe(400)
    expect((await stakeholder({ brand: 'nobody' })).status).toBe(404)
    expect((await stakeholder({ owner: 'nobody' })).status).toBe(422)
    for (const to of [{ kind: 'everybody' }, { kind: 'stakeholders', audience: 'customers' }, { kind: 'audience', audience: 'x' }])
      expect((await ann.post(`/api/crises/${crisis}/updates`, { to, phase: 'investigating', parts: { title: 'x' } })).status, JSON.stringify(to)).toBe(400)
    const gone = { kind: 'audience', audience: '00000000-0000-4000-8000-000000000001' }
    expect((await ann.post(`/api/crises/${crisis}/updates`, { to: gone, phase: 'investigating', parts: { title: 'x' } })).status).toBe(404)
  })

  test('a saved choice is counted before anything is sent, and ten of it are shown, the same each time', async () => {
    const { id } = await save('Enterprise in the east', { tiers: ['Enterprise'], regions: ['east'] })
    expect((await ann.post('/api/audiences', { name: 'enterprise IN the east', filter: {} })).status).toBe(409)
    expect(await reach({ kind: 'audience', audience: id })).toMatchObject({ addresses: 4, accounts: 4, suppressed: 0 })
    const all = await reach({ kind: 'customers' })
    expect(all).toMatchObject({ addresses: 40, accounts: 40 })
    expect(all.sample).toHaveLength(10)
    expect(await reach({ kind: 'customers' })).toEqual(all)
    expect(all.sample[0]).toMatchObject({ name: expect.stringMatching(/^Person A/), of: expect.stringMatching(/^Account /) })
  })

  test.each([
    [{ positions: ['cto'] }, 11],
    [{ vulnerable: true }, 2],
    [{ vulnerable: false, tiers: ['enterprise'] }, 2],
    [{ owners: ['kim@house.test'] }, 2],
    [{ degrees: ['degraded'] }, 0],
    [{ degrees: ['down', 'at-risk'], regions: ['West'] }, 20],
    [{}, 40],
  ])('%j reaches %i', async (filter, count) => {
    const { id } = await save(JSON.stringify(filter), filter)
    expect(await reach({ kind: 'audience', audience: id })).toMatchObject({ addresses: count })
  })

  test('services are those that the account uses', async () => {
    const [mail, shop] = [await save('mail', { services: [company.mail] }), await save('shop', { services: [company.shop] })]
    expect([await reach({ kind: 'audience', audience: mail.id }), await reach({ kind: 'audience', audience: shop.id })]).toMatchObject([
      { addresses: 40 },
      { addresses: 0 },
    ])
  })

  test('an update to a part of them is a mail to them: not on the status page, no promise kept, no number', async () => {
    const { id } = await save('Owned by Kim', { owners: ['kim@house.test'] })
    const before = await clocks()
    const told = await publish({ kind: 'audience', audience: id }, 'Only for two')
    expect(told).toMatchObject({ class: 'direct', sequence: null, to: { kind: 'audience', audience: id }, toName: 'Owned by Kim', deliveries: { total: 2 } })
    expect(mailed()).toEqual(['a4@real.example', 'a5@real.example'])
    expect(system.live.sent[0]?.headers).toHaveProperty('List-Unsubscribe')
    expect(system.live.sent[0]?.text).not.toMatch(/last message|We write again/)
    expect(await clocks()).toEqual(before)
    await system.web.refreshStatus()
    for (const path of ['', 'history', 'history.atom', 'history.rss', 'api/v2/incidents.json', 'api/v2/summary.json'])
      expect((await system.web.status.inject(`/${company.slug}/${path}`)).body).not.toContain('Only for two')
    expect((await ann.get(`/api/crises/${crisis}/deliveries-audit`)).body).toMatchObject({ right: true })
  })

  test('an update to customers is as it was: status page, all of them, and promises kept', async () => {
    const before = await clocks()
    expect(await publish(undefined, 'For everybody')).toMatchObject({ class: 'update', sequence: 1, to: { kind: 'customers' }, deliveries: { total: 40 } })
    expect(mailed()).toHaveLength(40)
    expect((await clocks()).length).toBeGreaterThan(before.length)
    await system.web.refreshStatus()
    expect((await system.web.status.inject(`/${company.slug}/`)).body).toContain('For everybody')
  })

  test('a newer direct update takes nobody’s place, and none takes its', async () => {
    const { id } = await save('All of them', {})
    await publish({ kind: 'audience', audience: id }, 'Beside it')
    expect(mailed()).toHaveLength(40)
    expect((await ann.get(`/api/crises/${crisis}/deliveries-audit`)).body).toMatchObject({ right: true, forgotten: 0 })
  })

  test('who left the updates gets no direct one, but what is about safety or the law', async () => {
    await sql`insert into suppressions (channel, destination, reason, since, scope, unsubscribed_at) values ('email', 'a4@real.example', 'unsubscribed', ${system.now()}, 'updates', ${system.now()})`.execute(
      system.db,
    )
    await sql`update contacts set receives_updates = false where email = 'a5@real.example'`.execute(system.db)
    const kim = (await ann.get('/api/audiences')).body.find(({ name }: { name: string }) => name === 'Owned by Kim')
    expect(await reach({ kind: 'audience', audience: kim.id })).toMatchObject({ addresses: 1, suppressed: 1 })
    await publish({ kind: 'audience', audience: kim.id }, 'Kim once more')
    expect(mailed()).toEqual([])
    expect(await publish({ kind: 'notice', audience: kim.id }, 'Your rights')).toMatchObject({ class: 'notice' })
    expect(mailed()).toEqual(['a4@real.example', 'a5@real.example'])
    expect(system.live.sent[0]?.headers).not.toHaveProperty('List-Unsubscribe')
    expect(await reach({ kind: 'notice' })).toMatchObject({ addresses: 40 })
  })

  test('an address that bounced gets no notice either', async () => {
    await sql`insert into suppressions (channel, destination, reason, since, scope) values ('email', 'a6@real.example', 'no-such-mailbox', ${system.now()}, 'all')`.execute(
      system.db,
    )
    await publish({ kind: 'notice', audience: null }, 'To all, about your rights')
    expect(mailed()).not.toContain('a6@real.example')
    expect(mailed()).toHaveLength(39)
  })

  test('who joins the impact later gets the notices as well, each once', async () => {
    await sql`
      with a as (insert into accounts (key, name) values ('LATE', 'Late') returning id), k as (insert into contacts (account_id, email) select id, 'late@real.example' from a)
      insert into exposures (account_id, service_id) select id, ${company.mail} from a`.execute(system.db)
    system.live.sent.length = 0
    await ann.post(`/api/crises/${crisis}/impact`)
    await system.runJobs()
    expect(system.live.sent.map(({ to, subject }) => [to, subject.replace(/ \[.*/, '')]).sort()).toEqual([
      ['late@real.example', 'For everybody'],
      ['late@real.example', 'To all, about your rights'],
    ])
    system.live.sent.length = 0
    await ann.post(`/api/crises/${crisis}/impact`)
    await system.runJobs()
    expect(system.live.sent).toEqual([])
  })

  test('stakeholders are a register: who they are, what they are told, by whom', async () => {
    const { body, status } = await stakeholder({ owner: ann.id, note: 'Call before noon' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ kind: 'media', email: 'ina@courier.test', owner: { name: 'Ann' }, brand: null, leastSeverity: 4 })
    expect((await stakeholder({ email: 'INA@courier.test' })).status).toBe(409)
    expect(
      (await ann.put(`/api/stakeholders/${body.id}`, { ...body, owner: ann.id, name: 'Ina R.', locale: 'de', timeZone: 'Europe/Berlin' })).body,
    ).toMatchObject({ name: 'Ina R.' })
    await stakeholder({ email: 'severe@courier.test', leastSeverity: 2 })
    await stakeholder({ email: 'recalls@courier.test', crisisKinds: ['product-recall'] })
    await stakeholder({ kind: 'board', email: 'chair@house.test', name: 'Chair' })
    await stakeholder({ kind: 'executive', email: 'ceo@house.test', name: 'CEO' })
    await stakeholder({ kind: 'executive', email: 'chair@house.test', name: 'Chair, again' })
    expect((await ann.get('/api/stakeholders')).body).toHaveLength(6)
  })

  test('each audience reads its own version, each address once, by what the register says', async () => {
    expect(await reach({ kind: 'stakeholders', audience: 'media' })).toMatchObject({
      addresses: 1,
      accounts: 0,
      sample: [{ address: 'ina@courier.test', name: 'Ina R.', of: 'The Courier' }],
    })
    const told = await publish({ kind: 'stakeholders', audience: 'executives' }, 'Brief: two decisions')
    expect(told).toMatchObject({ class: 'stakeholder', sequence: null, to: { kind: 'stakeholders', audience: 'executives' }, deliveries: { total: 2 } })
    expect(mailed()).toEqual(['ceo@house.test', 'chair@house.test'])
    await publish({ kind: 'stakeholders', audience: 'media' }, 'A statement')
    expect(mailed()).toEqual(['ina@courier.test'])
    const [mail] = system.live.sent
    expect(mail?.subject).toMatch(/^A statement/)
    expect(mail?.text).toContain('Guten Tag Ina R.,')
    expect(mail?.text).toContain('weil Acme Sie auf dem Laufenden hält')
    const { rows } = await sql<{ accounts: number; named: number }>`
      select count(d.account_id)::int as accounts, count(d.stakeholder_id)::int as named from deliveries d join updates u on u.id = d.update_id where u.class = 'stakeholder'`.execute(
      system.db,
    )
    expect(rows[0]).toEqual({ accounts: 0, named: 3 })
    expect((await ann.get(`/api/crises/${crisis}/deliveries-audit`)).body).toMatchObject({ right: true })
    await system.web.refreshStatus()
    expect((await system.web.status.inject(`/${company.slug}/`)).body).not.toMatch(/two decisions|A statement/)
  })

  test('whoever writes to customers is told where the press, staff or executives read something else', async () => {
    const draft = { phase: 'identified', parts: { title: 'Mail is gone', affected: 'About 12 % of you.' } }
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { ...draft, to: { kind: 'stakeholders', audience: 'investors' } })
    expect((await ann.post(`/api/updates/${body.id}/submission`)).body.status).toBe('published')
    const found = async (parts: object, to?: object) =>
      (await ann.post(`/api/crises/${crisis}/updates/preview`, { ...draft, parts: { ...draft.parts, ...parts }, ...(to ? { to } : {}) })).body.findings
        .filter(({ rule }: { rule: string }) => rule === 'differs-elsewhere')
        .map(({ sentence }: { sentence: string }) => sentence)
    expect(await found({})).toEqual([])
    expect(await found({ affected: 'About 20 % of you.' })).toEqual([
      'Here it says 20 %; the last word to investors says 12 %. If that is no longer true, they need a new word as well.',
    ])
    expect(await found({ affected: 'About 20 % of you.' }, { kind: 'stakeholders', audience: 'investors' })).toEqual([])
  })
  test('a stakeholder whose address is stopped is planned and not written to', async () => {
    await ann.post('/api/suppressions', { destination: 'ina@courier.test', detail: 'asked' })
    expect(await reach({ kind: 'stakeholders', audience: 'media' })).toMatchObject({ addresses: 1, suppressed: 1 })
    expect(await publish({ kind: 'stakeholders', audience: 'media' }, 'Once more')).toMatchObject({ deliveries: { total: 1, suppressed: 1 } })
    expect(mailed()).toEqual([])
  })

  test('who is taken off the register gets no more, and keeps the name in what went out', async () => {
    const [ceo] = (await ann.get('/api/stakeholders')).body.filter(({ email }: { email: string }) => email === 'ceo@house.test')
    expect((await ann.post(`/api/stakeholders/${ceo.id}/removal`)).status).toBe(200)
    expect((await ann.post(`/api/stakeholders/${ceo.id}/removal`)).status).toBe(404)
    expect(await reach({ kind: 'stakeholders', audience: 'executives' })).toMatchObject({ addresses: 1 })
  })

  test('a draft keeps whom it is for, until somebody says otherwise', async () => {
    const draft = { phase: 'investigating', parts: { title: 'To media' } }
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { ...draft, to: { kind: 'stakeholders', audience: 'media' } })
    expect((await ann.put(`/api/updates/${body.id}`, draft)).body).toMatchObject({ class: 'stakeholder' })
    expect((await ann.put(`/api/updates/${body.id}`, { ...draft, to: { kind: 'customers' } })).body).toMatchObject({
      class: 'update',
      to: { kind: 'customers' },
    })
    expect((await ann.post(`/api/updates/${body.id}/withdrawal`)).status).toBe(200)
  })

  test('an exercise reaches no real stakeholder', async () => {
    await smallCompany(system, 4, true)
    const drill = await declare({ practice: true, brand: 'acme-practice', scope: [] })
    expect(await reach({ kind: 'stakeholders', audience: 'executives' }, drill)).toMatchObject({ addresses: 0 })
    expect(await publish({ kind: 'stakeholders', audience: 'executives' }, 'An exercise', drill)).toMatchObject({ deliveries: { total: 0 } })
    expect(mailed()).toEqual([])
  })

  test('a choice that is removed is not offered any more; what was written for it stays', async () => {
    const kim = (await ann.get('/api/audiences')).body.find(({ name }: { name: string }) => name === 'Owned by Kim')
    expect((await ann.post(`/api/audiences/${kim.id}/removal`)).status).toBe(200)
    expect((await ann.get('/api/audiences')).body.map(({ id }: { id: string }) => id)).not.toContain(kim.id)
    expect(
      (await ann.get(`/api/crises/${crisis}`)).body.updates.filter(({ toName }: { toName: string | null }) => toName === 'Owned by Kim').length,
    ).toBeGreaterThan(0)
  })
})
