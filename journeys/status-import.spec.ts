// Moving here from another status page: by its public API or by a file, with one command, and again without doubling anything.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readStatusPage } from '../cli/src/statuspage/file.ts'
import { createApiKey } from '../server/src/platform/auth/auth.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const run = promisify(execFile)
const samples = resolve(process.env.LEEWARD_SAMPLES ?? '../shared/data', 'statuspage-native/github_incidents_2020-11_2024.json')

describe('Moving here from another status page', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let env: NodeJS.ProcessEnv
  let there: string
  const folder = mkdtempSync(join(tmpdir(), 'leeward-import-'))
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 4)
    ann = await system.person('Ann', 'administrator')
    await ann.put('/api/services/shop-real', { name: 'Shop', position: 1, group: 'Selling' })
    await ann.put('/api/brands/new-home', { name: 'New home', sender: 'care@new.example' })
    const { body: crisis } = await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })
    for (const phase of ['investigating', 'resolved']) {
      const { body } = await ann.post(`/api/crises/${crisis.id}/updates`, {
        ...update(),
        phase,
        nextUpdateAt: null,
        parts: { title: 'Mail is down', happened: `It is ${phase}.` },
      })
      await ann.post(`/api/updates/${body.id}/submission`, {})
    }
    await ann.post('/api/maintenances', {
      title: 'New disks',
      services: [company.mail],
      startsAt: '2030-03-02T22:00:00Z',
      endsAt: '2030-03-02T23:00:00Z',
      body: 'Mail may be slow.',
    })
    await system.web.refreshStatus()
    for (const host of [system.web.status, system.web.console]) await host.listen({ host: '127.0.0.1', port: 0 })
    const at = (host: typeof system.web.status) => `http://127.0.0.1:${(host.server.address() as { port: number }).port}`
    there = `${at(system.web.status)}/${company.slug}`
    env = {
      ...process.env,
      LEEWARD_URL: at(system.web.console),
      LEEWARD_API_KEY: await createApiKey(system.db, 'move', 'administrator', system.now()),
      LEEWARD_DATA_DIR: folder,
    }
  })
  afterAll(async () => {
    await system.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const leeward = async (...args: string[]) =>
    run(process.execPath, ['cli/src/leeward.ts', ...args], { env }).catch((failed: { stdout: string; stderr: string }) => failed)
  const read = async (path: string) => {
    await system.web.refreshStatus()
    return system.web.status.inject(`/new-home/${path}`)
  }
  const file = (name: string, content: unknown) => {
    const path = join(folder, name)
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }

  test('takes one command, and the page says here what it said there', async () => {
    const { stdout } = await leeward('import', 'statuspage', there, '--brand', 'new-home')
    expect(stdout).toBe('services: 2 added, 0 known, in 1 groups\nincidents: 1 added, 0 changed, 0 the same\nplanned work: 1 added, 0 the same\n')
    const [before, after] = [await system.web.status.inject(`/${company.slug}/api/v2/incidents.json`), await read('api/v2/incidents.json')].map(
      (answer) => answer.json().incidents,
    )
    const same = (incidents: Record<string, unknown>[]) =>
      incidents.map(({ id, name, status, impact, started_at, resolved_at }) => ({ id, name, status, impact, started_at, resolved_at }))
    expect(same(after)).toEqual(same(before))
    expect(after[0].incident_updates.map(({ body }: { body: string }) => body)).toEqual(before[0].incident_updates.map(({ body }: { body: string }) => body))
    expect((await read('')).body).toMatch(/Selling[\s\S]*Shop[\s\S]*Mail[\s\S]*New disks/)
    expect((await read(`incidents/${after[0].id}`)).body).toContain('It is resolved.')
    expect((await read('history/2030')).body).toContain('Mail is down')
  })
  test('the same again changes nothing', async () => {
    const { stdout } = await leeward('import', 'statuspage', there, '--brand', 'new-home')
    expect(stdout).toBe('services: 0 added, 2 known, in 1 groups\nincidents: 0 added, 0 changed, 1 the same\nplanned work: 0 added, 1 the same\n')
    const { rows } = await sql`select count(*)::int as n from services s join brands b on b.id = s.brand_id where b.slug = 'new-home'`.execute(system.db)
    expect(rows).toEqual([{ n: 2 }])
  })
  test('planned work that was brought over goes on by the same rule', async () => {
    const { body } = await ann.get('/api/maintenances')
    const work = body.find(({ brand }: { brand: string }) => brand === 'new-home')
    expect(work).toMatchObject({ title: 'New disks', state: 'scheduled', services: [{ name: 'Mail' }] })
    expect((await ann.post(`/api/maintenances/${work.id}/notes`, { state: 'cancelled', body: 'Not needed.' })).body.state).toBe('cancelled')
  })
  test('one that cannot be read is named, and the others come', async () => {
    const good = {
      id: 'good1',
      name: '<b>Bold</b>',
      status: 'resolved',
      impact: 'minor',
      created_at: '2029-01-01T00:00:00Z',
      resolved_at: '2029-01-01T01:00:00Z',
      incident_updates: [{ status: 'resolved', body: '<script>alert(1)</script>', created_at: '2029-01-01T01:00:00Z' }],
      components: [{ name: 'Long gone' }],
    }
    const { stdout } = await leeward(
      'import',
      'statuspage',
      file('mixed.json', [
        good,
        { ...good, id: 'bad1', created_at: 'yesterday' },
        'nonsense',
        null,
        { ...good, id: 'goes-on', status: 'identified', created_at: '2030-03-01T08:00:00Z', incident_updates: [] },
      ]),
      '--brand',
      'new-home',
    )
    expect(stdout).toMatch(/incidents: 1 added/)
    expect(stdout).toMatch(/1 go on there: declare them here/)
    expect(stdout).toMatch(/bad1: created_at/)
    expect(stdout).toMatch(/1 components that this page does not have: Long gone/)
    const page = (await read('incidents/good1')).body
    expect([page.includes('&lt;b&gt;Bold'), page.includes('<script>alert')]).toEqual([true, false])
    expect((await read('history/2029')).body).toContain('&lt;b&gt;Bold')
  })
  test('what cannot be a status page is refused with what to do', async () => {
    const says = async (...args: string[]) => ((await leeward('import', 'statuspage', ...args)) as { stderr: string }).stderr
    expect(() => readStatusPage(file('broken.json', '{"incidents": ['))).toThrow(/The file is not JSON/)
    expect(() => readStatusPage(file('other.json', { hello: 1 }))).toThrow(/neither components, nor incidents/)
    expect(() => readStatusPage(file('lines.jsonl', '{"id":1}\nnope\n'))).toThrow(/Line 2 is not JSON/)
    expect(await says('nowhere.json', '--brand', 'new-home')).toMatch(/neither an address nor a file/)
    expect(await says(`${there.replace(company.slug, '')}nothing`, '--brand', 'new-home')).toMatch(/does not answer like a Statuspage/)
    expect(await says('http://127.0.0.1:9', '--brand', 'new-home')).toMatch(/does not answer/)
    expect(await says(there, '--brand', 'no-such')).toMatch(/no such brand/)
    expect(await says(there)).toMatch(/Which brand is it for\? --brand acme-real \| new-home/)
    const observer = await system.person('Olga', 'observer')
    expect((await observer.post('/api/brands/new-home/status-page-import', {})).status).toBe(403)
    for (const body of [{ components: 'x' }, { incidents: Array(201).fill({}) }, { components: [{ id: '', name: '' }] }])
      expect((await ann.post('/api/brands/new-home/status-page-import', body)).status).toBe(400)
  })
  test.skipIf(!existsSync(samples))(
    'years of a real page come over whole (skipped where the sample data is absent)',
    async () => {
      const known = new Map(readStatusPage(samples).incidents.map((each) => [(each as { id: string }).id, each]))
      const { stdout } = await leeward('import', 'statuspage', samples, '--brand', 'new-home')
      expect(stdout).not.toMatch(/could not be read/)
      const { rows } = await sql<{ n: number; pages: number }>`
      select count(*)::int as n, (select count(*)::int from artefacts a where a.brand_id = p.brand_id and a.path = any (array_agg('incidents/' || p.number))) as pages
        from past_incidents p where source = any (${[...known.keys()]}::text[]) group by brand_id`.execute(system.db)
      expect(rows).toEqual([{ n: known.size, pages: known.size }])
    },
    120_000,
  )
})
