// Whose words they are: the one account among whose contacts a writer's address stands. This is the only place where an address becomes an account.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

/** Not yet checked; `from`: the address of who wrote it, taken away here. */
type From = { from?: unknown; account?: unknown }

/** An address that stands in several accounts (an agency's) says nothing of any of them. */
export async function withAccounts(db: Db, practice: boolean, items: readonly unknown[]): Promise<unknown[]> {
  const addressOf = (item: unknown) => {
    const { from, account } = (typeof item === 'object' && item !== null ? item : {}) as From
    return typeof from === 'string' && account === undefined && from.length <= 254 ? from.trim().toLowerCase().replaceAll('\0', '').toWellFormed() : undefined
  }
  const wanted = [...new Set(items.map(addressOf).filter((each) => each !== undefined))]
  const known = wanted.length > 0 ? await accountsOf(db, practice, wanted) : new Map<string, string>()
  return items.map((item) => {
    if (typeof item !== 'object' || item === null || !Object.hasOwn(item, 'from')) return item
    const { from: _, ...rest } = item as From
    const account = known.get(addressOf(item) ?? '')
    return account === undefined ? rest : { ...rest, account }
  })
}

async function accountsOf(db: Db, practice: boolean, addresses: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ address: string; key: string }>`
    select g.address, a.key from unnest(${addresses}::text[]) g (address)
      cross join lateral (
        select min(k.account_id) as id from (select account_id from contacts c where lower(c.email) = g.address and c.practice = ${practice} limit 2) k having count(*) = 1) one
      join accounts a on a.id = one.id and a.practice = ${practice}`.execute(db)
  return new Map(rows.map(({ address, key }) => [address, key]))
}
