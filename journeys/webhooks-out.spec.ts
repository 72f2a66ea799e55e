// Updates go to systems as signed webhooks: each once, retried as the standard says, turned off by 410, sent again from the console.
import { newSecret } from '@leeward/webhook'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { receiver } from './support/receiver.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Webhooks to systems', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let olaf: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let there: Awaited<ReturnType<typeof receiver>>
  let crisis: string
  beforeAll(async () => {
    there = await receiver()
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 6)
    ann = await system.person('Ann', 'administrator')
    olaf = await system.person('Olaf', 'observer')
  })
  afterAll(async () => {
    there.close()
    await system.close()
  })
  beforeEach(async () => {
    await later(2 * 86_400)
    await sql`truncate endpoints, deliveries, dispatches, suppressions, channel_proofs, social_inboxes, social_messages`.execute(system.db)
    there.received.length = 0
    there.secrets.clear()
    there.answers(() => ({ status: 204 }))
    crisis = await declare()
  })

  const later = async (seconds: number) => system.at(new Date(system.now().getTime() + seconds * 1_000).toISOString())
  const declare = async (more: object = {}) => {
    const { body } = await ann.post('/api/crises', {
      title: 'Mail is down',
      kind: 'service-outage',
      scope: [{ serviceId: company.mail, regions: ['east'] }],
      ...more,
    })
    await assessImpact(system.deps, body.id, { cause: 'by-hand', by: ann.id })
    return body.id as string
  }
  const publish = async (of = crisis, more: object = {}) => {
    const { body } = await ann.post(`/api/crises/${of}/updates`, { ...update(), nextUpdateAt: null, ...more })
    expect((await ann.post(`/api/updates/${body.id}/submission`, {})).body.status).toBe('published')
    await system.runJobs()
    return body.id as string
  }
  const add = async (path: string, more: object = {}) => {
    const { status, body } = await ann.post('/api/endpoints', {
      channel: 'webhook',
      brand: company.slug,
      name: path.slice(1),
      url: `${there.url}${path}`,
      ...more,
    })
    expect(status).toBe(201)
    there.secrets.set(path, body.secret)
    return body.id as string
  }
  const look = async (id: string) => (await ann.get('/api/endpoints')).body.items.find((each: { id: string }) => each.id === id)
  const went = async (id: string) => (await ann.get(`/api/endpoints/${id}/deliveries`)).body.items

  test('an update arrives signed, with every part by its name, and says whose account is hurt', async () => {
    await add('/ours')
    await add('/theirs', { accountKey: 'A2' })
    await publish()
    expect(there.received.map(({ path }) => path).toSorted()).toEqual(['/ours', '/theirs'])
    const theirs = there.received.find(({ path }) => path === '/theirs')
    expect(theirs?.body).toMatchObject({
      type: 'update.published',
      data: {
        practice: false,
        update: { phase: 'investigating', parts: { title: 'Mail is down', must: 'Wait.' } },
        account: { key: 'A2' },
        statusPage: `http://status.test/${company.slug}/`,
      },
    })
    expect(there.received.find(({ path }) => path === '/ours')?.body.data.account).toBeNull()
  })

  test('a customer’s system hears only of what hurts the customer, and ours only of what is grave enough', async () => {
    await add('/theirs', { accountKey: 'A1' })
    await add('/grave', { leastSeverity: 1 })
    await publish()
    expect(there.received).toEqual([])
    await sql`update exposures set region = 'east' where account_id = (select id from accounts where key = 'A1')`.execute(system.db)
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
    await system.runJobs()
    expect(there.received.map(({ path }) => path)).toEqual(['/theirs'])
  })

  test('one that is added while something goes on hears at once where it stands', async () => {
    await publish()
    await add('/late')
    await system.deliver()
    expect(there.received.map(({ path }) => path)).toEqual(['/late'])
  })

  test('who does not take it is asked again after 5 s, 5 min, 30 min, with the same id, and a newer update does not swallow it', async () => {
    const id = await add('/slow')
    there.answers(() => ({ status: 503 }))
    await publish()
    for (const seconds of [6, 331, 1_981]) {
      await later(seconds)
      await system.deliver()
    }
    expect(there.received).toHaveLength(4)
    expect(new Set(there.received.map((each) => each.id)).size).toBe(1)
    there.answers(() => ({ status: 200 }))
    await publish(crisis, { phase: 'identified' })
    await later(3 * 3_600)
    await system.deliver()
    expect((await went(id)).map(({ state }: { state: string }) => state)).toEqual(['accepted', 'accepted'])
  })

  test('an answer that somebody may set right (404, a redirect) is asked again, too', async () => {
    const id = await add('/moved')
    there.answers(() => ({ status: 404 }))
    await publish()
    expect((await went(id))[0].state).toBe('deferred')
    there.answers(() => ({ status: 204 }))
    await later(6)
    await system.deliver()
    expect((await went(id))[0].state).toBe('accepted')
  })

  test('what is held is not sent again by hand meanwhile', async () => {
    const id = await add('/held')
    const updateId = await publish()
    await ann.post(`/api/crises/${crisis}/updates`, update())
    await sql`update dispatches set state = 'paused' where update_id = ${updateId}`.execute(system.db)
    const [row] = await went(id)
    expect((await ann.post(`/api/endpoints/${id}/deliveries/${row.id}/replay`)).status).toBe(409)
  })

  test('a wait that was asked for is kept', async () => {
    const id = await add('/wait')
    there.answers(() => ({ status: 429, headers: { 'retry-after': '3600' } }))
    await publish()
    const [row] = await went(id)
    expect(row.state).toBe('deferred')
    expect(Date.parse(row.dueAt)).toBe(system.now().getTime() + 3_600_000)
  })

  test('410 turns it off for good, what waits for it ends, and a person turns it on and sends it again with the same id', async () => {
    const id = await add('/gone')
    there.answers(() => ({ status: 410 }))
    await publish()
    expect((await look(id)).off).toMatchObject({ reason: 'gone' })
    await publish(crisis, { phase: 'identified' })
    expect(there.received).toHaveLength(1)
    expect((await went(id)).map(({ state }: { state: string }) => state)).toEqual(['suppressed', 'bounced'])
    const [, first] = await went(id)
    expect((await ann.post(`/api/endpoints/${id}/deliveries/${first.id}/replay`)).status).toBe(409)
    expect((await ann.post(`/api/endpoints/${id}/on`)).body.off).toBeNull()
    there.answers(() => ({ status: 200 }))
    expect((await ann.post(`/api/endpoints/${id}/deliveries/${first.id}/replay`)).status).toBe(200)
    await system.runJobs()
    expect(there.received).toHaveLength(2)
    expect(there.received[1]?.id).toBe(there.received[0]?.id)
    expect((await went(id))[1].state).toBe('accepted')
    expect((await ann.get(`/api/crises/${crisis}/deliveries-audit`)).body.right).toBe(true)
  })

  test('after three days in which nothing was taken it is turned off, and says so', async () => {
    const id = await add('/dead')
    there.answers(() => ({ status: 500 }))
    await publish()
    for (let tries = 0; tries < 12; tries += 1) {
      await later(100_000)
      await system.deliver()
    }
    expect(there.received).toHaveLength(10)
    expect((await look(id)).off).toMatchObject({ reason: 'failing' })
    expect((await went(id))[0]).toMatchObject({ state: 'failed', attempts: 10 })
  })

  test('a line that breaks leaves it unknown, and it is not repeated where a newer update follows', async () => {
    const id = await add('/broken')
    there.answers(() => 'drop')
    await publish()
    expect((await went(id))[0].state).toBe('unknown')
    await later(3_600)
    await system.deliver()
    expect(there.received).toHaveLength(1)
  })

  test('a test shows at once whether it works', async () => {
    const id = await add('/tried')
    await ann.post(`/api/endpoints/${id}/test`)
    await system.tasks['run-proofs']?.({}, new AbortController().signal)
    expect(there.received.at(-1)).toMatchObject({ path: '/tried', body: { type: 'leeward.test' } })
    expect((await look(id)).test).toMatchObject({ state: 'arrived' })
    there.answers(() => ({ status: 500 }))
    await later(1)
    await ann.post(`/api/endpoints/${id}/test`)
    await system.tasks['run-proofs']?.({}, new AbortController().signal)
    expect((await look(id)).test).toMatchObject({ state: 'failed', answer: '500 said' })
  })

  test('a new secret signs beside the old one for a day, then alone', async () => {
    const id = await add('/turned')
    const { body } = await ann.post(`/api/endpoints/${id}/secret`)
    await publish()
    expect(there.received).toHaveLength(1)
    there.secrets.set('/turned', body.secret)
    await publish(crisis, { phase: 'identified' })
    expect(there.received).toHaveLength(2)
    await later(90_000)
    there.secrets.set('/turned', newSecret())
    await publish(crisis, { phase: 'monitoring' })
    expect((await went(id))[0]).toMatchObject({ state: 'deferred', answer: '401 bad signature' })
  })

  test('an exercise reaches nobody outside: what would go to a room of ours goes nowhere', async () => {
    await add('/ours')
    await add('/theirs', { accountKey: 'A2' })
    const practice = await declare({ practice: true })
    await publish(practice)
    expect(there.received).toEqual([])
    const { dispatches } = (await ann.get(`/api/crises/${practice}/dispatches`)).body
    expect(dispatches.find((each: { channel: string }) => each.channel === 'webhook')).toMatchObject({ total: 1, counts: { accepted: 1 } })
  })

  test('an address inside the house is refused, one that is no address, the same twice, and whoever may not', async () => {
    const about = { channel: 'webhook', brand: company.slug, name: 'x' }
    expect((await ann.post('/api/endpoints', { ...about, url: 'ftp://x.example/' })).body.detail).toContain('https')
    expect((await ann.post('/api/endpoints', { ...about, url: 'https://u:p@x.example/' })).status).toBe(422)
    expect((await ann.post('/api/endpoints', { ...about, url: 'https://x.example/', accountKey: 'NOBODY' })).status).toBe(404)
    expect((await ann.post('/api/endpoints', { ...about, channel: 'slack', token: 'xoxp-1' })).status).toBe(422)
    expect((await ann.post('/api/endpoints', { ...about, channel: 'carrier-pigeon', url: 'https://x.example/' })).status).toBe(400)
    const id = await add('/ours')
    expect((await ann.post('/api/endpoints', { ...about, url: `${there.url}/ours` })).status).toBe(409)
    expect((await olaf.get('/api/endpoints')).status).toBe(403)
    expect((await olaf.post(`/api/endpoints/${id}/removal`)).status).toBe(403)
    expect((await ann.post(`/api/endpoints/${id}/removal`)).status).toBe(200)
    expect((await ann.post(`/api/endpoints/${id}/test`)).status).toBe(404)
    await add('/ours')
  })

  test('a metadata address is not called, whatever it is called', async () => {
    const { body } = await ann.post('/api/endpoints', { channel: 'webhook', brand: company.slug, name: 'inside', url: 'https://169.254.169.254/latest' })
    await publish()
    expect((await went(body.id))[0]).toMatchObject({ state: 'failed', answer: expect.stringContaining('may not be called') })
  })
})
