// Executives, staff and partners hear from us in time too: their own clocks, apart from the promises to customers.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Clocks of audiences', () => {
  let system: TestSystem
  let mail: string
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let crisis: string
  beforeAll(async () => {
    system = await testSystem()
    mail = (await smallCompany(system, 6)).mail
    ann = await system.person('Ann', 'administrator')
    for (const [kind, email] of [
      ['executive', 'ceo@house.test'],
      ['staff', 'all@house.test'],
    ])
      expect((await ann.post('/api/stakeholders', { kind, name: 'X', email })).status).toBe(201)
  })
  afterAll(() => system.close())
  beforeEach(async () => {
    await sql`truncate events, timers, crises, crisis_clocks, crisis_numbers, texts, escalations, pages cascade`.execute(system.db)
    await system.at('2030-01-01T09:00:00Z')
    crisis = await declare({ severity: 2 })
    system.pages.live.sent.length = 0
  })

  const declare = async (more: object) => {
    const { body, status } = await ann.post('/api/crises', {
      title: 'Mail is gone',
      kind: 'service-outage',
      severityReason: 'x',
      scope: [{ serviceId: mail }],
      ...more,
    })
    expect(status, JSON.stringify(body)).toBe(201)
    await ann.post(`/api/crises/${body.id}/acknowledgement`)
    return body.id as string
  }
  const room = async (of = crisis) => (await ann.get(`/api/crises/${of}`)).body
  const clocks = async (of = crisis) =>
    (await room(of)).clocks
      .filter(({ audience }: { audience: string | null }) => audience)
      .map(
        ({ id, state, deadline }: { id: string; state: string; deadline: string }) =>
          `${id.replace('audience-update/', '')} ${state} ${deadline.slice(11, 16)}`,
      )
  const write = (to: object, more: object = {}) =>
    ann.post(`/api/crises/${crisis}/updates`, { to, phase: 'investigating', parts: { title: 'Brief', happened: 'Mail is down.' }, ...more })
  const submit = async (id: string, more: object = {}) => ann.post(`/api/updates/${id}/submission`, more)
  const tell = async (audience: string, more: object = {}) => {
    const { body } = await write({ kind: 'stakeholders', audience }, more)
    const { body: published } = await submit(body.id)
    expect(published.status, JSON.stringify(published)).toBe('published')
    return published as { id: string; nextUpdateAt: string | null }
  }

  test('a promise that cannot be kept so is refused', async () => {
    const { body } = await write({ kind: 'stakeholders', audience: 'executives' }, { nextUpdateAt: '2030-01-01T15:00:00Z' })
    const late = await submit(body.id)
    expect([late.status, late.body.detail]).toEqual([422, expect.stringContaining('the next update to executives is due within 120 minutes')])
    expect((await submit(body.id, { lateReason: 'The board meets at three.' })).body).toMatchObject({
      status: 'published',
      nextUpdateAt: '2030-01-01T15:00:00.000Z',
    })
    for (const clock of ['audience-update/friends/1', 'audience-update/executives/9'])
      expect((await ann.post(`/api/crises/${crisis}/clocks/${encodeURIComponent(clock)}/waiver`, { reason: 'x' })).status).toBe(404)
    expect((await ann.post(`/api/crises/${crisis}/clocks/${encodeURIComponent('audience-update/executives/2')}/waiver`, { reason: ' ' })).status).toBe(400)
  })

  test('run from the declaration, for those of whom somebody stands in the register', async () =>
    // The playbook also gives partners a rhythm; nobody of them is known here.
    expect(await clocks()).toEqual(['staff/1 running 10:00', 'executives/1 running 10:00']))

  test('told in time, they are met, and the next one runs by the rhythm; the mail says when', async () => {
    await system.at('09:30')
    expect((await ann.get(`/api/crises/${crisis}/update-suggestion?audience=executives`)).body.nextUpdateAt).toBe('2030-01-01T11:30:00.000Z')
    const told = await tell('executives')
    expect(told.nextUpdateAt).toBe('2030-01-01T11:30:00.000Z')
    expect(await clocks()).toEqual(['staff/1 running 10:00', 'executives/1 met 10:00', 'executives/2 running 11:30'])
    system.live.sent.length = 0
    await system.runJobs()
    expect(system.live.sent.find(({ to }) => to === 'ceo@house.test')?.text).toContain('11:30')
  })

  test('a stated time replaces the rhythm, the last word ends it', async () => {
    await tell('executives', { nextUpdateAt: '2030-01-01T09:45:00Z' })
    expect(await clocks()).toContain('executives/2 running 09:45')
    await system.at('09:40')
    await tell('executives', { phase: 'resolved' })
    expect(await clocks()).toEqual(['staff/1 running 10:00', 'executives/1 met 10:00', 'executives/2 met 09:45'])
  })

  test('whoever leads is reminded, told late it was missed, and the figures say so apart from the promises to customers', async () => {
    await system.at('09:50')
    await system.sendPages()
    expect(system.pages.live.sent.map(({ text }) => text).join('\n')).toContain('Soon due: update to executives, by 10:00 UTC.')
    await system.at('10:05')
    await tell('executives')
    expect(await clocks()).toContain('executives/1 missed 10:00')
    const { body: kpis } = await ann.get(`/api/crises/${crisis}/kpis`)
    expect(kpis.audiences).toEqual([
      { audience: 'staff', inTime: 0, due: 1 },
      { audience: 'executives', inTime: 1, due: 2 },
    ])
    const missed = (await room()).clocks.filter(({ state, inside }: { state: string; inside: boolean }) => state === 'missed' && !inside).length
    expect([kpis.clocksMissed, (await room()).clocksMissed]).toEqual([missed, missed])
    expect((await ann.get('/api/crises')).body.items[0].clocksMissed).toBe(missed)
  })

  test('an update to customers keeps none of theirs, and theirs none of the customers’', async () => {
    await tell('staff')
    expect((await room()).clocks.find(({ id }: { id: string }) => id === 'first-message')).toMatchObject({ state: 'running' })
    const { body } = await write({ kind: 'customers' })
    await submit(body.id)
    expect(await clocks()).toContain('executives/1 running 10:00')
  })

  test('waived with a reason, the next follows', async () => {
    const waiver = `/api/crises/${crisis}/clocks/${encodeURIComponent('audience-update/staff/1')}/waiver`
    expect((await ann.post(waiver, { reason: 'They sit in the room.' })).status).toBe(200)
    expect(await clocks()).toEqual(['staff/1 waived 10:00', 'executives/1 running 10:00', 'staff/2 running 12:00'])
  })

  test('one that waits for a second person keeps nothing until it is published, and its approval ends with it', async () => {
    const grave = await declare({ severity: 1 })
    const { body } = await ann.post(`/api/crises/${grave}/updates`, {
      to: { kind: 'stakeholders', audience: 'staff' },
      phase: 'investigating',
      parts: { title: 'Brief' },
    })
    expect((await submit(body.id)).body.status).toBe('awaiting-approval')
    expect(await clocks(grave)).toContain('staff/1 running 09:30')
    expect((await ann.post(`/api/updates/${body.id}/publication`, { reason: 'Nobody else is awake.' })).body.status).toBe('published')
    expect(await clocks(grave)).toEqual(['staff/1 met 09:30', 'executives/1 running 09:30', 'staff/2 running 10:00'])
    expect((await room(grave)).clocks.find(({ kind }: { kind: string }) => kind === 'approval')).toMatchObject({ state: 'met' })
  })
})
