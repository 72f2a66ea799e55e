// Signals: from whatever sends them, once each, durably, into the minute that they belong to.
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { decodeSketch, quantile } from '../server/src/detect/series/sketch.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Source = { id: string; key: string; url: string }
const day = '2030-01-01'

describe('Signals', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  const closed: string[] = []
  const folder = () =>
    createFolder(system.deps, (minute) => {
      closed.push(new Date(minute).toISOString().slice(11, 16))
    })
  beforeAll(async () => {
    system = await testSystem()
    company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
  })
  afterAll(() => system.close())

  let made = 0
  const source = async (kind: string, more: object = {}): Promise<Source> => {
    made += 1
    const { status, body } = await ann.post('/api/signal-sources', { name: `${kind} ${made}`, kind, brand: company.slug, ...more })
    expect(status, JSON.stringify(body)).toBe(201)
    return body
  }
  const send = async (key: string, body: unknown, headers: Record<string, string> = {}, url = '/api/signals') => {
    const { statusCode, payload } = await system.web.console.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    })
    return { status: statusCode, body: JSON.parse(payload || '{}') }
  }
  const minutes = async (name: string) =>
    (
      await sql<{ at: Date; count: number; sum: number; min: number; max: number; sketch: Buffer | null }>`
        select b.at, b.count, b.sum, b.min, b.max, b.sketch from buckets b join series s on s.id = b.series_id where s.name = ${name} order by b.at`.execute(
        system.db,
      )
    ).rows.map(({ at, ...row }) => ({ at: at.toISOString().slice(11, 16), ...row }))
  const words = async (name: string) => (await ann.get('/api/signals?limit=200')).body.filter((each: { name: string }) => each.name === name)

  describe('are refused', () => {
    test('without the key of a source, and when the source is taken away', async () => {
      for (const key of ['', 'x', '0'.repeat(32), "' or 1=1"]) expect((await send(key, { name: 'a' })).status).toBe(403)
      const { id, key } = await source('signals')
      expect((await send(key, { name: 'a' })).status).toBe(202)
      expect((await ann.post(`/api/signal-sources/${id}/removal`)).status).toBe(200)
      await system.at('09:00:10'.slice(0, 5).replace('00', '01'))
      expect((await send(key, { name: 'a' })).status).toBe(403)
      expect((await ann.post(`/api/signal-sources/${id}/removal`)).status).toBe(404)
    })
    test.each([
      ['nothing', '', 400],
      ['no JSON', '{', 400],
      ['a number', '5', 422],
      ['no name', {}, 422],
      ['a long name', { name: 'x'.repeat(201) }, 422],
      ['no number', { name: 'a', value: 'much' }, 422],
      ['a time that is none', { name: 'a', at: 'yesterday' }, 422],
      ['a time long ago', { name: 'a', value: 1, at: '2029-12-01T00:00:00Z' }, 422],
      ['half a character', { name: 'a', title: '\ud800' }, 422],
      ['a link that runs', { name: 'a', link: 'javascript:alert(1)' }, 422],
      ['a prototype', '{"name":"a","__proto__":{"x":1}}', 400],
      ['too many labels', { name: 'a', labels: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`l${i}`, 'x'])) }, 422],
    ])('where they are %s', async (_, body, status) => {
      const { key } = await source('signals')
      const answer = await send(key, body)
      expect(answer.status).toBe(status)
      expect(answer.body.detail).toMatch(/\w/)
    })
    test('when they are too large, or of a type that nobody here reads', async () => {
      const { key } = await source('signals')
      expect((await send(key, `[${'1,'.repeat(5_000_000)}1]`)).status).toBe(413)
      expect((await send(key, 'a=1', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
    })
    test('one by one: the others of a request are taken', async () => {
      const { key } = await source('signals')
      const { status, body } = await send(key, [{ name: 'fine', value: 1 }, { value: 1 }, { name: 'fine', value: 2 }])
      expect({ status, ...body }).toMatchObject({ status: 202, taken: 2, refused: 1, wrong: [{ index: 1, sentence: expect.stringContaining('name') }] })
    })
    test('sources are checked as well', async () => {
      for (const more of [{ brand: 'nobody' }, { service: 'nothing' }, { kind: 'pigeon' }, { keptAMinute: 0 }])
        expect((await ann.post('/api/signal-sources', { name: 'x', kind: 'signals', brand: company.slug, ...more })).status).toBeGreaterThanOrEqual(400)
    })
  })

  describe('are counted', () => {
    test('in the minute that they belong to, whatever order they come in, once it is over', async () => {
      const { key } = await source('signals')
      await system.at('10:00')
      await folder().look()
      const points = [
        ['10:01:59', 30],
        ['10:00:00', 10],
        ['10:01:00', 20],
        ['10:00:59', 12],
      ].map(([at, value]) => ({ name: 'latency', value, at: `${day}T${at}Z` }))
      await system.at('10:02')
      expect((await send(key, points)).body).toMatchObject({ taken: 4, refused: 0 })
      await folder().look()
      await system.at(`${day}T10:02:05Z`)
      await folder().look()
      const { sketch, ...first } = (await minutes('latency'))[0] as { sketch: Buffer } & object
      expect(first).toEqual({ at: '10:00', count: 2, sum: 22, min: 10, max: 12 })
      expect(quantile(decodeSketch(sketch), 1)).toBeCloseTo(12, 0)
      expect((await minutes('latency')).map(({ at, sum }) => [at, sum])).toEqual([
        ['10:00', 22],
        ['10:01', 50],
      ])
      expect(closed.slice(-2)).toEqual(['10:00', '10:01'])
    })
    test('late ones land in their own minute, and add up', async () => {
      const { key } = await source('signals')
      await system.at('10:10')
      await send(key, { name: 'late', value: 5, at: `${day}T10:03:00Z` })
      await folder().look()
      await system.at('10:12')
      await send(key, [{ name: 'late', value: 7, at: `${day}T10:03:10Z` }])
      await folder().look()
      expect((await minutes('late')).map(({ at, count, sum, min, max }) => ({ at, count, sum, min, max }))).toEqual([
        { at: '10:03', count: 2, sum: 12, min: 5, max: 7 },
      ])
    })
    test('those of a clock that is ahead count for now', async () => {
      const { key } = await source('signals')
      await system.at('10:20')
      await send(key, { name: 'ahead', value: 1, at: '2031-05-05T05:05:05Z' })
      await system.at('10:22')
      await folder().look()
      expect((await minutes('ahead')).map(({ at }) => at)).toEqual(['10:20'])
    })
    test('once by their id, in one request and in the next, that day and the day after', async () => {
      const { key } = await source('signals')
      const twice = { id: 'e1', name: 'by-id', value: 1 }
      expect((await send(key, [twice, twice])).body).toMatchObject({ taken: 1, twice: 1 })
      expect((await send(key, twice)).body).toMatchObject({ taken: 0, twice: 1 })
      await system.at('2030-01-02T08:00:00Z')
      expect((await send(key, twice)).body).toMatchObject({ taken: 0, twice: 1 })
      // Another source has ids of its own.
      expect((await send((await source('signals')).key, twice)).body).toMatchObject({ taken: 1 })
      await folder().look()
      await system.at('2030-01-02T08:02:00Z')
      await folder().look()
      expect((await minutes('by-id')).reduce((sum, { count }) => sum + count, 0)).toBe(2)
    })
    test('exactly once, also where whoever folds dies before or after it has written, or two do it at once', async () => {
      const { key } = await source('signals')
      await system.at('2030-01-02T09:00:00Z')
      const all = Array.from({ length: 500 }, (_, i) => ({ name: 'exact', value: 1, at: `2030-01-02T08:5${i % 10}:00Z` }))
      for (let i = 0; i < 5; i += 1) await send(key, all.slice(i * 100, i * 100 + 100))
      const [one, other] = [folder(), folder()]
      await one.look()
      await system.at('2030-01-02T09:05:00Z')
      await Promise.all([one.look(), other.look(), folder().look()])
      await other.look()
      await system.at('2030-01-02T09:10:00Z')
      await Promise.all([one.look(), other.look()])
      expect((await minutes('exact')).reduce((sum, { count }) => sum + count, 0)).toBe(500)
    })
    test('also where nobody folded for a week: what was acknowledged is not thrown away before', async () => {
      const { key } = await source('signals')
      await folder().look()
      await system.at('2030-01-02T09:20:00Z')
      await send(key, { name: 'waiting', value: 1 })
      await system.at('2030-01-09T09:00:00Z')
      await send(key, { name: 'waiting', value: 1 })
      await folder().look()
      await system.at('2030-01-09T09:02:00Z')
      await folder().look()
      expect((await minutes('waiting')).reduce((sum, { count }) => sum + count, 0)).toBe(2)
      await system.at('2030-01-12T09:00:00Z')
      await send(key, { name: 'waiting', value: 1 })
      const { rows } = await sql<{
        day: string
      }>`select right(relname, 8) as day from pg_class where relname like 'signal_log_2%' and relkind = 'r' order by 1`.execute(system.db)
      expect(rows[0]?.day).toBe('20300110')
    })
    test('as lines that come in pieces, however long the stream', async () => {
      const { key } = await source('signals')
      const lines = Array.from({ length: 12_000 }, (_, i) => JSON.stringify({ name: `lines.${i % 7}`, value: i }))
      const body = [...lines.slice(0, 3), 'no json', '', 'x'.repeat(70_000), ...lines.slice(3)].join('\r\n')
      const answer = await send(key, body, { 'content-type': 'application/x-ndjson' })
      expect(answer.body).toMatchObject({ taken: 12_000, refused: 2, wrong: [{ index: 3, sentence: 'This line is not JSON.' }, { index: 4 }] })
    })
    test('in words without what belongs to a person: not in labels, and of an address only its host, or whose it is', async () => {
      const { key } = await source('signals')
      const { rows } = await sql<{
        key: string
        email: string
      }>`select a.key, min(c.email) as email from accounts a join contacts c on c.account_id = a.id where not a.practice group by a.key limit 1`.execute(
        system.db,
      )
      const [known] = rows as [(typeof rows)[number]]
      for (const account of ['Eve@elsewhere.example', known.email.toUpperCase(), known.key])
        await send(key, { name: 'personal', title: 'It broke', account, labels: { note: 'call eve@elsewhere.example' } })
      const kept = (await words('personal')) as { account: string; labels: object }[]
      expect(kept.map(({ account }) => account).toSorted()).toEqual([known.key, known.key, '…@elsewhere.example'])
      expect(kept[0]?.labels).toEqual({ note: 'call [e-mail]' })
    })
    test('a flood is counted whole, and kept in part: what is rare is kept', async () => {
      const { id, key } = await source('signals', { keptAMinute: 10 })
      const flood = Array.from({ length: 100 }, () => ({ name: 'flood', title: 'Again' }))
      expect((await send(key, [...flood, { name: 'rare', title: 'Smoke in the cellar' }])).body).toMatchObject({ taken: 101, thinned: 95 })
      expect(await words('flood')).toHaveLength(5)
      expect(await words('rare')).toHaveLength(1)
      const { body } = await ann.get('/api/signal-sources')
      expect(body.find((each: Source) => each.id === id).lastHour).toEqual({ taken: 101, twice: 0, refused: 0, thinned: 95 })
    })
  })

  describe('come from', () => {
    test('CloudEvents: structured, a batch, and binary; and whoever asks first is welcome', async () => {
      const { key } = await source('cloudevents')
      const event = (id: string, more: object = {}) => ({ specversion: '1.0', id, source: '/shop', type: 'com.shop.failed', data: { value: 3 }, ...more })
      expect((await send(key, event('1'), { 'content-type': 'application/cloudevents+json' })).body).toMatchObject({ taken: 1 })
      expect((await send(key, [event('1'), event('2')], { 'content-type': 'application/cloudevents-batch+json' })).body).toMatchObject({ taken: 1, twice: 1 })
      const binary = { 'ce-specversion': '1.0', 'ce-id': '3', 'ce-source': '/shop', 'ce-type': 'com.shop.failed', 'ce-subject': 'caf%C3%A9' }
      expect((await send(key, { value: 4 }, binary)).body).toMatchObject({ taken: 1 })
      expect((await send(key, '', { ...binary, 'ce-id': '4' })).body).toMatchObject({ taken: 1 })
      expect((await send(key, event('5', { source: undefined }), { 'content-type': 'application/cloudevents+json' })).status).toBe(422)
      // What it is about is no part of a number’s name, and null is none.
      const about = { 'content-type': 'application/cloudevents-batch+json' }
      const orders = ['1', '2', null].map((subject, n) => event(`o${n}`, { subject, type: 'com.shop.orders' }))
      expect((await send(key, orders, about)).body).toMatchObject({ taken: 3, refused: 0 })
      const { rows } = await sql<{ labels: object }>`select labels from series where name = 'com.shop.orders'`.execute(system.db)
      expect(rows).toEqual([{ labels: {} }])
      await send(key, event('o9', { subject: 'order 9', data: { title: 'It failed' } }), { 'content-type': 'application/cloudevents+json' })
      expect(await words('com.shop.failed')).toMatchObject([{ labels: { subject: 'order 9' } }])
      const asked = await system.web.console.inject({ method: 'OPTIONS', url: '/api/signals', headers: { 'webhook-request-origin': 'events.example' } })
      expect(asked.headers).toMatchObject({ 'webhook-allowed-origin': 'events.example' })
    })
    test('Grafana with its signature, and not without', async () => {
      const { key } = await source('grafana', { secret: 's3cret-s3cret' })
      const body = JSON.stringify({
        alerts: [
          { status: 'firing', labels: { alertname: 'Disk' }, annotations: { summary: 'Disk full' }, startsAt: '2030-01-02T09:00:00Z', fingerprint: 'g1' },
        ],
      })
      const signature = createHmac('sha256', 's3cret-s3cret').update(body).digest('hex')
      expect((await send('', body, { 'x-grafana-alerting-signature': signature }, `/api/signals/hooks/${key}`)).body).toMatchObject({ taken: 1 })
      for (const wrong of ['', 'zz', '0'.repeat(64)])
        expect((await send('', body, { 'x-grafana-alerting-signature': wrong }, `/api/signals/hooks/${key}`)).status).toBe(403)
      expect(await words('Disk')).toMatchObject([{ state: 'firing', title: 'Disk full' }])
    })
    test('Sentry, Stripe and Shopify, each signed in its own way', async () => {
      const hook = async (kind: string, headers: (body: string) => Record<string, string>, given: object) => {
        const { key } = await source(kind, { secret: 'whsec_secret' })
        const body = JSON.stringify(given)
        expect((await send('', body, {}, `/api/signals/hooks/${key}`)).status, `${kind} without`).toBe(403)
        expect((await send('', body, headers(`${body} `), `/api/signals/hooks/${key}`)).status, `${kind} changed`).toBe(403)
        return send('', body, headers(body), `/api/signals/hooks/${key}`)
      }
      const mac = (over: string) => createHmac('sha256', 'whsec_secret').update(over)
      const seconds = Math.floor(system.now().getTime() / 1_000)
      const sentry = {
        action: 'triggered',
        data: { triggered_rule: 'Checkout breaks', event: { event_id: 'e9', title: 'TypeError', level: 'error', web_url: 'https://s.example/1' } },
      }
      expect(
        (await hook('sentry', (body) => ({ 'sentry-hook-resource': 'event_alert', 'sentry-hook-signature': mac(body).digest('hex') }), sentry)).body,
      ).toMatchObject({ taken: 1 })
      const stripe = {
        id: 'evt_1',
        type: 'charge.dispute.created',
        created: seconds,
        data: { object: { amount: 1200, currency: 'eur', reason: 'product_not_received' } },
      }
      expect(
        (await hook('stripe', (body) => ({ 'stripe-signature': `t=${seconds},v1=${mac(`${seconds}.${body}`).digest('hex')}` }), stripe)).body,
      ).toMatchObject({ taken: 1 })
      expect(await words('stripe.charge.dispute.created')).toMatchObject([
        { kind: 'payment', title: 'Disputed payment, 1200 EUR (minor units), product_not_received' },
      ])
      const shopify = { id: 5, customer: { id: 77, email: 'who@example.com' }, total_price: '12.50', currency: 'EUR' }
      const topic = { 'x-shopify-topic': 'orders/cancelled', 'x-shopify-webhook-id': 'w1' }
      expect((await hook('shopify', (body) => ({ ...topic, 'x-shopify-hmac-sha256': mac(body).digest('base64') }), shopify)).body).toMatchObject({ taken: 1 })
      const [order] = await words('shopify.orders.cancelled')
      expect(order).toMatchObject({ account: '77', title: 'Order cancelled, 12.50 EUR' })
      expect(JSON.stringify(order)).not.toContain('who@example.com')
    })
    test('what is nested without end is refused, in every sender’s form', async () => {
      const deep = '['.repeat(100_000) + ']'.repeat(100_000)
      for (const kind of ['alertmanager', 'grafana', 'sentry', 'conversations', 'chatwoot']) {
        const { key } = await source(kind)
        const answer = await send('', `{"alerts":[{"labels":${deep}}],"event":${deep},"conversation":"1","from":${deep}}`, {}, `/api/signals/hooks/${key}`)
        expect(answer, kind).toMatchObject({ status: 422, body: { detail: expect.stringContaining('nested more than 100 deep') } })
      }
      const { key } = await source('pagerduty')
      expect((await send('', `{"routing_key":"${key}","event_action":${deep}}`, {}, '/v2/enqueue')).status).toBe(422)
    })
    test('whatever pages PagerDuty', async () => {
      const { key } = await source('pagerduty')
      const event = {
        routing_key: key,
        event_action: 'trigger',
        payload: { summary: 'Database down', source: 'db1', severity: 'critical', component: 'postgres' },
      }
      const answer = await send('', event, {}, '/v2/enqueue')
      expect(answer).toMatchObject({ status: 202, body: { status: 'success', message: 'Event processed', dedup_key: expect.stringMatching(/^[0-9a-f]{32}$/) } })
      const resolve = { routing_key: key, event_action: 'resolve', dedup_key: answer.body.dedup_key }
      expect((await send('', resolve, {}, '/v2/enqueue')).status).toBe(202)
      for (const wrong of [
        { ...resolve, dedup_key: undefined },
        { ...event, payload: {} },
        { ...event, routing_key: 'x' },
        { ...event, event_action: 'shout' },
        [],
        null,
      ])
        expect(await send('', wrong, {}, '/v2/enqueue')).toMatchObject({
          status: 400,
          body: { status: 'invalid event', errors: expect.arrayContaining([expect.any(String)]) },
        })
      expect((await send('', { routing_key: key }, {}, '/v2/change/enqueue')).status).toBe(202)
      for (const url of ['/v2/enqueue', '/v2/change/enqueue']) expect((await system.web.console.inject({ method: 'POST', url })).statusCode).toBe(400)
      const { key: signed } = await source('stripe', { secret: 'whsec_secret' })
      for (const path of ['/v2/enqueue', '/v2/change/enqueue'])
        expect((await send('', { ...event, routing_key: signed }, {}, path)).status, 'no second door').toBe(400)
      expect(await words('postgres')).toMatchObject([{ state: 'firing', severity: 'critical', title: 'Database down' }])
    })
  })
})
