// An update that waits for a second person, at 03:00: who is called, what the link in the page shows and does, what it does not do, and what happens when nobody answers.
import { sql } from 'kysely'
import type { Message } from '@leeward/email'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { approvalLink } from '../server/src/communicate/updates/approval-links.ts'
import { createApiKey } from '../server/src/platform/auth/auth.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Somebody = Awaited<ReturnType<TestSystem['person']>>
let system: TestSystem
let mail: string
let [ann, bo, cy, dee, eve] = [] as unknown as [Somebody, Somebody, Somebody, Somebody, Somebody]
let crisis: string

beforeAll(async () => {
  system = await testSystem({ at: '2030-01-01T03:00:00Z' })
  mail = (await smallCompany(system, 8)).mail
  ann = await system.person('Ann', 'commander')
  bo = await system.person('Bo', 'communicator')
  cy = await system.person('Cy', 'commander')
  dee = await system.person('Dee', 'responder')
  eve = await system.person('Eve', 'administrator')
})
afterAll(() => system.close())

/** Ann leads, Bo speaks to customers; the first message is out at 03:00, so that the clock of the next one ends at 03:30. */
beforeEach(async () => {
  await sql`truncate events, timers, crises, crisis_clocks, crisis_numbers, texts, escalations, pages cascade`.execute(system.db)
  await system.at('2030-01-01T03:00:00Z')
  const answers = { customersHurt: 'all', canWork: 'no' }
  crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: mail }], answers })).body.id
  await ann.post(`/api/crises/${crisis}/acknowledgement`)
  await bo.post(`/api/crises/${crisis}/team/communication-lead`)
  await system.runJobs()
  await sql`delete from pages`.execute(system.db)
  system.pages.live.sent.length = 0
})

const parts = {
  title: 'Mail is down for everybody in the east',
  happened: 'Since 02:40 UTC nobody can send mail.',
  affected: 'Customers in the east.',
  doing: 'We move it to another place.',
}
async function waits(by: Somebody = ann, more: object = {}): Promise<string> {
  const { body } = await by.post(`/api/crises/${crisis}/updates`, { phase: 'investigating', parts, ...more })
  const submitted = await by.post(`/api/updates/${body.id}/submission`)
  expect([submitted.status, submitted.body.status]).toEqual([200, 'awaiting-approval'])
  return body.id
}
async function paged(): Promise<Message[]> {
  await system.sendPages()
  return system.pages.live.sent.filter(({ subject }) => subject.includes('An update to customers waits for you'))
}
const promises = () => system.pages.live.sent.filter(({ subject }) => subject.includes('A promise needs you'))
const linkIn = (message?: Message) => new URL(/https?:\/\/\S+\/approvals\/\S+/.exec(message?.text ?? '')?.[0] ?? 'http://none').pathname
const open = async (path: string) => {
  const answer = await system.web.console.inject({ method: 'GET', url: path })
  return { status: answer.statusCode, body: answer.body }
}
const press = async (path: string, form: Record<string, string>) => {
  const answer = await system.web.console.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
  return { status: answer.statusCode, body: answer.body }
}
const approve = (path: string) => press(path, { answer: 'approve' })
const room = async () => (await ann.get(`/api/crises/${crisis}`)).body
const updateNow = async (id: string) => (await ann.get(`/api/updates/${id}`)).body
const sentences = async (): Promise<string[]> =>
  (await ann.get(`/api/crises/${crisis}/timeline?limit=200`)).body.items.map((each: { sentence: string }) => each.sentence)
const clockOf = async (id: string) => (await room()).clocks.find((clock: { id: string }) => clock.id === `approval/${id}`)

describe('Who is told that an update waits', () => {
  test('the people of this crisis’s team who may approve, each once, and never its author', async () => {
    await dee.post(`/api/crises/${crisis}/team/technical-lead`)
    await bo.post(`/api/crises/${crisis}/team/scribe`)
    const id = await waits(ann)
    expect((await paged()).map(({ to }) => to)).toEqual([bo.email])
    expect((await updateNow(id)).asked).toEqual([{ id: bo.id, name: 'Bo' }])
    expect(await sentences()).toContain('Update written: “Mail is down for everybody in the east”. Asked to approve it: Bo.')
    expect(await paged()).toHaveLength(1)
  })
  test('where the author is the only one of the team who may, those on call; without a policy everybody who may lead', async () => {
    await bo.post(`/api/crises/${crisis}/team/communication-lead/departure`)
    await waits(ann)
    expect((await paged()).map(({ to }) => to).sort()).toEqual([cy.email, eve.email])
  })
  test('a program’s update asks everybody of the team: a program is nobody’s second pair of eyes', async () => {
    const authorization = `Bearer ${await createApiKey(system.db, 'bot', 'communicator', system.now())}`
    const call = (url: string, payload: object) => system.web.console.inject({ method: 'POST', url, headers: { authorization }, payload })
    const { id } = (await call(`/api/crises/${crisis}/updates`, { phase: 'investigating', parts })).json()
    expect((await call(`/api/updates/${id}/submission`, {})).json()).toMatchObject({ status: 'awaiting-approval', approvalsMissing: 2 })
    expect((await paged()).map(({ to }) => to).sort()).toEqual([ann.email, bo.email])
  })
  test('where one person is enough nobody is called', async () => {
    await ann.post(`/api/crises/${crisis}/severity`, { severity: 3, reason: 'smaller' })
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { phase: 'investigating', parts })
    expect((await ann.post(`/api/updates/${body.id}/submission`)).body.status).toBe('published')
    expect(await paged()).toEqual([])
  })
  test('whose page is not out yet when it is settled is not woken for it', async () => {
    const id = await waits()
    await ann.post(`/api/updates/${id}/withdrawal`)
    expect(await paged()).toEqual([])
  })
  test('a practice update pages nobody real', async () => {
    const practice = await smallCompany(system, 2, true).catch(() => undefined)
    const drill = {
      title: 'Drill',
      kind: 'service-outage',
      practice: true,
      severity: 1,
      severityReason: 'drill',
      ...(practice ? { brand: practice.slug } : {}),
    }
    const { body } = await ann.post('/api/crises', drill)
    await bo.post(`/api/crises/${body.id}/team/communication-lead`)
    const draft = await ann.post(`/api/crises/${body.id}/updates`, { phase: 'investigating', parts })
    expect((await ann.post(`/api/updates/${draft.body.id}/submission`)).body.status).toBe('awaiting-approval')
    expect(await paged()).toEqual([])
    expect(system.pages.practice.sent.some(({ subject }) => subject.includes('An update to customers waits for you'))).toBe(true)
  })
})

describe('The link in the page', () => {
  test('shows the update as customers will read it, and opening it approves nothing', async () => {
    const id = await waits(ann, { nextUpdateAt: '2030-01-01T03:25:00Z' })
    const [page] = await paged()
    const shown = await open(linkIn(page))
    expect(shown.status).toBe(200)
    for (const said of [
      ...Object.values(parts),
      'What happened',
      'We write again by January 1 at 03:25 UTC',
      'Written by Ann',
      '8 contacts',
      'Approve and publish',
    ])
      expect(shown.body, said).toContain(said)
    // What the linter calls a warning stands beside it.
    expect(shown.body).toContain('Say what you know.')
    await open(linkIn(page))
    expect((await updateNow(id)).status).toBe('awaiting-approval')
    expect(page?.text).not.toContain('nobody can send mail')
  })
  test('approves by its button, and says so; the promise to customers is kept by it', async () => {
    const id = await waits()
    const link = linkIn((await paged())[0])
    await system.at('03:05')
    const answer = await approve(link)
    expect([answer.status, answer.body.includes('Approved. It is on its way to 8 contacts')]).toEqual([200, true])
    expect(await updateNow(id)).toMatchObject({ status: 'published', approvedBy: [{ name: 'Ann' }, { name: 'Bo' }] })
    expect(await sentences()).toContain('Bo approved the update “Mail is down for everybody in the east”.')
    expect((await sql`select 1 from pages where acknowledged_at is not null and person = ${bo.id}`.execute(system.db)).rows).toHaveLength(1)
  })
  test('pressed twice, or by two at once, publishes once', async () => {
    const id = await waits()
    const link = linkIn((await paged())[0])
    const answers = await Promise.all([approve(link), approve(link), bo.post(`/api/updates/${id}/approvals`), approve(link)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await sentences()).filter((each) => each.startsWith('Update published'))).toHaveLength(1)
    const again = await approve(link)
    expect([again.status, again.body.includes('This update was published')]).toEqual([410, true])
    expect((await open(link)).body).toContain('Bo approved it.')
  })
  test('sends back with a reason, and not without one', async () => {
    const id = await waits()
    const link = linkIn((await paged())[0])
    const empty = await press(link, { answer: 'send-back', reason: '  ' })
    expect([empty.status, empty.body.includes('Say what must change')]).toEqual([422, true])
    expect((await updateNow(id)).status).toBe('awaiting-approval')
    expect((await press(link, { answer: 'send-back', reason: 'It is the <b>west</b>.' })).status).toBe(200)
    const used = await open(link)
    expect([used.status, used.body.includes('&lt;b&gt;west')]).toEqual([410, true])
    expect((await approve(link)).status).toBe(410)
    expect((await room()).updates).toMatchObject([{ status: 'draft', sentBack: { by: { name: 'Bo' }, reason: 'It is the <b>west</b>.' } }])
  })
  test('of the author does not approve: a second person must', async () => {
    const id = await waits()
    const { rows } = await sql<{ seal: string; page: string }>`select seal, (select id from pages limit 1) as page from updates where id = ${id}`.execute(
      system.db,
    )
    const own = new URL(approvalLink(system.deps, { d: id, u: ann.id, s: rows[0]?.seal as string, g: rows[0]?.page as string })).pathname
    expect((await open(own)).body).toContain('You agreed to this update')
    expect((await approve(own)).status).toBe(410)
    expect((await press(own, { answer: 'send-back', reason: 'no no' })).status).toBe(410)
    expect((await updateNow(id)).status).toBe('awaiting-approval')
  })
  test('asks the permissions of the moment it is pressed', async () => {
    const id = await waits()
    const link = linkIn((await paged())[0])
    await sql`delete from user_groups where user_id = ${bo.id}`.execute(system.db)
    const [shown, pressed] = [await open(link), await approve(link)]
    await sql`insert into user_groups (user_id, group_name) values (${bo.id}, 'communicator')`.execute(system.db)
    expect([shown.body.includes('You may not approve updates any more'), shown.body.includes('<form'), pressed.status]).toEqual([true, false, 403])
    expect((await updateNow(id)).status).toBe('awaiting-approval')
    expect((await approve(link)).status).toBe(200)
  })
  test('expires after a day, is worth nothing changed, and no other link of ours opens it', async () => {
    await waits()
    const link = linkIn((await paged())[0])
    const [head, token] = ['/approvals/', link.slice('/approvals/'.length)]
    for (const odd of ['x', `${token}x`, token.replace('.', 'A.'), `${token.split('.')[0]}.`, '%00', 'a.b.c', 'x'.repeat(2_000)])
      expect([400, 404, 410, 414], odd).toContain((await open(`${head}${odd}`)).status)
    expect((await open(`/pages/${token}`)).status).toBe(410)
    await system.at('2030-01-02T03:00:01Z')
    const late = await open(link)
    expect([late.status, late.body.includes('has expired')]).toEqual([410, true])
    expect((await approve(link)).status).toBe(410)
  })
  test('of what was withdrawn says so; of other words than those that wait it approves nothing', async () => {
    const id = await waits()
    const link = linkIn((await paged())[0])
    const { rows } = await sql<{ seal: string; page: string }>`select seal, (select id from pages limit 1) as page from updates where id = ${id}`.execute(
      system.db,
    )
    const others = new URL(approvalLink(system.deps, { d: id, u: bo.id, s: `${rows[0]?.seal.slice(1)}0`, g: rows[0]?.page as string })).pathname
    expect((await open(others)).body).toContain('What waits now is not what this link was sent for')
    expect((await approve(others)).status).toBe(410)
    await ann.post(`/api/updates/${id}/withdrawal`)
    const gone = await open(link)
    expect([gone.status, gone.body.includes('was withdrawn before it went out')]).toEqual([410, true])
    expect((await approve(link)).status).toBe(410)
    expect((await updateNow(id)).status).toBe('withdrawn')
  })
  test('a form that is none decides nothing', async () => {
    const id = await waits()
    const link = linkIn((await paged())[0])
    for (const form of [{}, { answer: 'yes' }, { answer: 'send-back', reason: 'x'.repeat(1_001) }, { answer: 'send-back', reason: 'a\u0000b' }])
      expect((await press(link, form as Record<string, string>)).status).toBe(422)
    const json = await system.web.console.inject({ method: 'POST', url: link, payload: { answer: ['approve'] } })
    expect(json.statusCode).toBe(422)
    expect((await press(link, { answer: 'send-back', reason: 'x'.repeat(20_000) })).status).toBe(413)
    expect((await updateNow(id)).status).toBe('awaiting-approval')
  })
})

describe('Sent back', () => {
  test('the words, the files and the promise go on as a draft of the same author, who reads why', async () => {
    const file = (
      await system.web.console.inject({
        method: 'POST',
        url: `/api/crises/${crisis}/attachments?name=steps.txt`,
        headers: { cookie: ann.cookie, 'content-type': 'application/octet-stream' },
        payload: 'one',
      })
    ).json() as { id: string }
    const id = await waits(ann, { nextUpdateAt: '2030-01-01T03:20:00Z', files: [file.id] })
    const { status, body: draft } = await bo.post(`/api/updates/${id}/return`, { reason: 'Say since when.' })
    expect(status).toBe(200)
    expect(draft).toMatchObject({
      status: 'draft',
      parts,
      author: { name: 'Ann' },
      nextUpdateAt: '2030-01-01T03:20:00.000Z',
      files: [{ name: 'steps.txt' }],
      sentBack: { by: { name: 'Bo' }, reason: 'Say since when.' },
    })
    expect((await room()).updates.map((each: { id: string }) => each.id)).toEqual([draft.id])
    expect(await sentences()).toContain('Bo sent the update “Mail is down for everybody in the east” back. Its words go on as a draft.')
    // Rewritten at once, and asked for anew.
    expect((await ann.put(`/api/updates/${draft.id}`, { phase: 'investigating', parts: { ...parts, happened: 'Since 02:41 UTC.' } })).status).toBe(200)
    expect((await ann.post(`/api/updates/${draft.id}/submission`)).body.status).toBe('awaiting-approval')
    expect(await paged()).toHaveLength(1)
    expect((await bo.post(`/api/updates/${draft.id}/approvals`)).body.status).toBe('published')
  })
  test('not by its author, not twice, not without a reason, not by who may not', async () => {
    const id = await waits()
    expect((await ann.post(`/api/updates/${id}/return`, { reason: 'Hm.' })).status).toBe(403)
    expect((await bo.post(`/api/updates/${id}/return`, { reason: '' })).status).toBe(400)
    expect((await dee.post(`/api/updates/${id}/return`, { reason: 'Hm.' })).status).toBe(403)
    const both = await Promise.all([bo.post(`/api/updates/${id}/return`, { reason: 'One.' }), cy.post(`/api/updates/${id}/return`, { reason: 'Two.' })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await room()).updates).toHaveLength(1)
  })
})

describe('The clock of an approval', () => {
  test('is a clock of a third of the rhythm; it is met when somebody answers, whatever they answer', async () => {
    const [one, two, three] = [await waits(), await waits(), await waits()]
    expect(await clockOf(one)).toMatchObject({ kind: 'approval', state: 'running', deadline: '2030-01-01T03:10:00.000Z', inside: true })
    await bo.post(`/api/updates/${one}/approvals`)
    await bo.post(`/api/updates/${two}/return`, { reason: 'Hm.' })
    await ann.post(`/api/updates/${three}/withdrawal`)
    for (const id of [one, two, three]) expect((await clockOf(id)).state).toBe('met')
  })
  test('reminds whoever leads, and calls them when it is missed; customers’ promises are counted without it', async () => {
    const id = await waits(bo)
    await system.sendPages()
    system.pages.live.sent.length = 0
    await system.at('03:07')
    await system.sendPages()
    expect(promises().map(({ to, text }) => [to, text.includes('Soon due: approval of an update')])).toEqual([[ann.email, true]])
    await system.at('03:10')
    expect((await clockOf(id)).state).toBe('missed')
    await system.sendPages()
    expect(promises().at(-1)).toMatchObject({ to: ann.email, text: expect.stringContaining('Missed: approval of an update was due at 03:10 UTC.') })
    expect((await ann.get(`/api/crises/${crisis}/kpis`)).body).toMatchObject({ clocksMissed: 0, approvalsDue: 1, approvalsInTime: 0 })
    expect((await room()).clocksMissed).toBe(0)
    // Missed, it still waits, and can still be approved.
    expect((await cy.post(`/api/updates/${id}/approvals`)).body.status).toBe('published')
  })
})

describe('Publishing anyway', () => {
  test('whoever sits in the commander’s seat, with a reason; it stands on the timeline and in the decision log', async () => {
    const id = await waits(ann)
    const { status, body } = await ann.post(`/api/updates/${id}/publication`, { reason: 'Nobody answers, and the promise breaks.' })
    expect([status, body.status]).toEqual([200, 'published'])
    expect(await sentences()).toContain('Ann let the update “Mail is down for everybody in the east” go out without the second person who had to agree.')
    expect((await ann.get(`/api/crises/${crisis}/decisions`)).body.decisions[0]).toMatchObject({
      what: '“Mail is down for everybody in the east” goes to customers without the second person.',
      why: 'Nobody answers, and the promise breaks.',
      decidedBy: { name: 'Ann' },
    })
    expect((await clockOf(id)).state).toBe('met')
  })
  test('nobody else, however much they may; no program; not without a reason; not a draft; not twice', async () => {
    const id = await waits(bo)
    const publish = (who: Somebody, reason = 'It cannot wait.') => who.post(`/api/updates/${id}/publication`, { reason })
    expect((await publish(eve)).body).toMatchObject({ status: 403, detail: expect.stringContaining('Ann leads') })
    expect((await publish(bo)).status).toBe(403)
    for (const reason of ['', '  ', 'ab']) expect((await publish(ann, reason)).status).toBe(400)
    const authorization = `Bearer ${await createApiKey(system.db, 'bot two', 'commander', system.now())}`
    const byKey = await system.web.console.inject({
      method: 'POST',
      url: `/api/updates/${id}/publication`,
      headers: { authorization },
      payload: { reason: 'I compute.' },
    })
    expect([byKey.statusCode, byKey.json().detail]).toEqual([403, expect.stringContaining('for a person to decide')])
    expect((await updateNow(id)).status).toBe('awaiting-approval')
    const draft = (await ann.post(`/api/crises/${crisis}/updates`, { phase: 'investigating', parts })).body.id
    expect((await ann.post(`/api/updates/${draft}/publication`, { reason: 'It cannot wait.' })).status).toBe(409)
    const answers = await Promise.all([publish(ann), publish(ann), bo.post(`/api/updates/${id}/withdrawal`)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })
  test('never what the linter calls an error', async () => {
    // The words were right when they were submitted; since then they contradict what is known.
    const id = await waits(ann, { parts: { ...parts, affected: 'Every customer.' } })
    await sql`update impact_totals set totals = jsonb_set(totals, '{accounts}', '1') where crisis_id = ${crisis}`.execute(system.db)
    const answer = await ann.post(`/api/updates/${id}/publication`, { reason: 'It cannot wait.' })
    expect([answer.status, answer.body.detail]).toEqual([422, expect.stringContaining('This is not published as it stands')])
    expect((await updateNow(id)).status).toBe('awaiting-approval')
    expect((await ann.get(`/api/crises/${crisis}/decisions`)).body.decisions).toEqual([])
  })
})
