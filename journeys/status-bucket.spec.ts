// The status page in a bucket, over the real protocol: signed requests to a store that checks them.
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createExporter, exportPages, exportPlace } from '../server/src/communicate/status-page/export.ts'
import { bucketSettings } from '../server/src/platform/config/buckets.ts'
import { smallCompany } from './support/company.ts'
import { type FakeS3, fakeS3, wrongSignature } from './support/s3.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('The status page in a bucket', () => {
  let system: TestSystem
  let slug: string
  let store: FakeS3
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z', web: false })
    slug = (await smallCompany(system, 2)).slug
  })
  afterAll(() => system.close())
  beforeEach(async () => {
    store = await fakeS3()
  })
  afterEach(() => store.close())

  const place = (to = 's3://status/pages', environment: Record<string, string> = {}) =>
    exportPlace(to, bucketSettings({ ...store.environment, ...environment }))
  const write = (to?: string) => exportPages(system.db, place(to))
  const artefact = (path: string, body: string) =>
    sql`insert into artefacts (brand_id, path, content_type, body, etag, changed_at, revision)
      select id, ${path}, 'text/html; charset=utf-8', ${body}, ${`"${body}"`}, ${system.now()}, nextval('artefact_revisions') from brands where slug = ${slug}
      on conflict (brand_id, path) do update set body = excluded.body, etag = excluded.etag, revision = excluded.revision`.execute(system.db)
  const puts = () => store.asked.filter((asking) => asking.startsWith('PUT')).map((asking) => asking.slice(4))

  test('every file is there as what it is, believed for a moment, its links leading to files', async () => {
    const { written, removed } = await write()
    expect([written > 10, removed]).toEqual([true, 0])
    expect(store.objects.get(`pages/${slug}/index.html`)).toMatchObject({
      type: 'text/html; charset=utf-8',
      cacheControl: 'public, max-age=10, stale-while-revalidate=60',
      body: expect.stringContaining('href="history.html"'),
    })
    expect(store.objects.get(`pages/${slug}/history.atom`)?.type).toBe('application/atom+xml; charset=utf-8')
    expect(store.objects.get(`pages/${slug}/widget.js`)?.type).toBe('text/javascript; charset=utf-8')
    expect(JSON.parse(store.objects.get(`pages/${slug}/widget.json`)?.body ?? '')).toMatchObject({ page: 'index.html', notices: null })
    expect([...store.objects.keys()].every((key) => key.startsWith('pages/'))).toBe(true)
  })
  test('the pages are written last, and the first page last of all', async () => {
    await write()
    const order = puts()
    const pages = order.filter((key) => key.endsWith('.html'))
    expect(order.indexOf(pages[0] as string)).toBeGreaterThan(order.findLastIndex((key) => key.startsWith(`pages/${slug}/`) && !key.endsWith('.html')))
    expect(pages.at(-1)).toBe(`pages/${slug}/index.html`)
  })
  test('a bucket without a prefix is written to as well', async () => {
    await write('s3://status')
    expect(store.objects.has(`${slug}/index.html`)).toBe(true)
  })
  test('only what changed is written again; what is not rendered any more goes away', async () => {
    await artefact('incidents/C-1', 'one')
    await write()
    const before = puts().length
    expect(await write()).toMatchObject({ written: 0, removed: 0 })
    expect(puts().length).toBe(before)
    await artefact('incidents/C-1', 'other')
    expect(await write()).toMatchObject({ written: 1 })
    expect(store.objects.get(`pages/${slug}/incidents/C-1.html`)?.body).toBe('other')
    await sql`delete from artefacts where path = 'incidents/C-1'`.execute(system.db)
    expect(await write()).toMatchObject({ written: 0, removed: 1 })
    expect(store.objects.has(`pages/${slug}/incidents/C-1.html`)).toBe(false)
  })
  test('objects of others are neither written over nor removed, and refused by name', async () => {
    store.objects.set('pages/mine.txt', { body: 'mine' })
    await expect(write()).rejects.toThrow('s3://status/pages holds objects that are not ours (pages/mine.txt)')
    expect(puts()).toEqual([])
    store.objects.delete('pages/mine.txt')
    store.objects.set('elsewhere.txt', { body: 'elsewhere' })
    await write()
    // Somebody puts something in later, also where a page of ours comes to be.
    store.objects.set('pages/mine.txt', { body: 'mine' })
    store.objects.set(`pages/${slug}/incidents/C-2.html`, { body: 'theirs' })
    await artefact('incidents/C-2', 'ours')
    await expect(write()).rejects.toThrow(`pages/${slug}/incidents/C-2.html`.slice('pages/'.length))
    await sql`delete from artefacts where path = 'incidents/C-2'`.execute(system.db)
    await write()
    expect(['pages/mine.txt', `pages/${slug}/incidents/C-2.html`, 'elsewhere.txt'].map((key) => store.objects.get(key)?.body)).toEqual([
      'mine',
      'theirs',
      'elsewhere',
    ])
  })
  test('a list that is not ours is not believed', async () => {
    for (const body of ['{}', '[]', 'not JSON', '{"files":null}', '{"files":{"a":1}}']) {
      store.objects.set('pages/.leeward-status.json', { body })
      await expect(write(), body).rejects.toThrow('not ours')
    }
  })
  test('cut off in the middle, nothing is forgotten: the next time writes the rest and removes what went away', async () => {
    await artefact('incidents/C-3', 'three')
    store.failOnce((asking) => asking.endsWith('index.html') && asking.startsWith('PUT'))
    await expect(write()).rejects.toThrow(/refused PUT pages\/.*index\.html: 400 InternalError/)
    expect(store.objects.has(`pages/${slug}/incidents/C-3.html`)).toBe(true)
    await sql`delete from artefacts where path = 'incidents/C-3'`.execute(system.db)
    expect((await write()).removed).toBe(1)
    expect(store.objects.has(`pages/${slug}/index.html`)).toBe(true)
    expect(store.objects.has(`pages/${slug}/incidents/C-3.html`)).toBe(false)
  })
  test('a store that stumbles once is asked again', async () => {
    store.failOnce((asking) => asking.startsWith('PUT') && asking.endsWith('widget.js'), 503)
    await write()
    expect(store.objects.has(`pages/${slug}/widget.js`)).toBe(true)
  })
  test('by itself when something is rendered', async () => {
    const exporter = createExporter(system.db, place())
    await exporter()
    expect(await exporter()).toBeUndefined()
    await artefact('incidents/C-4', 'four')
    expect((await exporter())?.written).toBe(1)
    await sql`delete from artefacts where path = 'incidents/C-4'`.execute(system.db)
    expect((await exporter())?.removed).toBe(1)
  })
  test.each([
    ['a wrong secret', { AWS_SECRET_ACCESS_KEY: 'other' }, '403 SignatureDoesNotMatch No.'],
    ['an unknown key', { AWS_ACCESS_KEY_ID: 'AKIAOTHER' }, '403 InvalidAccessKeyId'],
    ['another region', { AWS_REGION: 'mars-1' }, '403 AuthorizationHeaderMalformed'],
    ['nobody there', { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1/status did not answer'],
  ])('with %s it says so', async (_, environment, sentence) => {
    await expect(exportPages(system.db, place('s3://status/pages', environment))).rejects.toThrow(sentence)
  })
  test('the store that checks us knows the example that the protocol is described with', () => {
    const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    const asked = (range: string) => ({
      method: 'GET',
      url: '/test.txt',
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        range,
        'x-amz-content-sha256': nothing,
        'x-amz-date': '20130524T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      },
    })
    const known = { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', region: 'us-east-1' }
    expect([wrongSignature(asked('bytes=0-9'), '', known), wrongSignature(asked('bytes=0-8'), '', known)]).toEqual([undefined, 'SignatureDoesNotMatch'])
  })
  test('a bucket that is not there is named', async () => await expect(write('s3://nowhere/pages')).rejects.toThrow('404 NoSuchBucket'))
  test('an address that is none is refused before anything is asked', () => {
    expect(() => place('s3://')).toThrow('s3:// must be a bucket such as s3://my-bucket/status')
    expect(() => exportPlace('s3://status', bucketSettings({}))).toThrow('AWS_ACCESS_KEY_ID')
  })
})
