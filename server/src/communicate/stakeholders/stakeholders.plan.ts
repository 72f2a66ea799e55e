// Whoever is no customer and is told, as rows for `deliveries`; in the columns of those of customers.
import { type RawBuilder, sql } from 'kysely'
import { stops } from '../deliveries/suppressed.ts'
import { kindsOf } from './stakeholders.contract.ts'

const kinds = sql.join(Object.entries(kindsOf).flatMap(([audience, each]) => each.map((kind) => sql`(${audience}::text, ${kind}::text)`)))

/** Each address once, by what its register says: brand, severity, kind of crisis. An exercise reaches none of them: they are real. `from`: what stands for the update. */
export const stakeholdersToTell = (updateId: string, at?: Date, from: RawBuilder<unknown> = sql`updates`) => sql`
  select distinct on (h.email) u.id, u.practice, null::bigint as account_id, null::bigint as contact_id, 'email', h.email, 3::smallint as priority,
         (case when s.destination is not null then 'suppressed' else 'planned' end)::delivery_state, null::timestamptz as due_at, null::text as reason,
         coalesce(${at ?? null}::timestamptz, u.published_at, u.created_at) as planned_at, h.id as stakeholder_id
    from ${from} u join crises c on c.id = u.crisis_id
    join (values ${kinds}) m (audience, kind) on m.audience = u.audience
    join stakeholders h on h.kind = m.kind and h.removed_at is null and (h.brand_id is null or h.brand_id = c.brand_id) and c.severity <= h.least_severity
                       and (h.crisis_kinds is null or c.kind = any (h.crisis_kinds))
    left join suppressions s on s.channel = 'email' and s.destination = h.email and ${stops(sql`true`, sql`greatest(u.published_at, now())`)}
   where u.id = ${updateId} and not u.practice
     and not exists (select from deliveries d where d.update_id = ${updateId} and d.channel = 'email' and d.destination = h.email)
   order by h.email, h.brand_id nulls last, h.id`
