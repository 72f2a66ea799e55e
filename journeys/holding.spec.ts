// A promise to customers that is about to break, at 03:00: the holding update that is offered, what it says, how it goes out by two clicks or from a phone, and only once.
import { sql } from 'kysely'
import type { Message } from '@leeward/email'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApiKey } from '../server/src/platform/auth/auth.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Somebody = Awaited<ReturnType<TestSystem['person']>>
let system: TestSystem
let mail: string
let [ann, bo, dee] = [] as unknown as [Somebody, Somebody, Somebody]
let crisis: string

beforeAll(async () => {
  system = await testSystem({ at: '2030-01-01T03:00:00Z' })
  mail = (await smallCompany(system, 8)).mail
  ann = await system.person('Ann', 'commander')
  bo = await system.person('Bo', 'communicator')
  dee = await system.person('Dee', 'responder')
})
afterAll(() => system.close())

beforeEach(async () => {
  await sql`truncate events, timers, crises, crisis_clocks, crisis_numbers, texts, escalations, pages cascade`.execute(system.db)
  await system.at('2030-01-01T03:00:00Z')
  const answers = { customersHurt: 'all', canWork: 'no' }
  crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: mail }], answers })).body.id
  await ann.post(`/api/crises/${crisis}/acknowledgement`)
  await bo.post(`/api/crises/${crisis}/team/communication-lead`)
  await system.runJobs()
  system.pages.live.sent.length = 0
})

const first = {
  title: 'Mail is down',
  happened: 'Since 02:40 UTC nobody can send mail.',
  affected: 'Customers in the east.',
  known: 'A disk is full.',
  unknown: 'We do not know when it is over.',
  doing: 'We are rolling back.',
  can: 'You can still read mail.',
}
async function told(phase = 'identified', parts: object = first): Promise<string> {
  const { body } = await ann.post(`/api/crises/${crisis}/updates`, { phase, parts })
  await ann.post(`/api/updates/${body.id}/submission`)
  expect((await bo.post(`/api/updates/${body.id}/approvals`)).body.status).toBe('published')
  return body.id
}
const url = () => `/api/crises/${crisis}/holding-update`
const shown = async () => (await ann.get(url())).body
const publish = (who: Somebody, { seal, nextUpdateAt }: { seal: string; nextUpdateAt: string }) => who.post(url(), { seal, nextUpdateAt })
const room = async () => (await ann.get(`/api/crises/${crisis}`)).body
const clock = async (id: string) => (await room()).clocks.find((each: { id: string }) => each.id === id)?.state
const reminders = async (): Promise<Message[]> => {
  await system.sendPages()
  return system.pages.live.sent.filter(({ subject }) => subject.includes('A promise needs you'))
}
const linkIn = (message?: Message) => new URL(/https?:\/\/\S+\/holding-updates\/\S+/.exec(message?.text ?? '')?.[0] ?? 'http://none').pathname
const call = async (method: 'GET' | 'POST', path: string, form: Record<string, string> = {}) => {
  const answer = await system.web.console.inject({
    method,
    url: path,
    ...(method === 'POST' ? { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(form).toString() } : {}),
  })
  return { status: answer.statusCode, body: answer.body }
}
const formIn = (html: string) =>
  Object.fromEntries([...html.matchAll(/name="(seal|nextUpdateAt)" value="([^"]*)"/g)].map(([, name, value]) => [name as string, value as string]))

describe('The holding update that is offered', () => {
  test('where nothing was said yet is the playbook’s own words with the facts, and keeps the first promise', async () => {
    const holding = await shown()
    expect(holding).toMatchObject({ phase: 'investigating', since: null, approvalsNeeded: 1, recipients: 8, nextUpdateAt: '2030-01-01T03:30:00.000Z' })
    expect(JSON.stringify(holding.parts)).not.toContain('{{')
    expect((await publish(bo, holding)).body).toMatchObject({ status: 'published', holding: true, parts: holding.parts })
    expect(await clock('first-message')).toBe('met')
    expect(await clock('first-full-update')).toBe('running')
  })
  test('later says that there is nothing new, keeps the phase and what customers can do, and promises by the rhythm', async () => {
    await told()
    await system.at('03:27')
    const holding = await shown()
    expect(holding).toMatchObject({
      phase: 'identified',
      since: '2030-01-01T03:00:00.000Z',
      nextUpdateAt: '2030-01-01T03:57:00.000Z',
      parts: { title: first.title, affected: first.affected, can: first.can, known: 'There is nothing new since our message of January 1 at 03:00 UTC.' },
    })
    expect(holding.parts.doing).not.toContain('rolling')
    expect(holding.findings.filter(({ severity, rule }: { severity: string; rule: string }) => severity === 'error' || rule === 'repeat')).toEqual([])
    const { status, body } = await publish(bo, holding)
    expect([status, body.status, body.parts]).toEqual([200, 'published', holding.parts])
    expect([await clock('next-update/1'), await clock('next-update/2')]).toEqual(['met', 'running'])
  })
  test('one after the other through the night, none is called a repeat', async () => {
    await told()
    for (const time of ['03:27', '03:55', '04:22', '04:50', '05:18']) {
      await system.at(time)
      const holding = await shown()
      expect(
        holding.findings.map(({ rule }: { rule: string }) => rule),
        time,
      ).not.toContain('repeat')
      expect((await publish(ann, holding)).status, time).toBe(200)
    }
    expect((await ann.get(`/api/crises/${crisis}/kpis`)).body.clocksMissed).toBeLessThan(3)
    expect((await room()).clocks.filter(({ kind, state }: { kind: string; state: string }) => kind === 'next-update' && state === 'missed')).toEqual([])
  })
  test('goes out once, however many press at the same moment', async () => {
    await told()
    await system.at('03:27')
    const holding = await shown()
    const answers = await Promise.all([publish(ann, holding), publish(bo, holding), publish(ann, holding), publish(bo, holding)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    expect((await room()).updates.filter(({ holding: is }: { holding: boolean }) => is)).toHaveLength(1)
    expect((await publish(ann, holding)).status).toBe(409)
    // What was refused leaves no draft behind.
    expect((await sql`select 1 from updates where status = 'draft'`.execute(system.db)).rows).toEqual([])
  })
  test('is not what was shown any more once somebody published, or time went over it', async () => {
    await told()
    await system.at('03:20')
    const holding = await shown()
    await told('monitoring', { ...first, known: 'The disk is new.' })
    expect((await publish(bo, holding)).body).toMatchObject({ status: 409, type: 'urn:leeward:problem:changed-meanwhile' })
    const next = await shown()
    expect(next.phase).toBe('monitoring')
    await system.at('03:51')
    expect((await publish(bo, next)).status).toBe(409)
    for (const bad of [
      { ...next, seal: 'x' },
      { seal: next.seal, nextUpdateAt: '2030-01-01T09:00:00Z' },
    ])
      expect((await publish(bo, bad)).status).toBe(409)
    expect((await bo.post(url(), { seal: next.seal })).status).toBe(400)
  })
  test('is for people who may write to customers, not for programs, and not once customers can work', async () => {
    await told()
    const holding = await shown()
    expect((await publish(dee, holding)).status).toBe(403)
    const authorization = `Bearer ${await createApiKey(system.db, 'bot', 'communicator', system.now())}`
    const { seal, nextUpdateAt } = holding
    const byKey = await system.web.console.inject({ method: 'POST', url: url(), headers: { authorization }, payload: { seal, nextUpdateAt } })
    expect([byKey.statusCode, byKey.json().detail]).toEqual([403, expect.stringContaining('for a person to decide')])
    for (const { key } of (await room()).criteria) await ann.post(`/api/crises/${crisis}/criteria/${key}`, { met: true })
    await ann.post(`/api/crises/${crisis}/restoration`)
    expect((await publish(ann, holding)).status).toBe(409)
    expect((await ann.get(url())).body.detail).toContain('write the last word')
  })
  test('asks as many people as the playbook says: two of a data breach at severity 1, and then only one such update waits', async () => {
    crisis = (await ann.post('/api/crises', { title: 'Leak', kind: 'data-breach', scope: [{ serviceId: mail }], severity: 1, severityReason: 'sure' })).body.id
    await ann.post(`/api/crises/${crisis}/acknowledgement`)
    await bo.post(`/api/crises/${crisis}/team/communication-lead`)
    const holding = await shown()
    expect(holding.approvalsNeeded).toBe(2)
    const answers = await Promise.all([publish(ann, holding), publish(bo, holding)])
    expect(answers.map(({ status, body }) => [status, body.status]).sort()).toEqual([
      [200, 'awaiting-approval'],
      [409, 409],
    ])
    expect((await ann.get(url())).status).toBe(200)
    expect((await publish(ann, await shown())).body.detail).toContain('waits for approval already')
  })
})

describe('From the reminder on the phone', () => {
  beforeEach(async () => {
    await told()
    await system.at('03:10')
    await reminders()
    system.pages.live.sent.length = 0
  })
  test('the commander is reminded before a promise breaks, looks, and keeps it by one button', async () => {
    await system.at('03:20')
    const [reminder] = await reminders()
    expect([reminder?.to, reminder?.text]).toEqual([ann.email, expect.stringContaining('Soon due: next update, by 03:30 UTC.')])
    await system.at('03:24')
    const page = await call('GET', linkIn(reminder))
    expect(page.status).toBe(200)
    for (const said of [
      'There is nothing new since our message of January 1 at 03:00 UTC.',
      '8 contacts',
      'Publish it',
      'We write again by January 1 at 03:54 UTC',
    ])
      expect(page.body, said).toContain(said)
    expect((await room()).updates).toHaveLength(1)
    const answer = await call('POST', linkIn(reminder), formIn(page.body))
    expect([answer.status, answer.body.includes('Published. It is on its way to 8 contacts')]).toEqual([200, true])
    expect(await clock('next-update/1')).toBe('met')
    const [newest] = (await room()).updates
    expect(newest).toMatchObject({ holding: true, author: { name: 'Ann' }, status: 'published' })
    // Used up: whoever presses again sends nothing.
    const again = await call('POST', linkIn(reminder), formIn(page.body))
    expect([again.status, again.body.includes('this link is used up')]).toEqual([410, true])
    expect((await room()).updates).toHaveLength(2)
  })
  test('pressed twice at once it goes out once', async () => {
    await system.at('03:20')
    const link = linkIn((await reminders())[0])
    const form = formIn((await call('GET', link)).body)
    const answers = await Promise.all([call('POST', link, form), call('POST', link, form), call('POST', link, form)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await room()).updates).toHaveLength(2)
  })
  test('missed, the commander is called again, and the link still offers it', async () => {
    await system.at('03:20')
    await reminders()
    await system.at('03:31')
    const missed = (await reminders()).at(-1)
    expect([missed?.to, missed?.text]).toEqual([ann.email, expect.stringContaining('Missed: next update was due at 03:30 UTC.')])
    const page = await call('GET', linkIn(missed))
    expect((await call('POST', linkIn(missed), formIn(page.body))).status).toBe(200)
    expect(await clock('next-update/1')).toBe('missed')
  })
  test('the page that acknowledges leads there too; a promise that no message keeps offers none', async () => {
    await system.at('03:20')
    const [reminder] = await reminders()
    const seen = await call('GET', new URL(/https?:\/\/\S+\/pages\/\S+/.exec(reminder?.text ?? '')?.[0] as string).pathname)
    expect(seen.body).toContain('/holding-updates/')
    const others = await sql<{ clock: string | null; detail: string }>`select clock, detail from pages where reason = 'clock'`.execute(system.db)
    for (const { clock: kept, detail } of others.rows) expect(kept !== null, detail).toBe(/first message|next update/.test(detail))
  })
  test('what does not fit what was shown, an empty form, an odd or old link publishes nothing', async () => {
    await system.at('03:20')
    const link = linkIn((await reminders())[0])
    const form = formIn((await call('GET', link)).body)
    for (const [bad, status] of [
      [{}, 422],
      [{ ...form, seal: 'x' }, 409],
      [{ ...form, nextUpdateAt: 'soon' }, 422],
      [{ ...form, nextUpdateAt: '2030-01-01T08:00:00Z' }, 409],
    ] as const)
      expect((await call('POST', link, bad)).status, JSON.stringify(bad)).toBe(status)
    for (const odd of ['x', '%00', `${link.slice(17)}x`]) expect([400, 404, 410]).toContain((await call('POST', `/holding-updates/${odd}`, form)).status)
    await sql`delete from user_groups where user_id = ${ann.id}`.execute(system.db)
    const refused = [(await call('GET', link)).body.includes('<form'), (await call('POST', link, form)).status]
    await sql`insert into user_groups (user_id, group_name) values (${ann.id}, 'commander')`.execute(system.db)
    expect(refused).toEqual([false, 403])
    await system.at('2030-01-02T03:21:00Z')
    expect((await call('POST', link, form)).body).toContain('has expired')
    expect((await room()).updates).toHaveLength(1)
  })
})
