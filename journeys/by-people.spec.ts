// What people carry out: all of a plan at once, a file that comes back, tasks of whoever looks after the account; each once, undone while nothing followed.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../server/src/platform/ids.ts'
import { smallCompany } from './support/company.ts'
import { accountsOf, grant, type Line, payoutOf } from './support/granted.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Somebody = Awaited<ReturnType<TestSystem['person']>>
let system: TestSystem
let [ann, fay, cas, cory] = [] as unknown as [Somebody, Somebody, Somebody, Somebody]
let accounts: number[]
let [crisis, plan] = ['', '']
beforeAll(async () => {
  system = await testSystem({ at: '2030-01-10T09:00:00Z' })
  await smallCompany(system, 12)
  accounts = await accountsOf(system)
  ann = await system.person('Ann', 'administrator')
  fay = await system.person('Fay', 'finance')
  cas = await system.person('Cas', 'customer-success')
  cory = await system.person('Cory', 'customer-success')
})
afterAll(() => system.close())
beforeEach(async () => {
  crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', severity: 2, severityReason: 'x', scope: [] })).body.id
  await system.runJobs()
  plan = await executedPlan()
})

const evidence = 'Invoice run of 10 January'
const line = (nth: number, more: Partial<Line> = {}) => grant(system, crisis, { account: accounts[nth] as number, means: 'file', plan, ...more })
const stateOf = async (id: number) => (await payoutOf(system, id))?.state
const all = (body: object = { evidence }) => fay.post(`/api/remedies/${plan}/carried-out`, body)
const send = (rows: string, who = fay) => who.post(`/api/payouts/carried-out?evidence=${encodeURIComponent(evidence)}`, rows, { 'content-type': 'text/csv' })
const timeline = async () =>
  (await ann.get(`/api/crises/${crisis}/timeline`)).body.items
    .map(({ says, sentence, text }: Record<string, string>) => says ?? sentence ?? text)
    .filter((each: string) => each?.startsWith('All that was granted'))

describe('All that people carry out of a plan', () => {
  test('is said at once, once, with who, when and what was seen; the timeline gets one fact', async () => {
    const ids = [await line(0), await line(1), await line(2)]
    const answers = await Promise.all([all(), all()])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({ lines: 3, leftOut: 0 })
    for (const id of ids) expect(await stateOf(id)).toBe('applied')
    expect((await fay.get(`/api/payouts/${ids[0]}`)).body.decisions).toMatchObject([{ what: 'applied', evidence, by: { name: 'Fay' } }])
    expect((await fay.get(`/api/remedies/${plan}/progress`)).body).toMatchObject({ lines: 3, done: 3, forPeople: 0 })
    await system.tasks.pay?.({}, new AbortController().signal)
    expect(await timeline()).toEqual(['All that was granted is carried out: 3 lines.'])
  })

  test('leaves out what was taken back, and what takes back', async () => {
    const [first, second] = [await line(0), await line(1)]
    const back = await line(1, { amountMinor: -500, reverses: second, revision: 2 })
    expect((await all()).body).toMatchObject({ lines: 1, leftOut: 2 })
    expect([await stateOf(first), await stateOf(second), await stateOf(back)]).toEqual(['applied', 'approved', 'approved'])
    // It was never in the file: nothing is left of either.
    expect((await fay.post(`/api/payouts/${second}/settlement`, { outcome: 'not-applied', evidence: 'Not in the run.' })).status).toBe(200)
    expect([await stateOf(second), await stateOf(back)]).toEqual(['expired', 'expired'])
    expect(await timeline()).toEqual(['All that was granted is carried out: 1 line, 2 lines taken back before anything was done.'])
  })

  test('is undone while nothing followed, and said again; the timeline is not told twice', async () => {
    const [first, second] = [await line(0), await line(1)]
    const { run } = (await all()).body
    const back = await line(1, { amountMinor: -500, reverses: second, revision: 2 })
    expect((await cas.post(`/api/payout-runs/${run}/undoing`, { reason: 'Wrong month.' })).status).toBe(403)
    expect((await fay.post(`/api/payout-runs/${run}/undoing`, { reason: 'Wrong month.' })).body).toEqual({ lines: 1, kept: 1 })
    expect((await fay.post(`/api/payout-runs/${run}/undoing`, { reason: 'Again.' })).status).toBe(409)
    expect([await stateOf(first), await stateOf(second)]).toEqual(['approved', 'applied'])
    expect((await all()).body).toMatchObject({ lines: 1, leftOut: 1 })
    expect((await fay.get(`/api/remedies/${plan}/runs`)).body).toHaveLength(2)
    expect((await fay.post(`/api/payouts/${back}/settlement`, { outcome: 'applied', evidence: 'Charged.' })).status).toBe(200)
    expect(await stateOf(second)).toBe('reversed')
    expect((await fay.post(`/api/payouts/${back}/undoing`, { reason: 'Not yet.' })).status).toBe(200)
    expect([await stateOf(back), await stateOf(second)]).toEqual(['approved', 'applied'])
    expect(await timeline()).toHaveLength(1)
  })

  test('leaves alone what a provider carries out, and exercises', async () => {
    const called = await line(0, { means: 'balance', payer: newId(system.now()) })
    expect((await all()).status).toBe(409)
    expect(await stateOf(called)).toBe('approved')
    expect((await fay.post(`/api/remedies/${newId(system.now())}/carried-out`, { evidence })).status).toBe(404)
    expect((await all({ evidence: '' })).status).toBe(400)
    expect((await cas.post(`/api/remedies/${plan}/carried-out`, { evidence })).status).toBe(403)
  })
})

describe('The file that finance sends back', () => {
  test('counts row by row: good ones are done, wrong ones are named, and the same file twice is once', async () => {
    const [first, second, third, fourth] = [await line(0), await line(1), await line(2), await line(3)]
    const called = await line(4, { means: 'balance', payer: newId(system.now()) })
    const practised = await grant(system, newId(system.now(), true), {
      account: (await accountsOf(system, true))[0] ?? (await practiceAccount()),
      means: 'practice',
      practice: true,
    })
    const rows = [
      'line,state,amount_minor,currency,provider_id,evidence',
      `${first},applied,500,EUR,INV-1,`,
      `${second},failed,500,EUR,,Account closed`,
      `${third},applied,501,EUR,,`,
      `${fourth},,500,EUR,,`,
      `${called},applied,500,EUR,,`,
      `${practised},applied,,,,`,
      '999999999,applied,,,,',
      'seven,applied,,,,',
      `${fourth},perhaps,,,,`,
    ].join('\r\n')
    const answer = await send(rows)
    expect(answer.body).toMatchObject({ rows: 9, applied: 1, notApplied: 1, unchanged: 1, wrong: 6 })
    expect(answer.body.problems.map(({ line: at }: { line: number }) => at)).toEqual([4, 6, 7, 8, 9, 10])
    expect(answer.body.problems[0].reason).toMatch(/amount differs/)
    expect([await stateOf(first), await stateOf(second), await stateOf(third), await stateOf(called)]).toEqual(['applied', 'failed', 'approved', 'approved'])
    expect((await fay.get(`/api/payouts/${second}`)).body.decisions).toMatchObject([{ what: 'not-applied', evidence: 'Account closed' }])
    expect((await send(rows)).body).toMatchObject({ run: null, applied: 0, notApplied: 0, unchanged: 3, wrong: 6 })
  })

  test('may be the one that was downloaded, with the states filled in; a line and what takes it back in one file', async () => {
    const first = await line(0)
    const back = await line(0, { amountMinor: -500, reverses: first, revision: 2 })
    const sheet: string = (await fay.get(`/api/remedies/${plan}/by-people.csv`)).body
    expect(sheet).toContain(`${first},`)
    expect((await send(sheet.replaceAll(',approved,', ',applied,'))).body).toMatchObject({ rows: 2, applied: 2, wrong: 0, problems: [] })
    expect([await stateOf(first), await stateOf(back)]).toEqual(['reversed', 'applied'])
  })

  test('contradicts itself, has no columns, is no text: refused in words, and nothing is lost', async () => {
    const first = await line(0)
    expect((await send(`line,state\n${first},applied\n${first},failed`)).body).toMatchObject({ applied: 0, wrong: 2 })
    expect((await send(`line;state\n${first};done\n${first};done`)).body).toMatchObject({ applied: 1, unchanged: 1, wrong: 0, problems: [] })
    for (const bad of ['', 'account,amount\nA1,5', 'x']) expect((await send(bad)).status, bad).toBe(422)
    expect((await send('line,state\n1,\0\n"')).status).toBe(200)
    expect((await fay.post('/api/payouts/carried-out?evidence=x', { line: 1 })).status).toBe(422)
    expect((await fay.post('/api/payouts/carried-out', 'line,state', { 'content-type': 'text/csv' })).status).toBe(400)
    expect((await send(`line,state\n${first},applied`, cas)).status).toBe(403)
  })
})

describe('A task of a plan', () => {
  test('stands with the owner of the account, is taken in hand, ended once with what came of it, and undone', async () => {
    const me = (await cas.get('/api/session')).body
    const [task, other] = [await line(0, { means: 'task', amountMinor: 0, remedy: 'call' }), await line(1, { means: 'task', amountMinor: 0, remedy: 'call' })]
    await sql`update accounts set owner_email = (select email from auth_user where id = ${me.id}) where id = ${accounts[0]}`.execute(system.db)
    const mine = async (query = '') =>
      (await cas.get(`/api/remedy-tasks?crisis=${crisis}${query}`)).body.items.map(({ grantId }: { grantId: number }) => grantId)
    expect(await mine()).toEqual([task])
    expect(await mine('&whose=nobody')).toEqual([other])
    const first = (await cas.get(`/api/remedy-tasks?crisis=${crisis}&whose=all&limit=1`)).body
    expect((await cas.get(`/api/remedy-tasks?crisis=${crisis}&whose=all&limit=1&cursor=${first.next}`)).body).toMatchObject({
      items: [{ grantId: other }],
      next: null,
    })
    expect((await cas.post(`/api/remedy-tasks/${task}/taking`)).status).toBe(200)
    const refused = await cory.post(`/api/remedy-tasks/${task}/taking`)
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringMatching('Cas has this in hand') } })
    expect((await cory.post(`/api/remedy-tasks/${task}/outcome`, { done: true, words: 'Spoke.' })).status).toBe(409)
    const twice = await Promise.all([1, 2].map(() => cas.post(`/api/remedy-tasks/${task}/outcome`, { done: true, words: 'They are content.' })))
    expect(twice.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(await stateOf(task)).toBe('applied')
    expect((await cas.get(`/api/remedy-tasks?crisis=${crisis}&show=done`)).body.items).toMatchObject([
      { outcome: { done: true, words: 'They are content.', by: { name: 'Cas' } } },
    ])
    expect((await cas.post(`/api/remedy-tasks/${task}/undoing`, { reason: 'The wrong one.' })).status).toBe(200)
    expect(await mine()).toEqual([task])
    await system.at(new Date(system.now().getTime() + 25 * 3_600_000).toISOString())
    expect((await cory.post(`/api/remedy-tasks/${task}/outcome`, { done: false, words: 'Nobody answers.' })).status).toBe(200)
    expect((await cas.post(`/api/remedy-tasks/${other}/outcome`, { done: true, words: 'Spoke.' })).status).toBe(200)
    expect(await timeline()).toEqual(['All that was granted is settled: 1 line carried out, 1 line failed.'])
  })

  test('is nothing else: a file line or one of a provider is not ended by who calls', async () => {
    const file = await line(0)
    for (const what of ['taking', 'outcome', 'undoing'])
      expect((await cas.post(`/api/remedy-tasks/${file}/${what}`, what === 'outcome' ? { done: true, words: 'x' } : { reason: 'x' })).status, what).toBe(404)
    expect((await fay.post(`/api/remedy-tasks/${file}/taking`)).status).toBe(403)
    expect((await cas.get('/api/remedy-tasks?cursor=x')).status).toBe(422)
  })
})

describe('A hundred thousand lines', () => {
  test('are said, and undone, in one statement each', { timeout: 120_000 }, async () => {
    await sql`
      with granted as (
        insert into grants (crisis_id, account_id, practice, remedy, revision, plan_id, amount_minor, currency, granted_at)
        select ${crisis}, ${accounts[0]}, false, 'r' || n, 1, ${plan}, 500, 'EUR', now() from generate_series(1, 100000) n returning id, crisis_id, account_id)
      insert into payouts (grant_id, crisis_id, account_id, practice, means, changed_at) select id, crisis_id, account_id, false, 'file', now() from granted`.execute(
      system.db,
    )
    // As happens within a minute after a plan was granted.
    await sql`analyze grants, payouts`.execute(system.db)
    const { body } = await all()
    expect(body).toMatchObject({ lines: 100_000 })
    expect((await fay.post(`/api/payout-runs/${body.run}/undoing`, { reason: 'The wrong month.' })).body).toEqual({ lines: 100_000, kept: 0 })
    const { rows } = await sql<{ id: number }>`select id from grants where plan_id = ${plan}`.execute(system.db)
    expect((await send(`line,state\n${rows.map(({ id }) => `${id},done`).join('\n')}`)).body).toMatchObject({ rows: 100_000, applied: 100_000, wrong: 0 })
  })
})

/** As a plan stands once it was granted; its lines are added one by one. */
async function executedPlan(): Promise<string> {
  const id = newId(system.now())
  await sql`insert into remedy_plans (id, crisis_id, practice, revision, status, policy, seal, planned_at) values (${id}, ${crisis}, false, 1, 'executed', '{"rules": []}'::jsonb, repeat('0', 64), ${system.now()})`.execute(
    system.db,
  )
  return id
}

async function practiceAccount(): Promise<number> {
  const { rows } = await sql<{
    id: number
  }>`insert into accounts (id, practice, key, name) overriding system value values (-1, true, 'P1', 'Practice') returning id`.execute(system.db)
  return rows[0]?.id as number
}
