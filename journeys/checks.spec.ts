// Our own checks, on real lines: what fails is a suspicion, and what works again ends it.
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createPlain } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missHeartbeats, runChecks, tellChecks } from '../server/src/detect/checks/checks.store.ts'
import { createProbe } from '../server/src/detect/checks/probe.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Checks', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let site: Server
  let answers: Record<string, { status: number; body: string }>
  beforeAll(async () => {
    system = await testSystem()
    company = await smallCompany(system, 2)
    ann = await system.person('Ann', 'administrator')
    answers = { '/health': { status: 200, body: '{"ok":true}' } }
    site = createServer((request, response) => {
      const { status, body } = answers[request.url ?? ''] ?? { status: 404, body: '' }
      response.writeHead(status).end(body)
    })
    await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready))
  })
  afterAll(async () => {
    site.close()
    await system.close()
  })
  const base = () => `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  const add = (target: object, more: object = {}) =>
    ann.post('/api/checks', { name: 'Shop answers', brand: company.slug, target, retries: 0, everySeconds: 60, ...more })
  const look = async () => {
    await runChecks(system.deps, createProbe({ allow: ['127.0.0.0/8'], dns: system.deps.dns, now: system.now }))
    await missHeartbeats(system.deps)
    await tellChecks(system.deps)
  }
  const shown = async (id: string) => (await ann.get('/api/checks')).body.find((check: { id: string }) => check.id === id)
  const suspicions = async () => (await ann.get('/api/suspicions')).body.map(({ title }: { title: string }) => title)

  test('what makes no sense is refused', async () => {
    for (const target of [
      { kind: 'smell' },
      { kind: 'http', url: 'file:///etc/passwd' },
      { kind: 'tcp', host: 'a b', port: 1 },
      { kind: 'tcp', host: 'a', port: 0 },
      { kind: 'http', url: 'https://a.example', status: 'fine' },
    ])
      expect((await add(target)).status).toBe(400)
    expect((await add({ kind: 'tcp', host: 'a', port: 1 }, { service: 'nothing' })).status).toBe(422)
    expect((await ann.post('/api/checks/00000000-0000-7000-8000-000000000000/removal')).status).toBe(404)
    expect((await system.web.console.inject({ method: 'GET', url: '/api/heartbeats/nobody' })).statusCode).toBe(404)
  })
  test('one that fails is a suspicion after its retries, and works again', async () => {
    const { body } = await add({ kind: 'http', url: `${base()}/health`, json: { path: 'ok', equals: true } }, { retries: 1 })
    await look()
    expect(await shown(body.id)).toMatchObject({ state: 'up', sentence: expect.stringMatching(/^It answers 200 in \d+ ms\.$/) })
    answers['/health'] = { status: 503, body: '' }
    await system.at('09:01')
    await look()
    expect(await shown(body.id)).toMatchObject({ state: 'up', failures: 1 })
    expect(await suspicions()).toEqual([])
    await system.at('2030-01-01T09:01:10Z')
    await look()
    expect(await shown(body.id)).toMatchObject({ state: 'down', failures: 2, sentence: 'It answers 503, not 200-299.' })
    expect(await suspicions()).toEqual(['Check fails: Shop answers'])
    answers['/health'] = { status: 200, body: '{"ok":true}' }
    await system.at('09:03')
    await look()
    await system.at('09:14')
    expect(await suspicions()).toEqual([])
    await ann.post(`/api/checks/${body.id}/removal`)
  })
  test('a port that nobody listens on, and one that is not ours to call', async () => {
    const plain = createPlain().listen(0, '127.0.0.1')
    await new Promise((ready) => plain.once('listening', ready))
    const { port } = plain.address() as AddressInfo
    const open = await add({ kind: 'tcp', host: '127.0.0.1', port })
    const inside = await add({ kind: 'tcp', host: '10.0.0.1', port: 22 })
    await look()
    expect((await shown(open.body.id)).state).toBe('up')
    expect(await shown(inside.body.id)).toMatchObject({ state: 'down', sentence: expect.stringContaining('may not be called') })
    plain.close()
    await system.at('09:20')
    await look()
    expect((await shown(open.body.id)).sentence).toMatch(/cannot be reached: ECONNREFUSED/)
    for (const { body } of [open, inside]) await ann.post(`/api/checks/${body.id}/removal`)
    await system.at('09:31')
    expect(await suspicions()).toEqual([])
  })
  test('what should say that it is alive, and does not', async () => {
    const { body } = await add({ kind: 'heartbeat', graceSeconds: 30 }, { name: 'Nightly backup' })
    const beat = () => system.web.console.inject({ method: 'GET', url: new URL(body.heartbeatUrl).pathname })
    await look()
    expect((await shown(body.id)).state).toBe('unknown')
    expect((await beat()).statusCode).toBe(204)
    await system.at('2030-01-01T09:32:29Z')
    await look()
    expect((await shown(body.id)).state).toBe('up')
    await system.at('2030-01-01T09:32:31Z')
    await look()
    expect(await suspicions()).toEqual(['Nightly backup has gone silent'])
    await beat()
    await look()
    await system.at('09:50')
    expect(await suspicions()).toEqual([])
    // Nobody looked meanwhile: its time runs from now on.
    await look()
    await system.at('2030-01-01T09:51:29Z')
    await look()
    expect(await suspicions()).toEqual([])
    await system.at('2030-01-01T09:51:31Z')
    await look()
    expect(await suspicions()).toEqual(['Nightly backup has gone silent'])
    await ann.post(`/api/checks/${body.id}/removal`)
    await system.at('10:05')
  })
  test('another company’s status page says that what we depend on is hurt', async () => {
    const say = (status: string) => {
      answers['/api/v2/summary.json'] = {
        status: 200,
        body: JSON.stringify({ page: { name: 'Cloud' }, status: { indicator: 'none' }, components: [{ name: 'Mail', status }] }),
      }
    }
    say('operational')
    const { body } = await add({ kind: 'statuspage', url: `${base()}/`, components: ['Mail'] }, { name: 'Cloud' })
    await look()
    expect(await suspicions()).toEqual([])
    say('degraded_performance')
    await system.at('10:10')
    await look()
    const [before] = (await ann.get('/api/suspicions')).body
    expect(before).toMatchObject({ title: 'Cloud reports trouble', crisisKind: 'third-party-failure', confidence: 0.35 })
    say('major_outage')
    await system.at('10:12')
    await look()
    expect((await ann.get('/api/suspicions')).body).toMatchObject([{ id: before.id, confidence: 0.8 }])
    await ann.post(`/api/checks/${body.id}/removal`)
  })
})
