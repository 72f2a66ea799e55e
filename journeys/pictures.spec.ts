// Pictures of an update: shown where they have words for those who cannot see them, safe whatever is in them, and files elsewhere.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { exportPages, exportPlace } from '../server/src/communicate/status-page/export.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const alt = 'Map: the “eastern” region is <down>'
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64')
const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')

describe('Pictures of an update', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let crisis: string
  let map: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 2)
    ann = await system.person('Ann', 'administrator')
    const { body } = await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })
    crisis = body.id
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
    map = await attach('map.png', picture)
  })
  afterAll(() => system.close())

  const attach = async (name: string, bytes: Buffer) =>
    (await ann.post(`/api/crises/${crisis}/attachments?name=${encodeURIComponent(name)}`, bytes as never, { 'content-type': 'application/octet-stream' })).body
      .id as string
  const body = (files: string[], pictures: object) => ({ ...update(), nextUpdateAt: null, files, pictures })
  const write = (files: string[], pictures: object) => ann.post(`/api/crises/${crisis}/updates`, body(files, pictures))
  const fetch = (path: string) => system.web.status.inject(`/${company.slug}/${path}`)
  const publish = async (files: string[], pictures: object) => {
    const { body: draft, status } = await write(files, pictures)
    expect(status, JSON.stringify(draft)).toBe(201)
    expect((await ann.post(`/api/updates/${draft.id}/submission`, {})).body.status).toBe('published')
    await system.web.refreshStatus()
    return draft.id as string
  }

  test('what is no picture by what is in it, has no real text, or is not with the update is refused', async () => {
    const [svg, lie, huge] = [
      await attach('drawing.svg', drawing),
      await attach('photo.png', drawing),
      await attach('huge.png', Buffer.concat([picture.subarray(0, 16), Buffer.from('00010000000100000806000000', 'hex'), picture.subarray(29)])),
    ]
    for (const [file, status, said] of [
      [svg, 422, 'drawing.svg cannot be shown: pictures are PNG, JPEG, WebP or GIF'],
      [lie, 422, 'photo.png cannot be shown'],
      [huge, 413, '65536 × 65536 pixels'],
    ] as const) {
      const refused = await write([file], { [file]: 'Three words here' })
      expect([refused.status, refused.body.detail]).toEqual([status, expect.stringContaining(said)])
    }
    for (const text of ['', '  ', 'ab', 'x'.repeat(301), 'two\nlines here'.repeat(30), 7, null])
      expect((await write([map], { [map]: text })).status, JSON.stringify(text)).toBe(400)
    expect((await write([], { [map]: 'Map of the east' })).status).toBe(422)
    expect((await write([map], { nonsense: 'Map of the east' })).status).toBe(400)
    expect((await ann.post(`/api/crises/${crisis}/updates/preview`, body([svg], { [svg]: 'Three words here' }))).body.statusPage.html).not.toContain('<img')
  })

  test('a text that says nothing is said while somebody writes', async () => {
    const findings = async (text: string) =>
      (await ann.post(`/api/crises/${crisis}/updates/preview`, body([map], { [map]: text }))).body.findings
        .filter(({ rule }: { rule: string }) => rule === 'alternative-text')
        .map(({ sentence }: { sentence: string }) => sentence)
    expect(await findings('map.png')).toEqual([expect.stringContaining('is the name of a file')])
    expect(await findings('Image of a map')).toEqual([expect.stringContaining('which every reader knows')])
    expect(await findings('Map')).toEqual([expect.stringContaining('is one word')])
    expect(await findings('x '.repeat(120))).toEqual([expect.stringContaining('long to listen to')])
    expect(await findings(alt)).toEqual([])
  })

  test('without a text it is a download, as any file', async () => {
    await publish([map], {})
    const page = (await fetch('')).body
    expect(page).toContain(`/files/${map}/map.png`)
    expect(page).not.toContain('<img')
    expect((await fetch(`pictures/${map}.png`)).statusCode).toBe(404)
  })

  test('with a text it is shown on the page and on the incident’s own, in its size, and is no download beside it', async () => {
    const { body: draft } = await write([map], { [map]: alt })
    expect(draft.files).toEqual([{ id: map, name: 'map.png', size: picture.length, alt }])
    expect((await fetch(`pictures/${map}.png`)).statusCode).toBe(404)
    await ann.post(`/api/updates/${draft.id}/submission`, {})
    await system.web.refreshStatus()
    const shown = (root: string) =>
      `<img src="${root}pictures/${map}.png" alt="Map: the “eastern” region is &lt;down&gt;" width="1" height="1" loading="lazy" decoding="async">`
    expect((await fetch('')).body).toContain(shown(''))
    const { number } = (await ann.get(`/api/crises/${crisis}`)).body
    expect((await fetch(`incidents/${number}`)).body).toContain(shown('../'))
    const got = await fetch(`pictures/${map}.png`)
    expect(got.rawPayload.equals(picture)).toBe(true)
    expect(got.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    for (const path of [`pictures/${map}.gif`, `pictures/${map}.svg`, `pictures/${map}`, 'pictures/../x.png'])
      expect((await fetch(path)).statusCode, path).toBeGreaterThanOrEqual(400)
    expect((await system.web.status.inject(`/other/pictures/${map}.png`)).statusCode).toBe(404)
  })

  test('a mail has it as a file named with its text and shows nothing from elsewhere; feeds and API have text and link', async () => {
    system.live.sent.length = 0
    await system.runJobs()
    const mail = system.live.sent.filter(({ attachments }) => attachments).at(-1)
    expect(mail?.attachments?.map(({ filename }) => filename)).toEqual(['Map the “eastern” region is down.png'])
    expect(mail?.html).not.toContain('<img')
    const link = `http://status.test/${company.slug}/pictures/${map}.png`
    expect((await fetch('history.atom')).body).toContain(`&lt;a href=&quot;${link}&quot;&gt;`)
    expect(JSON.parse((await fetch('api/v2/incidents.json')).body).incidents[0].incident_updates[0].body).toContain(`${alt}: ${link}`)
  })

  test('the export has it beside the page, and takes it away with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leeward-pictures-'))
    try {
      await exportPages(system.db, exportPlace(join(folder, 'out'), {} as never))
      expect(readFileSync(join(folder, 'out', company.slug, 'pictures', `${map}.png`)).equals(picture)).toBe(true)
      expect(readFileSync(join(folder, 'out', company.slug, 'index.html'), 'utf8')).toContain(`<img src="pictures/${map}.png"`)
      expect(await exportPages(system.db, exportPlace(join(folder, 'out'), {} as never))).toMatchObject({ written: 0, removed: 0 })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('a draft keeps its texts, and another text is a change that both see', async () => {
    const { body: draft } = await write([map], { [map]: 'Map of the east' })
    const same = await ann.put(`/api/updates/${draft.id}`, { ...body([map], { [map]: 'Map of the east' }), revision: 1 })
    expect(same.body.revision).toBe(1)
    const other = await ann.put(`/api/updates/${draft.id}`, { ...body([map], { [map]: 'Map of the west' }), revision: 1 })
    expect(other.body).toMatchObject({ revision: 2, files: [{ alt: 'Map of the west' }] })
    const late = await ann.put(`/api/updates/${draft.id}`, { ...body([map], {}), revision: 1 })
    expect([late.status, late.body.detail]).toEqual([409, expect.stringContaining('the files')])
  })
})
