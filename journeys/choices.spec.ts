// What an address gets from us, and of which services its reader wants to hear: chosen behind the link in each mail, and kept to.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('The choice of services', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let mailCrisis: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 4)
    ann = await system.person('Ann', 'administrator')
    await sql`insert into exposures (account_id, service_id) select id, ${company.shop} from accounts where key in ('A1', 'A2', 'A3')`.execute(system.db)
    await sql`update contacts set phone = '+4915112345678' where email = 'a1@real.example'`.execute(system.db)
    await sql`update brands set text_severity = 4 where id = ${company.brandId}`.execute(system.db)
    mailCrisis = await declare([company.mail])
    await publish(mailCrisis, 'Mail is down')
  })
  afterAll(() => system.close())

  const declare = async (services: string[]) => {
    const { body } = await ann.post('/api/crises', {
      title: 'Down',
      kind: 'service-outage',
      scope: services.map((serviceId) => ({ serviceId, degree: 'down' })),
      severity: 3,
      severityReason: 'x',
    })
    await ann.post(`/api/crises/${body.id}/impact`)
    return body.id as string
  }
  const links = new Map<string, string>()
  async function publish(crisis: string, title: string, more: object = {}) {
    system.live.sent.length = 0
    const { id } = (await ann.post(`/api/crises/${crisis}/updates`, { phase: 'investigating', parts: { title }, ...more })).body
    expect((await ann.post(`/api/updates/${id}/submission`)).body.status, title).toBe('published')
    await system.runJobs()
    for (const { to, headers } of system.live.sent) {
      const link = /^<(.*)>$/.exec(headers?.['List-Unsubscribe'] ?? '')?.[1]
      if (link) links.set(to.split('@')[0] as string, new URL(link).pathname)
    }
    return id as string
  }
  const mailed = () => system.live.sent.map(({ to }) => to.split('@')[0]).sort()
  const page = async (who: string) => (await system.web.status.inject(links.get(who) as string)).body
  const choose = (who: string, fields: string) =>
    system.web.status.inject({
      method: 'POST',
      url: links.get(who) as string,
      payload: `choose=services&${fields}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  const chosen = async (who: string) =>
    (await sql<{ services: string[] | null }>`select services from contacts where email = ${`${who}@real.example`}`.execute(system.db)).rows[0]?.services

  test('none at all, a service that is not theirs, or nonsense changes nothing and says what to do', async () => {
    for (const fields of ['some=yes', `some=yes&service-${crypto.randomUUID()}=on`, 'some=yes&service-nonsense=on', 'some=perhaps', ''])
      expect((await choose('a1', fields)).statusCode, fields).toBe(400)
    expect((await choose('a1', 'some=yes')).body).toContain('Choose at least one of these services, or leave the updates.')
    expect(await chosen('a1')).toBeNull()
  })

  test('the page says in plain words what the address gets, and what stays on, and why', async () => {
    const body = await page('a1')
    expect(body).toContain('What a1@real.example gets from us')
    expect(body).toContain('of all services that you use')
    expect(body).toContain('Texts to your number ending in 78')
    expect(body).not.toContain('12345678')
    expect(body).toMatch(/You still get what we owe you.*These stay on, because we owe them to you or the law asks for them/s)
    expect(body).toMatch(new RegExp(`name="service-${company.mail}"> Mail.*name="service-${company.shop}"> Shop`, 's'))
    // One service is nothing to choose from.
    expect(await page('a4')).not.toContain('type="checkbox"')
    expect(await page('a2')).not.toContain('Texts to')
  })

  test('from the next update on, mails and texts of other services do not come; of theirs they do', async () => {
    const saved = await choose('a1', `some=yes&service-${company.shop}=on`)
    expect([saved.statusCode, saved.body]).toEqual([200, expect.stringContaining('It holds from the next update on.')])
    expect(saved.body).toContain('only of: Shop.')
    expect(await chosen('a1')).toEqual([company.shop])
    expect((await ann.post(`/api/crises/${mailCrisis}/reach`, { to: { kind: 'customers' } })).body).toMatchObject({ addresses: 3 })
    const next = await publish(mailCrisis, 'Mail is still down')
    expect(mailed()).toEqual(['a2', 'a3', 'a4'])
    const { rows } = await sql`select from deliveries where update_id = ${next} and channel = 'sms'`.execute(system.db)
    expect(rows).toEqual([])
    expect((await ann.get(`/api/crises/${mailCrisis}/deliveries-audit`)).body).toMatchObject({ right: true })
    await publish(await declare([company.shop]), 'The shop is down')
    expect(mailed()).toEqual(['a1', 'a2', 'a3'])
    await publish(await declare([company.mail, company.shop]), 'Both are down')
    expect(mailed()).toContain('a1')
  })

  test('what is about safety or the law comes all the same', async () => {
    await publish(mailCrisis, 'Your rights', { to: { kind: 'notice' } })
    expect(mailed()).toEqual(['a1', 'a2', 'a3', 'a4'])
  })

  test('all of them ticked, or all services, is no choice any more; another address keeps its own', async () => {
    await choose('a2', `some=yes&service-${company.mail}=on`)
    expect((await choose('a1', `some=yes&service-${company.shop}=on&service-${company.mail}=on`)).statusCode).toBe(200)
    expect(await chosen('a1')).toBeNull()
    await choose('a1', `some=yes&service-${company.shop}=on`)
    await choose('a1', 'some=no')
    expect([await chosen('a1'), await chosen('a2')]).toEqual([null, [company.mail]])
  })

  test('whoever left has nothing to choose, and reads that nothing comes', async () => {
    await system.web.status.inject({
      method: 'POST',
      url: links.get('a3') as string,
      payload: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const body = await page('a3')
    expect(body).toContain('Keine Nachrichten über Störungen per E-Mail: Sie haben sie abbestellt.')
    expect(body).not.toContain('type="checkbox"')
  })
})
