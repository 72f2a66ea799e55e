// Scores accounts many at a time: the facts of each, the points of `health.ts` as SQL, and what differs is stored. One statement, whatever the number.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { type Measure, parts, type Reason } from './health.ts'
import { raiseOutreach } from './outreach-raise.store.ts'
import { dropsOf } from './usage-drop.store.ts'

type Sql = RawBuilder<unknown>
export const dayOf = (now: Date): string => now.toISOString().slice(0, 10)

/** The accounts whose ids stand in the temporary table `looked` of this transaction. @returns how many changed */
export async function scoreLooked(tx: Db, now: Date): Promise<number> {
  const today = dayOf(now)
  await sql`create temporary table fares on commit drop as ${faresOf(now, today, await usageDay(tx, now), await daysTold(tx), await rangeOf(tx))}`.execute(tx)
  const { rows } = await sql<{ changed: number }>`
    with put as (
      insert into account_health as h (account_id, score, usage_drop, usage_since, conversations, angry, leaving_on, failed_on, disputed_on, crisis_since, crisis_step, known_since, changed_at)
      select account_id, score, usage_drop, usage_since, conversations, angry, leaving_on, failed_on, disputed_on, crisis_since, crisis_step, ${today}::date, ${now} from fares where differs order by account_id
      on conflict (account_id) do update set score = excluded.score, usage_drop = excluded.usage_drop, usage_since = excluded.usage_since, conversations = excluded.conversations, angry = excluded.angry,
        leaving_on = excluded.leaving_on, failed_on = excluded.failed_on, disputed_on = excluded.disputed_on, crisis_since = excluded.crisis_since, crisis_step = excluded.crisis_step, changed_at = excluded.changed_at
      returning 1),
    noted as (
      insert into account_scores (account_id, day, score, before) select account_id, ${today}::date, score, was_score from fares where score <> coalesce(was_score, 100) order by account_id
      on conflict (account_id, day) do update set score = excluded.score)
    select count(*)::int as changed from put`.execute(tx)
  await raiseOutreach(tx, now)
  return rows[0]?.changed ?? 0
}

/** The newest day that anybody's use is known of, today at the latest: use is compared up to the day before, which is complete. */
export async function usageDay(db: Db, now: Date): Promise<string> {
  const { rows } = await sql<{ day: string }>`select least(coalesce(newest, ${dayOf(now)}::date), ${dayOf(now)}::date)::text as day from account_fold`.execute(
    db,
  )
  return rows[0]?.day ?? dayOf(now)
}

/** The days of which anybody's use is known. */
export const daysTold = async (db: Db): Promise<Set<string>> =>
  new Set((await sql<{ day: string }>`select day::text from usage_days`.execute(db)).rows.map(({ day }) => day))

/** A batch is a piece of the registry: only that piece of each table is read. */
async function rangeOf(tx: Db): Promise<(id: Sql) => Sql> {
  const { rows } = await sql<{ low: number; high: number }>`select min(account_id) as low, max(account_id) as high from looked`.execute(tx)
  const { low = 0, high = 0 } = rows[0] ?? {}
  return (id) => sql`${id} between ${low}::bigint and ${high}::bigint`
}

const facts = ['usage_drop', 'usage_since', 'conversations', 'angry', 'leaving_on', 'failed_on', 'disputed_on', 'crisis_since', 'crisis_step'] as const
const list = (of: readonly string[], from: string): Sql => sql.raw(of.map((column) => `${from}.${column}`).join(', '))

/** One row an account: its facts now, its score, the reasons for it, and whether anything is different from what is stored. */
const faresOf = (now: Date, today: string, usedUntil: string, told: ReadonlySet<string>, within: (id: Sql) => Sql): Sql => sql`
  select f.*, h.score as was_score, (h.score, ${list(facts, 'h')}) is distinct from (f.score, ${list(facts, 'f')}) as differs from (
    select m.*, greatest(0, 100 - (${pointsOf()}))::smallint as score, array_remove(array[${sql.raw(reasonsOf())}], null) as reasons from (
      select a.id as account_id, u.percent::smallint as usage_drop, u.began as usage_since, coalesce(e.conversations, 0) as conversations, coalesce(e.angry, 0) as angry, e.leaving_on, e.failed_on, e.disputed_on,
             c.since as crisis_since, ${crisisStep(sql`c.since`, now)} as crisis_step, ${today}::date - e.leaving_on as leaving_days, ${today}::date - e.failed_on as failed_days,
             ${today}::date - e.disputed_on as disputed_days, ${hoursOf(sql`c.since`, now)} as crisis_hours
        from looked l join accounts a on a.id = l.account_id and a.merged_into is null and ${within(sql`a.id`)}
        left join (${dropsOf(sql`(select x.* from account_usage x join looked l on l.account_id = x.account_id where ${within(sql`x.account_id`)})`, usedUntil, told)}) u on u.account_id = a.id
        left join (
          select v.account_id, sum(v.conversations) filter (where v.day > ${today}::date - 7)::int as conversations, sum(v.angry) filter (where v.day > ${today}::date - 7)::int as angry,
                 max(v.day) filter (where v.leaving > 0) as leaving_on, max(v.day) filter (where v.failed > 0) as failed_on, max(v.day) filter (where v.disputes > 0) as disputed_on
            from account_events v join looked l on l.account_id = v.account_id where v.day > ${today}::date - 28 and ${within(sql`v.account_id`)} group by v.account_id) e on e.account_id = a.id
        left join (
          select i.account_id, min(i.since) as since from (${openImpact(now)}) i join looked l on l.account_id = i.account_id where ${within(sql`i.account_id`)} group by i.account_id) c on c.account_id = a.id offset 0) m offset 0) f
    left join account_health h on h.account_id = f.account_id and ${within(sql`h.account_id`)}`

/** Whom open crises hurt right now. */
export const openImpact = (now: Date): Sql => sql`
  select i.account_id, i.since from crises c join impact i on i.crisis_id = c.id
   where c.status in ('declared', 'commanded') and i.since <= ${now} and (i.until is null or i.until > ${now})`

export const hoursOf = (since: Sql, now: Date): Sql =>
  sql`case when ${since} is not null then greatest(0, floor(extract(epoch from ${now}::timestamptz - ${since}) / 3600)) end`
/** From which hour on its points count; null without a crisis. */
export const crisisStep = (since: Sql, now: Date): Sql => {
  const crisis = parts.find(({ reason }) => reason === 'crisis')
  const hours = crisis && 'from' in crisis ? crisis.from.map(([from]) => from) : []
  return sql`case when ${since} is not null then ${stepsOf(
    hoursOf(since, now),
    hours.map((from) => [from, from] as const),
    '>=',
  )} end`
}

const columnOf: Record<Measure, string> = {
  usageDrop: 'usage_drop',
  conversations: 'conversations',
  angry: 'angry',
  leavingDays: 'leaving_days',
  failedDays: 'failed_days',
  disputedDays: 'disputed_days',
  crisisHours: 'crisis_hours',
}
/** The last step that holds, as in `health.ts`. */
const stepsOf = (measure: Sql, steps: readonly (readonly [number, number])[], comparison: '>=' | '<='): Sql =>
  sql`case ${sql.join(
    steps.toReversed().map(([from, points]) => sql`when ${measure} ${sql.raw(comparison)} ${sql.raw(String(from))} then ${sql.raw(String(points))}`),
    sql` `,
  )} else 0 end`
const pointsOf = (): Sql =>
  sql.join(
    parts.map((part) => {
      const column = sql.raw(columnOf[part.measure])
      return 'from' in part ? stepsOf(column, part.from, '>=') : stepsOf(column, part.atMost, '<=')
    }),
    sql` + `,
  )
/** A reason is there when it costs any points. */
const reasonsOf = (): string =>
  parts
    .map((part) => {
      const least = 'from' in part ? `>= ${part.from[0]?.[0]}` : `<= ${part.atMost[0]?.[0]}`
      return `case when ${columnOf[part.measure]} ${least} then '${part.reason satisfies Reason}' end`
    })
    .join(', ')
