// Saved choices among those who are hurt, and how many one reaches.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { audience } from '../deliveries/deliveries.plan.ts'
import { stakeholdersToTell } from '../stakeholders/stakeholders.plan.ts'
import { chosen } from './filter.ts'
import type { AudienceFilter, Reach, UpdateTo } from './audiences.contract.ts'

export type AudienceRow = { id: string; name: string; filter: AudienceFilter; changedBy: string; changedAt: Date }
const columns = sql`id, name, filter, changed_by as "changedBy", changed_at as "changedAt"`

export const listAudiences = async (db: Db): Promise<AudienceRow[]> =>
  (await sql<AudienceRow>`select ${columns} from audiences where removed_at is null order by lower(name)`.execute(db)).rows

export async function audienceById(db: Db, id: string): Promise<AudienceRow> {
  const { rows } = await sql<AudienceRow>`select ${columns} from audiences where id = ${id} and removed_at is null`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such audience.')
  return rows[0]
}

export async function putAudience(
  db: Db,
  { id, name, filter, by, now }: { id: string; name: string; filter: AudienceFilter; by: string; now: Date },
): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from audiences where lower(name) = lower(${name}) and removed_at is null and id <> ${id}`.execute(db)
  if (rows.length > 0) throw new Refused('already-done', `There is an audience called ${name} already.`)
  await sql`
    insert into audiences (id, name, filter, changed_by, changed_at) values (${id}, ${name}, ${JSON.stringify(filter)}::jsonb, ${by}, ${now})
    on conflict (id) do update set name = excluded.name, filter = excluded.filter, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(
    db,
  )
}

/** Updates that were written for it keep the choice as it was; a page that is for it would be left without readers. */
export async function removeAudience(db: Db, id: string, now: Date): Promise<void> {
  const { name } = await audienceById(db, id)
  const { rows } = await sql<{
    page: string
  }>`select name as page from reader_pages where audience_id = ${id} and removed_at is null order by lower(name)`.execute(db)
  if (rows[0]) throw new Refused('out-of-order', `The page ${rows[0].page} is for ${name}. Give it to another audience first, or remove it.`)
  await sql`update audiences set removed_at = ${now} where id = ${id}`.execute(db)
}

/** What an update stores of whom it is for. */
export async function storedTo(
  db: Db,
  to: UpdateTo,
): Promise<{ class: string; audience: string | null; audienceId: string | null; filter: AudienceFilter | null }> {
  if (to.kind === 'customers') return { class: 'update', audience: null, audienceId: null, filter: null }
  if (to.kind === 'stakeholders') return { class: 'stakeholder', audience: to.audience, audienceId: null, filter: null }
  const saved = to.audience === null ? null : await audienceById(db, to.audience)
  return { class: to.kind === 'notice' ? 'notice' : 'direct', audience: null, audienceId: saved?.id ?? null, filter: saved?.filter ?? null }
}

/**
 * Whom it would reach now: the very statement that plans the mails is asked, with what stands for the update. The sample is the same each time, and spread over
 * all of them.
 */
export async function reachOf(db: Db, crisisId: string, to: UpdateTo, now: Date): Promise<Reach> {
  const stored = await storedTo(db, to)
  const from = sql`(select ${nobody}::uuid as id, c.practice, c.id as crisis_id, ${stored.class}::text as class, ${stored.audience}::text as audience, null::timestamptz as published_at, ${now}::timestamptz as created_at
    from crises c where c.id = ${crisisId})`
  const rowsNow = stored.class === 'stakeholder' ? stakeholdersToTell(nobody, now, from) : audience(nobody, now, { only: chosen(stored.filter), from })
  const { rows } = await sql<Reached & { total: number; accounts: number; stopped: number }>`
    with reached as materialized (
      select r.email as address, coalesce(k.name, h.name) as name, coalesce(a.name, h.organisation) as of, r.account_id, r.state = 'suppressed' as stopped
        from (${rowsNow}) r (update_id, practice, account_id, contact_id, channel, email, priority, state, due_at, reason, planned_at, stakeholder_id)
        left join contacts k on k.id = r.contact_id left join accounts a on a.id = r.account_id left join stakeholders h on h.id = r.stakeholder_id)
    select address, name, of, (select count(*) from reached)::int as total, (select count(distinct account_id) from reached)::int as accounts, (select count(*) from reached where stopped)::int as stopped
      from reached order by md5(address || ${crisisId}) limit 10`.execute(db)
  const [first] = rows
  return {
    addresses: first?.total ?? 0,
    accounts: first?.accounts ?? 0,
    suppressed: first?.stopped ?? 0,
    sample: rows.map(({ address, name, of }) => ({ address, name, of })),
  }
}

type Reached = { address: string; name: string | null; of: string | null }
/** An update that is not there. */
const nobody = '00000000-0000-0000-0000-000000000000'
