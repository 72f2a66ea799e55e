// A payer that is gone, or will not come back: what it was not asked for becomes people's, and nothing stays where nobody can settle it.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { takeBack } from '../server/src/remediate/grants/ledger.store.ts'
import { smallCompany } from './support/company.ts'
import { accountsOf, crisisOf, grant, payoutOf } from './support/granted.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('A payer that pays no more', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let accounts: number[]
  let payer: string
  const crisis = crisisOf()
  const plan = '0195c0de-0000-7000-8000-000000000009'
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    const { slug } = await smallCompany(system, 12)
    accounts = await accountsOf(system)
    ann = await system.person('Ann', 'administrator')
    payer = (await ann.post('/api/payers', { kind: 'stripe', name: 'Stripe', brand: slug, key: 'sk_test_old' })).body.id
  })
  afterAll(() => system.close())

  const pay = () => system.tasks.pay?.({}, new AbortController().signal)
  const lineOf = async (nth: number, state = 'approved', doubt: string | null = null) => {
    const id = await grant(system, crisis, { account: accounts[nth] as number, means: 'balance', remedy: 'goodwill', payer, plan })
    await sql`update payouts set state = ${state}::payout_state, doubt = ${doubt}, called_at = case when ${state} <> 'approved' then ${system.now()}::timestamptz end where grant_id = ${id}`.execute(
      system.db,
    )
    return id
  }
  const meansOf = async (id: number) => {
    const { means, payerId, state, forPerson } = (await ann.get(`/api/payouts/${id}`)).body
    return { means, payerId, state, forPerson }
  }
  const inTheFile = { means: 'file', payerId: null, state: 'approved', forPerson: true }
  const over = (id: number) => ann.post(`/api/payouts/${id}/handing-over`, { reason: 'The account there is closed.' })

  test('a line that it was not asked for is handed over, once, and settled like any other of the file', async () => {
    const id = await lineOf(0)
    expect((await ann.post(`/api/payouts/${id}/handing-over`, {})).status).toBe(400)
    expect((await over(id)).body).toMatchObject({
      ...inTheFile,
      decisions: [{ what: 'handed-over', evidence: 'The account there is closed.', by: { name: 'Ann' } }],
    })
    expect(await over(id)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('with people') } })
    expect((await ann.post(`/api/payouts/${id}/settlement`, { outcome: 'applied', evidence: 'By bank transfer.' })).body.state).toBe('applied')
    expect((await over(999_999)).status).toBe(404)
  })

  test('what may have been called stays, and what is in hand or taken back as well', async () => {
    const unknown = await lineOf(1, 'unknown', 'look-up')
    const doubted = await lineOf(2, 'approved', 'repeat')
    const inHand = await lineOf(3)
    await sql`update payouts set leased_by = 'another', leased_until = ${system.now()}::timestamptz + interval '20 seconds' where grant_id = ${inHand}`.execute(
      system.db,
    )
    const failed = await lineOf(4, 'failed')
    for (const [id, why] of [
      [unknown, 'may have been carried out'],
      [doubted, 'may have been carried out'],
      [inHand, 'at this moment'],
      [failed, 'is failed'],
    ] as const)
      expect(await over(id), why).toMatchObject({ status: 409, body: { detail: expect.stringContaining(why) } })
    const takenBack = await lineOf(5)
    await takeBack(system.db, { grantId: takenBack, crisisId: crisis, at: system.now(), by: ann.id })
    expect((await over(takenBack)).status).toBe(409)
    await pay()
    expect(await payoutOf(system, takenBack)).toMatchObject({ state: 'expired' })

    const waiting = await lineOf(6)
    expect(await ann.post(`/api/payers/${payer}/removal`)).toMatchObject({ status: 409 })
    expect((await ann.post(`/api/payers/${payer}/handing-over`, { reason: 'It is closed.' })).body).toEqual({ lines: 1, left: 3 })
    expect(await meansOf(waiting)).toEqual(inTheFile)
    expect(await meansOf(inHand)).toMatchObject({ means: 'balance', state: 'approved' })

    for (const id of [unknown, doubted]) await sql`update payouts set state = 'unknown', doubt = 'look-up' where grant_id = ${id}`.execute(system.db)
    for (const id of [unknown, doubted]) await ann.post(`/api/payouts/${id}/settlement`, { outcome: 'not-applied', evidence: 'It is not there.' })
    expect(await ann.post(`/api/payers/${payer}/removal`)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('hand them over') } })
    await sql`update payouts set leased_by = null, leased_until = null where grant_id = ${inHand}`.execute(system.db)
    expect((await ann.post(`/api/payers/${payer}/handing-over`, { reason: 'It is closed.' })).body).toEqual({ lines: 1, left: 0 })
  })

  test('of a payer that was removed, what is tried again and what takes back is people’s', async () => {
    const [failed, seen, done, failedToo] = [
      await lineOf(7, 'failed'),
      await lineOf(8, 'failed', 'look-up'),
      await lineOf(9, 'applied'),
      await lineOf(10, 'failed'),
    ]
    expect((await ann.post(`/api/payers/${payer}/removal`)).status).toBe(200)
    for (const id of [failed, seen]) expect((await ann.post(`/api/payouts/${id}/retry`, { reason: 'Again.' })).status).toBe(200)
    expect(await meansOf(failed)).toEqual(inTheFile)
    expect(await payoutOf(system, failed)).toMatchObject({ answer: 'Its payer was removed: people carry it out.' })
    expect(await payoutOf(system, seen)).toMatchObject({ state: 'approved', answer: expect.stringContaining('Look there first') })
    for (const id of [done, failedToo]) await takeBack(system.db, { grantId: id, crisisId: crisis, at: system.now(), by: ann.id })
    const { rows } = await sql<{
      id: number
      of: number
    }>`select id, reverses as of from grants where reverses = any (${[done, failedToo]}::bigint[]) order by id`.execute(system.db)
    const [back, needless] = [done, failedToo].map((id) => Number(rows.find(({ of }) => Number(of) === id)?.id))
    expect(await meansOf(back as number)).toEqual(inTheFile)
    // What was never given is taken back by nobody.
    await pay()
    expect([await payoutOf(system, failedToo), await payoutOf(system, needless as number)]).toMatchObject([{ state: 'expired' }, { state: 'expired' }])
    expect((await ann.post(`/api/payouts/${back}/settlement`, { outcome: 'applied', evidence: 'They sent it back.' })).body.state).toBe('applied')
    expect(await payoutOf(system, done)).toMatchObject({ state: 'reversed' })
    const progress = (await ann.get(`/api/payouts?plan=${plan}&state=approved`)).body.items
    expect(progress.every(({ payerId }: { payerId: string | null }) => payerId === null)).toBe(true)
  })
})
