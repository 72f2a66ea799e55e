// `usage-drop.ts` in SQL: of any number of accounts at once, from the 64 days that each row of `account_usage` holds. Sums of weeks and of two days say who may use less; only of those the habit is worked
// out. A journey compares the two.
import { type RawBuilder, sql } from 'kysely'
import { placesFrom } from './days-told.ts'
import { below, leastKnownDays, surelyTimes, unlikely, windows } from './usage-drop.ts'

type Sql = RawBuilder<unknown>
type Window = (typeof windows)[number]

/**
 * Rows (account_id, percent, began) of the accounts of `usage` (a relation like `account_usage`) that use less than usual; others are not there.
 * @param today the day that is not over yet, as in 2030-01-31 @param told the days of which anybody's use is known
 */
export function dropsOf(usage: Sql, today: string, told: ReadonlySet<string>): Sql {
  const places = placesFrom(new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10), told)
  /** What was used n + 1 days ago, as `dropOf` counts: 0 is yesterday. */
  const day = (n: number) => `r[${places[n]}]::float8`
  const range = (from: number, days: number) => Array.from({ length: days }, (_, n) => day(from + n))
  const sums = [
    ...Array.from({ length: 8 }, (_, week) => `${range(week * 7, 7).join(' + ')} as week${week}`),
    ...Array.from({ length: 5 }, (_, back) => `${range(back * 7, 2).join(' + ')} as pair${back}`),
  ]
  const habit = (days: number) => {
    const each = range(days === 28 ? 28 : 7, 28)
    return `(${each.map((used) => `(${used} > 0)::int`).join(' + ')}) / 28.0::float8 as active${days}, ${each.map((used) => `${used} * ${used}`).join(' + ')} as squares${days}`
  }
  return sql`
    select d.account_id, floor(d.fall * 100 + 1e-9)::int as percent, ${today}::date - coalesce(b.ago, d.days) as began
      from (
        select account_id, known, r, greatest(d2, d7, d28) as fall, case greatest(d2, d7, d28) when d2 then 2 when d7 then 7 else 28 end as days from (
          select account_id, known, r, ${sql.raw(windows.map((window) => `${fallsIn(window)} as d${window.days}`).join(', '))} from (
            select *, ${sql.raw(`${habit(7)}, ${habit(28)}`)} from (
              select account_id, known, r, ${sql.raw(sums.join(', '))} from (
                select u.account_id, ${today}::date - u.since as known,
                       case when u.through >= ${today}::date - 1 then u.ring else ring_add(u.ring, u.through, ${today}::date - 1, '{}', '{}') end as r from ${usage} u
                 where u.since <= ${today}::date - ${leastKnownDays}::int offset 0) u offset 0) s
             where ${sql.raw(windows.map((window) => `(${seems(window)})`).join(' or '))} offset 0) s offset 0) w) d
      left join lateral (${beganAgo(places)}) b on true
     where d.fall is not null`
}

/** The sums that a window compares: of its own days, and of those before. */
function sumsOf({ days, times }: Window) {
  const past = days === 28 ? ['week4 + week5 + week6 + week7'] : Array.from({ length: times }, (_, nth) => `${days === 2 ? 'pair' : 'week'}${nth + 1}`)
  const all = past.join(', ')
  return {
    now: days === 28 ? '(week0 + week1 + week2 + week3)' : days === 2 ? 'pair0' : 'week0',
    usual: past.length === 1 ? `(${all})` : `((${past.join(' + ')} - greatest(${all}) - least(${all})) / 2)`,
    lowest: `least(${all})`,
    mean: days === 28 ? '(week4 + week5 + week6 + week7)' : '(week1 + week2 + week3 + week4)',
  }
}

/** By the sums alone: far below the usual, and below what was lowest. */
function seems(window: Window): string {
  const { now, usual, lowest } = sumsOf(window)
  const { days, apart, times, leastDrop } = window
  return `known >= ${days + apart * times} and ${usual} > 0 and 1 - ${now} / nullif(${usual}, 0) >= ${leastDrop} and ${now} < 2 * ${lowest} - ${usual}`
}

/** How far the use fell in one window, where that is no chance; null otherwise. */
function fallsIn(window: Window): string {
  const { now, usual, mean } = sumsOf(window)
  const { days, times, leastActive } = window
  const habit = days === 28 ? 28 : 7
  const fall = `1 - ${now} / nullif(${usual}, 0)`
  const chance = `${surelyTimes} * sqrt(greatest(28 * squares${habit} / nullif(${mean} * ${mean}, 0) - 1, 0) / ${days} * ${1 + 1 / times})`
  return `case when ${seems(window)} and active${habit} >= ${leastActive} and case when ${now} > 0 then ${fall} >= ${chance} else power(1 - active${habit}, ${days}) < ${unlikely} end then ${fall} end`
}

/** The last of the days that are all below their weekdays, where the weekday is used at all. */
function beganAgo(places: readonly number[]): Sql {
  const used = (back: number) => `d.r[('{${places.join(',')}}'::int[])[${back + 1} + n]]::float8`
  const past = [7, 14, 21, 28].map(used)
  const known = past.map((each, nth) => `(${(nth + 1) * 7}, ${each})`).join(', ')
  return sql.raw(`
    select max(n) + 1 as ago from (
      select n, usual, bool_and(used <= ${below} * usual) over (order by n) as still from (
        select n, ${used(0)} as used,
               case when n + 28 < d.known then (${past.join(' + ')} - greatest(${past.join(', ')}) - least(${past.join(', ')})) / 2
                    else (select coalesce(percentile_cont(0.5) within group (order by v), 0) from (values ${known}) past (back, v) where n + back < d.known) end as usual
          from generate_series(0, 27) n offset 0) each) run
     where still and usual > 0`)
}
