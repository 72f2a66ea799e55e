// The status host over a real line: what is rendered is answered first, by itself, with the same guards as everything else.
import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('The status host', () => {
  let system: TestSystem
  let slug: string
  let port: number
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    const company = await smallCompany(system, 4)
    slug = company.slug
    const ann = await system.person('Ann', 'administrator')
    const { body } = await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })
    await assessImpact(system.deps, body.id, { cause: 'by-hand', by: ann.id })
    const draft = (await ann.post(`/api/crises/${body.id}/updates`, { ...update(), nextUpdateAt: null })).body
    await ann.post(`/api/updates/${draft.id}/submission`, {})
    await system.web.refreshStatus()
    await system.web.status.listen({ host: '127.0.0.1', port: 0 })
    port = (system.web.status.server.address() as { port: number }).port
  })
  afterAll(() => system.close())

  const ask = (path: string, { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {}) =>
    new Promise<{ status: number; headers: Record<string, string>; body: string; bytes: Buffer }>((tell, failed) => {
      const asking = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece) => pieces.push(piece))
        answer.on('end', () => {
          const bytes = Buffer.concat(pieces)
          tell({ status: answer.statusCode ?? 0, headers: answer.headers as Record<string, string>, body: bytes.toString(), bytes })
        })
      })
      asking.on('error', failed).end()
    })

  test('a page has the same body and the same guards by whichever way it is answered', async () => {
    const fast = await ask(`/${slug}/`)
    const slow = await system.web.status.inject(`/${slug}/`)
    expect(fast.status).toBe(200)
    expect(fast.body).toBe(slow.body)
    const own = ['date', 'connection', 'keep-alive', 'transfer-encoding', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']
    const kept = (headers: object) =>
      Object.fromEntries(
        Object.entries(headers)
          .filter(([name]) => !own.includes(name))
          .map(([name, value]) => [name, String(value)]),
      )
    expect(kept(fast.headers)).toEqual(kept(slow.headers))
    expect(fast.headers['content-security-policy']).toContain("default-src 'self'")
  })
  test('what a reader has already is not sent again', async () => {
    const { headers } = await ask(`/${slug}/history.atom`)
    const again = await ask(`/${slug}/history.atom`, { headers: { 'if-none-match': headers.etag as string } })
    expect([again.status, again.body, again.headers.etag]).toEqual([304, '', headers.etag])
    expect((await ask(`/${slug}/history.atom`, { headers: { 'if-none-match': '"older"' } })).status).toBe(200)
  })
  test('a reader who takes less gets less: the same page, packed, under a tag of its own', async () => {
    const whole = await ask(`/${slug}/`)
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync }
    for (const encoding of ['br', 'gzip'] as const) {
      const packed = await ask(`/${slug}/`, { headers: { 'accept-encoding': `deflate, ${encoding}` } })
      expect(packed.headers).toMatchObject({
        'content-encoding': encoding,
        vary: 'Accept-Encoding, Accept-Language',
        'content-type': 'text/html; charset=utf-8',
      })
      expect(unpack[encoding](packed.bytes).toString()).toBe(whole.body)
      expect(packed.bytes.length).toBeLessThan(whole.bytes.length / 2)
      expect(packed.headers.etag).not.toBe(whole.headers.etag)
      const again = await ask(`/${slug}/`, { headers: { 'accept-encoding': encoding, 'if-none-match': `W/${packed.headers.etag}` } })
      expect([again.status, again.headers.etag]).toEqual([304, packed.headers.etag])
      expect((await ask(`/${slug}/`, { headers: { 'accept-encoding': encoding, 'if-none-match': whole.headers.etag as string } })).status).toBe(200)
    }
    expect(whole.headers).toMatchObject({ vary: 'Accept-Encoding, Accept-Language' })
    expect(whole.headers).not.toHaveProperty('content-encoding')
  })
  test('who knows only when it last changed is told so too', async () => {
    const { headers } = await ask(`/${slug}/`)
    expect((await ask(`/${slug}/`, { headers: { 'if-modified-since': headers['last-modified'] as string } })).status).toBe(304)
    expect((await ask(`/${slug}/`, { headers: { 'if-modified-since': 'Tue, 01 Jan 2019 00:00:00 GMT' } })).status).toBe(200)
  })
  test('asked for the head only, it gives no body; a query changes nothing', async () => {
    const head = await ask(`/${slug}/`, { method: 'HEAD' })
    expect([head.status, head.body]).toEqual([200, ''])
    expect(Number(head.headers['content-length'])).toBeGreaterThan(1_000)
    expect((await ask(`/${slug}/?utm=x`)).status).toBe(200)
  })
  test('everything else takes the usual way', async () => {
    expect((await ask(`/${slug}`)).status).toBe(302)
    expect((await ask(`/${slug}/nothing`)).status).toBe(404)
    expect((await ask(`/${slug}/`, { method: 'POST' })).status).toBe(404)
    expect((await ask('/%00')).status).toBe(302)
    expect((await ask(`/${slug}/notifications`)).status).toBe(200)
    expect((await ask('/in-app/x?account=a&proof=b')).status).toBe(400)
  })
  test('what is not rendered any more is not served any more, and a brand that is called otherwise is served under its new name', async () => {
    await sql`insert into artefacts (brand_id, path, content_type, body, etag, changed_at, revision)
      select id, 'old', 'text/plain', 'old', '"old"', ${system.now()}, nextval('artefact_revisions') from brands where slug = ${slug}`.execute(system.db)
    await system.web.refreshStatus()
    expect((await ask(`/${slug}/old`)).body).toBe('old')
    await sql`delete from artefacts where path = 'old'`.execute(system.db)
    await system.web.refreshStatus()
    expect([(await ask(`/${slug}/old`)).status, (await ask(`/${slug}/`)).status]).toEqual([404, 200])
    await sql`update brands set slug = 'renamed' where slug = ${slug}`.execute(system.db)
    await system.web.refreshStatus()
    expect([(await ask('/renamed/')).status, (await ask(`/${slug}/`)).status]).toEqual([200, 404])
    await sql`update brands set slug = ${slug} where slug = 'renamed'`.execute(system.db)
    await system.web.refreshStatus()
  })
  test('nobody is counted: a thousand readers behind one address all read', async () => {
    const statuses = await Promise.all(Array.from({ length: 1_500 }, () => ask(`/${slug}/api/v2/status.json`).then(({ status }) => status)))
    expect(new Set(statuses)).toEqual(new Set([200]))
  })
})
