// Who may leave, and who is called first: the list for owners, one caller at a time, and nobody called again for what was dealt with.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refreshHealth } from '../server/src/detect/health/refresh.store.ts'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>

describe('Accounts at risk', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let [ann, bo, cy]: [Person, Person, Person] = [] as never
  let key: string
  beforeAll(async () => {
    system = await testSystem()
    company = await smallCompany(system, 40)
    ann = await system.person('Ann', 'administrator')
    bo = await system.person('Bo', 'customer-success')
    cy = await system.person('Cy', 'observer')
    await sql`update accounts set owner_email = case when key in ('A10', 'A20', 'A30') then 'bo@house.test' when key = 'A31' then 'dee@house.test' end, name = case when key = 'A5' then '=HYPERLINK("http://evil")' else name end`.execute(
      system.db,
    )
    key = (await ann.post('/api/signal-sources', { name: 'Product', kind: 'signals', brand: company.slug })).body.key
  })
  afterAll(() => system.close())

  const say = async (...signals: object[]) => {
    const { statusCode } = await system.web.console.inject({
      method: 'POST',
      url: '/api/signals',
      headers: { authorization: `Bearer ${key}` },
      payload: signals,
    })
    expect(statusCode).toBe(202)
    await createFolder(system.deps).look()
    await system.at(new Date(system.now().getTime() + 65_000).toISOString())
    await createFolder(system.deps).look()
    await refreshHealth(system.deps)
  }
  const failed = (account: string) => ({ name: 'invoice.payment_failed', kind: 'payment', account })
  const disputed = (account: string) => ({ name: 'charge.dispute', kind: 'payment', account })
  const leaves = (account: string) => ({ name: 'subscription.deleted', kind: 'payment', account })
  const atRisk = async (query = '', by = ann) => (await by.get(`/api/accounts-at-risk${query}`)).body
  const keys = ({ items }: { items: { key: string }[] }) => items.map((each) => each.key)
  const calls = async (query = '', by = ann) => (await by.get(`/api/outreach${query}`)).body
  const entry = async (account: string, query = '') => (await calls(query)).items.find((each: { key: string }) => each.key === account)

  test('are listed by the revenue that would go with them, with reasons and sums', async () => {
    await say(...['A5', 'A10', 'A20', 'A31'].flatMap((account) => [failed(account), disputed(account)]), leaves('A20'), failed('A1'))
    const list = await atRisk()
    expect(keys(list)).toEqual(['A31', 'A20', 'A10', 'A5'])
    expect(list.items[1]).toMatchObject({ score: 5, risk: 'high', ownerEmail: 'bo@house.test', outreach: { state: 'open', holder: null } })
    expect(list.items[0]).toMatchObject({
      score: 50,
      risk: 'medium',
      against: [
        { sentence: 'disputed a payment today', points: 30 },
        { sentence: 'a payment failed today', points: 20 },
      ],
    })
    expect((await ann.get('/api/accounts-at-risk/sums')).body).toEqual({
      high: 1,
      medium: 3,
      revenue: [{ amountMinor: 66_000, currency: 'EUR' }],
      owners: ['bo@house.test', 'dee@house.test'],
      tiers: ['enterprise', 'standard'],
    })
  })
  test('for an owner, a tier, a risk; a page at a time', async () => {
    expect(keys(await atRisk('?owner=mine', bo))).toEqual(['A20', 'A10'])
    expect(keys(await atRisk('?owner=DEE@house.test'))).toEqual(['A31'])
    expect(keys(await atRisk('?owner=nobody'))).toEqual(['A5'])
    expect(keys(await atRisk('?tier=enterprise&risk=high'))).toEqual(['A20'])
    const first = await atRisk('?limit=3')
    expect([keys(first), keys(await atRisk(`?limit=3&cursor=${first.next}`))]).toEqual([['A31', 'A20', 'A10'], ['A5']])
    for (const query of ['?risk=none', '?limit=0', '?owner=']) expect((await ann.get(`/api/accounts-at-risk${query}`)).status, query).toBe(400)
    for (const path of ['accounts-at-risk?cursor=x', 'outreach?cursor=x', `outreach?show=done&cursor=${first.next}`])
      expect((await ann.get(`/api/${path}`)).status, path).toBe(422)
  })
  test('as a file in which no cell is a formula', async () => {
    const { body, headers } = await ann.get('/api/accounts-at-risk/csv?risk=medium')
    expect(headers['content-type']).toContain('text/csv')
    const lines = String(body).trim().split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines.at(-1)).toContain(`A5,"'=HYPERLINK(""http://evil"")",standard`)
    expect(lines[1]).toContain('disputed a payment today (-30); a payment failed today (-20)')
  })

  describe('are called', () => {
    test('high risk first, then the vulnerable, then by revenue; with why, and whom to ask for', async () => {
      const list = await calls()
      expect(keys(list)).toEqual(['A20', 'A31', 'A10', 'A5'])
      expect(list.items[0]).toMatchObject({
        state: 'open',
        why: ['said that they leave, today', 'disputed a payment today', 'a payment failed today'],
        people: [{ email: 'a20@real.example', name: 'Person A20' }],
      })
      const page = await calls('?limit=2')
      expect(keys(await calls(`?limit=2&cursor=${page.next}`))).toEqual(['A10', 'A5'])
    })
    test('by one person at a time: the second is told who has it', async () => {
      const { id } = await entry('A20')
      const both = await Promise.all([bo.post(`/api/outreach/${id}/take`), ann.post(`/api/outreach/${id}/take`)])
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
      const holder = (await entry('A20')).holder.name
      expect(both.find(({ status }) => status === 409)?.body.detail).toContain(`${holder} has this account in hand`)
      const other = holder === 'Bo' ? ann : bo
      for (const [path, body] of [
        ['later', { until: '2030-01-05' }],
        ['outcome', { outcome: 'content' }],
        ['return', {}],
      ] as const)
        expect((await other.post(`/api/outreach/${id}/${path}`, body)).status).toBe(409)
      const own = holder === 'Bo' ? bo : ann
      expect((await own.post(`/api/outreach/${id}/return`)).status).toBe(200)
      expect((await entry('A20')).holder).toBeNull()
    })
    test('who forgets it for a day has given it back', async () => {
      const { id } = await entry('A31')
      await bo.post(`/api/outreach/${id}/take`)
      await system.at('2030-01-02T10:00:00Z')
      expect(await entry('A31')).toMatchObject({ state: 'open', holder: null })
      expect((await ann.post(`/api/outreach/${id}/take`)).status).toBe(200)
      await ann.post(`/api/outreach/${id}/return`)
    })
    test('later, where it is put off, on the day that was said', async () => {
      const { id } = await entry('A10')
      expect((await bo.post(`/api/outreach/${id}/later`, { until: '2030-01-01' })).body.detail).toContain('until: is past')
      expect((await bo.post(`/api/outreach/${id}/later`, { until: '2031-01-01' })).status).toBe(422)
      expect((await bo.post(`/api/outreach/${id}/later`, { until: '2030-01-05', note: 'On holiday' })).status).toBe(200)
      expect(keys(await calls())).not.toContain('A10')
      expect(await entry('A10', '?show=later')).toMatchObject({ laterUntil: '2030-01-05', note: 'On holiday', decidedBy: { name: 'Bo' } })
      await system.at('2030-01-05T09:00:00Z')
      await refreshHealth(system.deps)
      expect(await entry('A10')).toMatchObject({ state: 'open' })
    })
    test('with an outcome and a next step; then it is off the list, and kept', async () => {
      const { id } = await entry('A20')
      await bo.post(`/api/outreach/${id}/take`)
      expect(
        (await bo.post(`/api/outreach/${id}/outcome`, { outcome: 'unhappy', note: 'They miss exports', nextStep: 'Show them', nextOn: '2030-01-10' })).status,
      ).toBe(200)
      expect(keys(await calls())).not.toContain('A20')
      expect(await entry('A20', '?show=done')).toMatchObject({ outcome: 'unhappy', nextStep: 'Show them', nextOn: '2030-01-10', decidedBy: { name: 'Bo' } })
      expect((await bo.post(`/api/outreach/${id}/outcome`, { outcome: 'content' })).body.detail).toContain('was dealt with')
    })
    test('not again for the same within 30 days, however often it is said; for something else at once', async () => {
      await say(failed('A20'), disputed('A20'), leaves('A20'))
      expect(await entry('A20')).toBeUndefined()
      await say(...[1, 2, 3].map(() => ({ name: 'mail', kind: 'complaint', account: 'A20', body: 'This is a disgrace. Nothing works, I am furious!' })))
      expect((await entry('A20')).why).toEqual(['wrote angrily 3 times in 7 days', 'wrote 3 times in 7 days'])
      await system.at('2030-02-05T09:00:00Z')
      await say(disputed('A20'))
      expect((await entry('A20')).why).toEqual(['disputed a payment today'])
    })
    test('those who fare well again are off the list by themselves, those in hand stay with whoever has them', async () => {
      await system.at('2030-03-20T09:00:00Z')
      await ann.post(`/api/outreach/${(await entry('A20')).id}/take`)
      await refreshHealth(system.deps)
      expect((await calls()).items).toMatchObject([{ key: 'A20', score: 100, holder: { name: 'Ann' } }])
      await system.at('2030-03-21T09:30:00Z')
      await refreshHealth(system.deps)
      expect((await calls()).items).toEqual([])
      expect((await atRisk()).items).toEqual([])
    })
    test('by people who may call; a program takes nothing, and what is not there is said', async () => {
      await say(disputed('A40'))
      const { id } = await entry('A40')
      expect((await cy.post(`/api/outreach/${id}/take`)).status).toBe(403)
      expect((await cy.get('/api/outreach')).status).toBe(200)
      expect((await bo.post('/api/outreach/999999/take')).status).toBe(404)
      for (const path of ['0', 'x', '9007199254740993']) expect((await bo.post(`/api/outreach/${path}/take`)).status).toBe(400)
      for (const body of [{}, { outcome: 'fine' }, { outcome: 'content', nextOn: 'soon' }, { outcome: 'content', note: 'x'.repeat(1_001) }])
        expect((await bo.post(`/api/outreach/${id}/outcome`, body)).status).toBe(400)
    })
    test('the silent ones alone, where one asks for them', async () => {
      await say(disputed('A39'), { name: 'mail', kind: 'complaint', account: 'A39', body: 'When will this be fixed?' })
      expect(keys(await calls())).toEqual(['A40', 'A39'])
      expect(keys(await calls('?silent=true'))).toEqual(['A40'])
    })
  })
})
