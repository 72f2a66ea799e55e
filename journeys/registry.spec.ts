// The registry by its API: who the customers are, how to reach them, what they depend on.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createApiKey, createAuth } from '../server/src/platform/auth/auth.ts'
import { type App, createHttp } from '../server/src/platform/http/server.ts'
import { readConfig } from '../server/src/platform/config/config.ts'
import { registryRoutes } from '../server/src/prepare/registry/index.ts'
import { testDatabase } from './support/database.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let app: App
let keys: { success: string; observer: string }
const now = new Date('2030-01-31T09:00:00Z')
const clock = () => now

beforeAll(async () => {
  database = await testDatabase()
  const auth = createAuth(database, Buffer.alloc(32, 1), 'http://127.0.0.1:1')
  app = await createHttp({ db: database.db, clock, auth, key: Buffer.alloc(32, 1), log: pino({ level: 'silent' }), consoleUrl: 'http://127.0.0.1:1' })
  registryRoutes(app, { db: database.db, pool: database.pool, clock, config: readConfig({ LEEWARD_STATUS_URL: 'http://status.test' }) })
  await app.ready()
  keys = {
    success: await createApiKey(database.db, 'success', 'customer-success', now),
    observer: await createApiKey(database.db, 'observer', 'observer', now),
  }
  await sql`insert into brands (id, slug, name, sender, sender_name, created_at) values (${randomUUID()}, 'acme', 'Acme', 'care@acme.example', 'Acme', now())`.execute(
    database.db,
  )
})
afterAll(async () => {
  await app.close()
  await database.close()
})
beforeEach(() => sql`truncate import_errors, imports, exposures, contacts, account_aliases, accounts, services, impact, sign_offs cascade`.execute(database.db))

test('an account is stored with its contacts, exposures and ids; stating it again changes nothing', async () => {
  await put('/api/services/api', { name: 'API' })
  const account = await putAccount('A1', { name: 'Hospital', tier: 'enterprise', mrrMinor: 123_450, currency: 'EUR', vulnerability: 'safety-critical' })
  for (const _again of [1, 2]) {
    await put(`/api/accounts/${account.id}/contacts`, { email: ' Ada@Hospital.example'.trim(), name: 'Ada' })
    await put(`/api/accounts/${account.id}/exposures`, { service: 'api', region: 'eu-1', since: '2024-01-01T00:00:00Z' })
    await put(`/api/accounts/${account.id}/aliases/stripe`, { externalId: 'cus_1' })
  }
  expect(await get(`/api/accounts/${account.id}`)).toMatchObject({
    key: 'A1',
    name: 'Hospital',
    revenue: { amountMinor: 123_450, currency: 'EUR' },
    contactCount: 1,
    exposureCount: 1,
    aliases: [{ system: 'stripe', externalId: 'cus_1' }],
    contacts: [{ email: 'ada@hospital.example', receivesUpdates: true }],
    exposures: [{ serviceKey: 'api', service: 'API', region: 'eu-1', since: '2024-01-01T00:00:00.000Z', until: null }],
    crises: [],
  })
  expect((await putAccount('A1', { name: 'The Hospital' })).id).toBe(account.id)
})

test('what is not right is refused with what to do', async () => {
  const { id } = await putAccount('A1', { name: 'One' })
  const other = await putAccount('A2', { name: 'Two' })
  await put(`/api/accounts/${id}/aliases/crm`, { externalId: 'x' })
  expect(await status('GET', '/api/accounts/99999')).toBe(404)
  expect(await status('PUT', '/api/accounts/by-key/A3', { name: '' })).toBe(400)
  expect(await status('PUT', '/api/accounts/by-key/A3', { name: 'x', timeZone: 'Berlin' })).toBe(422)
  expect(await status('PUT', `/api/accounts/${id}/exposures`, { service: 'nope' })).toBe(422)
  expect(await status('PUT', `/api/accounts/${other.id}/aliases/crm`, { externalId: 'x' })).toBe(409)
  expect(await status('PUT', `/api/accounts/${id}/aliases/merged`, { externalId: 'x' })).toBe(403)
  expect(await status('PUT', '/api/services/api', { name: 'API', brand: 'nobody' })).toBe(422)
})

test('whoever may only read cannot write or import', async () => {
  expect(await status('PUT', '/api/accounts/by-key/A1', { name: 'x' }, keys.observer)).toBe(403)
  expect((await upload('accounts', 'key,name\n', keys.observer)).statusCode).toBe(403)
  expect(await status('GET', '/api/accounts', undefined, keys.observer)).toBe(200)
})

test('accounts are listed by name, page by page, and found by key, name or a contact’s address', async () => {
  const names = ['beta', 'Alpha', 'alpha', 'Zoë 100%', '日本', 'Gamma']
  for (const [n, name] of names.entries()) await putAccount(`K-${n}`, { name })
  await putAccount('P-1', { name: 'Practice', practice: true })
  await put(`/api/accounts/${(await putAccount('K-5', { name: 'Gamma' })).id}/contacts`, { email: 'eve@gamma.example' })
  const seen: string[] = []
  for (let next: string | null = '', url = '/api/accounts?limit=2'; next !== null; url = `/api/accounts?limit=2&cursor=${next}`) {
    const page = await get(url)
    seen.push(...page.items.map((each: { name: string }) => each.name))
    next = page.next
  }
  expect(seen).toEqual(['Alpha', 'alpha', 'beta', 'Gamma', 'Zoë 100%', '日本'])
  const found = async (search: string) => (await get(`/api/accounts?search=${encodeURIComponent(search)}`)).items.map((each: { key: string }) => each.key)
  expect(await found('ALPH')).toEqual(['K-1', 'K-2'])
  expect(await found('K-3')).toEqual(['K-3'])
  expect(await found('本')).toEqual(['K-4'])
  expect(await found('0%')).toEqual(['K-3'])
  expect(await found('%')).toEqual(['K-3'])
  expect(await found('Eve@gamma.example')).toEqual(['K-5'])
  expect((await get('/api/accounts?practice=true')).items).toMatchObject([{ key: 'P-1', practice: true }])
})

test('services tell their regions and how many real accounts depend on them', async () => {
  await put('/api/services/api', { name: 'API', position: 2 })
  await put('/api/services/web', { name: 'Web', position: 1 })
  for (const [key, regions] of Object.entries({ A1: ['eu-1', 'eu-2'], A2: ['eu-1', null], P1: ['mars'] })) {
    const { id } = await putAccount(key, { name: key, practice: key === 'P1' })
    for (const region of regions) await put(`/api/accounts/${id}/exposures`, { service: 'api', region })
  }
  expect(await get('/api/services')).toMatchObject([
    { key: 'web', regions: [], accounts: 0 },
    { key: 'api', brand: 'acme', regions: ['eu-1', 'eu-2'], accounts: 2 },
  ])
})

test('services are ordered as a whole, and never from what is out of date', async () => {
  for (const key of ['api', 'web', 'mail']) await put(`/api/services/${key}`, { name: key })
  const order = (services: unknown) => status('PUT', '/api/brands/acme/service-order', { services })
  for (const [wrong, code] of [
    [['api', 'web'], 409],
    [['api', 'web', 'mail', 'gone'], 409],
    [['api', 'web', 'mail', 'mail'], 422],
    [[], 400],
    ['api', 400],
    [['', 'web', 'mail'], 400],
  ] as const)
    expect(await order(wrong), JSON.stringify(wrong)).toBe(code)
  expect(await status('PUT', '/api/brands/nobody/service-order', { services: ['api'] })).toBe(404)
  expect((await get('/api/services')).map(({ key }: { key: string }) => key)).toEqual(['api', 'mail', 'web'])
  await put('/api/brands/acme/service-order', { services: ['web', 'mail', 'api'] })
  expect((await get('/api/services')).map(({ key, position }: { key: string; position: number }) => [key, position])).toEqual([
    ['web', 0],
    ['mail', 1],
    ['api', 2],
  ])
})

test('merging two accounts moves everything to the survivor, once', async () => {
  await put('/api/services/api', { name: 'API' })
  const [a, b, c] = [await putAccount('A', { name: 'A' }), await putAccount('B', { name: 'B' }), await putAccount('C', { name: 'C' })]
  await put(`/api/accounts/${a.id}/contacts`, { email: 'ada@x.example', name: 'Ada' })
  await put(`/api/accounts/${b.id}/contacts`, { email: 'ada@x.example', position: 'IT', receivesUpdates: false })
  await put(`/api/accounts/${b.id}/contacts`, { email: 'bob@x.example' })
  await put(`/api/accounts/${a.id}/exposures`, { service: 'api', region: 'eu-1', since: '2024-02-01T00:00:00Z', until: '2024-03-01T00:00:00Z' })
  await put(`/api/accounts/${b.id}/exposures`, { service: 'api', region: 'eu-1', since: '2024-01-01T00:00:00Z' })
  await put(`/api/accounts/${b.id}/exposures`, { service: 'api', region: 'eu-2' })
  await put(`/api/accounts/${b.id}/aliases/crm`, { externalId: 'crm-b' })
  const merged = await post(`/api/accounts/${b.id}/merger`, { into: a.id })
  expect(merged).toMatchObject({
    key: 'A',
    aliases: [
      { system: 'crm', externalId: 'crm-b' },
      { system: 'merged', externalId: 'B' },
    ],
    contacts: [{ email: 'ada@x.example', name: 'Ada', position: 'IT', receivesUpdates: false }, { email: 'bob@x.example' }],
    exposures: [{ region: 'eu-1', since: '2024-01-01T00:00:00.000Z', until: null }, { region: 'eu-2' }],
  })
  expect(await post(`/api/accounts/${b.id}/merger`, { into: a.id })).toEqual(merged)
  expect(await get(`/api/accounts/${b.id}`)).toEqual(merged)
  expect((await get('/api/accounts')).items.map((each: { key: string }) => each.key)).toEqual(['A', 'C'])
  expect(await status('POST', `/api/accounts/${a.id}/merger`, { into: b.id })).toBe(422)
  expect(await status('POST', `/api/accounts/${b.id}/merger`, { into: c.id })).toBe(409)
  expect(await status('POST', `/api/accounts/${a.id}/merger`, { into: a.id })).toBe(422)
  expect(await status('PUT', '/api/accounts/by-key/B', { name: 'B again' })).toBe(409)
  await post(`/api/accounts/${a.id}/merger`, { into: c.id })
  expect(await get(`/api/accounts/${b.id}`)).toMatchObject({ key: 'C', contactCount: 2, exposureCount: 2 })
})

test('a practice account and a real one are never merged', async () => {
  const [real, practice] = [await putAccount('A', { name: 'A' }), await putAccount('A', { name: 'A', practice: true })]
  expect(await status('POST', `/api/accounts/${practice.id}/merger`, { into: real.id })).toBe(422)
})

test('a file is sent, watched until it is done, and its bad rows are read', async () => {
  const file = 'key,name\nA1,One\n,Two\nA3,Three\n'
  const sent = await upload('accounts?fileName=customers.csv', file)
  expect(sent.statusCode).toBe(202)
  expect(sent.json()).toMatchObject({ subject: 'accounts', status: 'running', fileName: 'customers.csv', bytesTotal: file.length, rowsRead: 0 })
  const done = await finished(sent.json().id)
  expect(done).toMatchObject({ status: 'done', rowsRead: 3, rowsAdded: 2, rowsBad: 1, bytesRead: file.length, finishedAt: now.toISOString() })
  expect(await get(`/api/imports/${done.id}/errors`)).toEqual({ items: [{ line: 3, column: 'key', reason: expect.any(String), value: '' }], next: null })
  expect((await get('/api/imports?limit=1')).items).toEqual([done])
  expect(await status('GET', `/api/imports/${randomUUID()}/errors`)).toBe(404)
  expect(await status('POST', '/api/imports/accounts', { key: 'x' })).toBe(422)
  expect(await status('POST', '/api/imports/robots', { key: 'x' })).toBe(400)
})

test('the same upload with the same idempotency key is one import', async () => {
  const [one, two] = [await upload('accounts', 'key,name\nA1,One\n', keys.success, 'k1'), await upload('accounts', 'key,name\nA1,One\n', keys.success, 'k1')]
  expect(two.json().id).toBe(one.json().id)
  await finished(one.json().id)
})

test('the description of the API names every route', async () => {
  const { paths } = await get('/api/openapi.json')
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/api/services',
      '/api/accounts',
      '/api/accounts/{id}',
      '/api/accounts/{id}/merger',
      '/api/imports/{subject}',
      '/api/imports/{id}/errors',
    ]),
  )
})

const call = (method: 'GET' | 'PUT' | 'POST', url: string, body?: object, key = keys.success) =>
  app.inject({ method, url, headers: { authorization: `Bearer ${key}` }, ...(body ? { payload: body } : {}) })
const status = async (...asked: Parameters<typeof call>) => (await call(...asked)).statusCode
const upload = (path: string, content: string, key = keys.success, once?: string) =>
  app.inject({
    method: 'POST',
    url: `/api/imports/${path}`,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv', ...(once ? { 'idempotency-key': once } : {}) },
    payload: content,
  })
async function good(answer: ReturnType<typeof call>) {
  const { statusCode, json, body } = await answer
  if (statusCode >= 300) throw new Error(`${statusCode} ${body}`)
  return json()
}
const get = (url: string) => good(call('GET', url))
const put = (url: string, body: object) => good(call('PUT', url, body))
const post = (url: string, body: object) => good(call('POST', url, body))
const putAccount = (key: string, body: object): Promise<{ id: number }> => put(`/api/accounts/by-key/${key}`, body)
async function finished(id: string) {
  for (let tries = 0; tries < 500; tries += 1) {
    const view = await get(`/api/imports/${id}`)
    if (view.status !== 'running') return view
    await new Promise((wait) => setTimeout(wait, 20))
  }
  throw new Error('The import did not finish within 10 seconds.')
}
