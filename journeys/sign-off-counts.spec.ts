// However many contacts answer, in whatever order, at once, twice, by whatever way, until the crisis is closed: each account counts once, as its people said last.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refused } from '../server/src/platform/refused.ts'
import { type GivenAnswer, recordAnswer } from '../server/src/restore/sign-off/answer.ts'
import { signOffCounts } from '../server/src/restore/sign-off/sign-off.store.ts'
import { smallCompany } from './support/company.ts'
import { restored } from './support/restored.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Answers to a sign-off', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let crisis: string
  let contacts: Map<number, number[]>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    const company = await smallCompany(system, 8)
    await sql`insert into contacts (account_id, practice, email, name) select id, false, 'second-' || lower(key) || '@real.example', 'Second' from accounts`.execute(
      system.db,
    )
    ann = await system.person('Ann', 'commander')
    ;({ id: crisis } = await restored(system, ann, company))
    const { rows } = await sql<{ account: number; contact: number }>`select account_id::int8 as account, id::int8 as contact from contacts order by id`.execute(
      system.db,
    )
    contacts = new Map([...Map.groupBy(rows, ({ account }) => Number(account))].map(([account, own]) => [account, own.map(({ contact }) => Number(contact))]))
  })
  afterAll(() => system.close())
  const answer = (accountId: number, contactId: number | null, says: GivenAnswer['answer']) =>
    recordAnswer(system.deps, { crisisId: crisis, accountId, contactId, way: contactId === null ? 'api' : 'link', answer: says })

  test('count each account once, in any order and with any repeats', async () => {
    const random = seeded(7)
    const pick = <T>(of: T[]): T => of[Math.floor(random() * of.length)] as T
    const said = new Map<number, Map<number | null, string>>()
    for (let step = 0; step < 150; step += 1) {
      const account = pick([...contacts.keys()])
      const contact = pick([...(contacts.get(account) ?? []), null])
      const says = pick(['works', 'still-broken'] as const)
      await Promise.all(Array.from({ length: pick([1, 1, 2, 3]) }, () => answer(account, contact, says)))
      const own = contact === null ? new Map() : (said.get(account) ?? new Map())
      own.delete(null)
      said.set(account, own.set(contact, says))
      if (step % 10 !== 9) continue
      const broken = [...said.values()].filter((each) => [...each.values()].includes('still-broken')).length
      expect(await signOffCounts(system.db, crisis)).toMatchObject({ asked: 8, works: said.size - broken, stillBroken: broken })
      const { rows } = await sql<{
        open: number
      }>`select count(*)::int as open from sign_off_follow_ups where crisis_id = ${crisis} and state <> 'closed'`.execute(system.db)
      expect(rows[0]?.open).toBe(broken)
    }
  })

  test('are counted or told that it is closed, where somebody closes it at the same moment', async () => {
    const before = await signOffCounts(system.db, crisis)
    for (const account of contacts.keys()) await answer(account, null, 'works')
    const said = await Promise.allSettled([
      ...[...contacts.keys()].map((account) => answer(account, null, 'still-broken')),
      ann.post(`/api/crises/${crisis}/closure`, { reason: 'It is late.' }),
    ])
    const taken = said.slice(0, -1).filter((each) => each.status === 'fulfilled').length
    for (const each of said) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(Refused)
    expect(await signOffCounts(system.db, crisis)).toEqual({ ...before, works: 8 - taken, stillBroken: taken })
    await expect(answer([...contacts.keys()][0] as number, null, 'works')).rejects.toThrow('This crisis is closed.')
  })
})

/** The same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}
