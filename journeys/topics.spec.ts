// What customers write of: a topic that grows is a suspicion by its own words, and over when nobody writes of it any more.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lookAtAffected } from '../server/src/detect/suspicions/affected.store.ts'
import { takeEvidence } from '../server/src/detect/suspicions/take-evidence.store.ts'
import { lookAtTopics } from '../server/src/detect/topics/topics.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('What customers write of', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let key: string
  let company: Awaited<ReturnType<typeof smallCompany>>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-07T09:00:00Z' })
    company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    key = (await ann.post('/api/signal-sources', { name: 'Support', kind: 'signals', brand: company.slug })).body.key
  })
  afterAll(() => system.close())
  const send = async (bodies: string[]) => {
    const payload = bodies.map((body) => ({ name: 'support.mail', kind: 'complaint', body }))
    const { statusCode } = await system.web.console.inject({ method: 'POST', url: '/api/signals', headers: { authorization: `Bearer ${key}` }, payload })
    expect(statusCode).toBe(202)
  }
  const words = ['order', 'invoice', 'parcel', 'account', 'password', 'delivery', 'question', 'change', 'address', 'voucher']
  const ordinary = (count: number) => Array.from({ length: count }, (_, i) => `About my ${words[i % 10]} and the ${words[(i * 7 + 3) % 10]}`)
  const look = () => lookAtTopics(system.deps)
  const suspicions = async () => (await ann.get('/api/suspicions')).body

  test('while little is known, nothing is new', async () => {
    await send(ordinary(50))
    await look()
    expect(await suspicions()).toEqual([])
  })
  test('what is usual raises nothing, what many write of at once does', async () => {
    await send(ordinary(250))
    await system.at('2030-01-07T10:30:00Z')
    await look()
    await system.at('2030-01-08T09:00:00Z')
    await send(ordinary(60))
    await look()
    expect(await suspicions()).toEqual([])
    await send([...Array(6).fill('There was battery smoke, call me at +49 30 1234567'), ...Array(5).fill('battery smoke this morning')])
    await look()
    const [suspicion, ...others] = await suspicions()
    expect(others).toEqual([])
    expect(suspicion).toMatchObject({
      title: 'Customers write of “battery smoke”',
      crisisKind: 'complaint-surge',
      evidence: [{ kind: 'complaints', sentence: expect.stringMatching(/^“battery smoke”: 11 of 71 messages within the hour, 0\.2 usual\./) }],
    })
    expect(JSON.stringify(suspicion)).not.toContain('1234567')
  })
  test('looked at again it is the same, and it is over when nobody writes of it', async () => {
    await look()
    expect(await suspicions()).toHaveLength(1)
    await system.at('2030-01-08T10:01:00Z')
    await look()
    await system.at('2030-01-08T10:12:00Z')
    expect(await suspicions()).toEqual([])
  })
  test('it is over although others, of an exercise or another brand, go on writing', async () => {
    const { rows } = await sql<{ id: string }>`select id from brands where slug = ${company.slug}`.execute(system.db)
    await takeEvidence(
      system.deps,
      { brandId: rows[0]?.id as string, practice: true },
      {
        ...{ kind: 'complaints', key: 'topic/made up', weight: 0.5, size: 9, sentence: 'Many write.', title: 'Customers write of “made up”', topic: 'made up' },
        ...{ service: null, region: null, at: system.now() },
      },
    )
    await send(ordinary(5))
    await look()
    expect(await suspicions()).toMatchObject([{ practice: true, evidence: [{ overAt: expect.any(String) }] }])
    await system.at('2030-01-08T10:24:00Z')
  })
  test('each text is counted once, however often somebody looks', async () => {
    await look()
    await look()
    const { rows } = await sql<{ texts: number }>`select sum(texts)::int as texts from topic_days`.execute(system.db)
    expect(rows[0]?.texts).toBe(376)
  })
  test('an example is cut between characters, not within one', async () => {
    await system.at('2030-01-08T11:40:00Z')
    await send(Array.from({ length: 10 }, () => `${'Gasket leaks. '.padEnd(159, 'a ')}😀😀`))
    await look()
    const [suspicion] = await suspicions()
    expect(suspicion.title).toMatch(/gasket/)
    expect(suspicion.evidence[0].sentence.isWellFormed()).toBe(true)
    await ann.post(`/api/suspicions/${suspicion.id}/dismissal`, { reason: 'It is mended.', noise: false })
  })
  test('where nearly all of them write of one service, it is of that service and touches its accounts', async () => {
    await system.at('2030-01-08T13:00:00Z')
    const { rows } = await sql<{ key: string }>`select key from services where id = ${company.shop}`.execute(system.db)
    const payload = Array.from({ length: 10 }, (_, n) => ({
      name: 'support.mail',
      kind: 'complaint',
      body: 'Coupon code vanished',
      ...(n < 9 ? { service: rows[0]?.key, region: n < 5 ? 'eu' : 'us' } : {}),
    }))
    await system.web.console.inject({ method: 'POST', url: '/api/signals', headers: { authorization: `Bearer ${key}` }, payload })
    await look()
    await lookAtAffected(system.deps)
    const [suspicion] = await suspicions()
    expect(suspicion).toMatchObject({
      services: [{ id: company.shop }],
      regions: [],
      evidence: [{ sentence: expect.stringMatching(/^“(coupon|code) (code|vanished)” \(Shop\): 10 of 10 messages/) }],
      affected: { accounts: expect.any(Number) },
    })
    await ann.post(`/api/suspicions/${suspicion.id}/dismissal`, { reason: 'It is back.', noise: false })
  })
})
