// Goodwill of agents and policies of the house: a budget that two clicks at once cannot outrun, one ledger, and rules that change with a reason.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Somebody = Awaited<ReturnType<TestSystem['person']>>
let system: TestSystem
let [ann, agent, finance] = [] as unknown as [Somebody, Somebody, Somebody]
beforeAll(async () => {
  system = await testSystem({ at: '2030-01-10T09:00:00Z' })
  await smallCompany(system, 8)
  await sql`update accounts set currency = 'EUR' where not practice`.execute(system.db)
  ann = await system.person('Ann', 'administrator')
  agent = await system.person('Agent', 'customer-success')
  finance = await system.person('Finn', 'finance')
})
afterAll(() => system.close())

const ledger = async () =>
  (await sql<{ amount: number; by: string[] }>`select amount_minor as amount, granted_by as by from grants order by id`.execute(system.db)).rows
const give = (more: object = {}) =>
  agent.post('/api/goodwill', { account: 'A1', amountMinor: 1_500, currency: 'EUR', reason: 'Waited two days for us.', ...more })

describe('An agent', () => {
  test('without a budget asks, and somebody who approves remedies agrees', async () => {
    const asked = await give()
    expect(asked).toMatchObject({ status: 201, body: { state: 'waiting', why: expect.stringMatching('no budget') } })
    expect(await ledger()).toEqual([])
    expect((await agent.post(`/api/goodwill/${asked.body.id}/decision`, { agree: true })).status).toBe(403)
    expect((await finance.post(`/api/goodwill/${asked.body.id}/decision`, { agree: true })).body).toMatchObject({
      state: 'granted',
      decidedBy: { name: 'Finn' },
    })
    expect((await finance.post(`/api/goodwill/${asked.body.id}/decision`, { agree: true })).status).toBe(409)
    expect(await ledger()).toMatchObject([{ amount: 1_500 }])
  })
  test('whoever asks cannot agree, and a no is said in words', async () => {
    const own = await ann.post('/api/goodwill', { account: 'A1', amountMinor: 5, currency: 'EUR', reason: 'x' })
    expect((await ann.post(`/api/goodwill/${own.body.id}/decision`, { agree: true })).status).toBe(403)
    expect((await finance.post(`/api/goodwill/${own.body.id}/decision`, { agree: false })).status).toBe(422)
    expect((await finance.post(`/api/goodwill/${own.body.id}/decision`, { agree: false, answer: 'Too little to matter.' })).body.state).toBe('refused')
  })
  test('with a budget gives at once; two at once do not outrun it; twice the same reference is once', async () => {
    const me = (await agent.get('/api/session')).body
    expect((await agent.put('/api/goodwill/budgets', { person: me.id, currency: 'EUR', onceMinor: 2_000, monthMinor: 3_000 })).status).toBe(403)
    expect((await finance.put('/api/goodwill/budgets', { person: 'nobody', currency: 'EUR', onceMinor: 2_000, monthMinor: 3_000 })).status).toBe(422)
    expect((await finance.put('/api/goodwill/budgets', { person: me.id, currency: 'EUR', onceMinor: 2_000, monthMinor: 3_000 })).status).toBe(200)
    const all = await Promise.all([give({ reference: 'c1' }), give({ reference: 'c1' }), give({ reference: 'c2' }), give({ reference: 'c3' })])
    expect(all.map(({ body }) => body.state).toSorted()).toEqual(['granted', 'granted', 'granted', 'waiting'])
    expect(all[0]?.body.id).toBe(all[1]?.body.id)
    expect((await give({ reference: 'c1', amountMinor: 7 })).status).toBe(409)
    expect((await agent.get('/api/goodwill')).body.mine).toMatchObject([{ currency: 'EUR', usedMinor: 3_000 }])
    expect(await ledger()).toHaveLength(3)
  })
  test('gets the budget back with what is taken back, once', async () => {
    const [first] = (await agent.get('/api/goodwill')).body.latest.filter(
      ({ askedBy, state, amount }: { askedBy: { name: string }; state: string; amount: { amountMinor: number } }) =>
        askedBy.name === 'Agent' && state === 'granted' && amount.amountMinor === 1_500,
    )
    expect((await finance.post(`/api/goodwill/${first.id}/reversal`, { reason: 'The wrong customer.' })).status).toBe(200)
    expect((await finance.post(`/api/goodwill/${first.id}/reversal`, { reason: 'Again.' })).status).toBe(409)
    const { rows } = await sql<{ sum: number }>`select sum(amount_minor)::bigint as sum from grants`.execute(system.db)
    expect(rows[0]?.sum).toBe(3_000)
  })
  test('cannot give in another currency, to nobody, or to a crisis that is not there', async () => {
    expect((await give({ currency: 'USD' })).status).toBe(422)
    expect((await give({ account: 'nobody' })).status).toBe(404)
    expect((await give({ crisisId: '00000000-0000-7000-8000-000000000000' })).status).toBe(422)
    for (const amountMinor of [0, -5, 1.5, 1e15, '5', null]) expect((await give({ amountMinor })).status, String(amountMinor)).toBe(400)
  })
})

describe('The remedy policies of the house', () => {
  const shown = async () => (await ann.get('/api/remedy-policies')).body
  test('are the shipped ones at first, with who uses them', async () => {
    const { origin, revision, policies, slas } = await shown()
    expect({ origin, revision }).toEqual({ origin: 'shipped', revision: 0 })
    expect(policies.find((each: { name: string }) => each.name === 'standard')?.usedBy.length).toBeGreaterThan(0)
    expect(slas.length).toBeGreaterThan(0)
  })
  test('are checked with line and what is allowed, and saved with a reason over the revision they were made from', async () => {
    const { yaml } = await shown()
    const wrong = yaml.replace('days: 30,', 'dayz: 30,')
    expect((await ann.post('/api/remedy-policies/check', { yaml: wrong })).body.problems[0]).toMatchObject({ message: expect.stringMatching('dayz') })
    expect((await ann.put('/api/remedy-policies', { yaml: wrong, note: 'x', revision: 0 })).status).toBe(422)
    const more = yaml.replace('days: 30,', 'days: 20,')
    expect((await agent.put('/api/remedy-policies', { yaml: more, note: 'x', revision: 0 })).status).toBe(403)
    expect((await ann.put('/api/remedy-policies', { yaml: more, note: 'Twenty days are enough.', revision: 0 })).body).toEqual({ revision: 1 })
    expect((await ann.put('/api/remedy-policies', { yaml: more, note: 'Twenty days are enough.', revision: 0 })).body).toEqual({ revision: 1 })
    expect((await ann.put('/api/remedy-policies', { yaml, note: 'Another', revision: 0 })).status).toBe(409)
    expect(await shown()).toMatchObject({ origin: 'edited', revision: 1, versions: [{ note: 'Twenty days are enough.', by: { name: 'Ann' } }] })
  })
  test('lose no policy that a playbook uses, and go back to the shipped file', async () => {
    const { yaml } = await shown()
    const without = yaml.slice(0, yaml.indexOf('  # Planned work'))
    expect((await ann.put('/api/remedy-policies', { yaml: without, note: 'x', revision: 1 })).status).toBe(422)
    expect((await ann.post('/api/remedy-policies/reset', { note: 'Back.', revision: 1 })).body).toEqual({ revision: 2 })
    expect(await shown()).toMatchObject({ origin: 'shipped', revision: 2 })
    expect((await ann.get('/api/remedy-policies/versions/1')).body.yaml).toContain('days: 20,')
    expect((await ann.get('/api/remedy-policies/versions/9')).status).toBe(404)
  })
})
