// Account owners in a crisis: whom to call first, with what everybody was told, and nothing else.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>

describe('Calls of account owners', () => {
  let system: TestSystem
  let [ann, bo, observer, cora]: Person[] = []
  let crisis: string
  const who = (person: Person | undefined) => person as Person
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    const { mail } = await smallCompany(system, 40)
    ann = await system.person('Ann', 'administrator')
    bo = await system.person('Bo', 'customer-success')
    cora = await system.person('Cora', 'communicator')
    observer = await system.person('Olga', 'observer')
    await sql`update accounts set owner_email = case when key in ('A3', 'A10', 'A20', 'A4') then 'Bo@house.test' end, name = case when key = 'A4' then '=HYPERLINK("x")' else name end`.execute(
      system.db,
    )
    crisis = (
      await who(ann).post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: mail }], onsetAt: '2030-01-01T08:00:00Z' })
    ).body.id
    await who(ann).post(`/api/crises/${crisis}/commander`, {})
    await system.runJobs()
  })
  afterAll(() => system.close())
  const mine = async (query = '', by = bo) => (await who(by).get(`/api/crises/${crisis}/my-accounts${query}`)).body
  const script = (account: number, by = bo) => who(by).get(`/api/crises/${crisis}/my-accounts/${account}/script`)
  const note = (account: number, body: object, by = bo) => who(by).post(`/api/crises/${crisis}/my-accounts/${account}/calls`, body)
  const publish = async (title: string) => {
    const more = {
      nextUpdateAt: new Date(system.now().getTime() + 1_200_000).toISOString(),
      parts: { title, happened: 'A disk failed.', must: 'Send nothing urgent by mail.' },
      translations: {},
    }
    const { body } = await who(cora).post(`/api/crises/${crisis}/updates`, { ...update(), ...more })
    const submitted = await who(cora).post(`/api/updates/${body.id}/submission`)
    if (submitted.body.status === 'awaiting-approval') await who(ann).post(`/api/updates/${body.id}/approvals`)
    expect((await who(ann).get(`/api/crises/${crisis}`)).body.updates[0]).toMatchObject({ id: body.id, status: 'published' })
    await system.runJobs()
  }

  test('are their own, by the address of whoever is signed in; the vulnerable first, with why', async () => {
    const { items, count } = await mine()
    expect(count).toBe(4)
    expect(items.map(({ key }: { key: string }) => key)).toEqual(['A20', 'A10', 'A4', 'A3'])
    expect(items[0]).toMatchObject({
      why: expect.arrayContaining(['vulnerable', 'enterprise']),
      people: [{ email: 'a20@real.example' }],
      openConversations: 0,
      lastCall: null,
      owed: [],
    })
    expect((await mine('?owner=nobody')).count).toBe(36)
    expect((await mine('?owner=all&limit=10')).items).toHaveLength(10)
    expect((await mine('', ann)).count).toBe(0)
    const first = await mine('?limit=3')
    expect((await mine(`?limit=3&cursor=${first.next}`)).items.map(({ key }: { key: string }) => key)).toEqual(['A3'])
  })

  test('nothing can be told before something is published', async () => {
    const [{ accountId }] = (await mine()).items
    const answer = await script(accountId)
    expect(answer.status).toBe(409)
    expect(answer.body.detail).toMatch(/Nothing is published yet/)
  })

  test('the script is the update; a call is noted with its outcome and the next step, once, and stands in the list', async () => {
    await publish('Mail is delayed')
    const [{ accountId }] = (await mine()).items
    const { body } = await script(accountId)
    expect(body.lines.map(({ text }: { text: string }) => text)).toEqual(expect.arrayContaining(['Send nothing urgent by mail.', 'A disk failed.']))
    const call = { updateId: body.updateId, outcome: 'reached', note: 'Calm.', nextStep: 'Send the report', nextOn: '2030-01-03', key: 'k1' }
    expect((await note(accountId, call)).body.calls).toMatchObject([
      { outcome: 'reached', current: true, note: 'Calm.', nextStep: 'Send the report', nextOn: '2030-01-03', by: { name: 'Bo' } },
    ])
    expect((await note(accountId, call)).body.calls).toHaveLength(1)
    expect(await mine()).toMatchObject({ count: 4, reached: 1, items: [{ lastCall: { outcome: 'reached', by: { name: 'Bo' } } }, {}, {}, {}] })
    expect((await mine('?open=true')).items.map(({ key }: { key: string }) => key)).toEqual(['A10', 'A4', 'A3'])
    const { rows } = await sql<{ script: string }>`select script from account_calls`.execute(system.db)
    expect(rows[0]?.script).toContain('A disk failed.')
  })

  test('what makes no sense is refused, and free words have no place but a note', async () => {
    const [{ accountId }] = (await mine('?open=true')).items
    const { updateId } = (await script(accountId)).body
    for (const wrong of [
      { said: 'It is all fine again' },
      { outcome: 'sold' },
      { outcome: undefined },
      { nextOn: '2029-01-01' },
      { nextOn: 'soon' },
      { nextOn: '2031-01-01' },
      { note: 'x'.repeat(1_001) },
      { updateId: 'x' },
    ]) {
      const answer = await note(accountId, { updateId, outcome: 'reached', ...wrong })
      expect([400, 422]).toContain(answer.status)
    }
    expect((await note(999_999, { updateId, outcome: 'reached' })).status).toBe(404)
    expect((await script(999_999)).status).toBe(404)
    expect((await who(observer).get(`/api/crises/${crisis}/my-accounts`)).status).toBe(403)
    expect((await note(accountId, { updateId, outcome: 'reached' }, observer)).status).toBe(403)
    await system.at('09:10')
    await publish('Mail is back for some')
    const late = await note(accountId, { updateId, outcome: 'reached' })
    expect(late.status).toBe(409)
    expect(late.body.detail).toMatch(/newer update/)
    expect((await mine()).reached).toBe(0)
  })

  test('the list downloads as a spreadsheet that runs nothing', async () => {
    const answer = await system.web.console.inject({ method: 'GET', url: `/api/crises/${crisis}/my-accounts/csv`, headers: { cookie: who(bo).cookie } })
    const lines = answer.body.trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[1]).toMatch(/^A20,Account 20,enterprise,regulated,/)
    expect(answer.body).toContain(`"'=HYPERLINK`)
  })
})
