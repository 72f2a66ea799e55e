// Templates: first words that ship, words of one's own that another person approves, and what a crisis is offered of them.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Templates of an installation', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let bo: typeof ann
  beforeAll(async () => {
    system = await testSystem()
    company = await smallCompany(system, 20)
    ann = await system.person('Ann', 'commander')
    bo = await system.person('Bo', 'communicator')
  })
  afterAll(() => system.close())

  const key = { playbook: 'service-outage', phase: 'holding', audience: 'customers', locale: 'en', brand: null }
  const put = (who: typeof ann, parts: object, revision: number, more: object = {}) =>
    who.put('/api/templates/one', { ...key, parts, note: 'Ours are friendlier', revision, ...more })
  const approve = (who: typeof ann, revision: number, more: object = {}) => who.post('/api/templates/approvals', { ...key, revision, ...more })
  const show = async (more: Record<string, string> = {}) =>
    (await ann.get(`/api/templates/one?${new URLSearchParams({ playbook: 'service-outage', phase: 'holding', ...more })}`)).body
  const declare = async (more: object = {}) =>
    (await ann.post('/api/crises', { title: 'Mail is gone', kind: 'service-outage', scope: [{ serviceId: company.mail, degree: 'down' }], ...more })).body
      .id as string
  const suggestion = async (id: string, more = '') => (await ann.get(`/api/crises/${id}/update-suggestion?holding=true${more}`)).body

  test('those that ship count, and say so', async () => {
    const { body } = await ann.get('/api/templates')
    expect(body.filter((each: { audience: string }) => each.audience === 'customers').length).toBeGreaterThanOrEqual(70)
    for (const each of body) expect(each).toMatchObject({ state: 'shipped', revision: 0, waiting: null, approved: null })
    const id = await declare()
    expect(await suggestion(id)).toMatchObject({
      locale: 'en',
      parts: { title: 'Problems with Mail', affected: 'Customers in all regions who use Mail.' },
      from: { playbook: 'service-outage', revision: 0, writtenBy: null, approvedBy: null, waiting: false },
      translations: [],
    })
  })

  test('what is wrong is refused at saving, with part, line, column and all there is', async () => {
    const answer = await put(bo, { title: 'x', happened: 'Since\n{{ onse }}' }, 0)
    expect(answer.status).toBe(422)
    expect(answer.body.detail).toMatch(/^happened, line 2, column 4: there is no variable onse; there are title, number, .*did you mean onset\?$/)
    expect((await put(bo, { title: '{% include "x" %}' }, 0)).status).toBe(422)
    expect((await put(bo, { title: 'x', nonsense: 'y' }, 0)).status).toBe(400)
    expect((await put(bo, { title: 'x' }, 0, { playbook: 'nobody-knows' })).status).toBe(404)
    expect((await put(bo, { title: 'x' }, 0, { brand: 'nobody' })).status).toBe(404)
    expect((await put(bo, { title: 'x' }, 0, { locale: 'deutsch' })).status).toBe(400)
    expect((await show()).versions).toEqual([])
  })

  test('before it is saved, it is shown with everything known and with nothing, and the linter reads it', async () => {
    const { body } = await bo.post('/api/templates/check', {
      ...key,
      parts: { title: '{{ services }}', happened: 'Rest assured{% if estimate %}: {{ estimate }}{% endif %}' },
    })
    expect(body.problems).toEqual([])
    expect(body.preview).toMatchObject({ known: { title: 'Calls and Messages' }, early: { title: 'our service', happened: 'Rest assured' } })
    expect(body.findings.map(({ rule }: { rule: string }) => rule)).toContain('false-reassurance')
    expect((await bo.post('/api/templates/check', { ...key, parts: { title: '{{ x' } })).body).toMatchObject({
      problems: [{ part: 'title', line: 1, column: 1 }],
      preview: null,
    })
  })

  test('words of one’s own are used when another person has approved them, also in a crisis that began before', async () => {
    const id = await declare()
    expect((await put(bo, { title: '{{ services }} does not work', happened: 'We know since {{ onset }}.' }, 0)).body).toEqual({ revision: 1, inForce: false })
    expect(await suggestion(id)).toMatchObject({ parts: { title: 'Problems with Mail' }, from: { revision: 0, waiting: true } })
    expect((await approve(bo, 1)).body).toMatchObject({ detail: 'Another person than the author must approve it.' })
    expect((await (await system.person('Olga', 'observer')).post('/api/templates/approvals', { ...key, revision: 1 })).status).toBe(403)
    expect((await approve(ann, 1)).body).toEqual({ revision: 1, inForce: true })
    expect((await approve(ann, 1)).status).toBe(200)
    expect(await suggestion(id)).toMatchObject({
      parts: { title: 'Mail does not work', happened: 'We know since January 1 at 09:00 UTC.' },
      from: { revision: 1, writtenBy: { name: 'Bo' }, approvedBy: { name: 'Ann' }, approvedAt: '2030-01-01T09:00:00.000Z', waiting: false },
    })
    expect(await show()).toMatchObject({
      summary: { state: 'edited', revision: 1 },
      versions: [{ revision: 1, by: { name: 'Bo' }, approvedBy: { name: 'Ann' }, inForce: true }],
    })
  })

  test('who saves over another’s work is told; the same save again is done once; what is overtaken is not approved', async () => {
    expect((await put(bo, { title: 'Two' }, 1)).body.revision).toBe(2)
    expect((await put(bo, { title: 'Two' }, 1)).body.revision).toBe(2)
    expect((await put(ann, { title: 'Mine' }, 1)).status).toBe(409)
    expect((await put(ann, { title: 'Mine' }, 2)).body.revision).toBe(3)
    expect((await approve(ann, 2)).status).toBe(409)
    expect((await approve(bo, 9)).status).toBe(404)
    const answers = await Promise.all(Array.from({ length: 5 }, (_, at) => put(bo, { title: `Race ${at}` }, 3)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409])
  })

  test('the difference between two versions is told part by part and line by line', async () => {
    const { body } = await ann.get(`/api/templates/difference?playbook=service-outage&phase=holding&from=0&to=1`)
    expect(body.changes).toEqual(['title changed', 'happened changed', 'affected taken out', 'unknown taken out', 'doing taken out'])
    expect(body.lines.some(({ kind, text }: { kind: string; text: string }) => kind === 'added' && text === '  {{ services }} does not work')).toBe(true)
    expect((await ann.get(`/api/templates/difference?playbook=service-outage&phase=holding&from=0&to=77`)).status).toBe(404)
  })

  test('a brand has its own; a German template gives the German text beside the English one', async () => {
    const brand = { brand: company.slug }
    expect((await put(bo, { title: 'Acme only' }, 0, brand)).body.revision).toBe(1)
    await approve(ann, 1, brand)
    const id = await declare()
    expect(await suggestion(id)).toMatchObject({ parts: { title: 'Acme only' }, from: { brand: company.slug } })
    const german = { locale: 'de', ...brand }
    await put(bo, { title: 'Störung bei {{ services }}', affected: 'Kunden in: {{ regions }}' }, 0, german)
    expect((await suggestion(id)).translations).toEqual([])
    await approve(ann, 1, german)
    const { parts, translations } = await suggestion(id)
    expect(translations).toMatchObject([
      { locale: 'de', parts: { title: 'Störung bei Mail', affected: 'Kunden in: alle Regionen' }, from: { approvedBy: { name: 'Ann' } } },
    ])
    expect(await suggestion(id, '&locale=de-AT')).toMatchObject({ locale: 'de', parts: { title: 'Störung bei Mail' } })
    expect(await suggestion(id, '&locale=fr')).toMatchObject({ locale: 'en', parts: { title: 'Acme only' } })

    const written = await ann.post(`/api/crises/${id}/updates`, { phase: 'investigating', holding: true, parts, translations: { de: translations[0].parts } })
    expect(written.body.translations).toMatchObject({ de: { title: 'Störung bei Mail' } })
    await ann.put(`/api/updates/${written.body.id}`, { phase: 'investigating', holding: true, parts: { title: 'Acme only, changed' } })
    expect((await ann.get(`/api/updates/${written.body.id}`)).body.translations).toHaveProperty('de')
    expect((await ann.post(`/api/updates/${written.body.id}/submission`)).body.status).toBe('published')
    await system.runJobs()
    const mails = system.live.sent.filter(({ headers }) => headers?.['X-Leeward-Crisis'])
    expect(mails.some(({ text, headers }) => headers?.['Content-Language'] === 'de' && text.includes('Störung bei Mail'))).toBe(true)
    expect(mails.some(({ text, headers }) => headers?.['Content-Language'] === 'en' && text.includes('Acme only, changed'))).toBe(true)
  })

  test('a text in another language that the linter calls wrong is not published either', async () => {
    const id = await declare()
    const { body } = await ann.post(`/api/crises/${id}/updates`, {
      phase: 'investigating',
      holding: true,
      parts: { title: 'Fine' },
      translations: { de: { title: 'x {{services}}' } },
    })
    expect((await ann.post(`/api/updates/${body.id}/submission`)).body.detail).toMatch(/“\{\{services\}\}” was left to be filled in/)
  })

  test('back to what ships counts at once', async () => {
    const reset = (revision: number) => ann.post('/api/templates/reset', { ...key, revision, note: 'The shipped ones are better' })
    const { revision } = (await show()).summary
    expect((await reset(revision - 1)).status).toBe(409)
    expect((await reset(revision)).body).toEqual({ revision: revision + 1, inForce: true })
    expect((await show()).summary).toMatchObject({ state: 'shipped', waiting: null })
    expect((await ann.post('/api/templates/reset', { ...key, phase: 'resolved', revision: 0, note: 'x' })).status).toBe(409)
  })

  test('other words in the text of a playbook wait for another person; the rest of it counts at once', async () => {
    const { yaml } = (await ann.get('/api/playbooks/support-down')).body
    const changed = yaml.replace('title: How to reach us today\n', 'title: Where to reach us\n').replace('version: "1"', 'version: "9"')
    expect((await ann.put('/api/playbooks/support-down', { yaml: changed, note: 'Better words', revision: 0 })).status).toBe(200)
    const id = await declare({ kind: 'support-down' })
    const words = async () => (await ann.get(`/api/crises/${id}/update-suggestion?phase=investigating`)).body
    expect(await words()).toMatchObject({ parts: { title: 'How to reach us today' }, from: { revision: 0, waiting: true } })
    const of = { playbook: 'support-down', phase: 'investigating' }
    expect((await show(of)).versions).toMatchObject([{ revision: 1, by: { name: 'Ann' }, note: 'Better words', approvedBy: null }])
    expect((await show({ ...of, phase: 'holding' })).versions).toEqual([])
    await approve(bo, 1, of)
    expect(await words()).toMatchObject({ parts: { title: 'Where to reach us' }, from: { revision: 1, approvedBy: { name: 'Bo' } } })
  })

  test('a playbook’s text says where its Liquid is wrong', async () => {
    const { yaml } = (await ann.get('/api/playbooks/data-breach')).body
    const { body } = await ann.post('/api/playbooks/check', { yaml: yaml.replace('from {{onset}} on', 'from {{onsett}} on') })
    expect(body.problems[0]).toMatchObject({
      path: 'templates › holding › happened',
      message: expect.stringMatching(/^there is no variable onsett; .* did you mean onset\? \(at 1:\d+ of this text\)$/),
    })
  })

  test('each audience has its own first words, from what is known', async () => {
    const id = await declare()
    await ann.post(`/api/crises/${id}/impact`)
    const of = async (audience: string) => (await ann.get(`/api/crises/${id}/update-suggestion?phase=investigating&audience=${audience}`)).body
    expect((await of('executives')).parts.affected).toMatch(/^Impact: 20 accounts \(100%\), 1 vulnerable\. Money: they pay €2,100\.00 a month\.$/)
    expect((await of('media')).parts.title).toBe('Acme: problems with Mail')
    expect((await of('staff')).parts.happened).toContain('Mail')
    expect((await ann.get(`/api/crises/${id}/update-suggestion?audience=nobody`)).status).toBe(400)
  })

  test('hostile names of services and accounts stay text', async () => {
    await sql`update services set name = ${'{{ title }}<script>{% for i in (1..9) %}x{% endfor %}'} where id = ${company.shop}`.execute(system.db)
    const id = await declare({ scope: [{ serviceId: company.shop, degree: 'down' }], kind: 'degraded-performance' })
    expect((await suggestion(id)).parts.title).toBe('Trouble with {{ title }}<script>{% for i in (1..9) %}x{% endfor %}')
  })

  test('a version that this Leeward cannot use any more leaves nobody without words', async () => {
    await sql`
      with v as (insert into template_versions (playbook, phase, audience, locale, revision, parts, note, author, written_at)
        values ('billing-failure', 'holding', 'customers', 'en', 1, '{"title": "{{ long_gone }}"}', 'old', 'ann', ${system.now()}) returning id)
      insert into template_approvals select id, 'bo', ${system.now()}::timestamptz from v`.execute(system.db)
    const id = await declare({ kind: 'billing-failure' })
    expect((await suggestion(id)).parts.title).toBe('Wrong charges: we have stopped charging')
  })

  test('a version is never changed, nor its approval', async () => {
    await expect(sql`update template_versions set note = 'x'`.execute(system.db)).rejects.toThrow('never changed')
    await expect(sql`delete from template_approvals`.execute(system.db)).rejects.toThrow('never changed')
  })
})
