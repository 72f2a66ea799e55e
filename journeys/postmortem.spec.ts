// A review that customers read: written for them, read by the linter, agreed to as updates are, on the incident's page, in API and feeds; harmless whatever is in it.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const body = '## Why\n\nA *disk* failed in the **east**. [How it works](https://help.example/disks)\n\n| when | what |\n|---|---|\n| 09:10 | it failed |'

describe('A review for customers', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let [ann, bo] = [{} as Person, {} as Person]
  let [crisis, number] = ['', '']
  type Person = Awaited<ReturnType<TestSystem['person']>>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 2)
    ann = await system.person('Ann', 'administrator')
    bo = await system.person('Bo', 'communicator')
    await sql`update brands set languages = '{en,de}' where slug = ${company.slug}`.execute(system.db)
    const declared = await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })
    ;({ id: crisis, number } = declared.body)
    await sql`update crises set severity = 1 where id = ${crisis}`.execute(system.db)
  })
  afterAll(() => system.close())

  const at = (path = '') => `/api/crises/${crisis}/postmortem${path}`
  const write = (bodies: object, revision?: number) => ann.put(at(), { bodies, ...(revision === undefined ? {} : { revision }) })
  const get = async (path: string) => {
    await system.web.refreshStatus()
    return system.web.status.inject(`/${company.slug}/${path}`)
  }
  const incident = async () => (await get('api/v2/incidents.json')).json().incidents[0]
  const say = async (more: object) => {
    const { body: draft } = await ann.post(`/api/crises/${crisis}/updates`, { ...update(), nextUpdateAt: null, ...more })
    await ann.post(`/api/updates/${draft.id}/submission`, {})
    expect((await bo.post(`/api/updates/${draft.id}/approvals`, {})).body.status).toBe('published')
  }

  test('that says nothing, too much, or in no language is refused', async () => {
    for (const bodies of [{}, { en: '' }, { en: ' \n' }, { english: 'x' }, { en: 7 }, { en: 'x'.repeat(20_001) }, { en: 'a\0b' }, { en: '\ud800' }, null, []])
      expect((await write(bodies as object)).status, JSON.stringify(bodies)).toBe(400)
    expect((await ann.put(at(), {})).status).toBe(400)
    expect((await ann.put('/api/crises/00000000-0000-4000-8000-000000000000/postmortem', { bodies: { en: 'x' } })).status).toBe(404)
    for (const reason of ['', 'ab', 7]) expect((await ann.post(at('/return'), { reason })).status).toBe(400)
  })
  test('is for those who may: others read it and change nothing', async () => {
    const olga = await system.person('Olga', 'observer')
    expect((await olga.get(at())).status).toBe(200)
    expect((await olga.put(at(), { bodies: { en: 'x' } })).status).toBe(403)
    for (const path of ['/submission', '/withdrawal']) expect((await olga.post(at(path), {})).status, path).toBe(403)
    expect((await olga.post(at('/approvals'), { seal: 'x' })).status).toBe(403)
    expect((await olga.post(at('/removal'), { reason: 'because' })).status).toBe(403)
  })
  test('comes once it is over and customers were told of it, and says so before', async () => {
    await write({ en: body })
    expect((await ann.get(at())).body.refused).toContain('restore the crisis')
    expect((await ann.post(at('/submission'), {})).status).toBe(409)
    await say({ phase: 'investigating' })
    await say({
      phase: 'resolved',
      parts: { title: 'Mail works again', happened: 'It fell.', why: 'A disk.', doing: 'Replaced it.', prevention: 'Two disks.' },
    })
    await system.at('2030-03-01T11:00:00Z')
    for (const criterion of (await ann.get(`/api/crises/${crisis}`)).body.criteria)
      await ann.post(`/api/crises/${crisis}/criteria/${criterion.key}`, { met: true })
    expect((await ann.post(`/api/crises/${crisis}/restoration`)).status).toBe(200)
    expect((await ann.get(at())).body).toMatchObject({ status: 'draft', refused: null, revision: 1, publishedAt: null, url: null })
  })
  test('begins with what customers were told, in each language that they were told it in', async () => {
    await sql`delete from postmortems`.execute(system.db)
    const { body: view } = await ann.get(at())
    expect([view.status, view.revision]).toEqual(['none', 0])
    expect(view.bodies.en).toBe(
      '## What happened\n\nIt fell.\n\n## Who is affected\n\n## Why it happened\n\nA disk.\n\n## What we did\n\nReplaced it.\n\n## How we prevent it\n\nTwo disks.'.replace(
        'How we prevent it',
        /## (How[^\n]*)/.exec(view.bodies.en)?.[1] ?? '',
      ),
    )
    expect(view.bodies.de).toContain('## Was geschehen ist')
    expect((await ann.post(at('/submission'), {})).status).toBe(409)
  })
  test('is seen on the page before anybody agrees, with what the linter has to say', async () => {
    const { body: seen } = await ann.post(at('/preview'), { bodies: { en: `${body}\n\n<script>alert(1)</script>`, de: 'Eine Platte.' }, locale: 'en' })
    expect(seen.html).toMatch(/Mail works again[\s\S]*<h4>Why<\/h4>[\s\S]*<em>disk<\/em>[\s\S]*&lt;script&gt;/)
    expect(seen.html).not.toMatch(/<script>alert/)
    expect(seen.approvalsNeeded).toBe(2)
    expect((await ann.post(at('/preview'), { bodies: { en: body, de: 'Eine Platte.' }, locale: 'de' })).body.html).toContain('Eine Platte.')
    const { body: bad } = await ann.post(at('/preview'), { bodies: { en: 'TODO: the engineer forgot it. [TODO](https://x.example)' } })
    expect(bad.findings).toContainEqual(expect.objectContaining({ rule: 'placeholder', severity: 'error', part: null, from: 0 }))
    expect(bad.findings.map(({ rule }: { rule: string }) => rule)).not.toContain('missing-part')
    expect((await get(`incidents/${number}`)).body).not.toContain('Eine Platte.')
  })
  test('with what the linter calls an error goes to nobody', async () => {
    await write({ en: 'It was {{ why }}.' })
    const refused = await ann.post(at('/submission'), {})
    expect([refused.status, refused.body.detail]).toEqual([422, expect.stringContaining('left to be filled in')])
  })
  test('made from an older one is refused, and the same words change nothing', async () => {
    expect((await write({ en: body }, 1)).body.revision).toBe(2)
    expect((await write({ en: 'other' }, 1)).status).toBe(409)
    expect((await write({ en: body })).body.revision).toBe(2)
  })
  test('waits for a second person at severity 1, and does not change meanwhile', async () => {
    expect((await ann.post(at('/submission'), {})).body).toMatchObject({ status: 'awaiting-approval', approvalsMissing: 1, author: { name: 'Ann' } })
    expect((await write({ en: 'other' })).status).toBe(409)
    const { seal } = (await bo.get(at())).body
    expect((await ann.post(at('/approvals'), { seal })).status).toBe(403)
    expect((await bo.post(at('/approvals'), { seal: 'f'.repeat(64) })).status).toBe(409)
    expect((await incident()).status).toBe('resolved')
  })
  test('sent back it says why, and is read once somebody else agreed to its new words', async () => {
    expect((await bo.post(at('/return'), { reason: 'Say how long it lasted.' })).body).toMatchObject({
      status: 'draft',
      sentBack: { by: { name: 'Bo' }, reason: 'Say how long it lasted.' },
    })
    await write({ en: body, de: '## Warum\n\nEine Platte.' })
    await ann.post(at('/submission'), {})
    const { seal } = (await bo.get(at())).body
    await system.at('2030-03-01T12:00:00Z')
    expect((await bo.post(at('/approvals'), { seal })).body).toMatchObject({
      ...{ status: 'published', publishedAt: '2030-03-01T12:00:00.000Z', sentBack: null },
      url: `http://status.test/${company.slug}/incidents/${number}`,
    })
  })
  test('stands on the incident’s page, in the reader’s language, and asks nothing', async () => {
    const page = (await get(`incidents/${number}`)).body
    expect(page).toMatch(
      /<strong>Looking back<\/strong>[\s\S]*<h3>Looking back <time datetime="2030-03-01T12:00:00.000Z">[\s\S]*<h4>Why<\/h4>[\s\S]*<h3>Resolved/,
    )
    expect(page).toContain('Mail works again')
    expect(page.match(/class="helpful"/g)).toHaveLength(2)
    expect((await get(`de/incidents/${number}`)).body).toMatch(/<h3>Rückblick [\s\S]*<h4>Warum<\/h4>\s*<p>Eine Platte\.<\/p>/)
  })
  test('is in the API where Statuspage has it, and in both feeds', async () => {
    const found = await incident()
    expect(found).toMatchObject({
      ...{ status: 'postmortem', name: 'Mail works again', resolved_at: '2030-03-01T11:00:00.000Z', updated_at: '2030-03-01T12:00:00.000Z' },
      ...{ postmortem_body: body, postmortem_published_at: '2030-03-01T12:00:00.000Z', postmortem_body_last_updated_at: '2030-03-01T12:00:00.000Z' },
      ...{ postmortem_ignored: false, postmortem_notified_subscribers: false, postmortem_notified_twitter: false },
    })
    expect(found.incident_updates[0]).toMatchObject({ status: 'postmortem', body, affected_components: null, incident_id: found.id })
    expect((await get('history.atom')).body).toMatch(/<updated>2030-03-01T12:00:00.000Z<\/updated>[\s\S]*&lt;h4&gt;Why/)
    expect((await get('history.rss')).body).toContain('&lt;h4&gt;Why')
    expect((await get('api/v2/summary.json')).json().incidents).toEqual([])
  })
  test('is on the timeline, and mails nobody', async () => {
    const before = system.live.sent.length
    await system.deliver()
    expect(system.live.sent).toHaveLength(before)
    const { items } = (await ann.get(`/api/crises/${crisis}/timeline?limit=200`)).body
    expect(items.map(({ sentence }: { sentence: string }) => sentence)).toEqual(
      expect.arrayContaining([
        'Customers read the review on the status page.',
        'Bo approved the review for customers.',
        'Bo sent the review for customers back.',
      ]),
    )
  })
  test('corrected, the older one is read until the new one is agreed to; also when the crisis is closed', async () => {
    expect((await ann.post(`/api/crises/${crisis}/closure`, { reason: 'It held in the test.' })).status).toBe(200)
    await write({ en: 'A corrected reason, in plain words.' })
    expect((await incident()).postmortem_body).toBe(body)
    await ann.post(at('/submission'), {})
    await system.at('2030-03-02T12:00:00Z')
    await bo.post(at('/approvals'), { seal: (await bo.get(at())).body.seal })
    expect(await incident()).toMatchObject({
      ...{ postmortem_body: 'A corrected reason, in plain words.', updated_at: '2030-03-02T12:00:00.000Z' },
      ...{ postmortem_published_at: '2030-03-01T12:00:00.000Z', postmortem_body_last_updated_at: '2030-03-02T12:00:00.000Z' },
    })
  })
  test('is taken down with a reason', async () => {
    expect((await bo.post(at('/removal'), { reason: 'It names a supplier.' })).body).toMatchObject({ status: 'draft', publishedAt: null, url: null })
    expect(await incident()).toMatchObject({ status: 'resolved', postmortem_body: null, postmortem_published_at: null })
    expect((await get(`incidents/${number}`)).body).not.toContain('A corrected reason')
    expect((await bo.post(at('/removal'), { reason: 'again' })).status).toBe(409)
  })
  test('of an incident that the page names no more still has its place', async () => {
    await system.at('2030-07-01T12:00:00Z')
    await ann.post(at('/submission'), {})
    await bo.post(at('/approvals'), { seal: (await bo.get(at())).body.seal })
    expect((await get(`incidents/${number}`)).body).toContain('A corrected reason')
    expect((await get(`de/incidents/${number}`)).body).toContain('A corrected reason')
    expect((await get('')).body).not.toContain('Mail works again')
  })
  test('of an exercise is rehearsed, and nobody reads it', async () => {
    const practice = await smallCompany(system, 2, true)
    const { body: drill } = await ann.post('/api/crises', {
      ...{ title: 'Drill', kind: 'service-outage', practice: true, brand: practice.slug, scope: [{ serviceId: practice.mail }] },
    })
    expect((await ann.put(`/api/crises/${drill.id}/postmortem`, { bodies: { en: 'A drill.' } })).status).toBe(200)
    expect((await ann.post(`/api/crises/${drill.id}/postmortem/preview`, { bodies: { en: 'A drill.' } })).body.html).toContain('A drill.')
  })
})
