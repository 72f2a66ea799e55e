// Which customer somebody on a network is: an agent says so once, and it is known the next time they write.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { act, changing } from '../conversations/change.store.ts'
import { newestOf } from './target.store.ts'

/** By person. An account that was put into another one is that one. */
export async function accountsOf(tx: Db, network: string, people: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ person: string; account: number }>`
    select p.person, coalesce(a.merged_into, a.id) as account from social_people p join accounts a on a.id = p.account_id where p.network = ${network} and p.person = any (${[...people]}::text[])`.execute(
    tx,
  )
  return new Map(rows.map(({ person, account }) => [person, account]))
}

/** @param key of the account; null: nobody knows whose it is, and what was said of this person is forgotten */
export const putAccount = (deps: Pick<Deps, 'db' | 'clock'>, id: number, key: string | null, by: string): Promise<void> =>
  changing(deps, id, async (tx, held, now) => {
    if (held.channel !== 'social')
      throw new Refused(
        'not-valid',
        'Only who writes on a network is said to be somebody here: others are known by their address. Change it among the contacts of the account.',
      )
    const account = key === null ? null : await accountCalled(tx, key, held.practice)
    if (account === held.accountId) return
    await sql`update conversations set account_id = ${account}, contact_id = null where id = ${id}`.execute(tx)
    await act(tx, id, 'account', by, now, { account: key, before: held.accountId })
    const post = (await newestOf(tx, [id])).get(id)
    if (!post) return
    const { network, person } = post
    if (account === null) await sql`delete from social_people where network = ${network} and person = ${person}`.execute(tx)
    else
      await sql`
        insert into social_people (network, person, account_id, said_by, said_at) values (${network}, ${person}, ${account}, ${by}, ${now})
        on conflict (network, person) do update set account_id = excluded.account_id, said_by = excluded.said_by, said_at = excluded.said_at`.execute(tx)
  })

async function accountCalled(tx: Db, key: string, practice: boolean): Promise<number> {
  const { rows } = await sql<{ id: number }>`select coalesce(merged_into, id) as id from accounts where key = ${key} and practice = ${practice}`.execute(tx)
  if (!rows[0]) throw new Refused('not-valid', 'account: no account has this key.')
  return rows[0].id
}
