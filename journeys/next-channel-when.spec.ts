// When the next channel stands in, and when it does not: pauses, late joiners, nights, who left, mails that arrive after all.
import { startFakeCarrier } from '@leeward/sms/fake-carrier'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const keys = { twilio: { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token-of-the-test' } }
const bounces = new Set<string>()

describe('When the next channel stands in', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let bo: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let carrier: Awaited<ReturnType<typeof startFakeCarrier>>
  let provider: string
  let crisis: string
  beforeAll(async () => {
    carrier = await startFakeCarrier(keys)
    provider = new URL(carrier.url).host
    system = await testSystem({
      at: '2030-01-01T09:00:00Z',
      answer: ({ to }) => (bounces.has(to) ? { state: 'bounced', answer: '550 5.1.1 no such user' } : { state: 'accepted', answer: '250 ok' }),
      env: { LEEWARD_TEXT_URL: `twilio://${keys.twilio.accountSid}:${keys.twilio.authToken}@${provider}?from=%2B15550100&plain=1&rate=100` },
    })
    company = await smallCompany(system, 20)
    ann = await system.person('Ann', 'administrator')
    bo = await system.person('Bo', 'customer-success')
  })
  afterAll(async () => {
    await carrier.close()
    await system.close()
  })
  beforeEach(async () => {
    await later(3 * 86_400)
    await sql`truncate deliveries, dispatches, suppressions, suppression_changes, call_tries, paces, providers`.execute(system.db)
    await sql`delete from contacts where email like '%@other.example'`.execute(system.db)
    await sql`update contacts set phone = null`.execute(system.db)
    await sql`update brands set text_severity = null, next_channel_minutes = 30`.execute(system.db)
    bounces.clear()
    carrier.sent.length = 0
    carrier.faults([])
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })).body.id
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
  })

  const later = async (seconds: number) => system.at(new Date(system.now().getTime() + seconds * 1_000).toISOString())
  const phone = (key: string, number: string) =>
    sql`update contacts set phone = ${number} where account_id = (select id from accounts where key = ${key} and not practice)`.execute(system.db)
  const publish = async (more: object = {}) => {
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { ...update(), nextUpdateAt: null, ...more })
    expect((await ann.post(`/api/updates/${body.id}/submission`, {})).body.status).toBe('published')
    await system.runJobs()
    return body.id as string
  }
  const look = async () => {
    await system.tasks['next-channel']?.({}, new AbortController().signal)
    await system.runJobs()
  }
  const rows = async (updateId: string, channel: string) =>
    (
      await sql<{ key: string; destination: string; state: string; reason: string | null }>`
      select a.key, d.destination, d.state, d.reason from deliveries d join accounts a on a.id = d.account_id where d.update_id = ${updateId} and d.channel = ${channel} order by d.id`.execute(
        system.db,
      )
    ).rows
  const calls = async (query = '') => (await bo.get(`/api/crises/${crisis}/calls${query}`)).body
  test('a pause is no fault of a channel: its time runs anew, and a held update plans nothing', async () => {
    await phone('A1', '+4930111111')
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { ...update(), nextUpdateAt: null })
    await ann.post(`/api/updates/${body.id}/submission`, {})
    await ann.post(`/api/crises/${crisis}/dispatches/${body.id}/pause`)
    await later(61 * 60)
    await look()
    await ann.post(`/api/crises/${crisis}/dispatches/${body.id}/resumption`)
    await system.tasks['next-channel']?.({}, new AbortController().signal)
    expect(await rows(body.id, 'sms')).toEqual([])
    expect(await rows(body.id, 'call')).toEqual([])
    await system.tasks['deliver-email']?.({}, new AbortController().signal)
    expect(carrier.sent).toEqual([])
  })

  test('who joins later is late from then on, not since the beginning', async () => {
    const id = await publish()
    await later(61 * 60)
    await sql`insert into accounts (key, name, tier) values ('LATE', 'Late', 'enterprise')`.execute(system.db)
    await sql`insert into contacts (account_id, email, phone) select id, 'late@other.example', '+4930777777' from accounts where key = 'LATE'`.execute(
      system.db,
    )
    await sql`insert into exposures (account_id, service_id, region) select id, ${company.mail}, 'east' from accounts where key = 'LATE'`.execute(system.db)
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
    await system.tasks['next-channel']?.({}, new AbortController().signal)
    expect((await rows(id, 'email')).map(({ key }) => key)).toContain('LATE')
    expect(await rows(id, 'sms')).toEqual([])
    expect(await rows(id, 'call')).toEqual([])
    await sql`delete from exposures where account_id = (select id from accounts where key = 'LATE')`.execute(system.db)
  })

  test('in quiet hours neither a text nor a call goes out; in the morning they do', async () => {
    const hour = (hours: number) => `${new Date(system.now().getTime() + hours * 3_600_000).toISOString().slice(11, 13)}:00`
    await ann.put(`/api/brands/${company.slug}/quiet-hours`, { quietHours: { from: hour(-1), until: hour(3) } })
    await ann.post(`/api/crises/${crisis}/severity`, { severity: 4, reason: 'small' })
    await phone('A1', '+4930111111')
    for (const key of ['a1', 'a10'])
      await sql`insert into suppressions (channel, destination, reason, since, scope) values ('email', ${`${key}@real.example`}, 'unknown-user', ${system.now()}, 'all')`.execute(
        system.db,
      )
    const id = await publish()
    await look()
    expect((await rows(id, 'sms')).map(({ state, reason }) => [state, reason])).toEqual([['deferred', 'quiet-hours']])
    expect((await rows(id, 'call')).map(({ state, reason }) => [state, reason])).toEqual([['deferred', 'quiet-hours']])
    expect(carrier.sent).toEqual([])
    await later(4 * 3_600)
    await system.tasks['deliver-email']?.({}, new AbortController().signal)
    await look()
    expect(carrier.sent).toHaveLength(1)
    expect((await calls()).items).toMatchObject([{ state: 'to-call' }])
    await ann.put(`/api/brands/${company.slug}/quiet-hours`, { quietHours: null })
  })

  test('a late mail of somebody who left, or was stopped by a person, is not stood in for', async () => {
    await phone('A1', '+4930111111')
    await phone('A2', '+4930222222')
    const id = await publish()
    await sql`update deliveries set state = 'deferred', due_at = ${new Date(system.now().getTime() + 7_200_000)} where destination in ('a1@real.example', 'a2@real.example')`.execute(
      system.db,
    )
    await sql`insert into suppressions (channel, destination, reason, since, scope, unsubscribed_at) values ('email', 'a1@real.example', 'unsubscribed', ${system.now()}, 'updates', ${system.now()})`.execute(
      system.db,
    )
    await ann.post('/api/suppressions', { destination: 'a2@real.example' })
    await later(31 * 60)
    await look()
    expect(await rows(id, 'sms')).toEqual([])
  })

  test('what stands in is withdrawn once the mail arrived after all, or something newer was said', async () => {
    await phone('A1', '+4930111111')
    bounces.add('a1@real.example')
    const id = await publish()
    await system.tasks['next-channel']?.({}, new AbortController().signal)
    expect((await rows(id, 'sms'))[0]?.state).toBe('planned')
    await sql`update deliveries set state = 'accepted' where destination = 'a1@real.example'`.execute(system.db)
    await system.tasks['deliver-email']?.({}, new AbortController().signal)
    expect((await rows(id, 'sms'))[0]).toMatchObject({ state: 'cancelled', reason: 'not-needed' })
    expect(carrier.sent).toEqual([])
  })

  test('one address of two enterprise accounts that does not work leads to a call to each; one where nobody gets updates to a call at once', async () => {
    await sql`update accounts set tier = 'enterprise' where key in ('A2', 'A3')`.execute(system.db)
    await sql`update contacts set email = 'a10@real.example' where account_id = (select id from accounts where key = 'A2' and not practice)`.execute(system.db)
    await sql`update contacts set receives_updates = false where account_id = (select id from accounts where key = 'A3' and not practice)`.execute(system.db)
    bounces.add('a10@real.example')
    await publish()
    await look()
    expect((await calls()).items.map(({ account }: { account: { key: string } }) => account.key).toSorted()).toEqual(['A10', 'A2', 'A3'])
    await sql`update accounts set tier = 'standard' where key in ('A2', 'A3')`.execute(system.db)
    await sql`update contacts set email = 'a2@real.example' where account_id = (select id from accounts where key = 'A2' and not practice)`.execute(system.db)
    await sql`update contacts set receives_updates = true`.execute(system.db)
  })

  test('a number that the carrier does not serve holds up no other', async () => {
    for (const nth of [1, 2, 3, 10]) {
      await phone(`A${nth}`, `+49301111${String(nth).padStart(2, '0')}`)
      bounces.add(`a${nth}@real.example`)
    }
    carrier.faults(({ body }) => (body.includes('4930111110') ? { kind: 'refusal', code: 21408 } : undefined))
    const id = await publish()
    for (let nth = 0; nth < 4; nth += 1) {
      await look()
      await later(60)
    }
    const states = Object.fromEntries((await rows(id, 'sms')).map(({ key, state }) => [key, state]))
    expect(states).toMatchObject({ A1: 'accepted', A2: 'accepted', A3: 'accepted' })
    expect(states.A10).toBe('deferred')
  })

  test('the last word of a closed crisis is looked after as well', async () => {
    bounces.add('a10@real.example')
    await sql`update crises set status = 'closed', closed_at = ${system.now()} where id <> ${crisis} and status <> 'closed'`.execute(system.db)
    const id = await publish({
      phase: 'resolved',
      parts: { title: 'Mail works again', happened: 'It fell.', why: 'A disk.', doing: 'Replaced.', prevention: 'Two disks.' },
    })
    await sql`update crises set status = 'closed', closed_at = ${system.now()} where id = ${crisis}`.execute(system.db)
    await look()
    expect(await rows(id, 'call')).toHaveLength(1)
    await look()
    expect((await rows(id, 'call'))[0]?.state).toBe('planned')
  })
})
