// The status page as files: the same on a bare file server, also while the house is away.
import { createServer } from 'node:http'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { createExporter, exportPages, fileOf } from '../server/src/communicate/status-page/export.ts'
import { folderPlace } from '../server/src/communicate/status-page/export-folder.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('The status page as files', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let crisis: string
  const folder = mkdtempSync(join(tmpdir(), 'leeward-export-'))
  const place = folderPlace(folder)
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 4)
    ann = await system.person('Ann', 'administrator')
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })).body.id
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
    await publish('Mail is down')
  })
  afterAll(async () => {
    await system.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const publish = async (title: string, phase = 'investigating') => {
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { ...update(), phase, nextUpdateAt: null, parts: { title, happened: 'It fell.' } })
    await ann.post(`/api/updates/${body.id}/submission`, {})
  }
  const file = (path: string) => readFileSync(join(folder, company.slug, path), 'utf8')

  test('every page, feed and answer of the API is there, and says what the live one says', async () => {
    const { written, removed } = await exportPages(system.db, place)
    expect([written > 8, removed]).toEqual([true, 0])
    expect(file('index.html')).toContain('Mail is down')
    expect(file('history.atom')).toContain('<feed')
    expect(file('history.rss')).toMatch(
      /<item>\s*<title>Mail is down<\/title>[\s\S]*<guid isPermaLink="true">http:\/\/status.test\/acme-real\/incidents\/C-2030-001<\/guid>/,
    )
    expect(file('badge.svg')).toMatch(/^<svg [^>]*role="img" aria-label="Acme: [^"]+"/)
    expect(JSON.parse(file('api/v2/scheduled-maintenances/upcoming.json'))).toMatchObject({ scheduled_maintenances: [], page: { name: 'Acme' } })
    await system.web.refreshStatus()
    const live = (await system.web.status.inject(`/${company.slug}/api/v2/summary.json`)).json()
    expect(JSON.parse(file('api/v2/summary.json'))).toEqual(live)
  })

  test('its links lead to files, on a server that only knows files', async () => {
    const server = createServer((request, response) => {
      const path = join(folder, normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)))
      if (!existsSync(path) || extname(path) === '') return response.writeHead(404).end()
      response.writeHead(200, { 'content-type': extname(path) === '.html' ? 'text/html' : 'application/octet-stream' }).end(readFileSync(path))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const home = `http://127.0.0.1:${(server.address() as { port: number }).port}/${company.slug}/index.html`
    const seen = new Set<string>()
    const walk = async (url: string): Promise<void> => {
      if (seen.has(url)) return
      seen.add(url)
      const answer = await fetch(url)
      expect(answer.status, url).toBe(200)
      if (!url.endsWith('.html')) return
      for (const [, link] of (await answer.text()).matchAll(/href="([^"#]+)"/g)) {
        const to = new URL(link as string, url)
        if (to.origin === new URL(url).origin) await walk(to.href)
      }
    }
    await walk(home)
    server.close()
    expect([...seen].map((url) => url.split('/').at(-1))).toEqual(expect.arrayContaining(['index.html', 'history.html', 'history.atom', 'summary.json']))
  })

  test('an incident that is over is linked by its file', async () => {
    await publish('Mail works again', 'resolved')
    await exportPages(system.db, place)
    expect(file('history.html')).toContain('href="incidents/C-2030-001.html"')
    expect(file('incidents/C-2030-001.html')).toContain('href="../index.html"')
  })

  test('only what changed is written again, and by itself when something is rendered', async () => {
    expect(await exportPages(system.db, place)).toMatchObject({ written: 0, removed: 0 })
    const exporter = createExporter(system.db, place)
    await exporter()
    expect(await exporter()).toBeUndefined()
    await publish('We found it', 'identified')
    expect((await exporter())?.written).toBeGreaterThan(0)
    expect(file('index.html')).toContain('We found it')
  })

  test('a change that becomes visible after a later one of another brand is written too, and so is one that only takes away', async () => {
    const exporter = createExporter(system.db, place)
    const another = (revision: number) => sql`
      insert into artefacts (brand_id, path, content_type, body, etag, changed_at, revision)
      select b.id, 'x.json', 'application/json', '{}', '"x"', ${system.now()}, ${revision} from brands b where b.slug = 'another'
      on conflict (brand_id, path) do update set revision = excluded.revision, body = '{"later":true}'`
    await sql`insert into brands (id, slug, name, sender, sender_name, created_at) values (gen_random_uuid(), 'another', 'Another', 'news@another.example', 'Another', ${system.now()})`.execute(
      system.db,
    )
    await another(-2).execute(system.db)
    await exporter()
    // Below the newest number of the first brand, as one is that was given earlier and committed later.
    await another(-1).execute(system.db)
    expect((await exporter())?.written).toBe(1)
    expect(readFileSync(join(folder, 'another', 'x.json'), 'utf8')).toBe('{"later":true}')
    await sql`delete from artefacts where path = 'x.json'`.execute(system.db)
    expect((await exporter())?.removed).toBe(1)
  })

  test('what is not rendered any more goes away; a folder of others is refused', async () => {
    writeFileSync(join(folder, company.slug, 'old.html'), 'old')
    expect(await exportPages(system.db, place)).toMatchObject({ removed: 1 })
    const others = mkdtempSync(join(tmpdir(), 'leeward-others-'))
    writeFileSync(join(others, 'mine.txt'), 'mine')
    await expect(exportPages(system.db, folderPlace(others))).rejects.toThrow('not ours')
    expect(existsSync(join(others, 'mine.txt'))).toBe(true)
    rmSync(others, { recursive: true })
  })

  test('an exercise leaves nothing in it', async () => {
    const practice = (await ann.post('/api/crises', { title: 'Drill', kind: 'service-outage', practice: true, scope: [{ serviceId: company.mail }] })).body.id
    const { body } = await ann.post(`/api/crises/${practice}/updates`, { ...update(), nextUpdateAt: null, parts: { title: 'Only a drill', happened: 'x' } })
    await ann.post(`/api/updates/${body.id}/submission`, {})
    await exportPages(system.db, place)
    expect(file('index.html')).not.toContain('Only a drill')
    expect((await sql`select from artefacts where body like '%Only a drill%'`.execute(system.db)).rows).toEqual([])
  })

  test.each([
    ['', 'index.html'],
    ['history', 'history.html'],
    ['incidents/C-2030-001', 'incidents/C-2030-001.html'],
    ['api/v2/summary.json', 'api/v2/summary.json'],
  ])('“%s” is the file %s', (path, name) => expect(fileOf(path)).toBe(name))
})
