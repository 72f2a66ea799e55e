// What one address gets from us, and of which services its reader wants to hear.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Leaver } from './unsubscribe.store.ts'

/** `offered`: what their accounts use, as far as pages name it. `services`: chosen; null: all. `phones`: where texts may go. */
export type Choices = { offered: { id: string; name: string }[]; services: string[] | null; phones: string[] }

export async function choicesOf(db: Db, { destination, practice }: Pick<Leaver, 'destination' | 'practice'>): Promise<Choices> {
  const { rows } = await sql<Choices>`
    with theirs as (select account_id, phone, services, receives_updates from contacts where email = ${destination} and practice = ${practice}),
    used as (
      select distinct v.id, case when count(*) over (partition by v.name) > 1 then v.name || ' (' || b.name || ')' else v.name end as name
        from (select distinct e.service_id from theirs t join accounts a on a.id = t.account_id or a.merged_into = t.account_id join exposures e on e.account_id = a.id) x
        join services v on v.id = x.service_id and v.on_page <> 'never' join brands b on b.id = v.brand_id order by 2, 1 limit 100)
    select coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name, id) from used), '[]') as offered,
           (select services from theirs where services is not null limit 1) as services,
           array(select distinct phone from theirs where phone is not null and receives_updates order by phone) as phones`.execute(db)
  return rows[0] ?? { offered: [], services: null, phones: [] }
}

/** From the next update on, for this address at whichever account it is. */
export const chooseServices = (db: Db, { destination }: Pick<Leaver, 'destination'>, services: string[] | null, now: Date) =>
  sql`
    update contacts set services = ${services}::uuid[], updated_at = ${now} where not practice and email = ${destination} and services is distinct from ${services}::uuid[]`.execute(
    db,
  )
