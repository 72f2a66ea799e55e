// Who is in charge and what we do next: seats, hand-over, tasks, decisions, ways around, two people at once, on a clock that the test moves.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createApiKey } from '../server/src/platform/auth/auth.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>
type Seat = { role: string; holder: { name: string } | null; needed: boolean }
type Task = { key: string; state: string; overdue: boolean; dueAt: string | null; waitsFor: { key: string }[]; note: string | null }
type Clock = { id: string; state: string; deadline: string }

const promised = /We (write again|promised to write) by/

describe('Commanding a crisis', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let [ann, bo, cy, olga]: Person[] = []
  let crisis: string
  const at = (path = '') => `/api/crises/${crisis}${path}`
  const room = async (who = ann as Person) => (await who.get(at())).body
  const seat = async (role: string): Promise<Seat> => (await (ann as Person).get(at('/team'))).body.seats.find((each: Seat) => each.role === role)
  const task = async (key: string): Promise<Task> => (await (ann as Person).get(at('/tasks'))).body.tasks.find((each: Task) => each.key === key)
  const sentences = async (): Promise<string[]> =>
    (await (ann as Person).get(at('/timeline?limit=200'))).body.items.map((each: { sentence: string }) => each.sentence)
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system)
    ann = await system.person('Ann', 'commander')
    bo = await system.person('Bo', 'commander', 'communicator')
    cy = await system.person('Cy', 'responder')
    olga = await system.person('Olga', 'observer')
    const declared = await ann.post('/api/crises', {
      title: 'Mail is slow',
      kind: 'service-outage',
      scope: [{ serviceId: company.mail, regions: ['east'], degree: 'degraded' }],
      answers: { customersHurt: 'some', canWork: 'partly' },
    })
    expect(declared.body).toMatchObject({ severity: 3 })
    crisis = declared.body.id
    await ann.post(at('/acknowledgement'))
  })
  afterAll(() => system.close())
  const people = () => ({ ann: ann as Person, bo: bo as Person, cy: cy as Person, olga: olga as Person })

  test('the declarer sits in the commander’s seat, and the playbook says which others are needed', async () => {
    expect(await seat('commander')).toMatchObject({ holder: { name: 'Ann' }, needed: true })
    expect(await seat('technical-lead')).toMatchObject({ holder: null })
  })

  test('a hand-over that is refused changes nothing, and says why', async () => {
    const { ann, bo } = people()
    await system.at('09:05')
    const offered = await ann.post(at('/team/commander/offers'), { to: bo.id, note: 'The cause is known; the next update is due at 10:00.' })
    expect(offered.body.offers).toMatchObject([{ role: 'commander', to: { name: 'Bo' }, answerBy: '2030-01-01T09:20:00.000Z' }])
    expect((await room(bo)).next).toMatchObject({
      action: 'answer-hand-over',
      title: 'Ann offers you the seat of crisis commander',
      detail: 'The cause is known; the next update is due at 10:00.',
    })
    const { id } = offered.body.offers[0]
    expect((await ann.post(at(`/offers/${id}/acceptance`))).status).toBe(403)
    expect((await bo.post(at(`/offers/${id}/refusal`), { reason: 'I am in the air for an hour.' })).status).toBe(200)
    expect(await seat('commander')).toMatchObject({ holder: { name: 'Ann' } })
    expect((await bo.post(at(`/offers/${id}/acceptance`))).status).toBe(404)
    const [newest] = (await ann.get(at('/timeline?limit=1'))).body.items
    expect(newest).toMatchObject({ sentence: 'Bo declined the seat of crisis commander.', text: 'I am in the air for an hour.' })
  })

  test('whoever is asked is paged, once', async () => {
    await system.sendPages()
    const mails = system.pages.live.sent.filter((mail) => mail.to === 'bo@house.test' && mail.subject.includes('A seat is offered to you'))
    expect(mails).toHaveLength(1)
  })

  test('an offer nobody answers lapses, and the seat stays', async () => {
    const { ann, bo } = people()
    await ann.post(at('/team/commander/offers'), { to: bo.id })
    await system.at('09:21')
    expect((await ann.get(at('/team'))).body.offers).toEqual([])
    expect(await sentences()).toContain('Bo did not answer; the seat of crisis commander stays where it is.')
  })

  test('accepted, the crisis has its new commander in the same moment', async () => {
    const { ann, bo } = people()
    const { id } = (await ann.post(at('/team/commander/offers'), { to: bo.id })).body.offers[0]
    expect((await bo.post(at(`/offers/${id}/acceptance`))).status).toBe(200)
    expect(await seat('commander')).toMatchObject({ holder: { name: 'Bo' } })
    expect(await room()).toMatchObject({ commander: { name: 'Bo' }, acknowledgedAt: '2030-01-01T09:00:00.000Z', ledSince: '2030-01-01T09:21:00.000Z' })
    // The timeline tells it once, by the names on the screen.
    expect((await sentences()).slice(0, 3)).toEqual([
      'Bo acknowledged: a person is in command.',
      'Bo took command from Ann.',
      'Bo accepted the seat of crisis commander.',
    ])
    await bo.post(at('/team/commander/offers'), { to: ann.id }).then(async ({ body }) => ann.post(at(`/offers/${body.offers[0].id}/acceptance`)))
    expect(await room()).toMatchObject({ commander: { name: 'Ann' } })
  })

  test('nobody is offered what they may not do, and observers offer nothing', async () => {
    const { ann, cy, olga } = people()
    expect(await ann.post(at('/team/commander/offers'), { to: cy.id })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('Cy has no permission to command') },
    })
    expect(await ann.post(at('/team/scribe/offers'), { to: olga.id })).toMatchObject({ status: 422 })
    expect(await ann.post(at('/team/scribe/offers'), { to: 'nobody' })).toMatchObject({ status: 422 })
    expect(await olga.post(at('/team/scribe'))).toMatchObject({ status: 403 })
    expect(await ann.post(at('/team/jester'))).toMatchObject({ status: 404 })
    expect(await ann.post(at('/team/commander/departure'))).toMatchObject({ status: 409 })
  })

  test('two who take command at once: one leads, and both know who', async () => {
    const { ann, bo } = people()
    const answers = await Promise.all([ann.post(at('/commander')), bo.post(at('/commander'))])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const { commander } = await room()
    expect((await seat('commander')).holder?.name).toBe(commander.name)
    if (commander.name !== 'Ann') await ann.post(at('/commander'))
  })

  test('two who accept and withdraw the same offer at once: one of them wins, whole', async () => {
    const { ann, cy } = people()
    const { id } = (await ann.post(at('/team/scribe/offers'), { to: cy.id })).body.offers[0]
    const [accepted, withdrawn] = await Promise.all([cy.post(at(`/offers/${id}/acceptance`)), ann.post(at(`/offers/${id}/withdrawal`))])
    expect([accepted.status, withdrawn.status].sort()).toEqual([200, 404])
    expect((await seat('scribe')).holder?.name ?? null).toBe(accepted.status === 200 ? 'Cy' : null)
  })

  test('a task waits for the one before it, and one that needs evidence is not done without', async () => {
    const { cy } = people()
    expect(await task('undo-last-change')).toMatchObject({ state: 'open', waitsFor: [{ key: 'stop-changes' }] })
    expect(await cy.post(at('/tasks/undo-last-change/start'))).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('waits for stop-changes') },
    })
    await cy.post(at('/tasks/stop-changes/completion'))
    expect(await cy.post(at('/tasks/undo-last-change/completion'))).toMatchObject({ status: 422 })
    expect((await cy.post(at('/tasks/undo-last-change/completion'), { evidence: 'Rolled back at 09:22.' })).status).toBe(200)
    expect(await task('undo-last-change')).toMatchObject({ state: 'done', note: 'Rolled back at 09:22.' })
    expect(await sentences()).toContain('Cy finished, late: Undo the last change, or move to what still works')
  })

  test('two who finish the same task at once finish it once', async () => {
    const { ann, cy } = people()
    await Promise.all([ann.post(at('/tasks/confirm-broken/completion')), cy.post(at('/tasks/confirm-broken/completion'))])
    const said = (await sentences()).filter((sentence) => sentence.includes('finished') && sentence.includes('Try the service yourself'))
    expect(said).toHaveLength(1)
  })

  test('words whose command says nothing new are not kept: what was said first stands', async () => {
    const { ann, cy } = people()
    const texts = async () => (await sql<{ count: number }>`select count(*)::int as count from texts`.execute(system.db)).rows[0]?.count
    const before = await texts()
    expect((await cy.post(at('/tasks/undo-last-change/completion'), { evidence: 'Once more.' })).status).toBe(200)
    expect((await cy.post(at('/tasks/scope/reopening'), { reason: 'It is open.' })).status).toBe(200)
    expect((await ann.post(at('/severity'), { severity: 3, reason: 'As it is.' })).status).toBe(200)
    expect(await texts()).toBe(before)
    expect(await task('undo-last-change')).toMatchObject({ note: 'Rolled back at 09:22.' })
  })

  test('people add tasks of their own, give them to somebody, leave them out with a reason, and open them again', async () => {
    const { ann, cy } = people()
    const added = await ann.post(at('/tasks'), { text: 'Call the data centre', accountable: 'technical-lead', owner: cy.id, dueAt: '2030-01-01T10:00:00Z' })
    expect(added.status).toBe(201)
    const { key } = added.body.tasks.at(-1)
    expect(added.body.tasks.at(-1)).toMatchObject({ text: 'Call the data centre', owner: { name: 'Cy' } })
    expect(await ann.post(at('/tasks'), { text: 'x', accountable: 'jester' })).toMatchObject({ status: 422 })
    await cy.post(at(`/tasks/${key}/skip`), { reason: 'They called us.' })
    expect(await task(key)).toMatchObject({ state: 'skipped', note: 'They called us.' })
    await cy.post(at(`/tasks/${key}/reopening`))
    expect(await task(key)).toMatchObject({ state: 'open' })
  })

  test('a task that is late is a fact, and the most urgent one is the next step', async () => {
    await system.at('10:01')
    expect((await ann?.get(at('/tasks')))?.body.tasks.filter((each: Task) => each.overdue).length).toBeGreaterThan(2)
    expect((await room()).work.tasksOverdue).toBeGreaterThan(2)
  })

  test('a raised severity moves the right promises closer, starts the missing ones, brings its tasks, and touches nothing else', async () => {
    const { ann } = people()
    const before = (await room()).clocks as Clock[]
    expect(await task('call-first')).toBeUndefined()
    await ann.post(at('/severity'), { severity: 1, reason: 'It spreads.' })
    const after = (await room()).clocks as Clock[]
    const clock = (list: Clock[], id: string) => list.find((each) => each.id === id)
    // Kept or missed before: as it was.
    for (const { id, state, deadline } of before.filter((each) => each.state !== 'running')) expect(clock(after, id)).toMatchObject({ state, deadline })
    // Running and due later than severity 1 allows from now: closer.
    expect(Date.parse(clock(after, 'first-full-update')?.deadline as string)).toBe(Date.parse('2030-01-01T10:31:00Z'))
    // Not promised at severity 3: begins now.
    expect(clock(before, 'strategic-review/1')).toBeUndefined()
    expect(clock(after, 'strategic-review/1')).toMatchObject({ state: 'running', deadline: '2030-01-01T12:01:00.000Z' })
    expect(await task('call-first')).toMatchObject({ state: 'open', dueAt: '2030-01-01T11:01:00.000Z' })
    await ann.post(at('/severity'), { severity: 3, reason: 'It does not.' })
    const lowered = (await room()).clocks as Clock[]
    expect(clock(lowered, 'first-full-update')?.deadline).toBe(clock(after, 'first-full-update')?.deadline)
    expect(await task('call-first')).toMatchObject({ state: 'open' })
  })

  test('the rules propose as facts and answers change; only a person changes the severity, and nothing lowers itself', async () => {
    const { ann, cy } = people()
    await system.runJobs()
    // Half of all accounts are in the east: the house's rule on facts says 1.
    expect(await room()).toMatchObject({ severity: 3, severityProposal: { severity: 1, reasons: [expect.stringContaining('now 50 %')] } })
    expect(await cy.put(at('/answers'), { customersHurt: 'one', canWork: 'yes' })).toMatchObject({ status: 200, body: { severity: 4 } })
    expect(await room()).toMatchObject({ severity: 3, severityProposal: { severity: 4 } })
    const heap = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`q${i}`, true]))
    expect((await cy.put(at('/answers'), { customersHurt: 'one', canWork: 'yes', more: heap })).status).toBe(400)
    await cy.put(at('/answers'), { customersHurt: 'all', canWork: 'no' })
    await system.sendPages()
    expect(system.pages.live.sent.filter((mail) => mail.to === 'ann@house.test' && mail.text.includes('The rules now say severity 1')).length).toBeGreaterThan(
      0,
    )
    // Disagreeing is possible, and lets the room go on to what comes next.
    expect((await room()).next).toMatchObject({ action: 'look-at-severity' })
    await ann.post(at('/severity'), { severity: 3, reason: 'It is our test centre.' })
    expect(await room()).toMatchObject({ severity: 3, severityProposal: null, next: { action: expect.not.stringMatching('look-at-severity') } })
    expect((await ann.get(at('/timeline?limit=1'))).body.items).toMatchObject([
      { sentence: 'Severity 3 was kept, though the rules say 1.', text: 'It is our test centre.' },
    ])
    await cy.put(at('/answers'), { customersHurt: 'all', canWork: 'no', moneyWrong: true })
    expect(await room()).toMatchObject({ severityProposal: null })
    await ann.post(at('/severity'), { severity: 1, reason: 'As the rules say.' })
    expect(await room()).toMatchObject({ severity: 1, severityProposal: null })
  })

  test('a decision stays as it was said, and is looked at again when its time comes', async () => {
    const { ann, cy } = people()
    const { body } = await cy.post(at('/decisions'), {
      what: 'We stay on one data centre.',
      why: 'The other one has old data.',
      options: ['Move now'],
      decidedBy: ann.id,
      lookAgainAt: '2030-01-01T10:30:00Z',
    })
    expect(body.decisions[0]).toMatchObject({ decidedBy: { name: 'Ann' }, recordedBy: { name: 'Cy' }, outcome: 'open', due: false })
    await system.at('10:30')
    expect((await room()).work.decisionsDue).toBe(1)
    const { id } = body.decisions[0]
    expect(await cy.post(at(`/decisions/${id}/looks`), { outcome: 'stands', lookAgainAt: '2030-01-01T10:00:00Z' })).toMatchObject({ status: 422 })
    const looked = await cy.post(at(`/decisions/${id}/looks`), { outcome: 'reversed', note: 'The data was copied.' })
    expect(looked.body.decisions[0]).toMatchObject({ outcome: 'reversed', due: false, looks: [{ by: { name: 'Cy' }, note: 'The data was copied.' }] })
    expect(await cy.post(at(`/decisions/${id}/looks`), { outcome: 'stands' })).toMatchObject({ status: 409 })
  })

  test('two who look at the same decision at once: the second learns that it was reversed', async () => {
    const { ann, cy } = people()
    const { id } = (await ann.post(at('/decisions'), { what: 'We wait.', why: 'It is safer.' })).body.decisions[0]
    const answers = await Promise.all([ann, cy].map((who) => who.post(at(`/decisions/${id}/looks`), { outcome: 'reversed' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('a way around reaches customers once a second person publishes it, on the page and in the next update', async () => {
    const { ann, bo, cy } = people()
    // Customers have been told something, so that the incident stands on the page.
    const draft = (await ann.post(at('/updates'), { phase: 'investigating', parts: { title: 'Mail is slow' } })).body
    await ann.post(`/api/updates/${draft.id}/submission`)
    await bo.post(`/api/updates/${draft.id}/approvals`)
    const page = async () => (await system.web.status.inject(`/${company.slug}/`)).body
    await system.at('10:40')
    const { id } = (await ann.post(at('/workarounds'), { body: 'Use <b>webmail</b>.', forWhom: 'Whoever writes from a program' })).body.workarounds[0]
    expect(await ann.post(at(`/workarounds/${id}/publication`))).toMatchObject({ status: 403 })
    expect(await cy.post(at(`/workarounds/${id}/publication`))).toMatchObject({ status: 403 })
    // Bo reads it, and meanwhile Ann changes it: Bo publishes nothing unread.
    expect((await bo.get(at('/workarounds'))).body.workarounds[0]).toMatchObject({ revision: 1 })
    await ann.put(at(`/workarounds/${id}`), { body: 'Use <b>webmail</b>.', forWhom: 'Whoever writes from a program' })
    expect(await bo.post(at(`/workarounds/${id}/publication`), { revision: 1 })).toMatchObject({ status: 409 })
    expect((await bo.post(at(`/workarounds/${id}/publication`), { revision: 2 })).status).toBe(200)
    await vi.waitFor(async () => expect(await page()).toContain('Use &lt;b&gt;webmail&lt;/b&gt;.'), { timeout: 30_000 })
    expect(await page()).toMatch(/This page last changed <time [^>]*>January 1 at 10:40 UTC/)
    expect((await ann.get(at('/update-suggestion?phase=identified'))).body.parts.workaround).toBe('Whoever writes from a program: Use <b>webmail</b>.')
    await cy.post(at(`/workarounds/${id}/withdrawal`))
    expect((await ann.get(at('/update-suggestion?phase=identified'))).body.parts.workaround ?? '').not.toContain('webmail')
  })

  test('after four hours in a seat its holder is paged to hand over', async () => {
    await system.at('15:00')
    await system.sendPages()
    expect(system.pages.live.sent.filter((mail) => mail.to === 'ann@house.test' && mail.subject.includes('It is time to be relieved')).length).toBeGreaterThan(
      0,
    )
  })

  test('a late task that comes first pages a person, also where a program is at work on it', async () => {
    const { ann, cy } = people()
    const headers = { authorization: `Bearer ${await createApiKey(system.db, 'script', 'responder', system.now())}` }
    const added = await cy.post(at('/tasks'), { text: 'Answer first', accountable: 'technical-lead', critical: true, dueAt: '2030-01-01T15:03:00Z' })
    const { key } = added.body.tasks.at(-1)
    await system.web.console.inject({ method: 'POST', url: at(`/tasks/${key}/start`), headers, payload: {} })
    expect((await task(key)).state).toBe('doing')
    await system.at('15:04')
    const { rows } = await sql<{ person: string }>`select person from pages where detail like 'A task that comes first%' and person not like 'key:%'
      and planned_at >= '2030-01-01T15:03:00Z'`.execute(system.db)
    expect(rows).toEqual([{ person: ann.id }])
  })

  test('once it is closed its team is dissolved, and what is still open stays as it is', async () => {
    const { ann } = people()
    for (const { key } of (await room()).criteria) await ann.post(at(`/criteria/${key}`), { met: true })
    await ann.post(at('/restoration'))
    await system.runJobs()
    // What proves it stands in the review as a sentence of its own.
    expect((await ann.get(at('/review'))).body.markdown).toContain('move to what still works. Rolled back at 09:22.')
    const { number } = await room()
    const incident = async () => (await system.web.status.inject(`/${company.slug}/incidents/${number}`)).body
    expect(await incident()).toMatch(promised)
    expect((await ann.post(at('/closure'), { reason: 'It held in the test.' })).status).toBe(200)
    // Nobody can write from a closed crisis, so its page promises no more.
    await vi.waitFor(async () => expect(await incident()).not.toMatch(promised), { timeout: 30_000 })
    expect(await ann.post(at('/team/scribe'))).toMatchObject({ status: 409 })
    expect(await ann.post(at('/tasks/scope/start'))).toMatchObject({ status: 409 })
    expect(await ann.post(at('/decisions'), { what: 'x', why: 'y' })).toMatchObject({ status: 409 })
    expect(await ann.post(at('/workarounds'), { body: 'x', forWhom: 'y' })).toMatchObject({ status: 409 })
    await system.at('23:00')
    expect((await room()).work.offersToMe).toEqual([])
  })

  test('what is told while the crisis closes is refused, not slipped in', async () => {
    const { ann } = people()
    const declared = await ann.post('/api/crises', {
      title: 'Short',
      kind: 'service-outage',
      scope: [{ serviceId: company.mail, regions: null, degree: 'degraded' }],
      answers: { customersHurt: 'some', canWork: 'partly' },
    })
    const { id } = declared.body
    let told: Promise<{ status: number; body: { detail: string } }[]> | undefined
    await system.db.transaction().execute(async (tx) => {
      await sql`update crises set status = 'closed' where id = ${id}`.execute(tx)
      told = Promise.all([
        ann.post(`/api/crises/${id}/workarounds`, { forWhom: 'All', body: 'Write to us.' }),
        ann.post(`/api/crises/${id}/decisions`, { what: 'We wait', why: 'It heals.', options: [] }),
      ])
      await vi.waitUntil(
        async () => (await sql<{ waiting: number }>`select count(*)::int as waiting from pg_locks where not granted`.execute(system.db)).rows[0]?.waiting === 2,
      )
    })
    for (const answer of (await told) ?? []) expect(answer).toMatchObject({ status: 409, body: { detail: 'This crisis is closed.' } })
    const { rows } = await sql`select from workarounds where crisis_id = ${id} union all select from decisions where crisis_id = ${id}`.execute(system.db)
    expect(rows).toEqual([])
  })

  test('a crisis that was closed before there were tasks and decisions takes none, and wakes nobody', async () => {
    const { ann } = people()
    await sql`delete from events where stream in (${`tasks/${crisis}`}, ${`decisions/${crisis}`}, ${`team/${crisis}`})`.execute(system.db)
    const added = await ann.post(at('/tasks'), { text: 'x', accountable: 'commander', critical: true, dueAt: '2030-01-02T10:00:00Z' })
    expect(added).toMatchObject({ status: 409 })
    expect(await ann.post(at('/decisions'), { what: 'x', why: 'y', lookAgainAt: '2030-01-02T10:00:00Z' })).toMatchObject({ status: 409 })
    const { rows } = await sql`select 1 from timers where stream in (${`tasks/${crisis}`}, ${`decisions/${crisis}`}) and due_at is not null`.execute(system.db)
    expect(rows).toEqual([])
  })
})
