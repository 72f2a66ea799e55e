// The pages for a part of the customers, and what of a crisis stands on one.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { Readers } from './for-readers.ts'

/** Those of a brand, the first by name first. */
export const readersOf = async (db: Db, brandId: string): Promise<Readers[]> =>
  (await sql<Readers>`select id, services from reader_pages where brand_id = ${brandId} and removed_at is null order by lower(name)`.execute(db)).rows

/** What `touches` says, as a condition of a statement in which c is the crisis. */
export const crisisTouches = (services: string[] | null): RawBuilder<unknown> =>
  services === null
    ? sql`true`
    : sql`(exists (select from crisis_scope x where x.crisis_id = c.id and x.service_id = any (${services}::uuid[])) or not exists (select from crisis_scope x where x.crisis_id = c.id))`

/** The same of p, an incident that was brought over. */
export const pastTouches = (services: string[] | null): RawBuilder<unknown> =>
  services === null ? sql`true` : sql`exists (select from jsonb_array_elements(p.body->'services') x where x->>'id' = any (${services}::text[]))`
