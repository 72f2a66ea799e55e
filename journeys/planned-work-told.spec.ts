// Planned work and changed states, told to whoever subscribed to a status page: once each, in their language, by every way that they chose.
import { newSecret } from '@leeward/webhook'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../server/src/platform/ids.ts'
import { seal } from '../server/src/platform/secrets/seal.ts'
import { smallCompany } from './support/company.ts'
import { receiver } from './support/receiver.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Subscribers are told of planned work', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let hook: Awaited<ReturnType<typeof receiver>>
  let refuses: string[] = []
  beforeAll(async () => {
    hook = await receiver()
    hook.answers(() => ({ status: 200, body: 'ok' }))
    system = await testSystem({
      at: '2030-03-01T09:00:00Z',
      answer: ({ to }) => (refuses.includes(to) ? { state: 'deferred', answer: '451 later' } : { state: 'accepted', answer: '250 ok' }),
    })
    company = await smallCompany(system, 2)
    ann = await system.person('Ann', 'administrator')
    await sql`update brands set time_zone = 'Europe/Berlin'`.execute(system.db)
    await subscriber('all@visitor.example')
    await subscriber('deu@visitor.example', { locale: 'de' })
    await subscriber('shop@visitor.example', { services: [company.shop] })
    await subscriber('shy@visitor.example', { confirmed: false })
    await place('webhook', '/status')
    await place('webhook', '/shop-only', [company.shop])
    await place('slack', '/slack')
  })
  afterAll(async () => {
    await system.close()
    await hook.close()
  })

  const subscriber = (email: string, { locale = 'en', services = null as string[] | null, confirmed = true } = {}) =>
    sql`
      insert into subscribers (id, brand_id, channel, destination, email, services, locale, asked_at, letter, letter_at, confirmed_at)
      values (${newId(system.now())}, ${company.brandId}, 'email', ${email}, ${email}, ${services}::uuid[], ${locale}, ${system.now()}, 'sent', ${system.now()}, ${confirmed ? system.now() : null})`.execute(
      system.db,
    )
  /** As a visitor's: the receiver of this test speaks no TLS, so it is put where a subscription would put it. */
  const place = (channel: 'webhook' | 'slack', path: string, services: string[] | null = null) =>
    sql`
      insert into endpoints (id, channel, brand_id, name, shown, sealed, fingerprint, locale, time_zone, services, format, made_at)
      values (${newId(system.now())}, ${channel}, ${company.brandId}, ${path}, ${path}, ${seal(system.deps.key, JSON.stringify({ url: `${hook.url}${path}`, secret: newSecret() }))}, decode(md5(${path}), 'hex'), 'en', 'UTC', ${services}::uuid[],
              ${channel === 'webhook' ? 'statuspage' : 'leeward'}, now())`.execute(system.db)
  const plan = (more: object = {}) => ({
    title: 'New storage',
    services: [company.mail],
    startsAt: '2030-03-04T22:00:00Z',
    endsAt: '2030-03-04T23:00:00Z',
    body: 'Mail may pause for a minute.',
    ...more,
  })
  const announce = async (more: object = {}) => {
    const { status, body } = await ann.post('/api/maintenances', plan(more))
    expect(status, JSON.stringify(body)).toBe(201)
    await system.deliver()
    return body.id as string
  }
  const mails = (address: string) => system.live.sent.filter(({ to }) => to === address)
  const heardAt = (path: string) => hook.received.filter((each) => each.path === path).map(({ body }) => body as unknown as Heard)
  const states = async (id: string) =>
    (
      await sql<{ state: string; count: number }>`
        select d.state::text, count(*)::int as count from news_deliveries d join page_news n on n.id = d.news_id where n.maintenance_id = ${id} group by 1`.execute(
        system.db,
      )
    ).rows

  test('what cannot be is refused with what to do', async () => {
    for (const [more, sentence] of [
      [{ tells: ['everything'] }, /tells/],
      [{ tells: 'scheduled' }, /tells/],
      [{ remindMinutes: 1 }, /from 5 minutes to two weeks/],
      [{ remindMinutes: 1e9 }, /from 5 minutes to two weeks/],
      [{ remindMinutes: 'soon' }, /remindMinutes/],
      [{ tells: Array(200).fill('scheduled') }, /tells/],
    ] as const) {
      const { status, body } = await ann.post('/api/maintenances', plan(more))
      expect(status, JSON.stringify(body)).toBe(400)
      expect(JSON.stringify(body)).toMatch(sentence)
    }
    const id = await announce({ tells: [] })
    expect((await ann.put(`/api/maintenances/${id}`, plan({ tell: 'yes' }))).status).toBe(400)
    expect((await ann.post(`/api/maintenances/${id}/notes`, { body: 'x', tell: 1 })).status).toBe(400)
    expect(system.live.sent).toEqual([])
    expect((await ann.post(`/api/maintenances/${id}/notes`, { state: 'cancelled', body: 'Not needed.' })).status).toBe(200)
    await system.deliver()
    expect(system.live.sent).toEqual([])
  })

  test('when it is announced: in their language, with the zone, a file for the calendar, and one click to end it', async () => {
    const id = await announce()
    const [mail, ...more] = mails('all@visitor.example')
    expect(more).toEqual([])
    expect(mail?.subject).toBe('Planned maintenance: New storage')
    expect(mail?.text).toContain('March 4 at 23:00 GMT+1 to March 5 at 00:00 GMT+1')
    expect(mail?.text).toContain('Mail may pause for a minute.')
    expect(mail?.text).toMatch(/http:\/\/status\.test\/\S+\/maintenance\/[0-9a-f]{12}/)
    expect(mail?.headers?.['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    expect(Buffer.from(mail?.attachments?.[0]?.content ?? []).toString()).toMatch(/BEGIN:VEVENT[\s\S]*DTSTART:20300304T220000Z[\s\S]*New storage/)
    const [german] = mails('deu@visitor.example')
    expect(german?.subject).toBe('Geplante Wartung: New storage')
    expect(german?.text).toContain('4. März um 23:00 MEZ bis 5. März um 00:00 MEZ')
    expect([...mails('shop@visitor.example'), ...mails('shy@visitor.example')]).toEqual([])
    const { body } = await ann.get(`/api/maintenances/${id}`)
    expect(body.news).toEqual([{ moment: 'scheduled', at: '2030-03-01T09:00:00.000Z', total: 4, reached: 4, waiting: 0, unknown: 0 }])
  })

  test('a system hears it in the form that Statuspage made common, a room as a post', async () => {
    const [heard] = heardAt('/status')
    expect(Object.keys(heard ?? {})).toEqual(['meta', 'page', 'incident'])
    expect(heard?.incident).toMatchObject({
      ...{ name: 'New storage', impact: 'maintenance', status: 'scheduled', backfilled: false },
      ...{ scheduled_for: '2030-03-04T22:00:00.000Z', scheduled_until: '2030-03-04T23:00:00.000Z' },
      incident_updates: [{ status: 'scheduled', body: 'Mail may pause for a minute.' }],
      components: [{ name: 'Mail' }],
    })
    expect(heardAt('/shop-only')).toEqual([])
    expect(JSON.stringify(heardAt('/slack'))).toContain('Planned maintenance: New storage')
  })

  test('when it moves, and to other services: with what it was before, also those whom it does not touch any more', async () => {
    const id = await announce({ title: 'Moving' })
    expect((await ann.put(`/api/maintenances/${id}`, plan({ title: 'Moving about', body: undefined }))).status).toBe(200)
    await system.deliver()
    expect(mails('all@visitor.example').at(-1)?.subject).toBe('Planned maintenance: Moving')
    await system.at('09:10')
    const later = { title: 'Moving about', services: [company.shop], startsAt: '2030-03-05T22:00:00Z', endsAt: '2030-03-05T23:00:00Z' }
    expect((await ann.put(`/api/maintenances/${id}`, plan({ ...later, body: undefined }))).status).toBe(200)
    await system.deliver()
    const mail = mails('all@visitor.example').at(-1)
    expect(mail?.subject).toBe('Maintenance changed: Moving about')
    expect(mail?.text).toContain('This work takes place at another time.')
    expect(mail?.text).toContain('Before, it was: March 4 at 23:00 GMT+1')
    expect(mail?.text).toContain('What it touches: Shop')
    expect(mail?.text).toContain('No longer touched: Mail')
    expect(mails('shop@visitor.example').at(-1)?.subject).toBe('Maintenance changed: Moving about')
    await system.at('09:20')
    expect((await ann.post(`/api/maintenances/${id}/notes`, { state: 'cancelled', body: 'The parts did not come.' })).status).toBe(200)
    await system.deliver()
    const cancelled = mails('shop@visitor.example').at(-1)
    expect(cancelled?.subject).toBe('Maintenance cancelled: Moving about')
    expect(Buffer.from(cancelled?.attachments?.[0]?.content ?? []).toString()).toContain('STATUS:CANCELLED')
    // There is no word for it in that form.
    expect(heardAt('/shop-only').at(-1)?.incident).toMatchObject({
      name: 'Moving about',
      status: 'completed',
      incident_updates: [{ body: 'The parts did not come.' }, {}],
    })
  })

  test('a reminder where one was chosen, when it begins and when it is over; not that it is checked, and no word unless it is to be told', async () => {
    const id = await announce({ title: 'Night work', startsAt: '2030-03-02T22:00:00Z', endsAt: '2030-03-02T23:00:00Z', remindMinutes: 60 })
    await system.at('2030-03-02T21:00:00Z')
    await system.deliver()
    expect(mails('all@visitor.example').at(-1)).toMatchObject({ subject: 'Reminder: Night work' })
    expect(mails('all@visitor.example').at(-1)?.text).toContain('The announced work begins on March 2 at 23:00 GMT+1.')
    await system.at('22:00')
    await system.deliver()
    expect(mails('all@visitor.example').at(-1)?.subject).toBe('Maintenance begins: Night work')
    const before = mails('all@visitor.example').length
    await ann.post(`/api/maintenances/${id}/notes`, { state: 'verifying', body: 'We look.' })
    await ann.post(`/api/maintenances/${id}/notes`, { body: 'Still looking.' })
    await system.deliver()
    expect(mails('all@visitor.example')).toHaveLength(before)
    await ann.post(`/api/maintenances/${id}/notes`, { body: 'One part takes longer.', tell: true })
    await system.deliver()
    expect(mails('all@visitor.example').at(-1)?.text).toContain('One part takes longer.')
    await ann.post(`/api/maintenances/${id}/notes`, { state: 'completed', body: 'All done.' })
    await system.deliver()
    expect(mails('all@visitor.example').at(-1)?.subject).toBe('Maintenance done: Night work')
    const told = heardAt('/status').filter(({ incident }) => incident?.name === 'Night work')
    expect(told.map(({ incident }) => incident?.status)).toEqual(['scheduled', 'scheduled', 'in_progress', 'verifying', 'completed'])
    expect((await ann.get(`/api/maintenances/${id}`)).body.news.map(({ moment }: { moment: string }) => moment)).toEqual([
      ...['completed', 'word', 'in_progress', 'reminder', 'scheduled'],
    ])
  })

  test('what waits is overtaken by newer words to people, never by what a system is told; and whoever ended it gets nothing of it', async () => {
    refuses = ['all@visitor.example', 'deu@visitor.example']
    const id = await announce({ title: 'Slow mail server', startsAt: '2030-03-08T22:00:00Z', endsAt: '2030-03-08T23:00:00Z' })
    const link = new URL(/<(.*)>/.exec(mails('deu@visitor.example').at(-1)?.headers?.['List-Unsubscribe'] ?? '')?.[1] ?? '').pathname
    await system.web.status.inject({
      method: 'POST',
      url: link,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click',
    })
    refuses = []
    await ann.put(
      `/api/maintenances/${id}`,
      plan({ title: 'Slow mail server', startsAt: '2030-03-09T22:00:00Z', endsAt: '2030-03-09T23:00:00Z', body: undefined }),
    )
    await system.at('2030-03-02T23:50:00Z')
    await system.deliver()
    const got = mails('all@visitor.example').filter(({ subject }) => subject.includes('Slow mail server'))
    expect(got.map(({ subject }) => subject)).toEqual(['Planned maintenance: Slow mail server', 'Maintenance changed: Slow mail server'])
    expect(mails('deu@visitor.example').at(-1)?.subject).toContain('Slow mail server')
    expect(Object.fromEntries((await states(id)).map(({ state, count }) => [state, count]))).toEqual({ accepted: 5, cancelled: 1, suppressed: 1 })
  })

  test('the sums of every piece of news come to what was planned', async () => {
    const { rows } = await sql`select n.id from page_news n where n.rows <> (select count(*) from news_deliveries d where d.news_id = n.id)`.execute(system.db)
    expect(rows).toEqual([])
  })

  test('a bounce of such a mail stops its address, like any other', async () => {
    const { applyFeedback } = await import('../server/src/communicate/suppressions/feedback.store.ts')
    const { rows } = await sql<{ id: number }>`select id from news_deliveries where destination = 'shop@visitor.example' order by id desc limit 1`.execute(
      system.db,
    )
    const id = (rows[0] as { id: number }).id
    await applyFeedback(system.deps, [{ deliveryId: id, outcome: 'hard', reason: 'unknown-user', answer: '550', at: system.now(), key: 'k', trusted: true }])
    const { rows: after } = await sql`select state::text from news_deliveries where id = ${id}`.execute(system.db)
    expect(after).toEqual([{ state: 'bounced' }])
    const before = mails('shop@visitor.example').length
    await announce({ title: 'After the bounce', services: [company.shop] })
    expect(mails('shop@visitor.example')).toHaveLength(before)
  })
})

type Heard = {
  meta: { unsubscribe: string }
  incident?: { name: string; status: string }
  component_update?: { old_status: string; new_status: string; component_id: string; id: string; created_at: string }
  component?: { id: string; name: string; status: string }
}
