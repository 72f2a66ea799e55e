// What strangers write stays text: on the page, in mails, in the review and in exports; and a link that is not ours opens nothing.
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { derivedKey, sign } from '../server/src/platform/secrets/seal.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const evil = `</title><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u2028[x](javascript:alert(1))`
const live = /<script|<img[^>]*onerror|<iframe|<svg|href="javascript:|href=javascript:/i

/** A page without what is our own in it: the script that shows times, and the bars. */
const others = (html: string) => html.replace(/<script src="[./]*times\.js" defer><\/script>/, '').replace(/<svg class="bars"[\s\S]*?<\/svg>/g, '')

describe('Hostile text', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let crisis: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 4)
    ann = await system.person('Ann', 'administrator')
    await sql`update accounts set name = ${`=HYPERLINK("http://evil.example")${evil}`} where key = 'A1'`.execute(system.db)
    await sql`update accounts set name = '+1' where key = 'A2'`.execute(system.db)
    await sql`update contacts set name = ${evil}, locale = 'de-CH' where email = 'a1@real.example'`.execute(system.db)
    await sql`update contacts set locale = '__proto__' where email = 'a2@real.example'`.execute(system.db)
    await sql`update contacts set locale = 'toString' where email = 'a3@real.example'`.execute(system.db)
    await sql`update brands set name = ${evil}, sender_name = ${evil}`.execute(system.db)
    await sql`update services set name = ${evil}, description = ${evil}`.execute(system.db)
    crisis = await declare({ title: `${evil}\r\nBcc: all@evil.example` })
    await system.runJobs()
  })
  afterAll(() => system.close())

  test('an update is the same words everywhere, and nothing in it runs', async () => {
    const parts = Object.fromEntries(
      ['title', 'happened', 'affected', 'known', 'unknown', 'doing', 'can', 'must', 'workaround', 'estimate', 'why', 'prevention'].map((part) => [
        part,
        `${evil.slice(0, 100)}\r\nX-Injected: 1`,
      ]),
    )
    const preview = (await ann.post(`/api/crises/${crisis}/updates/preview`, { phase: 'investigating', parts })).body
    for (const html of [preview.statusPage.html, preview.email.html]) expect(others(html)).not.toMatch(live)
    await publish({ parts })
    for (const [path, body] of await artefacts()) {
      // A calendar is no page: what stands in it is text, with its own rules (calendar.spec.ts).
      if (path === 'maintenance.ics') continue
      if (!path.endsWith('.json')) expect(path === 'badge.svg' ? body.replace(/^<svg /, '') : others(body), path).not.toMatch(live)
      else expect(() => JSON.parse(body)).not.toThrow()
      if (path === 'history.atom') expect(body.replaceAll(/&(amp|lt|gt|quot|#39);/g, '')).not.toMatch(/&|<script/)
    }
    await system.runJobs()
    expect(system.live.sent.map((mail) => mail.to).sort()).toEqual([1, 2, 3, 4].map((n) => `a${n}@real.example`))
    for (const mail of system.live.sent) {
      expect(mail.html).not.toMatch(live)
      expect(mail.subject).not.toMatch(/[\r\n]/)
    }
    expect(system.live.sent.find((mail) => mail.to === 'a1@real.example')?.text).toContain('WAS GESCHEHEN IST')
  })

  test('an update in another language than the page’s is shown, and a page changes its language with updates there', async () => {
    await publish({ parts: { title: 'Nur auf Deutsch' }, locale: 'de' })
    expect((await artefacts()).get('')).toContain('Nur auf Deutsch')
    expect((await ann.put(`/api/brands/${company.slug}`, { name: 'Acme', sender: 'care@acme.example', locale: 'fr' })).status).toBe(200)
    expect((await artefacts()).get('')).toContain('Nur auf Deutsch')
    const { items } = (await ann.get(`/api/crises/${crisis}/timeline`)).body
    expect(items.map((each: { sentence: string }) => each.sentence)).toContain('Update published: “Nur auf Deutsch”.')
    await system.runJobs()
    expect(system.live.sent.filter((mail) => mail.text.includes(': Nur auf Deutsch'))).toHaveLength(4)
  })

  test('a mail that cannot be written fails alone', async () => {
    const before = system.live.sent.length
    const draft = await publish({ parts: { title: 'Fine' } })
    const parts = (json: string) => sql`update update_texts set parts = ${json}::jsonb where update_id = ${draft}`.execute(system.db)
    await parts('{"title": "Fine", "happened": 5}')
    await system.runJobs()
    await parts('{"title": "Fine"}')
    const { deliveries } = (await ann.get(`/api/updates/${draft}`)).body
    expect(deliveries).toMatchObject({ failed: 4, unknown: 0, sending: 0, planned: 0 })
    expect(system.live.sent).toHaveLength(before)
  })

  test('what customers are given can be opened in a spreadsheet', async () => {
    const plan = (await ann.post(`/api/crises/${crisis}/remedies`)).body
    const csv = (await ann.get(`/api/remedies/${plan.id}/export.csv`)).body as string
    expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"")`)
    expect(csv).toContain(",'+1,")
    for (const cell of csv.split(/[,\r\n]+/)) expect(cell).not.toMatch(/^"?[=+\-@]/)
  })

  test('a practice crisis’s plan can be exported too', async () => {
    const practice = await smallCompany(system, 3, true)
    const { body } = await ann.post('/api/crises', {
      title: 'Drill',
      kind: 'service-outage',
      practice: true,
      brand: practice.slug,
      scope: [{ serviceId: practice.mail }],
      onsetAt: '2030-01-01T05:00:00Z',
      severity: 1,
      severityReason: 'x',
    })
    await system.runJobs()
    const plan = (await ann.post(`/api/crises/${body.id}/remedies`)).body
    expect(((await ann.get(`/api/remedies/${plan.id}/export.csv`)).body as string).trim().split('\r\n').length).toBeGreaterThan(3)
  })

  test('a notice that went out by itself is nobody’s to submit, approve, withdraw or change', async () => {
    await ann.post(`/api/crises/${crisis}/notes`, { text: evil })
    for (const { key } of (await ann.get(`/api/crises/${crisis}`)).body.criteria) await ann.post(`/api/crises/${crisis}/criteria/${key}`, { met: true })
    expect((await ann.post(`/api/crises/${crisis}/restoration`)).status).toBe(200)
    expect((await ann.post(`/api/crises/${crisis}/sign-off-request`)).status).toBe(200)
    const {
      rows: [notice],
    } = await sql<{ id: string }>`select id from updates where class = 'sign-off-request'`.execute(system.db)
    for (const command of ['submission', 'approvals', 'withdrawal']) expect((await ann.post(`/api/updates/${notice?.id}/${command}`)).status, command).toBe(409)
    expect((await ann.put(`/api/updates/${notice?.id}`, { phase: 'resolved', parts: { title: 'x' } })).status).toBe(409)
    await system.runJobs()
  })

  test('the customer’s page shows names as text; a token that is not ours is answered like one that has run out', async () => {
    const mail = system.live.sent.findLast((each) => each.to === 'a1@real.example')
    const link = /http:\/\/status\.test(\/sign-off\/\S+?)\?answer=works/.exec(mail?.text ?? '')?.[1] as string
    const asked = await system.web.status.inject(link)
    expect(asked.statusCode).toBe(200)
    expect(asked.body).not.toMatch(live)
    expect((await answer(link, `answer=still-broken&comment=${encodeURIComponent(evil)}`)).body).not.toMatch(live)
    for (const form of [
      '',
      'answer=maybe',
      'answer=works&answer=works&comment=%00',
      `answer=works&comment=${'x'.repeat(20_000)}`,
      'comment=x',
      '__proto__=1',
      '%',
    ])
      expect((await answer(link, form)).statusCode, form.slice(0, 40)).toBeLessThan(500)
    const key = system.deps.key
    const forged = (body: string) => `${body}.${createHmac('sha256', derivedKey(key, 'token/sign-off')).update(body).digest('base64url')}`
    const soon = new Date('2030-02-01T00:00:00Z')
    const tokens = [
      'a.b',
      '.',
      'a',
      'a.b.c',
      '%00.b',
      `${link.split('/').at(-1)}x`,
      `é.${'é'.repeat(43)}`,
      `a.${'é'.repeat(43)}`,
      `a.${'x'.repeat(43)}`,
      forged('bm90IGpzb24'),
      forged('bnVsbA'),
      forged(Buffer.from('[]').toString('base64url')),
      forged(Buffer.from('{"exp":"x"}').toString('base64url')),
      sign(key, 'something-else', { c: crisis, a: 1, k: 1, p: false }, soon),
      sign(key, 'sign-off', { c: crisis, a: 1, k: 1, p: false }, new Date('2029-01-01T00:00:00Z')),
      sign(Buffer.alloc(32, 9), 'sign-off', { c: crisis, a: 1, k: 1, p: false }, soon),
      sign(key, 'sign-off', {}, soon),
      sign(key, 'sign-off', { c: 'x', a: 'y', k: [], p: 1 }, soon),
      sign(key, 'sign-off', { c: crisis, a: 99_999, k: 99_999, p: false }, soon),
    ]
    const before = (await ann.get(`/api/crises/${crisis}`)).body.signOff
    for (const token of tokens) {
      const path = `/sign-off/${token.includes('%') ? token : encodeURIComponent(token)}`
      expect((await system.web.status.inject(path)).statusCode, token).toBe(410)
      expect((await answer(path, 'answer=works')).statusCode, token).toBe(410)
    }
    expect((await system.web.status.inject(`/sign-off/${'x'.repeat(3_000)}`)).statusCode).toBe(400)
    const leave = system.live.sent.find((each) => each.to === 'a1@real.example')?.headers?.['List-Unsubscribe'] ?? ''
    expect(leave).toMatch(/^<http:\/\/status\.test\/unsubscribe\/[\w.-]+>$/)
    const leaving = new URL(leave.slice(1, -1)).pathname
    for (const page of [await system.web.status.inject(leaving), await answer(leaving, 'x=1'), await answer(leaving, 'List-Unsubscribe=One-Click')])
      expect(page.body).not.toMatch(live)
    expect((await ann.get(`/api/crises/${crisis}`)).body.signOff).toEqual(before)
  })

  test('the review is text too, whoever wrote it; once published it stands, and closed is closed', async () => {
    await system.runJobs()
    const drafted = (await ann.get(`/api/crises/${crisis}/review`)).body
    expect(drafted.html).not.toMatch(live)
    expect(drafted.markdown.split('\n').filter((line: string) => line.startsWith('# '))).toHaveLength(1)
    const edited = await ann.put(`/api/crises/${crisis}/review`, {
      markdown: `# Ours\n\n${evil}\n\n[a](javascript:alert(1)) [b](data:text/html;base64,x) ![c](vbscript:x) <svg onload=alert(1)>`,
    })
    expect(edited.body.html).not.toMatch(/<script|<svg|href="(javascript|data|vbscript)|src="vbscript/i)
    const waiting = (await ann.post(`/api/crises/${crisis}/updates`, { phase: 'monitoring', parts: { title: 'Too late' } })).body.id
    expect((await ann.post(`/api/updates/${waiting}/submission`)).body.status).toBe('awaiting-approval')
    expect((await ann.post(`/api/crises/${crisis}/review/publication`)).status).toBe(200)
    expect((await ann.put(`/api/crises/${crisis}/review`, { markdown: 'Other' })).status).toBe(409)
    expect((await ann.post(`/api/crises/${crisis}/closure`, { reason: 'It held in the test.' })).status).toBe(200)
    const bo = await system.person('Bo', 'commander')
    expect((await bo.post(`/api/updates/${waiting}/approvals`)).status).toBe(409)
    for (const [method, path, body] of closedRefuses) expect((await ann[method](`/api/crises/${crisis}/${path}`, body)).status, path).toBe(409)
    expect((await ann.post(`/api/crises/${crisis}/notes`, { text: 'Afterwards.' })).status).toBe(200)
    expect((await ann.get(`/api/crises/${crisis}`)).body.clocks.filter((clock: { state: string }) => clock.state === 'running')).toEqual([])
  })

  const closedRefuses: ['post' | 'put', string, object][] = [
    ['post', 'commander', {}],
    ['post', 'acknowledgement', {}],
    ['post', 'severity', { severity: 4, reason: 'x' }],
    ['post', 'restoration', {}],
    ['post', 'sign-off-request', {}],
    ['post', 'closure', {}],
    ['post', 'updates', { phase: 'monitoring', parts: { title: 'x' } }],
    ['post', 'clocks/review/waiver', { reason: 'x' }],
    ['post', 'clocks/communication-plan/completion', {}],
  ]
  const declare = async (more: object) =>
    (
      await ann.post('/api/crises', {
        kind: 'service-outage',
        scope: [{ serviceId: company.mail }],
        onsetAt: '2030-01-01T05:00:00Z',
        severity: 1,
        severityReason: evil,
        ...more,
      })
    ).body.id as string
  const answer = (path: string, payload: string) =>
    system.web.status.inject({ method: 'POST', url: path, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload })
  const artefacts = async () =>
    new Map(
      (
        await sql<{ path: string; body: string }>`select path, body from artefacts a join brands b on b.id = a.brand_id where b.slug = ${company.slug}`.execute(
          system.db,
        )
      ).rows.map((row) => [row.path, row.body]),
    )
  async function publish(draft: object): Promise<string> {
    const { id } = (await ann.post(`/api/crises/${crisis}/updates`, { phase: 'investigating', ...draft })).body
    await ann.post(`/api/updates/${id}/submission`)
    const second = await system.person(`Second ${id}`, 'communicator')
    expect((await second.post(`/api/updates/${id}/approvals`)).body).toMatchObject({ status: 'published' })
    return id
  }
})
