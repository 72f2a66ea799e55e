// Whatever is sent to whatever route: a clear refusal that says what to do, never a failure of ours, and nothing is lost.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lookAtAlerts } from '../server/src/detect/suspicions/alerts.store.ts'
import { toCursor } from '../server/src/platform/http/cursor.ts'
import { allBodies } from './support/all-bodies.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { somethingToCommand } from './support/command-bodies.ts'
import { ofDesks, somethingToKeep } from './support/desk-bodies.ts'
import { validDetect } from './support/detect-bodies.ts'
import { somethingToRead } from './support/knowledge-bodies.ts'
import { accountsOf, grant } from './support/granted.ts'
import { policyOf, rotationOf } from './support/on-call-bodies.ts'
import { validSync } from './support/sync-bodies.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Answer = { statusCode: number; headers: Record<string, unknown>; body: string; json: () => unknown }

describe('Bad input', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let ids: {
    crisis: string
    update: string
    plan: string
    account: string
    mail: string
    brand: string
    rotation: string
    override: string
    policy: string
    method: string
    page: string
    endpoint: string
    source: string
    threshold: string
    check: string
    suspicion: string
    readers: string
    payer: string
    payout: string
    link: string
    article: string
  }
  let command: { decision: string; workaround: string }
  let bodies: Record<string, unknown>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    const company = await smallCompany(system, 6)
    ann = await system.person('Ann', 'administrator')
    const declared = await ann.post('/api/crises', {
      title: 'Mail is down',
      kind: 'service-outage',
      scope: [{ serviceId: company.mail }],
      onsetAt: '2030-01-01T05:00:00Z',
    })
    await system.runJobs()
    const crisis = declared.body.id as string
    const draft = (await ann.post(`/api/crises/${crisis}/updates`, update())).body
    const plan = (await ann.post(`/api/crises/${crisis}/remedies`)).body
    const {
      rows: [account],
    } = await sql<{ id: number }>`select id from accounts order by id limit 1`.execute(system.db)
    const rotation = (await ann.post('/api/rotations', rotationOf(ann.id))).body.id
    const span = { from: '2030-01-02T00:00:00Z', until: '2030-01-03T00:00:00Z', person: ann.id, insteadOf: null }
    const override = (await ann.post(`/api/rotations/${rotation}/overrides`, span)).body.overrides[0].id
    const policy = (await ann.post('/api/escalation-policies', policyOf(ann.id, company.mail))).body.id
    const method = (await ann.post('/api/me/contact-methods', { channel: 'email', destination: 'ann@elsewhere.test' })).body.id
    const page = (await ann.get('/api/me/pages')).body[0].id
    const endpoint = (await ann.post('/api/endpoints', { channel: 'webhook', brand: company.slug, name: 'x', url: 'https://hooks.example/x' })).body.id
    const detect = validDetect(company.shop)
    const source = (await ann.post('/api/signal-sources', detect['POST /api/signal-sources'] as object)).body
    const threshold = (await ann.post('/api/thresholds', detect['POST /api/thresholds'] as object)).body.id
    const check = (await ann.post('/api/checks', detect['POST /api/checks'] as object)).body.id
    await system.web.console.inject({
      method: 'POST',
      url: '/api/signals',
      headers: {
        authorization: `Bearer ${(await ann.post('/api/signal-sources', { ...(detect['POST /api/signal-sources'] as object), kind: 'signals' })).body.key}`,
      },
      payload: { name: 'Shop fails', title: 'Shop fails', state: 'firing' },
    })
    await lookAtAlerts(system.deps)
    const suspicion = (await ann.get('/api/suspicions')).body[0].id
    const link = (await ann.post('/api/sync-links', validSync()['POST /api/sync-links'] as object)).body.id
    const audience = (await ann.post('/api/audiences', { name: 'Everybody', filter: {} })).body.id
    const readers = (await ann.post(`/api/brands/${company.slug}/reader-pages`, { name: 'For all', audience, services: null })).body.id
    const payer = (await ann.post('/api/payers', { kind: 'webhook', name: 'x', brand: company.slug, url: 'http://127.0.0.1:1/hook' })).body.id
    const [rich] = await accountsOf(system)
    const payout = String(await grant(system, crisis, { account: rich as number, means: 'task', payer }))
    ids = {
      article: await somethingToRead(ann),
      payer,
      payout,
      source: source.id,
      threshold,
      check,
      suspicion,
      readers,
      link,
      endpoint,
      crisis,
      update: draft.id,
      plan: plan.id,
      account: String(account?.id),
      mail: '1',
      brand: company.slug,
      rotation,
      override,
      policy,
      method,
      page,
    }
    ;[command] = await Promise.all([somethingToCommand(ann, crisis), somethingToKeep(ann)])
    bodies = allBodies({ company, person: ann.id, seal: plan.seal, method, audience, payer })
  })
  afterAll(() => system.close())

  test('every field of every body, in every wrong form, is refused or taken, never a failure', async () => {
    const seen = await eventCount()
    let turn = 0
    for (const { method, url } of writes()) {
      const body = bodies[`${method} ${url}`]
      expect(body, `a valid body for ${method} ${url}`).toBeDefined()
      for (const path of placesOf(body)) {
        turn += 1
        // Every place gets what breaks most, and its share of the others: each of them comes up at hundreds of places.
        const values = [...always, ...sometimes.filter((_, i) => i % 5 === turn % 5)]
        for (let from = 0; from < values.length; from += atOnce)
          await Promise.all(
            values
              .slice(from, from + atOnce)
              .map(async (value) =>
                fine(
                  await send(method, filled(url), replaced(body, path, value)),
                  `${method} ${url} ${path.join('.')} = ${String(JSON.stringify(value)).slice(0, 60)}`,
                ),
              ),
          )
      }
    }
    expect(await eventCount()).toBeGreaterThan(seen)
    expect((await ann.get(`/api/crises/${ids.crisis}`)).status).toBe(200)
    expect((await ann.get(`/api/crises/${ids.crisis}/timeline?limit=200`)).status).toBe(200)
  }, 600_000)

  test('a body that is no JSON object, is empty, too large, too deep, or poisoned is refused', async () => {
    const raw: [string, string, number[]][] = [
      ['{"title":', 'application/json', [400]],
      ['', 'application/json', [400]],
      ['null', 'application/json', [200, 201, 202, 400, 403, 404, 409, 422]],
      ['[]', 'application/json', [200, 201, 202, 400, 403, 404, 409, 422]],
      ['"text"', 'application/json', [200, 201, 400, 403, 404, 409, 422]],
      ['{"__proto__":{"admin":true}}', 'application/json', [400]],
      ['{"constructor":{"prototype":{"admin":true}}}', 'application/json', [400]],
      ['title=x', 'application/x-www-form-urlencoded', [415]],
      ['<x/>', 'application/xml', [415]],
      ['x', 'multipart/form-data; boundary=x', [415]],
      ['x', 'nonsense', [415]],
      [JSON.stringify({ title: 'x'.repeat(1_100_000) }), 'application/json', [413]],
      [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'application/json', [200, 201, 202, 400, 403, 404, 409, 422]],
      ['{"title":"\\ud800"}', 'application/json', [200, 201, 202, 400, 403, 404, 409, 422]],
      ['\u0000', 'application/json', [400]],
    ]
    for (const { method, url } of writes())
      for (const [payload, type, statuses] of raw) {
        const answer = await system.web.console.inject({ method, url: filled(url), payload, headers: { cookie: ann.cookie, 'content-type': type } })
        fine(answer, `${method} ${url} ${type} ${payload.slice(0, 40)}`)
        expect(statuses, `${method} ${url} ${type} ${payload.slice(0, 40)}: ${answer.body.slice(0, 200)}`).toContain(answer.statusCode)
      }
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  }, 180_000)

  test('an id that is none, or that nothing has, is not found or not valid, on every route', async () => {
    const odd = [
      'x',
      '%00',
      '%2F',
      '..',
      '%2e%2e%2f',
      '%C3%A9',
      "'--",
      '00000000-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
      '9'.repeat(30),
      '-1',
      'NaN',
      '1e5',
      '__proto__',
      'x'.repeat(3_000),
    ]
    for (const { method, url } of routes().filter((route) => route.url.includes(':')))
      for (const id of [...odd, randomUUID()]) {
        const path = url.replace(':subject', 'accounts').replace(/:(id|accountId)\b/, id)
        const answer = await send(method as 'GET', filled(path.replace(/:(?!accountId)\w+/g, id)), bodies[`${method} ${url}`] ?? {})
        fine(answer, `${method} ${path}`)
        // '..' leads to another route before anything is parsed.
        if (path !== url && id !== '..') expect([400, 404, 409, 415, 422], `${method} ${path}: ${answer.body.slice(0, 200)}`).toContain(answer.statusCode)
      }
    for (const path of ['/api/crises/%', '/api/%E0%A4%A', `/api/crises/${'y'.repeat(5_000)}`, '/api/nothing', '/api/crises/x/y/z'])
      fine(await send('GET', path), path, true)
  }, 180_000)

  test('a cursor of another list, a limit beyond reason, and any other odd query are refused', async () => {
    const cursors = [
      'x',
      '!!',
      'null',
      toCursor([]),
      toCursor([1]),
      toCursor(['x', 'y']),
      toCursor([1e308]),
      toCursor([-1, 1.5, 2]),
      toCursor(['2030-99-99', randomUUID()]),
      toCursor(['2030-01-01T00:00:00Z', 'x']),
      toCursor(['\0', 1]),
      'A'.repeat(5_000),
    ]
    const queries = [
      ...cursors.map((cursor) => `cursor=${encodeURIComponent(cursor)}`),
      ...['0', '-1', '201', '1e9', 'x', '', '1.5', 'NaN', '1&limit=2', '0x10'].map((limit) => `limit=${limit}`),
      ...['%00', '%', '%25', '_'.repeat(201), "'%20or%201=1", '%5C', '%ED%A0%80', 'a&search=b'].map((search) => `search=${search}`),
      'phase=nowhere',
      'holding=perhaps',
      'practice=perhaps',
      'crisis=x',
      'after=x',
      '__proto__=1',
      'fileName=%00',
      '&&&',
      '%00=1',
    ]
    for (const { url } of routes().filter((route) => route.method === 'GET' && route.url !== '/api/live'))
      for (const query of queries) fine(await send('GET', `${filled(url)}?${query}`), `GET ${url}?${query}`)
    for (const cursor of cursors)
      for (const list of ['/api/crises', '/api/mailbox', '/api/accounts', '/api/imports']) {
        const { statusCode } = await send('GET', `${list}?cursor=${encodeURIComponent(cursor)}`)
        expect([200, 400, 422], `${list} ${cursor}`).toContain(statusCode)
        if (list === '/api/crises') expect([400, 422], cursor).toContain(statusCode)
      }
  }, 180_000)

  test('a scope names each service once, and only services of its own brand', async () => {
    const [brand, service] = [randomUUID(), randomUUID()]
    await sql`insert into brands (id, slug, name, sender, sender_name, created_at) values (${brand}, 'other', 'Other', 'o@other.example', 'Other', '2031-01-01')`.execute(
      system.db,
    )
    await sql`insert into services (id, brand_id, key, name, created_at) values (${service}, ${brand}, 'other-mail', 'Other mail', now())`.execute(system.db)
    const {
      scope: [own],
    } = bodies['POST /api/crises'] as { scope: { serviceId: string }[] }
    const declare = (scope: object[], more = {}) => ann.post('/api/crises', { title: 'x', kind: 'service-outage', scope, ...more })
    for (const scope of [[own, own], [{ serviceId: service }], [own, { serviceId: randomUUID() }]]) {
      expect((await declare(scope as object[])).status).toBe(422)
      expect((await ann.put(`/api/crises/${ids.crisis}/scope`, { scope })).status).toBe(422)
    }
    expect((await declare([{ serviceId: service }], { brand: 'other' })).status).toBe(201)
    expect((await declare([], { brand: 'nowhere' })).status).toBe(422)
    expect((await declare([], { onsetAt: '2030-01-01T09:00:01Z' })).status).toBe(422)
    expect((await ann.put(`/api/crises/${ids.crisis}/scope`, { scope: [] })).status).toBe(400)
    expect((await ann.get(`/api/crises/${ids.crisis}`)).body.scope).toHaveLength(1)
  })

  test('a crisis of nobody has no remedies, and says so', async () => {
    const { body } = await ann.post('/api/crises', { title: 'Nobody', kind: 'service-outage' })
    await system.runJobs()
    expect(await ann.post(`/api/crises/${body.id}/remedies`)).toMatchObject({ status: 409, body: { type: 'urn:leeward:problem:out-of-order' } })
    expect((await ann.get(`/api/crises/${body.id}/remedies`)).body).toBeNull()
    expect((await ann.get(`/api/crises/${body.id}`)).status).toBe(200)
  })

  test('signing in with anything at all is refused in the same shape as everything else', async () => {
    for (const payload of [
      {},
      { email: 1, password: 2 },
      { email: 'a\0b@x.example', password: 'correct-horse-battery' },
      { email: 'x', password: null },
      [],
      { email: 'ann@house.test', password: 'x'.repeat(200_000) },
    ])
      fine(
        await system.web.console.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload, remoteAddress: '203.0.113.9' }),
        JSON.stringify(payload).slice(0, 60),
        true,
      )
    for (const cookie of ['better-auth.session_token=%E0%A4%A', 'better-auth.session_token=x.y', 'a=b; c', '%', ann.cookie.slice(0, -9)])
      fine(await system.web.console.inject({ method: 'GET', url: '/api/session', headers: { cookie } }), cookie, true)
    for (const path of ['/api/auth/', '/api/auth/nothing', '/api/auth/get-session?x=%00', '/api/auth/%00']) fine(await system.web.console.inject(path), path)
  })

  const routes = () => system.web.console.routeTable.filter((route) => route.method !== 'HEAD' && route.access !== 'public')
  const writes = () => routes().filter((route) => route.method !== 'GET') as { method: 'POST' | 'PUT'; url: string }[]
  const filled = (url: string) =>
    ofDesks(url, ids.account)
      .replace(':subject', 'accounts')
      .replace('/api/updates/:id', `/api/updates/${ids.update}`)
      .replace('/api/remedies/:id', `/api/remedies/${ids.plan}`)
      .replace('/api/accounts/:id', `/api/accounts/${ids.account}`)
      .replace('/api/mailbox/:id', '/api/mailbox/1')
      .replace('/api/imports/:id', `/api/imports/${randomUUID()}`)
      .replace('/api/rotations/:id', `/api/rotations/${ids.rotation}`)
      .replace(':overrideId', ids.override)
      .replace('/api/escalation-policies/:id', `/api/escalation-policies/${ids.policy}`)
      .replace('/api/me/contact-methods/:id', `/api/me/contact-methods/${ids.method}`)
      .replace('/api/endpoints/:id', `/api/endpoints/${ids.endpoint}`)
      .replace('/api/signal-sources/:id', `/api/signal-sources/${ids.source}`)
      .replace('/api/series/:id', '/api/series/1')
      .replace('/api/services/:id/sensitivity', `/api/services/${randomUUID()}/sensitivity`)
      .replace('/api/close-watches/:id', `/api/close-watches/${randomUUID()}`)
      .replace('/api/thresholds/:id', `/api/thresholds/${ids.threshold}`)
      .replace('/api/checks/:id', `/api/checks/${ids.check}`)
      .replace('/api/sync-links/:id', `/api/sync-links/${ids.link}`)
      .replace('/api/account-doubles/:id', '/api/account-doubles/1')
      .replace('/reader-pages/:id', `/reader-pages/${ids.readers}`)
      .replace('/api/payers/:id', `/api/payers/${ids.payer}`)
      .replace(':grant', ids.payout)
      .replace('/api/suspicions/:id', `/api/suspicions/${ids.suspicion}`)
      .replace(':delivery', '1')
      .replace(':call', '1')
      .replace('/api/pages/:id', `/api/pages/${ids.page}`)
      .replace('articles/:id', `articles/${ids.article}`)
      .replace(':locale', 'en')
      .replace(':decision', command.decision)
      .replace(':workaround', command.workaround)
      .replace(':offer', randomUUID())
      .replace(':role', 'scribe')
      .replace(':obligation', 'gdpr-33-authority')
      .replace(':action', 'flip-flag')
      .replace(':accountId', ids.account)
      .replace('/api/playbooks/:key', '/api/playbooks/support-down')
      .replace(':revision', '0')
      .replace(':list', 'exclude')
      .replace(':number', '1')
      .replace(':slug', ids.brand)
      .replace(':clock', 'communication-plan')
      .replace(':domain', 'acme.example')
      .replace(':id', ids.crisis)
      .replace(/:\w+/g, 'some')
  const send = (method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown) =>
    system.web.console.inject({
      method,
      url,
      headers: { cookie: ann.cookie, ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) },
      ...(method === 'GET' ? {} : { payload: JSON.stringify(body) ?? '' }),
    })
  const eventCount = async () => (await sql<{ count: number }>`select count(*)::int as count from events`.execute(system.db)).rows[0]?.count ?? 0
})

/** Not a failure of ours; and where it is a refusal, a problem that says what it is. */
function fine(answer: Answer, what: string, refused = false) {
  expect(answer.statusCode, `${what}: ${answer.body.slice(0, 300)}`).toBeLessThan(500)
  if (refused) expect(answer.statusCode, what).toBeGreaterThanOrEqual(400)
  if (answer.statusCode < 400) return
  expect(String(answer.headers['content-type']), what).toContain('application/problem+json')
  expect(answer.json(), what).toMatchObject({
    type: expect.stringMatching(/^urn:leeward:problem:[a-z-]+$/),
    title: expect.stringMatching(/./),
    status: answer.statusCode,
    detail: expect.stringMatching(/.{5}/),
  })
}

/** The database works on some of them while others are judged. */
const atOnce = 6
const always: unknown[] = [null, undefined, '', -1, {}, 'a\0b', '\ud800', 'x'.repeat(20_000)]
const sometimes: unknown[] = [
  true,
  0,
  1.5,
  1e308,
  -(2 ** 63),
  2 ** 53,
  ' ',
  '\u202e\u0007',
  [],
  [[]],
  '__proto__',
  'toString',
  'not-a-uuid',
  randomUUID(),
  '2030-02-31T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2030-01-01T00:00:00+99:99',
  '275760-09-13T00:00:01Z',
  '<script>alert(1)</script>',
  "'; drop table events; --",
  '=cmd()',
  '{{title}}',
  Array(300).fill('x'),
  { toString: 1 },
  'ﬀ'.repeat(150),
]

/** Every place inside a body, the body itself aside. */
const placesOf = (value: unknown, at: string[] = []): string[][] =>
  value !== null && typeof value === 'object' ? Object.entries(value).flatMap(([key, each]) => [[...at, key], ...placesOf(each, [...at, key])]) : []

function replaced(body: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value
  const copy = structuredClone(body) as Record<string, unknown>
  copy[key] = replaced(copy[key], rest, value)
  return copy
}
