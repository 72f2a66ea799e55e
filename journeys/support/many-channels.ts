// A small company whose texts go to a fake carrier, and whose mails bounce where a test says so.
import { startFakeCarrier } from '@leeward/sms/fake-carrier'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { assessImpact } from '../../server/src/assess/impact/impact.assess.ts'
import { update } from './bodies.ts'
import { smallCompany } from './company.ts'
import { type TestSystem, testSystem } from './system.ts'

export const keys = { twilio: { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token-of-the-test' } }

/** Sets it up once for the file; each test gets a crisis of its own, three days after the one before. What is in it is there once a test runs. */
export function manyChannels() {
  const bounces = new Set<string>()
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
  return {
    bounces,
    later,
    phone,
    publish,
    look,
    rows,
    calls,
    get system() {
      return system
    },
    get ann() {
      return ann
    },
    get bo() {
      return bo
    },
    get company() {
      return company
    },
    get carrier() {
      return carrier
    },
    get provider() {
      return provider
    },
    get crisis() {
      return crisis
    },
    set crisis(id) {
      crisis = id
    },
  }
}
