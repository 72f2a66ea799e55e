// Two people at one draft: neither writes over the other unawares, each sees that the other has it open, and what was saved stays.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Somebody = Awaited<ReturnType<TestSystem['person']>>
let system: TestSystem
let [ann, bo, olga] = [] as unknown as [Somebody, Somebody, Somebody]
let crisis: string
let id: string

beforeAll(async () => {
  system = await testSystem({ at: '2030-01-01T09:00:00Z' })
  await smallCompany(system, 2)
  ann = await system.person('Ann', 'commander')
  bo = await system.person('Bo', 'communicator')
  olga = await system.person('Olga', 'observer')
  crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', severity: 3, severityReason: 'small' })).body.id
})
afterAll(() => system.close())
beforeEach(async () => {
  await system.at('09:00')
  id = (await ann.post(`/api/crises/${crisis}/updates`, write({}))).body.id
})

const write = (parts: object, more: object = {}) => ({ phase: 'investigating', parts: { title: 'Mail is down', happened: 'It fell.', ...parts }, ...more })
const save = (who: Somebody, revision: number | undefined, parts: object, more: object = {}) =>
  who.put(`/api/updates/${id}`, { ...write(parts, more), revision })
const now = async () => (await ann.get(`/api/updates/${id}`)).body

describe('Saving a draft', () => {
  test('raises its revision where something changed, and says who', async () => {
    expect(await now()).toMatchObject({ revision: 1, changedBy: null })
    await system.at('09:01')
    expect((await save(bo, 1, { happened: 'It fell at nine.' })).body).toMatchObject({
      revision: 2,
      changedBy: { name: 'Bo' },
      changedAt: '2030-01-01T09:01:00.000Z',
    })
    // The same again, as after an answer that nobody heard, is no change.
    expect((await save(bo, 2, { happened: 'It fell at nine.' })).body.revision).toBe(2)
  })
  test('made from an older one is refused with what changed since, and who did it; nothing is lost on either side', async () => {
    await save(ann, 1, { known: 'A disk is full.' })
    await system.at('09:02')
    await save(bo, 2, { known: 'A disk is full.', happened: 'It fell at nine.' }, { nextUpdateAt: '2030-01-01T10:00:00Z' })
    const stale = await save(ann, 2, { known: 'Two disks are full.' })
    expect([stale.status, stale.body.type]).toEqual([409, 'urn:leeward:problem:changed-meanwhile'])
    expect(stale.body.detail).toBe(
      'Bo changed happened and the time of the next update at 09:02 UTC (revision 3, yours was made from 2). Look at it, then save yours.',
    )
    expect((await now()).parts).toEqual({ title: 'Mail is down', known: 'A disk is full.', happened: 'It fell at nine.' })
    expect((await save(ann, 3, { known: 'Two disks are full.', happened: 'It fell at nine.' })).status).toBe(200)
  })
  test('of many at the same moment from the same revision takes one', async () => {
    const answers = await Promise.all([ann, bo, ann, bo].map((who, n) => save(who, 1, { happened: `It fell, ${n}.` })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    expect((await now()).revision).toBe(2)
  })
  test('without a revision, as a program that knows of none, goes on as before', async () =>
    expect((await save(bo, undefined, { happened: 'It stands again.' })).status).toBe(200))
  test('with a revision that is none is refused', async () => {
    for (const revision of [0, -1, 1.5, '1', null, 1e99, {}]) expect((await save(bo, revision as number, {})).status, String(revision)).toBe(400)
    expect((await save(bo, 99, { happened: 'From the future.' })).status).toBe(409)
  })
  test('after it was handed over is refused: what others read does not change under them', async () => {
    expect((await ann.post(`/api/updates/${id}/submission`, { revision: 1 })).body.status).toBe('published')
    expect((await save(bo, 1, { happened: 'Other.' })).body.type).toBe('urn:leeward:problem:already-done')
  })
  test('only the revision that was looked at is handed over', async () => {
    await save(bo, 1, { happened: 'It fell at nine.' })
    const old = await ann.post(`/api/updates/${id}/submission`, { revision: 1 })
    expect([old.status, old.body.detail]).toEqual([409, expect.stringContaining('Bo changed happened')])
    expect((await now()).status).toBe('draft')
    expect((await ann.post(`/api/updates/${id}/submission`, { revision: 2 })).body.status).toBe('published')
  })
})

describe('The composer’s help', () => {
  const estimate = (query: string) => ann.get(`/api/crises/${crisis}/estimate?${query}`)
  test('an estimate becomes a range with the buffer of the house, from this moment of the crisis', async () => {
    expect((await estimate('earliestMinutes=20&likelyMinutes=40')).body).toEqual({
      from: '2030-01-01T09:40:00.000Z',
      until: '2030-01-01T10:00:00.000Z',
      text: 'Between January 1 at 09:40 UTC and January 1 at 10:00 UTC.',
    })
    for (const bad of [
      '',
      'earliestMinutes=20',
      'earliestMinutes=50&likelyMinutes=40',
      'earliestMinutes=0&likelyMinutes=4',
      'earliestMinutes=x&likelyMinutes=4',
      'earliestMinutes=1&likelyMinutes=99999999',
    ])
      expect((await estimate(bad)).status, bad).toBe(400)
  })
  test('what it says, the linter takes for a range that is not past', async () => {
    const { text } = (await estimate('earliestMinutes=20&likelyMinutes=40')).body
    const { findings } = (await ann.post(`/api/crises/${crisis}/updates/preview`, write({ estimate: text }))).body
    expect(findings.filter(({ rule }: { rule: string }) => rule.startsWith('estimate') || rule.startsWith('promise'))).toEqual([])
  })
  test('the preview speaks the reader’s language around the message, on every channel', async () => {
    const preview = async (readerLocale?: string) => (await ann.post(`/api/crises/${crisis}/updates/preview`, { ...write({}), readerLocale })).body
    const [en, de] = [await preview(), await preview('de')]
    expect([en.email.text, de.email.text]).toEqual([expect.stringContaining('We write again by'), expect.stringContaining('Wir schreiben wieder bis')])
    expect([de.statusPage.html, de.text.text, de.chat.footer].map((shown) => /wieder/i.test(shown))).toEqual([true, true, true])
    expect(de.inApp.html).toContain('Wir schreiben wieder bis')
    expect(de.call.timeZone).toMatch(/^\w+\/\w+/)
    expect(de.email.text).toContain('It fell.')
    expect((await ann.post(`/api/crises/${crisis}/updates/preview`, { ...write({}), readerLocale: 'nonsense' })).status).toBe(400)
  })
  test('a text that had to be cut says how many messages it would be', async () => {
    const { text } = (await ann.post(`/api/crises/${crisis}/updates/preview`, write({ must: 'Save your work in another place. '.repeat(20) }))).body
    expect([text.segments, text.uncut]).toEqual([2, expect.any(Number)])
    expect(text.uncut).toBeGreaterThan(2)
  })
})

describe('Who has a draft open', () => {
  const [anns, bos] = [randomUUID(), randomUUID()]
  const open = (who: Somebody, editor: string) => who.post(`/api/updates/${id}/presence`, { editor })
  test('is seen by the others, until their window is closed', async () => {
    expect((await open(ann, anns)).body).toEqual({ status: 'draft', revision: 1, changedBy: null, changedAt: null, others: [] })
    expect((await open(bo, bos)).body.others).toEqual([{ person: { id: ann.id, name: 'Ann' }, since: '2030-01-01T09:00:00.000Z' }])
    expect((await open(ann, anns)).body.others).toMatchObject([{ person: { name: 'Bo' } }])
    await bo.post(`/api/updates/${id}/presence/end`, { editor: bos })
    expect((await open(ann, anns)).body.others).toEqual([])
  })
  test('or until it has said nothing for twenty seconds: a session that dies holds nothing up', async () => {
    await open(bo, bos)
    await system.at('2030-01-01T09:00:19Z')
    expect((await open(ann, anns)).body.others).toHaveLength(1)
    await system.at('2030-01-01T09:00:21Z')
    expect((await open(ann, anns)).body.others).toEqual([])
    expect((await save(ann, 1, { happened: 'It fell.', known: 'A disk.' })).status).toBe(200)
  })
  test('each person once, however many windows; nobody ends another’s', async () => {
    await Promise.all([open(bo, bos), open(bo, randomUUID()), open(bo, randomUUID())])
    await ann.post(`/api/updates/${id}/presence/end`, { editor: bos })
    expect((await open(ann, anns)).body.others).toMatchObject([{ person: { name: 'Bo' } }])
    expect((await sql`select 1 from draft_editors where update_id = ${id} and editor = ${bos}`.execute(system.db)).rows).toHaveLength(1)
  })
  test('tells that it is no draft any more; is not for who may not write; of what is not there says so', async () => {
    await ann.post(`/api/updates/${id}/submission`)
    expect((await open(bo, bos)).body).toMatchObject({ status: 'published', others: [] })
    expect((await open(olga, randomUUID())).status).toBe(403)
    for (const editor of ['x', '', null, 7]) expect((await open(bo, editor as string)).status).toBe(400)
    id = randomUUID()
    expect((await open(bo, bos)).status).toBe(404)
  })
})
