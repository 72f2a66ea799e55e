// A language model's opinion beside our reader's: off until it is set up; asked of a few masked texts, never in the way of what comes in, and never a reason to suspect anything.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOpinions } from '../server/src/detect/opinions/opinions.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Asked = { authorization: string | undefined; path: string | undefined; body: { model: string; messages: { content: string }[] } }

describe('A second opinion on texts', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let bo: typeof ann
  let model: Server
  let [url, key, drillKey, slug] = ['', '', '', '']
  const asked: Asked[] = []
  let answer: () => [status: number, body: string] = () => [200, said('negative')]
  const said = (sentiment: string) => JSON.stringify({ choices: [{ message: { content: JSON.stringify({ sentiment }) } }] })
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-07T09:00:00Z' })
    slug = (await smallCompany(system, 3)).slug
    ann = await system.person('Ann', 'administrator')
    bo = await system.person('Bo', 'observer')
    key = (await ann.post('/api/signal-sources', { name: 'Mail', kind: 'signals', brand: slug })).body.key
    drillKey = (await ann.post('/api/signal-sources', { name: 'Drill', kind: 'signals', brand: slug, practice: true })).body.key
    model = createServer(async (request, response) => {
      asked.push({ authorization: request.headers.authorization, path: request.url, body: JSON.parse(await textOf(request)) })
      const [status, body] = answer()
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
    await new Promise<void>((listening) => model.listen(0, '127.0.0.1', () => listening()))
    url = `http://127.0.0.1:${(model.address() as { port: number }).port}/v1/`
  })
  afterAll(async () => {
    model.close()
    await system.close()
  })
  const textOf = async (request: IncomingMessage) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString('utf8')
  }
  /** Texts that our reader cannot be sure of: in a language that it has no words of. */
  const texts = async (count: number, by = key, body = 'Szia, a csomagom még mindig nem jött meg, írjatok ide: kata@example.com') => {
    const payload = Array.from({ length: count }, (_, n) => ({ name: 'mail', kind: 'complaint', body: `${body} ${n}` }))
    const { statusCode } = await system.web.console.inject({ method: 'POST', url: '/api/signals', headers: { authorization: `Bearer ${by}` }, payload })
    expect(statusCode).toBe(202)
  }
  const later = async (seconds: number) => system.at(new Date(system.now().getTime() + seconds * 1_000).toISOString())
  const look = () => createOpinions(system.deps).look()
  const on = (more: object = {}) => ({ enabled: true, url, model: 'some-model', key: 'sk-secret', aMinute: 3, ...more })
  const view = async () => (await ann.get('/api/second-opinion')).body

  test('off, nobody is asked anything', async () => {
    await texts(2)
    await later(10)
    expect(await look()).toBe(0)
    expect(await view()).toMatchObject({ enabled: false, hasKey: false, lastWeek: { same: 0, other: 0, failed: 0, waiting: 0 }, latest: [] })
    expect(asked).toEqual([])
  })
  test('what makes no sense is refused, and only who sets things up sees it', async () => {
    for (const more of [{ url: null }, { model: null }, { url: 'ftp://x' }, { aMinute: 0 }, { key: '' }])
      expect((await ann.put('/api/second-opinion', on(more))).status).toBe(400)
    expect((await ann.put('/api/second-opinion', on({ url: 'https://a:b@models.example/v1' }))).status).toBe(422)
    expect((await bo.put('/api/second-opinion', on())).status).toBe(403)
    expect((await bo.get('/api/second-opinion')).status).toBe(403)
  })
  test('on, a few of what comes from then on are asked about: masked, with the key, which is shown to nobody', async () => {
    expect((await ann.put('/api/second-opinion', on())).body).toMatchObject({ enabled: true, hasKey: true })
    expect(JSON.stringify(await view())).not.toContain('sk-secret')
    expect((await sql<{ sealed: Buffer }>`select sealed from second_opinion_settings`.execute(system.db)).rows[0]?.sealed.includes('sk-secret')).toBe(false)
    await later(1)
    await texts(8)
    await later(10)
    expect(await look()).toBe(3)
    expect(asked).toHaveLength(3)
    expect(asked[0]).toMatchObject({ authorization: 'Bearer sk-secret', path: '/v1/chat/completions', body: { model: 'some-model' } })
    expect(JSON.stringify(asked)).not.toContain('kata@example.com')
    expect(asked[0]?.body.messages[1]?.content).toContain('csomagom')
    expect(await look()).toBe(0)
    const { lastWeek, latest } = await view()
    expect(lastWeek).toEqual({ same: 0, other: 3, failed: 0, waiting: 0 })
    expect(latest[0]).toMatchObject({ ours: 'neutral', theirs: 'negative', text: expect.stringContaining('csomagom') })
    const signals = (await ann.get('/api/signals')).body
    expect(signals.filter(({ secondOpinion }: { secondOpinion: unknown }) => secondOpinion === 'negative')).toHaveLength(3)
  })
  test('what customers write in conversations is asked about like anything else', async () => {
    await later(70)
    const { key: desk } = (await ann.post('/api/signal-sources', { name: 'Desk', kind: 'conversations', brand: slug })).body
    const payload = { conversation: '1', message: '1', from: 'customer', text: 'Szia, a csomagom még mindig nem jött meg.' }
    expect((await system.web.console.inject({ method: 'POST', url: '/api/signals', headers: { authorization: `Bearer ${desk}` }, payload })).statusCode).toBe(
      202,
    )
    await later(10)
    expect(await look()).toBe(1)
    expect(asked.pop()?.body.messages[1]?.content).toContain('nem jött meg')
  })
  test('what our reader is sure of, and what an exercise sends, goes nowhere', async () => {
    await later(70)
    await texts(3, key, 'This is terrible, I am furious and want my money back. Worst service ever!')
    await texts(3, drillKey)
    await later(10)
    expect(await look()).toBe(0)
    expect(asked).toHaveLength(3)
  })
  test('an endpoint that fails is asked again a few times, one that refuses is not, and nothing that comes in waits for it', async () => {
    await later(70)
    answer = () => [503, 'busy']
    await texts(1)
    await later(10)
    expect(await look()).toBe(1)
    expect((await view()).lastWeek.waiting).toBe(1)
    await later(70)
    await look()
    await later(70)
    await look()
    expect(await view()).toMatchObject({ lastWeek: { failed: 1, waiting: 0 }, latest: [{ theirs: null, why: 'It answered with 503.' }, {}, {}, {}, {}] })
    answer = () => [401, '{}']
    await texts(1)
    await later(70)
    await look()
    await later(70)
    expect(await look()).toBe(0)
    answer = () => [200, said('furious')]
    await texts(1)
    await later(70)
    await look()
    expect((await view()).latest[0]).toMatchObject({ theirs: null, why: 'Its answer was none of negative, neutral and positive.' })
    expect((await ann.put('/api/second-opinion', on({ url: 'http://192.0.2.1/v1', key: undefined }))).body.detail).toContain(
      'key: the one that is kept is for 127.0.0.1',
    )
    await ann.put('/api/second-opinion', on({ url: 'http://192.0.2.1/v1' }))
    await later(1)
    await texts(1)
    await later(70)
    await look()
    expect((await view()).latest[0].why).toContain('may not be called')
  })
  test('whatever it says, it is counted apart: no series and no suspicion knows of it', async () => {
    const { rows } = await sql<{ name: string }>`select distinct name from series`.execute(system.db)
    expect(rows.map(({ name }) => name).filter((name) => /opinion/.test(name))).toEqual([])
    expect((await ann.get('/api/suspicions')).body).toEqual([])
    expect((await ann.put('/api/second-opinion', { enabled: false, url: null, model: null, key: null })).body).toMatchObject({ enabled: false, hasKey: false })
    expect(await look()).toBe(0)
  })
})
