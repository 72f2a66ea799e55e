// The affected accounts, a page at a time.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { AffectedAccount } from './impact.contract.ts'

export type AffectedRow = Omit<AffectedAccount, 'revenue' | 'since' | 'until'> & {
  since: Date
  until: Date | null
  mrr_minor: number
  currency: string
  rank: number
}

/** A page of affected accounts: the vulnerable first, then by tier and revenue. */
export const affectedAccounts = async (
  db: Db,
  crisisId: string,
  now: Date,
  after: { rank: number; mrr: number; id: number } | undefined,
  limit: number,
  search = '',
) =>
  (
    await sql<AffectedRow>`${affected(crisisId, now)}
     and (${search} = '' or a.key ilike ${`${escapeLike(search)}%`} or a.name ilike ${`%${escapeLike(search)}%`})
     ${after ? sql`and (${rank}, -a.mrr_minor, a.id) > (${after.rank}, ${-after.mrr}, ${after.id})` : sql``}
   order by ${rank}, -a.mrr_minor, a.id limit ${limit}`.execute(db)
  ).rows

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (character) => `\\${character}`)
const rank = sql`(case when a.vulnerability is not null then 0 else 1 end)`
export const affected = (crisisId: string, now: Date) => sql`
  select a.id as "accountId", a.key, a.name, a.tier, a.region, a.vulnerability, a.mrr_minor, a.currency, a.owner_email as "ownerEmail", i.since, i.until, i.degree, ${rank} as rank,
         greatest(0, extract(epoch from least(i.until, ${now}::timestamptz) - i.since) / 60)::int as minutes
    from impact i join accounts a on a.id = i.account_id where i.crisis_id = ${crisisId}`
