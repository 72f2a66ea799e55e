// Pages for a part of the customers: each reads what is about its own services, by a link of its own, for as long as it is meant.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFakeCarrier } from '@leeward/sms/fake-carrier'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { createExporter, exportPages } from '../server/src/communicate/status-page/export.ts'
import { folderPlace } from '../server/src/communicate/status-page/export-folder.ts'
import { renderNewDays, renderOutdated } from '../server/src/communicate/status-page/render.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { keys } from './support/many-channels.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64')

describe('Pages for a part of the customers', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let carrier: Awaited<ReturnType<typeof startFakeCarrier>>
  let [east, west, eastPage, westPage, crisis, picture, file, number] = ['', '', '', '', '', '', '', '']
  const folder = mkdtempSync(join(tmpdir(), 'leeward-readers-'))
  beforeAll(async () => {
    carrier = await startFakeCarrier(keys)
    const text = `twilio://${keys.twilio.accountSid}:${keys.twilio.authToken}@${new URL(carrier.url).host}?from=%2B15550100&plain=1&rate=100`
    system = await testSystem({ at: '2030-03-01T09:00:00Z', env: { LEEWARD_TEXT_URL: text } })
    company = await smallCompany(system, 6)
    ann = await system.person('Ann', 'administrator')
    await sql`update contacts set phone = '+49151' || (1000000 + id)`.execute(system.db)
    await ann.put(`/api/brands/${company.slug}/channels`, { textSeverity: 4, nextChannelMinutes: 30, inApp: true })
    east = await audience('East', { regions: ['East'], degrees: ['down'] })
    west = await audience('West', { regions: ['west'] })
  })
  afterAll(async () => {
    await system.close()
    await carrier.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const pages = () => `/api/brands/${company.slug}/reader-pages`
  const audience = async (name: string, filter: object) => (await ann.post('/api/audiences', { name, filter })).body.id as string
  const get = (path: string) => system.web.status.inject(path)
  const linkOf = async (account: string, email = `${account.toLowerCase()}@real.example`) =>
    `${new URL((await ann.post(`/api/brands/${company.slug}/reader-link`, { account, email })).body.url).pathname}/`
  const attach = async (name: string, bytes: Buffer) =>
    (await ann.post(`/api/crises/${crisis}/attachments?name=${name}`, bytes as never, { 'content-type': 'application/octet-stream' })).body.id as string
  const publish = async (of: string, title: string, more: object = {}) => {
    const { body: draft } = await ann.post(`/api/crises/${of}/updates`, {
      ...update(),
      translations: {},
      nextUpdateAt: null,
      parts: { title, happened: 'It fell.' },
      ...more,
    })
    const submitted = await ann.post(`/api/updates/${draft.id}/submission`, {})
    if (submitted.body.status !== 'published') await (await approver()).post(`/api/updates/${draft.id}/approvals`, {})
    await system.deliver()
    await system.web.refreshStatus()
    return draft.id as string
  }
  let bo: Awaited<ReturnType<TestSystem['person']>> | undefined
  const approver = async () => {
    bo ??= await system.person('Bo', 'communicator')
    return bo
  }
  const mailTo = (account: string) => system.live.sent.filter(({ to }) => to === `${account.toLowerCase()}@real.example`).at(-1)?.text ?? ''
  const linkIn = (text: string) => new URL(/http:\/\/status\.test\/private\/\S+/.exec(text)?.[0] as string).pathname

  test('an audience that is not there or is removed, a service of another brand, and the same name twice are refused', async () => {
    const body = { name: 'For the east', audience: east, services: [company.mail] }
    const other = await ann.put('/api/brands/second', { name: 'Second', sender: 'a@b.example' })
    expect(other.status).toBe(200)
    expect((await ann.put('/api/services/theirs', { brand: 'second', name: 'Theirs' })).status).toBeLessThan(300)
    const theirs = (await ann.get('/api/services')).body.find(({ key }: { key: string }) => key === 'theirs').id
    const gone = await audience('Gone', {})
    await ann.post(`/api/audiences/${gone}/removal`, {})
    const said = async (path: string, wrong: object) => {
      const { status, body: problem } = await ann.post(path, { ...body, ...wrong })
      return [status, problem.detail]
    }
    expect(await said(pages(), { audience: company.mail })).toEqual([404, 'There is no such audience.'])
    expect(await said(pages(), { audience: gone })).toEqual([404, 'There is no such audience.'])
    expect(await said(pages(), { services: [company.mail, theirs] })).toEqual([422, 'services: names one that is not a service of this brand.'])
    expect((await said(pages(), { services: [] }))[0]).toBe(400)
    expect((await said(pages(), { name: ' ' }))[0]).toBe(400)
    expect((await said(pages().replace(company.slug, 'nowhere'), {}))[0]).toBe(404)
    eastPage = (await ann.post(pages(), body)).body.id
    expect(await said(pages(), { name: 'for the EAST' })).toEqual([409, 'There is a page called for the EAST already. Take another name.'])
    expect((await said(`/api/brands/second/reader-pages/${eastPage}/removal`, {}))[0]).toBe(404)
    expect((await ann.put(`${pages()}/${company.mail}`, body)).status).toBe(404)
    const link = (account: string, email: string) => ann.post(`/api/brands/${company.slug}/reader-link`, { account, email })
    expect((await link('A1', 'a1@real.example')).body).toMatchObject({ status: 409, detail: expect.stringContaining('none of the audiences chooses it') })
    expect((await link('A2', 'a1@real.example')).status).toBe(404)
    expect((await link('nobody', 'a1@real.example')).status).toBe(404)
    expect((await ann.post(`/api/audiences/${east}/removal`, {})).body.detail).toBe(
      'The page For the east is for East. Give it to another audience first, or remove it.',
    )
  })

  test('each says how many accounts it reaches; whom two choose gets the first by name; a preview says both before', async () => {
    westPage = (await ann.post(pages(), { name: 'For the west', audience: west, services: [company.shop] })).body.id
    const everybody = await audience('Everybody', {})
    const preview = await ann.post(`${pages()}/preview`, { audience: everybody, services: [company.shop] })
    expect(preview.body.accounts).toBe(6)
    expect(preview.body.html).toContain('Shop')
    expect(preview.body.html).not.toContain('Mail')
    const first = (await ann.post(pages(), { name: 'All', audience: everybody, services: null })).body
    const reached = async () => (await ann.get(pages())).body.map(({ name, accounts }: { name: string; accounts: number }) => [name, accounts])
    expect(await reached()).toEqual([
      ['All', 6],
      ['For the east', 0],
      ['For the west', 0],
    ])
    await ann.put(`${pages()}/${first.id}`, { name: 'Others', audience: everybody, services: null })
    expect(await reached()).toEqual([
      ['For the east', 3],
      ['For the west', 3],
      ['Others', 0],
    ])
    await ann.post(`${pages()}/${first.id}/removal`, {})
    expect((await sql`select from artefacts where path like ${`for/${first.id}/%`}`.execute(system.db)).rows).toEqual([])
  })

  test('in one crisis each gets its own link by mail and text, and reads what is about its services alone', async () => {
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })).body.id
    number = (await ann.get(`/api/crises/${crisis}`)).body.number
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
    ;[picture, file] = [await attach('map.png', png), await attach('steps', Buffer.from('1. Wait.'))]
    await ann.post('/api/maintenances', {
      ...{ brand: company.slug, title: 'A new till', services: [company.shop], startsAt: '2030-03-04T22:00:00Z', endsAt: '2030-03-04T23:00:00Z' },
      ...{ endsByItself: false, body: 'Slow for a while.' },
    })
    await publish(crisis, 'Mail is down', { files: [picture, file], pictures: { [picture]: 'Map of the east' } })
    const [theirs, ours] = [linkIn(mailTo('A2')), linkIn(mailTo('A1'))]
    for (const account of ['A1', 'A2', 'A3', 'A4']) expect(mailTo(account)).not.toContain(`status.test/${company.slug}/\n`)
    const texts = carrier.sent.map(({ text }) => linkIn(text))
    expect(texts).toHaveLength(6)
    expect((await Promise.all(texts.map(async (path) => (await get(path)).body.includes('Mail is down')))).filter(Boolean)).toHaveLength(3)
    for (const path of [
      '',
      'de/',
      'history',
      'history.atom',
      'history.rss',
      'maintenance.ics',
      'api/v2/summary.json',
      'api/v2/incidents.json',
      'api/v2/components.json',
    ]) {
      const [one, other] = [await get(`${theirs}${path}`), await get(`${ours}${path}`)]
      expect([one.statusCode, other.statusCode], path).toEqual([200, 200])
      expect(one.body, path).not.toMatch(/Shop|till|status\.test\/(?!private)/)
      expect(other.body, path).not.toMatch(/Mail is down|"Mail"|>Mail<|status\.test\/(?!private)/)
    }
    expect([(await get(theirs)).body.includes('Mail is down'), (await get(ours)).body.includes('A new till')]).toEqual([true, true])
    expect([(await get(`${theirs}incidents/${number}`)).statusCode, (await get(`${ours}incidents/${number}`)).statusCode]).toEqual([200, 404])
    expect((await get(`${ours}maintenance.ics`)).body.replaceAll('\r\n ', '')).toContain(`URL:http://status.test${ours}maintenance/`)
    expect((await get(theirs)).headers).toMatchObject({ 'cache-control': 'private, no-cache', 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer' })
  })

  test('pictures, files and the question whether an update helped follow the same choice', async () => {
    const [theirs, ours] = [await linkOf('A2'), await linkOf('A1')]
    const page = (await get(theirs)).body
    const send = (url: string) =>
      system.web.status.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'helpful=yes' })
    const at = (base: string, found: RegExp) => new URL(found.exec(page)?.[1] as string, `http://x${base}`).pathname
    for (const found of [/<img src="([^"]*pictures[^"]*)"/, /href="([^"]*files[^"]*)"/])
      expect([(await get(at(theirs, found))).statusCode, (await get(at(ours, found))).statusCode]).toEqual([200, 404])
    const asked = /action="([^"]*)"/
    expect([(await send(at(ours, asked))).statusCode, (await send(at(theirs, asked))).statusCode]).toEqual([404, 200])
  })

  test('the public address, the front door and the export show nothing of it', async () => {
    for (const path of [
      `/for/${eastPage}/`,
      `//for/${eastPage}/`,
      `/${company.slug}/for/${eastPage}/`,
      `/private/for/${eastPage}/`,
      `/private/x.y/for/${eastPage}/`,
    ])
      expect([400, 404, 410], path).toContain((await get(path)).statusCode)
    expect((await get('/')).headers.location).toMatch(/^\/(acme-real|second)\/$/)
    expect((await get(`/${company.slug}/`)).body).toContain('A new till')
    const [place, look] = [folderPlace(folder), createExporter(system.db, folderPlace(folder))]
    await look()
    const written = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    expect(written.filter((path) => /(^|\/)for(\/|$)/.test(path))).toEqual([])
    expect(written.filter((path) => path.endsWith('.html')).some((path) => readFileSync(join(folder, path), 'utf8').includes(eastPage))).toBe(false)
    await ann.put(`${pages()}/${eastPage}`, { name: 'For the east', audience: east, services: [company.mail] })
    expect([await look(), (await exportPages(system.db, place)).written]).toEqual([undefined, 0])
  })

  test('where its services change, or a crisis turns out to be about others, what stood there goes away', async () => {
    const [theirs, ours] = [await linkOf('A2'), await linkOf('A1')]
    const shown = async (home: string) => {
      await system.web.refreshStatus()
      return [
        (await get(home)).body.includes('Mail is down'),
        (await get(`${home}incidents/${number}`)).statusCode,
        (await get(`${home}de/incidents/${number}`)).statusCode,
      ]
    }
    expect((await ann.put(`/api/crises/${crisis}/scope`, { scope: [{ serviceId: company.shop }] })).status).toBe(200)
    expect([await shown(theirs), await shown(ours)]).toEqual([
      [false, 404, 404],
      [true, 200, 200],
    ])
    await ann.put(`/api/crises/${crisis}/scope`, { scope: [{ serviceId: company.mail }] })
    expect([await shown(theirs), await shown(ours)]).toEqual([
      [true, 200, 200],
      [false, 404, 404],
    ])
    await ann.put(`${pages()}/${eastPage}`, { name: 'For the east', audience: east, services: [company.shop] })
    expect(await shown(theirs)).toEqual([false, 404, 404])
    await ann.put(`${pages()}/${eastPage}`, { name: 'For the east', audience: east, services: [company.mail] })
    expect(await shown(theirs)).toEqual([true, 200, 200])
  })

  test('a new day and an upgrade render it as well', async () => {
    const theirs = await linkOf('A2')
    const before = (await get(theirs)).headers.etag
    await sql`delete from artefacts where path = 'widget.js'`.execute(system.db)
    await sql`update artefacts set body = 'old', etag = '"old"' where path like 'for/%'`.execute(system.db)
    await renderOutdated(system.db, system.now(), system.config.statusUrl)
    await system.web.refreshStatus()
    expect((await get(theirs)).headers.etag).toBe(before)
    await renderNewDays(system.db, new Date('2030-03-02T09:00:00Z'), system.config.statusUrl)
    await system.web.refreshStatus()
    expect((await get(theirs)).body).toContain('Mail is down')
    expect((await get(theirs)).headers.etag).not.toBe(before)
  })

  test('a link ends where the account leaves the audience, the contact the account, or the page is gone; where we cannot look, nothing is shown', async () => {
    const [leaves, moves, stays] = [await linkOf('A2'), await linkOf('A4'), await linkOf('A6')]
    const open = async (home: string) => (await get(home)).statusCode
    expect([await open(leaves), await open(moves), await open(stays)]).toEqual([200, 200, 200])
    await sql`update accounts set region = 'west' where key = 'A2'`.execute(system.db)
    await sql`delete from contacts where email = 'a4@real.example'`.execute(system.db)
    for (const home of [leaves, moves]) {
      for (const path of ['', 'history.atom', 'api/v2/summary.json', `pictures/${picture}.png`, `files/${file}/steps`]) {
        const { statusCode, body } = await get(`${home}${path}`)
        expect([statusCode, body], path).toEqual([410, 'This link is no longer valid. Our newest message has a new one.'])
      }
    }
    expect((await get(await linkOf('A2'))).body).not.toContain('Mail is down')

    await sql`alter table reader_pages rename to not_there`.execute(system.db)
    for (const path of ['', `pictures/${picture}.png`]) {
      const { statusCode, body, headers } = await get(`${stays}${path}`)
      expect([statusCode, headers['cache-control'], body]).toEqual([
        ...[503, 'no-store', 'We cannot look up at the moment whether this link is still valid. Try again in a minute.'],
      ])
    }
    await sql`alter table not_there rename to reader_pages`.execute(system.db)
    expect(await open(stays)).toBe(200)

    await ann.put(`/api/audiences/${east}`, { name: 'East', filter: { regions: ['east'], tiers: ['enterprise'] } })
    expect(await open(stays)).toBe(410)
    await ann.put(`/api/audiences/${east}`, { name: 'East', filter: { regions: ['east'] } })
    expect(await open(stays)).toBe(200)
    await system.at('2030-05-31T09:00:00Z')
    expect(await open(stays)).toBe(410)
    const renewed = await linkOf('A6')
    expect(await open(renewed)).toBe(200)
    await ann.post(`${pages()}/${eastPage}/removal`, {})
    await system.web.refreshStatus()
    expect(await open(renewed)).toBe(410)
    expect(await open(await linkOf('A1'))).toBe(200)
    expect(westPage).not.toBe(eastPage)
  })

  test('who is one of an account that another took in reads by that one', async () => {
    const { rows } = await sql<{ id: number }>`select id from accounts where key in ('A3', 'A6') order by key`.execute(system.db)
    const [from, into] = rows.map(({ id }) => Number(id)) as [number, number]
    const before = await linkOf('A3')
    expect((await get(before)).statusCode).toBe(200)
    expect((await ann.post(`/api/accounts/${from}/merger`, { into })).status, 'merged').toBeLessThan(300)
    expect((await get(before)).statusCode).toBe(410)
    await sql`update accounts set region = 'west' where key = 'A6'`.execute(system.db)
    expect((await get(before)).statusCode).toBe(200)
  })
})
