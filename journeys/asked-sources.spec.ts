// Feeds and searches that we ask, on real lines: each entry and post once, over pages, limits, refusals, garbage and kills; and how it goes stands in the settings.
import { status, throttle } from '@leeward/channel/fake-service'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createAskers } from '../server/src/detect/asked/askers.ts'
import { runPolls } from '../server/src/detect/asked/polls.store.ts'
import { createIntake } from '../server/src/detect/signals/take.store.ts'
import { smallCompany } from './support/company.ts'
import { type Searches, startSearches } from './support/searches.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const start = Date.parse('2030-01-01T09:00:00Z')

describe('Feeds and searches', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let there: Searches
  let minutes = 0
  beforeAll(async () => {
    system = await testSystem()
    company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    there = await startSearches()
  })
  afterAll(async () => {
    await there.close()
    await system.close()
  })
  afterEach(async () => {
    for (const { id } of (await ann.get('/api/signal-sources')).body) await ann.post(`/api/signal-sources/${id}/removal`)
    Object.assign(there, { posts: [], entries: [], asked: [], signedIn: 0 })
    there.faults([])
  })
  const later = async (by: number) => {
    minutes += by
    await system.at(new Date(start + minutes * 60_000).toISOString())
  }
  const now = () => system.now().toISOString()
  const settingsOf = (kind: string, more: object = {}) => ({
    kind,
    ...(kind === 'feed' ? { url: `${there.url}/feed` } : { server: there.url, search: '#acme', ours: ['@acme'] }),
    everySeconds: 60,
    ...more,
  })
  let made = 0
  const add = async (kind: string, more: object = {}, source: object = {}) => {
    made += 1
    const { status: code, body } = await ann.post('/api/signal-sources', {
      name: `${kind} ${made}`,
      kind,
      brand: company.slug,
      settings: settingsOf(kind, more),
      ...source,
    })
    expect(code, JSON.stringify(body)).toBe(201)
    expect(body).toMatchObject({ key: null, url: null, asked: { state: 'waiting' } })
    return body.id as string
  }
  const ask = createAskers({ allow: ['127.0.0.0/8'], timeoutMs: 700 })
  const look = (intake = createIntake(system.deps)) => runPolls(system.deps, intake, ask)
  const told = async (source: string) => (await ann.get(`/api/signals?limit=200&source=${source}`)).body as { title: string; body: string; link: string }[]
  const shown = async (source: string) => (await ann.get('/api/signal-sources')).body.find(({ id }: { id: string }) => id === source)
  const entry = (guid: string, more = '') =>
    there.entries.unshift(`<item><guid>${guid}</guid><title>${guid}</title><pubDate>${system.now().toUTCString()}</pubDate>${more}</item>`)
  let posted = 0
  const post = (text: string, more: object = {}) => {
    posted += 1
    there.posts.push({ nth: 1_000 + posted, text, at: new Date(system.now().getTime() + posted).toISOString(), ...more })
  }

  test('a feed: what is new is told once, and it is only fetched where it has changed', async () => {
    const id = await add('feed')
    there.entries.push('<item><guid>old</guid><title>Old news</title><pubDate>Mon, 31 Dec 2029 09:00:00 GMT</pubDate></item>')
    expect(await look()).toBe(1)
    expect(await told(id)).toEqual([])
    await later(1)
    entry('Acme stands still', '<description>&lt;p&gt;Call +49 30 1234567&lt;/p&gt;</description><link>https://n.example/1</link>')
    await look()
    await look()
    expect(await told(id)).toMatchObject([{ title: 'Acme stands still', body: 'Call [phone]', link: 'https://n.example/1', kind: 'message' }])
    await later(1)
    await look()
    expect(await told(id)).toHaveLength(1)
    expect(await shown(id)).toMatchObject({ asked: { state: 'well', news: 0, sentence: null, askedAt: now(), wellAt: now() } })
  })
  test.each(['mastodon', 'bluesky'])('%s: posts are told once, over pages; ours and what is passed on are not', async (kind) => {
    const id = await add(kind, { ours: ['@acme', 'acme@elsewhere.example', 'acme.example'] })
    post('before anybody asked, acme', { at: '2029-12-31T00:00:00Z' })
    await look()
    await later(1)
    for (let nth = 0; nth < 130; nth += 1) post(`acme is down ${nth}, @acme @ann`)
    post('acme: we look into it', { by: kind === 'mastodon' ? 'acme@elsewhere.example' : 'acme.example' })
    if (kind === 'mastodon') post('acme passed on', { boost: true })
    await look()
    const first = await told(id)
    expect(first).toHaveLength(130)
    expect(first[0]?.body).toMatch(/^acme is down \d+, @acme \[name\]$/)
    await later(1)
    post('acme again')
    await look()
    await later(1)
    await look()
    expect(await told(id)).toHaveLength(131)
    const { rows } = await sql<{ name: string }>`select name from series where source_id = ${id} and watched order by name`.execute(system.db)
    expect(rows.map(({ name }) => name)).toContain('texts')
  })
  test.each(['mastodon', 'bluesky'])('%s: a flood is read on in the next looks, whole', async (kind) => {
    const id = await add(kind, {}, { keptAMinute: 100_000 })
    post('acme begins')
    await look()
    await later(1)
    for (let nth = 0; nth < 700; nth += 1) post(`acme ${nth}`)
    for (let turn = 0; turn < 5; turn += 1) {
      await look()
      await later(1)
    }
    const { rows } = await sql<{ count: number }>`select count(distinct body)::int as count, count(*)::int as all from signals where source_id = ${id}`.execute(
      system.db,
    )
    expect(rows[0]).toEqual({ count: 701, all: 701 })
  })
  test('words are searched for with a token, and one that is no longer valid is said calmly', async () => {
    const id = await add('mastodon', { search: 'acme' }, { secret: there.token })
    await look()
    await later(1)
    post('I am stuck with acme')
    await look()
    expect(await told(id)).toHaveLength(1)
    there.token = 'another'
    await later(1)
    await look()
    expect(await shown(id)).toMatchObject({ asked: { state: 'refused', sentence: 'The token is no longer valid, or may not do this.', failingSince: now() } })
    const before = there.asked.length
    await later(5)
    await look()
    expect(there.asked).toHaveLength(before)
    // Somebody enters a new one: it is asked at once, and what was written meanwhile is told.
    post('acme, still stuck')
    const source = await shown(id)
    const put = { name: source.name, kind: 'mastodon', brand: company.slug, settings: source.settings, secret: there.token }
    expect((await ann.put(`/api/signal-sources/${id}`, put)).status).toBe(200)
    await look()
    expect(await shown(id)).toMatchObject({ asked: { state: 'well', news: 1, failingSince: null } })
    there.token = 'a-token'
  })
  test('Bluesky within a session: signed in once; a wrong password is said', async () => {
    const id = await add('bluesky', { search: 'closed', handle: 'acme.example' }, { secret: there.password })
    const wrong = await add('bluesky', { search: 'closed', handle: 'acme.example' }, { secret: 'wrong' })
    const nobody = await add('bluesky', { search: 'closed' })
    await look()
    await later(1)
    await look()
    expect(there.signedIn).toBe(1)
    expect(await shown(id)).toMatchObject({ asked: { state: 'well' } })
    expect(await shown(wrong)).toMatchObject({ asked: { state: 'refused', sentence: expect.stringContaining('app password is wrong') } })
    expect(await shown(nobody)).toMatchObject({ asked: { state: 'refused', sentence: 'It answers nobody without a token (401).' } })
  })
  test('whoever asks for less is asked for less; whoever fails, ever more slowly; then nothing was lost', async () => {
    const id = await add('mastodon')
    await look()
    await later(1)
    there.faults([throttle(600)])
    await look()
    expect((await shown(id)).asked).toMatchObject({
      state: 'failing',
      sentence: 'It is asked too often.',
      nextAt: new Date(system.now().getTime() + 600_000).toISOString(),
    })
    post('acme, meanwhile')
    for (const wait of [10, 2, 4]) {
      await later(wait)
      there.faults([status(500)])
      await look()
    }
    expect((await shown(id)).asked).toMatchObject({
      state: 'failing',
      sentence: 'It answers 500.',
      nextAt: new Date(system.now().getTime() + 480_000).toISOString(),
    })
    await later(8)
    await look()
    expect(await told(id)).toHaveLength(1)
  })
  test.each([
    ['garbage', { kind: 'bad-json' as const }, /no list of posts/],
    ['10 MB', status(200, 'x'.repeat(10 * 1024 ** 2)), /larger than 4 MB/],
    ['nothing at all', { kind: 'hang' as const }, /No answer: no answer in time/],
    ['a line that breaks', { kind: 'refuse' as const }, /No answer/],
    ['a door elsewhere', status(302, '', { location: 'http://10.0.0.1/' }), /leads elsewhere/],
  ])('an answer of %s is told in words, and the next is taken', async (_, fault, sentence) => {
    const id = await add('mastodon')
    await look()
    await later(1)
    post('acme is odd')
    there.faults([fault])
    await look()
    expect((await shown(id)).asked.sentence).toMatch(sentence)
    await later(61)
    await look()
    expect(await told(id)).toHaveLength(1)
  })
  test('of addresses inside the house none is called', async () => {
    const id = await add('feed', { url: 'https://10.0.0.1/feed' })
    await look()
    expect((await shown(id)).asked).toMatchObject({ state: 'refused', sentence: expect.stringContaining('may not be called') })
  })
  test('two processes ask once between them', async () => {
    await add('feed')
    expect((await Promise.all([look(), look(), look()])).toSorted()).toEqual([0, 0, 1])
    expect(there.asked).toHaveLength(1)
  })
  test('killed between asking and storing, or while storing: it is asked again, and each is told once', async () => {
    const id = await add('feed')
    await look()
    await later(1)
    entry('Once')
    // Asked, and never stored.
    await expect(runPolls(system.deps, createIntake(system.deps), async () => Promise.reject(new Error('killed')))).rejects.toThrow('killed')
    expect(await look()).toBe(0)
    await later(4)
    const intake = createIntake(system.deps)
    const dying = {
      take: async (...given: Parameters<typeof intake.take>) => {
        await intake.take(...given)
        throw new Error('killed')
      },
    }
    await expect(look(dying)).rejects.toThrow('killed')
    expect(await told(id)).toEqual([])
    await later(4)
    await look()
    expect(await told(id)).toHaveLength(1)
  })
  test('who was thought dead and answers late stores nothing', async () => {
    const id = await add('feed')
    await look()
    await later(1)
    entry('Late')
    let answer: () => void = () => {}
    const slow = runPolls(system.deps, createIntake(system.deps), async (asking) => {
      await new Promise<void>((go) => {
        answer = go
      })
      return ask(asking)
    })
    await new Promise((started) => setImmediate(started))
    while (!(await shown(id)).asked.nextAt.startsWith(new Date(system.now().getTime() + 180_000).toISOString().slice(0, 19)));
    await later(4)
    await look()
    answer()
    await slow
    expect(await told(id)).toHaveLength(1)
    const { rows } = await sql<{ taken: number }>`select sum(taken)::int as taken from signal_source_minutes where source_id = ${id}`.execute(system.db)
    expect(rows[0]?.taken).toBe(1)
  })
  test('tried before it is trusted: shown masked, and nothing is kept', async () => {
    post('acme burnt my hand, I want my money back! ann@mail.example')
    const tried = (more: object = {}, source: object = {}) =>
      ann.post('/api/signal-sources/trial', { name: 'x', kind: 'mastodon', brand: company.slug, settings: settingsOf('mastodon', more), ...source })
    const { status: code, body } = await tried()
    expect([code, body]).toMatchObject([
      200,
      {
        well: true,
        found: [{ body: expect.stringContaining('[e-mail]'), language: 'en', sentiment: 'negative', intents: expect.arrayContaining(['refund']), left: null }],
      },
    ])
    expect((await tried({ search: 'acme' })).body).toMatchObject({ well: false, sentence: 'It answers nobody without a token (401).', found: [] })
    expect((await tried({ search: 'acme' }, { secret: there.token })).body).toMatchObject({ well: true })
    expect((await tried({}, { kind: 'signals', settings: null })).status).toBe(422)
    expect((await tried({}, { source: '00000000-0000-7000-8000-000000000000' })).status).toBe(404)
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from signals where body like '%burnt%'`.execute(system.db)
    expect(rows[0]?.count).toBe(0)
  })
  test('a secret that was entered for one server is told no other', async () => {
    const id = await add('mastodon', { search: 'acme' }, { secret: there.token })
    const elsewhere = { name: 'x', kind: 'mastodon', brand: company.slug, settings: settingsOf('mastodon', { search: 'acme', server: 'http://127.0.0.2:9' }) }
    const { status: code, body } = await ann.put(`/api/signal-sources/${id}`, elsewhere)
    expect([code, body.detail]).toEqual([422, expect.stringContaining('secret: the one that is kept is for 127.0.0.1')])
    expect((await ann.put(`/api/signal-sources/${id}`, { ...elsewhere, secret: 'new' })).status).toBe(200)
    expect(JSON.stringify((await ann.get('/api/signal-sources')).body)).not.toContain(there.token)
  })
  test('what we ask stays what we ask: it has no key that anybody could send with', async () => {
    const id = await add('feed')
    expect((await ann.put(`/api/signal-sources/${id}`, { name: 'x', kind: 'signals', brand: company.slug })).status).toBe(404)
    for (const more of [{ url: 'file:///etc/passwd' }, { url: 'no address' }, { everySeconds: 5 }, { ours: ['a b'] }])
      expect((await ann.post('/api/signal-sources', { name: 'x', kind: 'feed', brand: company.slug, settings: settingsOf('feed', more) })).status).toBe(400)
  })
})
