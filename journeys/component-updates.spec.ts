// A subscriber's system hears of each change of what the page shows of a service, in the form that Statuspage made common; and updates say what changed with them.
import { newSecret } from '@leeward/webhook'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { newId } from '../server/src/platform/ids.ts'
import { seal } from '../server/src/platform/secrets/seal.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { receiver } from './support/receiver.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Heard = {
  component_update: { created_at: string; old_status: string; new_status: string; id: string; component_id: string }
  component: { id: string; name: string; status: string }
}

describe('Systems that subscribed to a page', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let hook: Awaited<ReturnType<typeof receiver>>
  beforeAll(async () => {
    hook = await receiver()
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 2)
    ann = await system.person('Ann', 'administrator')
    await place('/all', 'statuspage')
    await place('/shop', 'statuspage', [company.shop])
    await place('/ours', 'leeward')
  })
  afterAll(async () => {
    await system.close()
    await hook.close()
  })

  const place = (path: string, format: string, services: string[] | null = null, brandId = company.brandId) =>
    sql`
      insert into endpoints (id, channel, brand_id, name, shown, sealed, fingerprint, locale, time_zone, services, format, made_at)
      values (${newId(system.now())}, 'webhook', ${brandId}, ${path}, ${path}, ${seal(system.deps.key, JSON.stringify({ url: `${hook.url}${path}`, secret: newSecret() }))}, decode(md5(${path}), 'hex'), 'en', 'UTC', ${services}::uuid[],
              ${format}, now())`.execute(system.db)
  const changesAt = (path: string) =>
    hook.received.filter((each) => each.path === path && 'component_update' in each.body).map(({ body }) => body as unknown as Heard)
  const moves = (path: string) =>
    changesAt(path).map(({ component, component_update: { old_status, new_status } }) => `${component.name}: ${old_status} > ${new_status}`)
  const declare = async (service: string, more: object = {}) => {
    const { body } = await ann.post('/api/crises', { title: 'Trouble', kind: 'service-outage', scope: [{ serviceId: service }], ...more })
    await assessImpact(system.deps, body.id, { cause: 'by-hand', by: ann.id })
    return body.id as string
  }
  const say = async (crisis: string, more: object = {}) => {
    const draft = (await ann.post(`/api/crises/${crisis}/updates`, { ...update(), nextUpdateAt: null, ...more })).body
    const { status, body } = await ann.post(`/api/updates/${draft.id}/submission`, {})
    expect(status, JSON.stringify(body)).toBe(200)
    await system.deliver()
  }
  const severity = async (crisis: string, to: number) => {
    const { status, body } = await ann.post(`/api/crises/${crisis}/severity`, { severity: to, reason: 'It is worse than we thought.' })
    expect(status, JSON.stringify(body)).toBeLessThan(300)
    await system.deliver()
  }

  let crisis: string
  test('hear nothing of a crisis before customers are told of it, and then from what to what the service went', async () => {
    crisis = await declare(company.mail)
    await system.deliver()
    expect(hook.received).toEqual([])
    await system.at('09:10')
    await say(crisis)
    expect(moves('/all')).toEqual(['Mail: operational > degraded_performance'])
    const [heard] = changesAt('/all')
    expect(Object.keys(heard ?? {})).toEqual(['meta', 'page', 'component_update', 'component'])
    expect(Object.keys(heard?.component_update ?? {})).toEqual(['created_at', 'new_status', 'old_status', 'id', 'component_id'])
    expect(heard?.component_update.created_at).toBe('2030-03-01T09:10:00.000Z')
    expect(heard?.component).toMatchObject({ id: heard?.component_update.component_id, name: 'Mail', status: 'degraded_performance', group: false })
    expect(heard).toMatchObject({ meta: { unsubscribe: expect.stringContaining('/subscriptions/') }, page: { status_indicator: 'minor' } })
  })
  test('hear it once, whatever else is said; only of services that they chose, and only in that form', async () => {
    await system.at('09:20')
    await say(crisis, { phase: 'identified' })
    expect(moves('/all')).toHaveLength(1)
    expect(moves('/shop')).toEqual([])
    expect(hook.received.filter(({ path, body }) => path === '/ours' && 'component_update' in body)).toEqual([])
  })
  test('hear that it got worse, and that it works again', async () => {
    await system.at('09:30')
    await severity(crisis, 2)
    expect(moves('/all').at(-1)).toBe('Mail: degraded_performance > partial_outage')
    await system.at('09:40')
    await say(crisis, {
      phase: 'resolved',
      parts: { title: 'Mail is back', happened: 'It fell.', why: 'A switch.', did: 'We replaced it.', prevention: 'Two switches.' },
    })
    expect(moves('/all')).toEqual([
      'Mail: operational > degraded_performance',
      'Mail: degraded_performance > partial_outage',
      'Mail: partial_outage > operational',
    ])
  })
  test('hear of planned work that begins and ends, each with a word of its own', async () => {
    const { body } = await ann.post('/api/maintenances', {
      ...{ title: 'New till', services: [company.shop], body: 'Short.', tells: [], endsByItself: true },
      ...{ startsAt: '2030-03-01T10:00:00Z', endsAt: '2030-03-01T11:00:00Z' },
    })
    expect(body.state).toBe('scheduled')
    await system.at('10:00')
    await system.deliver()
    await system.at('11:00')
    await system.deliver()
    expect(moves('/shop')).toEqual(['Shop: operational > under_maintenance', 'Shop: under_maintenance > operational'])
    expect(new Set(changesAt('/all').map(({ component_update }) => component_update.id)).size).toBe(5)
  })
  test('each update in the API says what changed with it, also after all is over', async () => {
    await system.web.refreshStatus()
    const { incidents } = (await system.web.status.inject(`/${company.slug}/api/v2/incidents.json`)).json()
    const affected = incidents[0].incident_updates.map((each: { affected_components: { name: string; old_status: string; new_status: string }[] }) =>
      each.affected_components.map(({ name, old_status, new_status }) => `${name}: ${old_status} > ${new_status}`),
    )
    expect(affected).toEqual([
      ['Mail: degraded_performance > operational'],
      ['Mail: degraded_performance > degraded_performance'],
      ['Mail: operational > degraded_performance'],
    ])
  })
  test('hear nothing of an exercise', async () => {
    const practice = await smallCompany(system, 2, true)
    await place('/practice', 'statuspage', null, practice.brandId)
    const drill = await declare(practice.mail, { practice: true, brand: practice.slug })
    await say(drill)
    expect(hook.received.filter(({ path }) => path === '/practice')).toEqual([])
    expect((await sql`select 1 from page_news where brand_id = ${practice.brandId}`.execute(system.db)).rows).toEqual([])
  })
  test('hear nothing of a state that was never known: after an upgrade the first sight is no change', async () => {
    await sql`update service_states set status = null where service_id = ${company.shop}`.execute(system.db)
    const open = await declare(company.shop)
    await system.at('12:00')
    await say(open)
    expect(moves('/shop')).toHaveLength(2)
    expect((await sql<{ status: string }>`select status from service_states where service_id = ${company.shop}`.execute(system.db)).rows[0]?.status).toBe(
      'degraded_performance',
    )
  })
})
