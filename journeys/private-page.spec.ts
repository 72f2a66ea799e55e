// A status page for those alone who have a link: its pictures and files are below the link and nowhere else, and no message names its closed address.
import { createHmac } from 'node:crypto'
import { startFakeMastodon } from '@leeward/mastodon/fake'
import { startFakePushService } from '@leeward/push/fake'
import { startFakeCarrier } from '@leeward/sms/fake-carrier'
import { startFakeSlack } from '@leeward/slack/fake'
import { newSecret } from '@leeward/webhook'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { vapidOf } from '../server/src/communicate/push/vapid.ts'
import { seal } from '../server/src/platform/secrets/seal.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { keys } from './support/many-channels.ts'
import { receiver } from './support/receiver.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const closedAddress = 'status.test/acme-real'
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64')

describe('A page that is not for everybody', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let others: { carrier: Awaited<ReturnType<typeof startFakeCarrier>>; hook: Awaited<ReturnType<typeof receiver>> } & Record<
    'slack' | 'push' | 'mastodon',
    { received?: unknown[]; close: () => Promise<void> }
  >
  let [slack, mastodon, push] = [{} as Awaited<ReturnType<typeof startFakeSlack>>, {} as Awaited<ReturnType<typeof startFakeMastodon>>, {} as Push]
  let [crisis, picture, file] = ['', '', '']
  type Push = Awaited<ReturnType<typeof startFakePushService>>
  beforeAll(async () => {
    const carrier = await startFakeCarrier(keys)
    ;[slack, mastodon, push] = await Promise.all([startFakeSlack(), startFakeMastodon(), startFakePushService()])
    others = { carrier, hook: await receiver(), slack, push, mastodon }
    system = await testSystem({
      at: '2030-03-01T09:00:00Z',
      slackApi: slack.api,
      env: {
        LEEWARD_PUSH_HOSTS: '127.0.0.1',
        LEEWARD_TEXT_URL: `twilio://${keys.twilio.accountSid}:${keys.twilio.authToken}@${new URL(carrier.url).host}?from=%2B15550100&plain=1&rate=100`,
      },
    })
    company = await smallCompany(system, 2)
    ann = await system.person('Ann', 'administrator')
    await brand({ private: true })
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })).body.id
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
    ;[picture, file] = [await attach('map.png', png), await attach('steps', Buffer.from('1. Wait.'))]
  })
  afterAll(async () => {
    await Promise.all(Object.values(others).map((each) => each.close()))
    await system.close()
  })

  const brand = (more: object) => ann.put(`/api/brands/${company.slug}`, { name: 'Acme', sender: 'updates@acme.example', ...more })
  const attach = async (name: string, bytes: Buffer) =>
    (await ann.post(`/api/crises/${crisis}/attachments?name=${name}`, bytes as never, { 'content-type': 'application/octet-stream' })).body.id as string
  const get = (path: string) => system.web.status.inject(path)
  const publish = async (more: object = {}) => {
    const body = { ...update(), nextUpdateAt: null, files: [picture, file], pictures: { [picture]: 'Map of the east' }, ...more }
    const { body: draft } = await ann.post(`/api/crises/${crisis}/updates`, body)
    const submitted = await ann.post(`/api/updates/${draft.id}/submission`, {})
    expect(submitted.status, JSON.stringify(submitted.body)).toBe(200)
    if (submitted.body.status !== 'published') await (await approver()).post(`/api/updates/${draft.id}/approvals`, {})
    await system.deliver()
    await system.web.refreshStatus()
    return draft.id as string
  }
  const approver = async () => {
    bo ??= await system.person('Bo', 'communicator')
    return bo
  }
  let bo: Awaited<ReturnType<TestSystem['person']>> | undefined
  const link = async () => `${new URL((await ann.post(`/api/brands/${company.slug}/private-link`, {})).body.url).pathname}/`
  const endpoint = async (body: object, address: object) => {
    const made = await ann.post('/api/endpoints', { brand: company.slug, name: 'Place', ...body })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    await sql`update endpoints set sealed = ${seal(system.deps.key, JSON.stringify(address))} where id = ${made.body.id}`.execute(system.db)
    return made.body.id as string
  }

  test('pictures and files that nobody has a link to, or by a link that is none, are not there', async () => {
    await publish()
    for (const path of [`${company.slug}/pictures/${picture}.png`, `${company.slug}/files/${file}/steps`]) {
      expect((await get(`/${path}`)).statusCode, path).toBe(404)
      expect((await get(`/${path.replace(company.slug, 'private/x.y')}`)).statusCode, path).toBe(410)
      expect((await get(`/${path.replace(company.slug, 'private')}`)).statusCode, path).toBeGreaterThanOrEqual(400)
    }
    const home = await link()
    for (const path of ['pictures/nonsense', `pictures/${picture}.gif`, 'files/nonsense/x', `files/${company.mail}/x`])
      expect([400, 404], path).toContain((await get(`${home}${path}`)).statusCode)
    const other = await ann.put('/api/brands/second', { name: 'Second', sender: 'a@b.example', private: true })
    expect(other.status).toBe(200)
    const foreign = new URL((await ann.post('/api/brands/second/private-link', {})).body.url).pathname
    expect((await get(`${foreign}/pictures/${picture}.png`)).statusCode).toBe(404)
    expect((await get(`${foreign}/files/${file}/steps`)).statusCode).toBe(404)
  })

  test('below the link the page leads to them, and every address in page, feeds, calendar and JSON is below it', async () => {
    const home = await link()
    const number = (await ann.get(`/api/crises/${crisis}`)).body.number
    for (const path of ['', 'de/', 'history', `incidents/${number}`, 'history.atom', 'history.rss', 'maintenance.ics', 'api/v2/summary.json', 'widget.json']) {
      const { statusCode, body } = await get(`${home}${path}`)
      expect([statusCode, body.includes(closedAddress)], path).toEqual([200, false])
    }
    expect((await get(`${home}api/v2/summary.json`)).json().incidents[0].shortlink).toBe(`http://status.test${home}incidents/${number}`)
    for (const from of ['', 'de/', `incidents/${number}`]) {
      const page = (await get(`${home}${from}`)).body
      const at = (href: string) => new URL(href, `http://x${home}${from}`).pathname
      const shown = await get(at(/<img src="([^"]*pictures[^"]*)"/.exec(page)?.[1] as string))
      expect([shown.statusCode, shown.headers['content-type'], shown.headers['cache-control']]).toEqual([200, 'image/png', 'private, max-age=3600, immutable'])
      const got = await get(at(/href="([^"]*files[^"]*)"/.exec(page)?.[1] as string))
      expect([got.statusCode, got.body, got.headers['x-robots-tag']]).toEqual([200, '1. Wait.', 'noindex'])
      expect(page).not.toMatch(/href="[^"]*(subscribe|notifications)/)
    }
  })

  test('whether an update helped is asked and answered below the link', async () => {
    const home = await link()
    const action = /action="([^"]*)"/.exec((await get(home)).body)?.[1] as string
    const send = (url: string) =>
      system.web.status.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'helpful=yes' })
    expect((await send(`${home}${action}`)).body).toContain('Thank you')
    expect((await send(`/private/x.y/${action}`)).statusCode).toBe(410)
    expect((await sql`select from update_ratings`.execute(system.db)).rows).toHaveLength(1)
  })

  test('whoever we know gets a signed link on every channel; where nobody knows who reads, its address is not named', async () => {
    await sql`update contacts set phone = '+49151' || (1000000 + id)`.execute(system.db)
    await ann.put(`/api/brands/${company.slug}/channels`, { textSeverity: 4, nextChannelMinutes: 30, inApp: true })
    const webhook = { url: `${others.hook.url}/theirs`, secret: newSecret() }
    await endpoint({ channel: 'slack', url: 'https://hooks.example/services/ours' }, { url: slack.webhookUrl })
    await endpoint({ channel: 'slack', accountKey: 'A1', token: 'xoxb-fake-token-1', room: slack.channel }, { token: slack.token, room: slack.channel })
    await endpoint({ channel: 'webhook', accountKey: 'A1', url: 'https://hooks.example/theirs' }, webhook)
    const copy = await endpoint({ channel: 'webhook', url: 'https://hooks.example/copy' }, { ...webhook, url: `${others.hook.url}/copy` })
    await sql`update endpoints set format = 'statuspage' where id = ${copy}`.execute(system.db)
    await endpoint({ channel: 'webhook', url: 'https://hooks.example/ours' }, { ...webhook, url: `${others.hook.url}/ours` })
    await ann.post('/api/endpoints', {
      ...{ channel: 'mastodon', brand: company.slug, name: 'Mastodon', service: mastodon.url, handle: mastodon.handle, token: mastodon.token },
    })
    const browser = push.subscribe(vapidOf(system.deps.key, system.config.statusUrl).publicKey)
    await sql`insert into endpoints (id, channel, brand_id, name, shown, sealed, fingerprint, made_at)
      values (gen_random_uuid(), 'push', ${company.brandId}, 'Browser', 'x', ${seal(system.deps.key, JSON.stringify(browser))}, 'x', ${system.now()})`.execute(
      system.db,
    )
    others.carrier.sent.length = 0
    await publish({ parts: { title: 'Mail is slow', happened: 'It limps.', must: 'Wait.' }, translations: {} })

    const texts = others.carrier.sent.map(({ text }) => text)
    expect(texts).toHaveLength(2)
    for (const text of texts) {
      expect(text).toContain('Mail is slow')
      const path = new URL(/http:\/\/status\.test\/private\/\S+/.exec(text)?.[0] as string).pathname
      expect((await get(path)).body).toContain('Mail is slow')
    }
    const posts = slack.received.map(({ by, payload }) => [by, JSON.stringify(payload)] as const)
    expect(posts.map(([by, said]) => [by, said.includes('/private/'), said.includes('Mail is slow')]).toSorted()).toEqual([
      ['token', true, true],
      ['webhook', false, true],
    ])
    const heard = Object.fromEntries(others.hook.received.map(({ path, body }) => [path, body]))
    expect(heard['/theirs']?.data.statusPage).toMatch(/^http:\/\/status\.test\/private\//)
    expect(heard['/ours']?.data.statusPage).toBe(null)
    expect(heard['/copy']).toMatchObject({ meta: { documentation: null }, incident: { shortlink: null, incident_updates: [{ status: 'investigating' }, {}] } })
    expect(mastodon.statuses).toHaveLength(1)
    expect(mastodon.statuses[0]?.text).not.toContain('status.test')
    expect(push.received).toHaveLength(1)

    const { secret } = (await ann.post(`/api/brands/${company.slug}/in-app-secret`)).body
    await system.at('2030-03-01T09:01:00Z')
    const proof = createHmac('sha256', secret).update('A1').digest('hex')
    const [notice] = (await get(`/in-app/${company.slug}?account=A1&proof=${proof}`)).json().notices
    expect((await get(new URL(notice.url).pathname)).body).toContain('Mail is slow')

    const everything = JSON.stringify([system.live.sent, texts, posts, heard, mastodon.statuses, push.received, notice])
    expect(everything).not.toContain(closedAddress)
  })

  test('an account’s own page leads to the link as well', async () => {
    const { body } = await ann.post('/api/accounts/A1/my-page', { brand: company.slug })
    const page = (await get(new URL(body.url).pathname)).body
    expect(page).not.toContain(closedAddress)
    const [, href] = /href="([^"]*incidents[^"]*)"/.exec(page) as unknown as [string, string]
    expect((await get(new URL(href).pathname)).statusCode).toBe(200)
  })

  test('the composer previews no closed address, and no link that opens anything; words to begin with name none either', async () => {
    const { body } = await ann.post(`/api/crises/${crisis}/updates/preview`, { ...update(), nextUpdateAt: null })
    expect(JSON.stringify(body)).not.toContain(closedAddress)
    expect((await get(new URL(/http:\S+/.exec(body.text.text)?.[0] as string).pathname)).statusCode).toBe(410)
    const suggested = await ann.get(`/api/crises/${crisis}/update-suggestion?audience=partners&phase=investigating`)
    expect(JSON.stringify(suggested.body)).toContain('the page behind the link in our messages')
  })

  test('open again, it is all where everybody finds it', async () => {
    await brand({ private: false })
    await system.web.refreshStatus()
    expect((await get(`/${company.slug}/pictures/${picture}.png`)).statusCode).toBe(200)
    expect((await get(`/${company.slug}/files/${file}/steps`)).statusCode).toBe(200)
    expect((await get(`/${company.slug}/`)).body).toContain('href="subscribe"')
  })
})
