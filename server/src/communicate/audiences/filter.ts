// A choice among those whom a crisis hurts, as one condition of a statement in which i, a and k are the impact, the account and the contact.
import { type RawBuilder, sql } from 'kysely'
import type { AudienceFilter } from './audiences.contract.ts'

export function chosen(filter: AudienceFilter | null): RawBuilder<unknown> {
  if (!filter) return sql`true`
  const { degrees, tiers, regions, services, positions, vulnerable, owners } = filter
  const lower = (texts: string[]) => texts.map((text) => text.toLowerCase())
  const all = [
    ...(degrees ? [sql`i.degree = any (${degrees}::text[])`] : []),
    ...(tiers ? [sql`lower(a.tier) = any (${lower(tiers)}::text[])`] : []),
    ...(regions ? [sql`lower(a.region) = any (${lower(regions)}::text[])`] : []),
    ...(services ? [sql`exists (select from exposures x where x.account_id = a.id and x.service_id = any (${services}::uuid[]))`] : []),
    ...(positions ? [sql`lower(k.position) = any (${lower(positions)}::text[])`] : []),
    ...(vulnerable === undefined ? [] : [vulnerable ? sql`a.vulnerability is not null` : sql`a.vulnerability is null`]),
    ...(owners ? [sql`lower(a.owner_email) = any (${lower(owners)}::text[])`] : []),
  ]
  return all.length === 0 ? sql`true` : sql`(${sql.join(all, sql` and `)})`
}
