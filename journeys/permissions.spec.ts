// Who may do what, asked of every route there is: what stands beside it is what it does.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApiKey } from '../server/src/platform/auth/auth.ts'
import { type Access, type Group, groups, type Permission } from '../server/src/platform/auth/permissions.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Route = { method: string; url: string; access: Access }
const groupNames = Object.keys(groups) as Group[]
const may = (group: Group, access: Access) => access === 'public' || access === 'signed-in' || (groups[group] as readonly Permission[]).includes(access)

const byKey = [
  '/api/desks/hooks/:hook',
  '/api/heartbeats/:key',
  '/api/signals',
  '/api/signals/hooks/:key',
  '/api/sync-hooks/:id',
  '/v2/change/enqueue',
  '/v2/enqueue',
]

describe('Permissions', () => {
  let system: TestSystem
  let routes: Route[]
  let keyed: Route[]
  const cookies = new Map<Group, string>()
  beforeAll(async () => {
    system = await testSystem()
    await smallCompany(system, 2)
    const all = system.web.console.routeTable.filter((route) => route.method !== 'HEAD')
    // Programs that send signals know no sign-in: each brings the key of its source, and whoever is signed in without one is nobody there.
    keyed = all.filter(({ method, url, access }) => access === 'public' && method !== 'OPTIONS' && byKey.includes(url))
    routes = all.filter(({ method, url, access }) => !(access === 'public' && (method === 'OPTIONS' || byKey.includes(url))))
    for (const group of groupNames) cookies.set(group, (await system.person(`Seat ${group}`, group)).cookie)
  })
  afterAll(() => system.close())

  test('every route names who may use it', () => {
    expect(routes.length).toBeGreaterThan(40)
    const all = [...system.web.console.routeTable, ...system.web.status.routeTable]
    for (const { method, url, access } of all) expect(['public', 'signed-in', ...groups.administrator], `${method} ${url}`).toContain(access)
  })

  test('every command of a crisis has a stable name, and no two share one', async () => {
    const { paths } = (await system.web.console.inject('/api/openapi.json')).json() as { paths: Record<string, Record<string, { operationId?: string }>> }
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => ({ path, method, operationId })),
    )
    const names = operations.flatMap(({ operationId }) => operationId ?? [])
    expect(names.filter((name, nth) => names.indexOf(name) !== nth)).toEqual([])
    const ofCrises = operations.filter(({ path }) => /^\/api\/(crises|updates|remedies|rotations|escalation-policies|playbooks|actions)\b/.test(path))
    expect(ofCrises.length).toBeGreaterThan(80)
    expect(ofCrises.filter(({ operationId }) => !operationId).map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })

  test('without signing in, only what is public answers', async () => {
    for (const route of routes) {
      const { status, type } = await ask(route, {})
      if (route.access === 'public') expect([401, 403], nameOf(route)).not.toContain(status)
      else expect([status, type], nameOf(route)).toEqual([401, 'urn:leeward:problem:not-signed-in'])
    }
    for (const key of ['lw_notakeyofthishousenotakey', 'lw_', 'Basic x', ''])
      expect((await ask(sessionRoute, { authorization: `Bearer ${key}` })).status).toBe(401)
  })

  test('what comes by the key of a source is taken from nobody without it, signed in or not', async () => {
    expect([...new Set(keyed.map(({ url }) => url))].sort()).toEqual(byKey)
    for (const route of keyed)
      for (const cookie of ['', cookies.get('administrator') as string]) expect([400, 403, 404], nameOf(route)).toContain((await ask(route, { cookie })).status)
  })

  test('what is public is what customers, probes, providers’ reports, calendars, somebody paged and the sign-in need, and nothing else', () => {
    expect([...new Set(routes.filter((route) => route.access === 'public').map((route) => route.url))].sort()).toEqual(
      [
        '/*',
        '/api/auth/*',
        '/api/inbound/events/:provider',
        '/api/inbound/texts/:provider',
        '/api/openapi.json',
        '/api/payers/:id/reports',
        '/approvals/:token',
        '/calendar/:token',
        '/healthz',
        '/holding-updates/:token',
        '/metrics',
        '/pages/:token',
        '/readyz',
      ].filter((url) => url !== '/*' || routes.some((route) => route.url === '/*')),
    )
    expect(system.web.status.routeTable.every((route) => route.access === 'public')).toBe(true)
  })

  test.each(groupNames)('as %s, every route answers exactly where the group permits it', async (group) => {
    for (const route of routes) {
      const { status, type } = await ask(route, { cookie: cookies.get(group) as string })
      if (may(group, route.access)) expect([401, 403], nameOf(route)).not.toContain(status)
      else expect([status, type], nameOf(route)).toEqual([403, 'urn:leeward:problem:not-allowed'])
    }
  })

  test('a program has its key’s rights and no others, until the key is revoked', async () => {
    const key = await createApiKey(system.db, 'monitoring', 'responder', system.now())
    const authorization = `Bearer ${key}`
    for (const route of routes) {
      const { status, forPeople } = await ask(route, { authorization })
      // Some things are for people, whatever a program's key permits: taking a seat, what the law is told.
      if (may('responder', route.access)) expect(status === 401 || (status === 403 && !forPeople), nameOf(route)).toBe(false)
      else expect(status, nameOf(route)).toBe(403)
    }
    expect((await ask(sessionRoute, { authorization: `bearer ${key}` })).status).toBe(200)
    await sql`update api_keys set revoked_at = now() where name = 'monitoring'`.execute(system.db)
    expect((await ask(sessionRoute, { authorization })).status).toBe(401)
    // A revoked key is not rescued by a session that came along.
    expect((await ask(sessionRoute, { authorization, cookie: cookies.get('observer') as string })).status).toBe(401)
  })

  test('a write that another website causes in a signed-in browser is refused, on every route', async () => {
    const cookie = cookies.get('administrator') as string
    for (const route of routes.filter((each) => each.access !== 'public' && each.method !== 'GET'))
      for (const origin of ['https://evil.example', 'null', 'http://console.test.evil.example', 'http://status.test'])
        expect((await ask(route, { cookie, origin })).type, nameOf(route)).toBe('urn:leeward:problem:foreign-origin')
    const declare = { method: 'POST', url: '/api/crises/severity-proposal', access: 'read' } as const
    expect((await ask(declare, { cookie, origin: 'http://console.test' })).status).toBe(200)
    expect((await ask({ ...sessionRoute, method: 'GET' }, { cookie, origin: 'https://evil.example' })).status).toBe(200)
  })

  test('who loses a group loses its rights at once, and who is signed out is nobody', async () => {
    const { rows } = await sql<{ id: string }>`select user_id as id from user_groups where group_name = 'finance'`.execute(system.db)
    const cookie = cookies.get('finance') as string
    await sql`delete from user_groups where user_id = ${rows[0]?.id}`.execute(system.db)
    expect((await ask({ method: 'GET', url: '/api/crises', access: 'read' }, { cookie })).status).toBe(403)
    expect((await ask(sessionRoute, { cookie })).status).toBe(200)
    await system.web.console.inject({ method: 'POST', url: '/api/auth/sign-out', headers: { cookie, origin: 'http://console.test' }, payload: {} })
    expect((await ask(sessionRoute, { cookie })).status).toBe(401)
  })

  test('nobody makes an account for themselves', async () => {
    const payload = { name: 'Eve', email: 'eve@house.test', password: 'correct-horse-battery' }
    const answer = await system.web.console.inject({ method: 'POST', url: '/api/auth/sign-up/email', headers: { origin: 'http://console.test' }, payload })
    expect(answer.statusCode).toBe(400)
  })

  test('guessing passwords is slowed down by who really asks, whatever the request claims', async () => {
    const guess = (n: number) =>
      system.web.console.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        remoteAddress: '203.0.113.7',
        payload: { email: 'seat.observer@house.test', password: `wrong-password-${n}` },
        headers: { 'x-forwarded-for': `198.51.100.${n}`, 'x-leeward-address': `198.51.100.${n}` },
      })
    const answers: number[] = []
    for (let n = 1; n <= 12; n += 1) answers.push((await guess(n)).statusCode)
    expect(answers).toEqual([...Array(10).fill(401), 429, 429])
  })

  const sessionRoute: Route = { method: 'GET', url: '/api/session', access: 'signed-in' }
  const nameOf = ({ method, url, access }: Route) => `${method} ${url} (${access})`

  /** Asks with ids that nothing has, so that whoever may come in finds nothing to change. */
  async function ask({ method, url }: Route, headers: Record<string, string>) {
    const path = url
      .replace('/auth/*', '/auth/ok')
      .replace('*', '')
      .replace(':subject', 'accounts')
      .replace(/:(accountId|id)\b/g, (_, name) => (numbered.test(url) || name === 'accountId' ? '999999999' : randomUUID()))
      .replace(/:\w+/g, 'none')
    const answer = await system.web.console.inject({
      method: method as 'GET',
      url: url === '/api/live' ? `${path}?after=nowhere` : path,
      headers,
      ...(method === 'GET' ? {} : { payload: { unknown: true } }),
    })
    const problem = answer.headers['content-type']?.toString().startsWith('application/problem+json')
      ? (answer.json() as { type: string; detail: string })
      : undefined
    expect(answer.statusCode, `${method} ${path}: ${answer.body.slice(0, 300)}`).toBeLessThan(path === '/readyz' ? 504 : 500)
    return { status: answer.statusCode, type: problem?.type, forPeople: problem?.detail.startsWith('This is for a person to decide') ?? false }
  }
  const numbered = /^\/api\/(accounts|account-doubles|mailbox)\//
})
