// Who is told: planned by one statement when an update is published; nobody twice, whatever the number.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { appAudience, callAudience, endpointAudience, subscriberAudience, subscriberTexts, textAudience } from './audiences.ts'
import { wants } from './wants.ts'
import { quietEnd } from './quiet.ts'
import type { AudienceFilter } from '../audiences/audiences.contract.ts'
import { chosen } from '../audiences/filter.ts'
import { stakeholdersToTell } from '../stakeholders/stakeholders.plan.ts'
import { askedByLink } from '../../restore/sign-off/sign-off.plan.ts'
import { mayBeLeft, stops } from './suppressed.ts'

/**
 * One row per e-mail address of the accounts that the crisis hurts (or hurt), vulnerable and enterprise first.
 * Safe to run again: an address that has its row is left alone, so those who joined the impact later are added; a dispatch that was stopped stays stopped.
 * Two who plan the same update at once take turns until their transactions end.
 * @returns how many rows were added
 */
export const planDeliveries = (db: Db, updateId: string, at?: Date): Promise<number> =>
  db.isTransaction ? plan(db, updateId, at) : db.transaction().execute((tx) => plan(tx, updateId, at))

async function plan(tx: Db, updateId: string, at?: Date): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plan/${updateId}`}, 0))`.execute(tx)
  const {
    rows: [dispatch],
  } = await sql<{ state: string }>`
    insert into dispatches (update_id, channel, practice, crisis_id, last_word, planned_at, changed_at)
    select id, 'email', practice, crisis_id, class <> 'update' or phase = 'resolved', coalesce(published_at, created_at), coalesce(published_at, created_at) from updates where id = ${updateId}
    on conflict (update_id, channel) do update set state = case dispatches.state when 'finished' then 'running' else dispatches.state end
    returning state`.execute(tx)
  if (!dispatch || dispatch.state === 'cancelled') return 0
  await forAudience(tx, updateId)
  const { numAffectedRows } = await sql`
    insert into deliveries (update_id, practice, account_id, contact_id, channel, destination, priority, state, due_at, reason, planned_at, stakeholder_id) ${await rowsOf(tx, updateId, at)}`.execute(
    tx,
  )
  await sql`select set_config('enable_nestloop', 'on', true)`.execute(tx)
  const added = Number(numAffectedRows ?? 0)
  await sql`update dispatches set rows = rows + ${added} where update_id = ${updateId} and channel = 'email'`.execute(tx)
  return added + (await planChannels(tx, updateId, at))
}

/** Whom the mails of an update go to: those who are hurt, a part of them, or the register of stakeholders. */
async function rowsOf(tx: Db, updateId: string, at?: Date): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ class: string; filter: AudienceFilter | null }>`select class, filter from updates where id = ${updateId}`.execute(tx)
  switch (rows[0]?.class) {
    case 'stakeholder':
      return stakeholdersToTell(updateId, at)
    case 'sign-off-request':
      return audience(updateId, at, { only: askedByLink })
    case 'remedy-notice':
      return audience(updateId, at, { only: toldOfGrants(updateId) })
    default:
      return audience(updateId, at, { only: chosen(rows[0]?.filter ?? null) })
  }
}

/** Whose ledger lines, or unused gift cards, name this notice. */
const toldOfGrants = (updateId: string) =>
  sql`i.account_id in (select account_id from payouts where told_in = ${updateId} union all select account_id from gift_cards_reminded where told_in = ${updateId})`

/** Beside the mails: texts where the crisis is grave enough for them, notices in the customer's app, and the places that hear of it. */
async function planChannels(tx: Db, updateId: string, at?: Date): Promise<number> {
  let added = 0
  for (const rows of [textAudience, appAudience, endpointAudience, subscriberAudience, subscriberTexts, callAudience])
    added += await addRows(tx, updateId, rows(updateId), at)
  return added
}

/**
 * Adds rows and counts them in their dispatch, which is opened with its first one. Safe to run again; an update that was stopped gets none.
 * @param rows selects account_id, contact_id, channel, destination, priority, state, due_at, reason, instead_of, changed_at
 */
export async function addRows(tx: Db, updateId: string, rows: RawBuilder<unknown>, at?: Date): Promise<number> {
  const {
    rows: [sum],
  } = await sql<{ added: number }>`
    with added as (
      insert into deliveries (update_id, practice, account_id, contact_id, channel, destination, priority, state, due_at, reason, instead_of, changed_at, planned_at)
      select u.id, u.practice, r.*, ${since(at)} from updates u cross join lateral (${rows}) r
       where u.id = ${updateId} and not exists (select from dispatches x where x.update_id = u.id and x.state = 'cancelled')
      on conflict (update_id, channel, destination) do nothing returning channel),
    counted as (select channel, count(*)::int as rows from added group by 1),
    opened as (
      insert into dispatches as x (update_id, channel, practice, crisis_id, state, last_word, rows, planned_at, changed_at)
      select u.id, c.channel, u.practice, u.crisis_id, coalesce((select 'paused' from dispatches p where p.update_id = u.id and p.state = 'paused' limit 1), 'running'), u.class <> 'update' or u.phase = 'resolved', c.rows,
             coalesce(u.published_at, u.created_at), coalesce(u.published_at, u.created_at)
        from updates u cross join counted c where u.id = ${updateId}
      on conflict (update_id, channel) do update set rows = x.rows + excluded.rows, state = case x.state when 'finished' then 'running' else x.state end)
    select coalesce(sum(rows), 0)::int as added from counted`.execute(tx)
  return sum?.added ?? 0
}

/**
 * Before the audience of many is asked for: who has a row already is looked up in one hash. The database, which has not counted rows that were planned a moment
 * ago, would else go through all of them for each address.
 */
export const forAudience = (tx: Db, updateId: string) =>
  sql`
  select set_config('enable_nestloop', case when exists (select 1 from impact i where i.crisis_id = u.crisis_id offset 2000) then 'off' else 'on' end, true) from updates u where u.id = ${updateId}`.execute(
    tx,
  )

/**
 * The audience of an update that has no row yet, as rows for `deliveries`: each address once, with the most urgent of its reasons.
 * Whoever left the updates still gets what is owed, and what is about safety or the law (that also who is on no list of updates); an address that no person reads has its row, and gets nothing.
 * In the order of the unique key, which is then filled from one end: that costs less than to look for a conflict row by row.
 */
export const audience = (updateId: string, at?: Date, { only = sql`true`, from = sql`updates` }: Asking = {}) => sql`
  select distinct on (k.email) u.id, u.practice, i.account_id, k.id, 'email', k.email,
         case when a.vulnerability is not null then 1 when a.tier = 'enterprise' then 2 else 5 end as priority,
         (case when ${unwanted} then 'suppressed' when ${quietUntil} is not null then 'deferred' else 'planned' end)::delivery_state,
         case when not (${unwanted}) then ${quietUntil} end as due_at,
         case when not (${unwanted}) and ${quietUntil} is not null then 'quiet-hours' end as reason, ${since(at)} as planned_at, null::uuid as stakeholder_id
    from ${from} u
    join crises c on c.id = u.crisis_id
    join brands b on b.id = c.brand_id
    join impact i on i.crisis_id = u.crisis_id
    join accounts a on a.id = i.account_id
    join contacts k on k.account_id = coalesce(a.merged_into, a.id) and k.practice = u.practice and (k.receives_updates or u.class = 'notice') and ${wants(updateId, from)}
    left join suppressions s on s.channel = 'email' and s.destination = k.email and ${stops(mayBeLeft, sql`greatest(u.published_at, now())`)}
   where u.id = ${updateId} and ${only}
     and not exists (select 1 from deliveries d where d.update_id = ${updateId} and d.channel = 'email' and d.destination = k.email)
   order by k.email, priority, k.id`

/** `only`: a part of those who are hurt. `from`: what stands for the update, where it is only asked whom it would reach. */
export type Asking = { only?: RawBuilder<unknown>; from?: RawBuilder<unknown> }

/** From when the time of a row runs: now, or where nobody says when now is, since it was published. */
export const since = (at: Date | undefined) => sql`coalesce(${at ?? null}::timestamptz, u.published_at, u.created_at)`
const unwanted = sql`s.destination is not null or k.readers is not distinct from 'nobody'`
const quietUntil = quietEnd(sql`coalesce(u.published_at, u.created_at)`)

/** Those who joined the impact after publication get the current update once, of each open crisis, and every notice about safety or the law that they are meant by. */
export async function planLateJoiners(db: Db, crisisId: string, at?: Date): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    (select id from updates where crisis_id = ${crisisId} and class = 'update' and status = 'published' order by sequence desc limit 1)
    union all (select id from updates where crisis_id = ${crisisId} and class = 'notice' and status = 'published' order by published_at)`.execute(db)
  let added = 0
  for (const { id } of rows) added += await planDeliveries(db, id, at)
  return added
}

/** A channel was turned on while something goes on: what was said there within a day goes out over it as well, to nobody twice. */
export async function planCurrent(db: Db, brandId: string, now: Date): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select c.id from crises c where c.brand_id = ${brandId} and c.status <> 'closed'
       and exists (select from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published' and u.published_at > ${now}::timestamptz - interval '1 day') order by c.declared_at`.execute(
    db,
  )
  for (const { id } of rows) await planLateJoiners(db, id, now)
  if (rows.length > 0) await sql`select graphile_worker.add_job('deliver-email', '{}'::json, job_key := 'deliver-email')`.execute(db)
}
