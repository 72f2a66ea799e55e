// Conversations put in order, and their promises: as many as are meant, by one statement.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { giveBack } from '../agents/give-back.store.ts'
import { minutesInSql, partsInSql } from './order.ts'
import { nearInSql, promised } from './promise.ts'
import { supportSettings, type SupportSettings } from './settings.store.ts'

/** The account of a conversation, also where it was merged meanwhile, and the crisis that it is linked to while that is not closed. */
export const withFacts = sql`
  left join accounts a0 on a0.id = c.account_id left join accounts a on a.id = coalesce(a0.merged_into, a0.id)
  left join crises x on x.id = c.crisis_id and c.link = 'linked' and x.status <> 'closed'`

/** @param which a condition over `c` */
export async function putInOrder(db: Db, which: RawBuilder<unknown>, settings?: SupportSettings): Promise<void> {
  const { weights } = settings ?? (await supportSettings(db))
  await sql`
    update conversations c set parts = p.parts, turn_at = c.waiting_since - make_interval(mins => ${minutesInSql(sql`p.parts`)}::int)
      from (select c.id, ${partsInSql(weights)} as parts from conversations c ${withFacts} where ${which}) p
     where c.id = p.id and (c.parts <> p.parts or c.turn_at is distinct from c.waiting_since - make_interval(mins => ${minutesInSql(sql`p.parts`)}::int))`.execute(
    db,
  )
}

/** The next dated word of a crisis that customers were told of; null: none, or it has passed. */
export const nextWord = (crisis: RawBuilder<unknown>, now: Date) => sql<Date | null>`(
  select case when u.next_update_at > ${now} then u.next_update_at end from updates u
   where u.crisis_id = ${crisis} and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 1)`

/** What somebody reads (`c` conversations, `k` contacts, `a` accounts, `b` brands): as they wrote, else as they are known. */
export const theirLanguage = sql<string>`case when c.language = 'und' then coalesce(k.locale, a.locale, b.locale) else c.language end`

/** What customers were told last of a crisis, its heading in a language; null: nothing yet. A crisis's own title is for the team. */
export const lastWord = (crisis: RawBuilder<unknown>, language: RawBuilder<unknown>) => sql<string | null>`(
  select said_in(u.id, ${language})->>'title' from updates u where u.crisis_id = ${crisis} and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 1)`

type Waiting = { id: number; kind: 'first' | 'next'; since: Date; tier: string | null; linked: boolean; nextWordAt: Date | null }

/**
 * What is promised to those who wait, worked out anew. Where nothing can be promised (the house never opens) nothing is.
 * @param options `keepTold`: who was told a time in the acknowledgement keeps it, unless the new one is sooner
 */
export async function promise(db: Db, ids: readonly number[], now: Date, settings?: SupportSettings, { keepTold = false } = {}): Promise<void> {
  if (ids.length === 0) return
  const { targets, hours } = settings ?? (await supportSettings(db))
  const { rows } = await sql<Waiting>`
    select c.id, case when c.answered_at is null then 'first' else 'next' end as kind, ${askedHere} as since, a.tier, x.id is not null as linked, ${nextWord(sql`x.id`, now)} as "nextWordAt"
      from conversations c ${withFacts} where c.id = any (${[...ids]}::bigint[]) and c.waiting_since is not null and ${askedHere} is not null`.execute(db)
  const made = rows.map(({ id, linked, nextWordAt, ...asked }) => {
    const found = promised({ ...asked, crisis: linked ? { nextWordAt } : undefined, targets, hours })
    return { id, at: found?.at ?? null, promise: found?.promise ?? null }
  })
  await sql`
    update conversations c set promised_at = n.at, promise = n.promise, promise_near_at = n.near, promise_near = coalesce(n.near <= ${now}, false)
      from (
        select p.id, p.promise, p.at, ${nearInSql(sql`p.at`, sql`p.since`)} as near from (
          select g.id, g.promise, o.waiting_since as since, case when ${keepTold} and g.promise = 'first' and o.promise = 'first' and ${wasTold} then least(o.promised_at, g.at) else g.at end as at
            from unnest(${made.map(({ id }) => id)}::bigint[], ${made.map(({ at }) => at)}::timestamptz[], ${made.map((each) => each.promise)}::text[]) g (id, at, promise) join conversations o on o.id = g.id) p) n
     where c.id = n.id and (c.promised_at, c.promise, c.promise_near_at) is distinct from (n.at, n.promise, n.near)`.execute(db)
}

/** Since when a customer waits for what is promised here. What was written in another desk before it was brought here was promised there, or nowhere. */
const askedHere = sql`case when c.imported_at is null then c.waiting_since else (select greatest(c.waiting_since, min(m.at)) from conversation_messages m where m.conversation_id = c.id and m.kind = 'in' and m.at > c.imported_at having count(*) > 0) end`

const wasTold = sql`exists (select from conversation_messages m where m.conversation_id = o.id and m.automatic = 'acknowledgement' and m.at >= o.waiting_since)`

/** Everybody linked who waits is promised the next word on the crisis: after each update. Where none is dated, each one's own promise holds again. */
export async function rebase(db: Db, crisisId: string, now: Date): Promise<void> {
  await sql`
    update conversations c set promised_at = n.at, promise = 'crisis', promise_near = false, promise_near_at = ${nearInSql(sql`n.at`, sql`c.waiting_since`)}
      from (select ${nextWord(sql`${crisisId}::uuid`, now)} as at) n
     where c.crisis_id = ${crisisId} and c.link = 'linked' and c.waiting_since is not null and c.state = 'open' and n.at is not null`.execute(db)
  const { rows } = await sql<{ id: number }>`
    select id from conversations c where c.crisis_id = ${crisisId} and c.link = 'linked' and c.waiting_since is not null and c.promise = 'crisis' and ${nextWord(sql`${crisisId}::uuid`, now)} is null`.execute(
    db,
  )
  await promise(
    db,
    rows.map(({ id }) => id),
    now,
  )
  await putInOrder(db, sql`c.crisis_id = ${crisisId} and c.state = 'open'`)
}

const atOnce = 2_000

/** Moves those forward whose promised time is near, wakes what was put off until now, and gives back what somebody has who is not there. @returns how many */
export async function keepPromises(db: Db, now: Date): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with near as (
      select id from conversations where state = 'open' and not promise_near and promise_near_at <= ${now} order by promise_near_at limit ${atOnce} for update skip locked),
    moved as (update conversations c set promise_near = true from near where c.id = near.id returning c.id),
    due as (select id from conversations where state = 'snoozed' and snoozed_until <= ${now} order by snoozed_until limit ${atOnce} for update skip locked),
    woken as (
      update conversations c set state = 'open', snoozed_until = null, waiting_since = coalesce(c.waiting_since, ${now}), turn_at = coalesce(c.turn_at, ${now}), revision = revision + 1 from due where c.id = due.id returning c.id)
    select id from moved union all select id from woken`.execute(db)
  if (rows.length > 0) await putInOrder(db, sql`c.id = any (${rows.map(({ id }) => id)}::bigint[])`)
  return rows.length + (await giveBack(db, now))
}
