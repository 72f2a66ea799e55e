// What comes back moves the deliveries and stops addresses: in any order, however often it is said, and a person has the last word.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Feedback, FeedbackOutcome } from '../server/src/communicate/suppressions/feedback.ts'
import { applyFeedback } from '../server/src/communicate/suppressions/feedback.store.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { accountsOf, grant } from './support/granted.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Feedback of destinations', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let olaf: Awaited<ReturnType<TestSystem['person']>>
  let crisis: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    const company = await smallCompany(system, 8)
    ann = await system.person('Ann', 'administrator')
    olaf = await system.person('Olaf', 'observer')
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })).body.id
    await system.runJobs()
    await publish()
  })
  afterAll(() => system.close())

  test('a bounce counts after acceptance and after delivery; a late “delivered” undoes nothing', async () => {
    expect(await stateOf('a1@real.example')).toBe('accepted')
    await say('a1@real.example', 'delivered')
    expect(await stateOf('a1@real.example')).toBe('delivered')
    await say('a1@real.example', 'hard', 'unknown-user')
    await say('a1@real.example', 'delivered')
    expect(await stateOf('a1@real.example')).toBe('bounced')
    await say('a1@real.example', 'complaint', 'complaint')
    await say('a1@real.example', 'hard', 'unknown-user')
    expect(await stateOf('a1@real.example')).toBe('complained')
  })

  test('in whatever order the same things are said, the end is the same', async () => {
    const said: FeedbackOutcome[] = ['delivered', 'soft', 'complaint']
    for (const [address, order] of [
      ['a2@real.example', said],
      ['a3@real.example', said.toReversed()],
    ] as const) {
      for (const outcome of [...order, ...order]) await say(address, outcome)
      expect(await stateOf(address)).toBe('complained')
    }
    expect((await list()).map(({ destination, scope }) => [destination, scope])).toEqual(
      expect.arrayContaining([
        ['a2@real.example', 'updates'],
        ['a3@real.example', 'updates'],
      ]),
    )
  })

  test('the third soft bounce within 14 days rests an address for 7 days, and each mail counts once', async () => {
    for (let again = 0; again < 5; again += 1) await say('a4@real.example', 'soft', 'mailbox-full')
    expect(await listed('a4@real.example')).toBeUndefined()
    for (const day of ['02', '03']) {
      await system.at(`2030-01-${day}T09:00:00Z`)
      await publish()
      await say('a4@real.example', 'soft', 'mailbox-full')
    }
    expect(await listed('a4@real.example')).toMatchObject({ reason: 'mailbox-full', scope: 'all', until: '2030-01-10T09:00:00.000Z' })
    await publish()
    expect(await stateOf('a4@real.example')).toBe('suppressed')
    await system.at('2030-01-10T09:00:01Z')
    expect(await listed('a4@real.example')).toBeUndefined()
    await publish()
    expect(await stateOf('a4@real.example')).toBe('accepted')
  })

  test('a hard bounce stops everything, a complaint only updates', async () => {
    await say('a5@real.example', 'hard', 'unknown-user', 'gone')
    expect(await listed('a5@real.example')).toMatchObject({ reason: 'unknown-user', scope: 'all', until: null, addedBy: null, detail: 'gone' })
    await publish()
    expect(await stateOf('a2@real.example')).toBe('suppressed')
    await publish('remedy-notice')
    expect(await stateOf('a5@real.example')).toBe('suppressed')
    expect(await stateOf('a2@real.example')).toBe('accepted')
  })

  test('a failure notice that anybody may write is believed only where it names the right address', async () => {
    const item = { ...(await about('a6@real.example')), outcome: 'hard' as const, trusted: false }
    expect(await applyFeedback(system.deps, [{ ...item, address: 'somebody@else.example' }])).toEqual({ matched: 0, moved: 0, suppressed: 0 })
    expect(await stateOf('a6@real.example')).toBe('accepted')
    expect(await applyFeedback(system.deps, [{ ...item, address: 'A6@Real.Example' }])).toEqual({ matched: 1, moved: 1, suppressed: 1 })
  })

  test('without a Message-ID the newest mail to the address is meant; nobody’s address means nothing', async () => {
    const item = { ...(await about('a7@real.example')), messageId: undefined, outcome: 'soft' as const, trusted: false } as unknown as Feedback
    expect((await applyFeedback(system.deps, [item])).moved).toBe(1)
    expect(await stateOf('a7@real.example')).toBe('bounced')
    expect((await applyFeedback(system.deps, [{ ...item, address: 'nobody@real.example' }])).matched).toBe(0)
    expect((await applyFeedback(system.deps, [{ ...item, messageId: '<00000000-0000-0000-0000-000000000000.999999999999999999@x>' }])).matched).toBe(0)
  })

  test('a person allows an address again and says why; what was said before does not stop it once more', async () => {
    const before = { ...(await about('a5@real.example')), outcome: 'hard' as const, at: new Date('2030-01-10T09:00:00Z'), reason: 'unknown-user' }
    expect((await olaf.post('/api/suppressions/removal', { destination: 'a5@real.example', why: 'They called' })).status).toBe(403)
    expect((await ann.post('/api/suppressions/removal', { destination: 'A5@real.example', why: 'They called: it works again' })).body).toMatchObject({
      change: 'removed',
      changedBy: 'Ann',
    })
    await applyFeedback(system.deps, [before])
    expect(await listed('a5@real.example')).toBeUndefined()
    expect((await ann.get('/api/suppressions/changes?destination=a5@real.example')).body.items.map((each: { change: string }) => each.change)).toEqual([
      'removed',
      'added',
    ])
    expect((await ann.post('/api/suppressions/removal', { destination: 'a5@real.example', why: 'again' })).status).toBe(404)
    await expect(sql`delete from suppression_changes`.execute(system.db)).rejects.toThrow(/never changed/)
  })

  test('a person stops an address, it is found by its part, and its account shows it', async () => {
    expect((await ann.post('/api/suppressions', { destination: 'A8@Real.Example', detail: 'asked by phone' })).body).toMatchObject({
      destination: 'a8@real.example',
      addedBy: 'Ann',
    })
    expect((await ann.post('/api/suppressions', { destination: 'a8@real.example', until: '2029-01-01T00:00:00Z' })).status).toBe(422)
    expect((await ann.get('/api/suppressions?search=A8@')).body.items).toMatchObject([{ destination: 'a8@real.example', reason: 'by-hand' }])
    const { rows } = await sql<{ id: number }>`select account_id as id from contacts where email = 'a8@real.example'`.execute(system.db)
    expect((await ann.get(`/api/accounts/${rows[0]?.id}`)).body.contacts[0]).toMatchObject({
      email: 'a8@real.example',
      suppression: { reason: 'by-hand', detail: 'asked by phone' },
    })
  })

  test('the list comes a page at a time, each address once', async () => {
    for (let n = 0; n < 7; n += 1) await ann.post('/api/suppressions', { destination: `page${n}@x.example` })
    const seen: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page: { items: { destination: string }[]; next: string | null } = (
        await ann.get(`/api/suppressions?search=@x.example&limit=3${next && `&cursor=${next}`}`)
      ).body
      seen.push(...page.items.map(({ destination }) => destination))
      next = page.next
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `page${n}@x.example`))
  })

  test('a thousand things said by two nodes at once are each applied once', async () => {
    const items = await Promise.all(
      Array.from({ length: 600 }, async (_, n) => ({
        ...(await about('a7@real.example')),
        key: `k${n}`,
        address: `x${n}@real.example`,
        outcome: 'soft' as const,
      })),
    )
    const done = await Promise.all([applyFeedback(system.deps, items), applyFeedback(system.deps, items.toReversed())])
    expect(done.map(({ matched }) => matched)).toEqual([600, 600])
  })

  async function publish(kind = 'update') {
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, update())
    await ann.post(`/api/updates/${body.id}/approvals`)
    await sql`update updates set status = 'published', class = ${kind}, published_at = ${system.now()} where id = ${body.id}`.execute(system.db)
    // A notice of remedies goes to those whose lines it tells of.
    if (kind === 'remedy-notice') {
      for (const account of await accountsOf(system)) await grant(system, crisis, { account, means: 'file' })
      await sql`update payouts set told_in = ${body.id}`.execute(system.db)
    }
    const { planDeliveries } = await import('../server/src/communicate/deliveries/deliveries.plan.ts')
    await planDeliveries(system.db, body.id)
    await sql`update deliveries set state = 'accepted', changed_at = ${system.now()} where update_id = ${body.id} and state = 'planned'`.execute(system.db)
    await system.runJobs()
  }
  const newest = async (address: string) =>
    (
      await sql<{
        id: number
        updateId: string
        state: string
      }>`select id, update_id as "updateId", state from deliveries where destination = ${address} order by id desc limit 1`.execute(system.db)
    ).rows[0]
  const stateOf = async (address: string) => (await newest(address))?.state
  async function about(address: string) {
    const delivery = await newest(address)
    return {
      messageId: `<${delivery?.updateId}.${delivery?.id}@acme.example>`,
      address,
      reason: 'x',
      answer: 'no',
      at: system.now(),
      key: `${address}/${delivery?.id}`,
      trusted: true,
    }
  }
  const say = async (address: string, outcome: FeedbackOutcome, reason: string = outcome, answer = 'as it said') =>
    applyFeedback(system.deps, [{ ...(await about(address)), outcome, reason, answer }])
  const list = async () => (await ann.get('/api/suppressions?limit=200')).body.items as { destination: string; scope: string }[]
  const listed = async (address: string) => (await list()).find(({ destination }) => destination === address)
})
