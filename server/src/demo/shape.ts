// What Tidewater counts and measures, as it would be on ordinary days, and what happened on some: the same each time, for a million minutes in one statement.
import { sql } from 'kysely'
import type { Db } from '../platform/database/connect.ts'

export type Shaped = {
  name: string
  measure: 'count' | 'gauge'
  service: string | null
  region: string | null
  /** Of a minute in the busiest hour. */
  base: number
  /** How much of it goes with the hour of the day, from 0 to 1. */
  swing: number
  /** While the crisis is at its worst, so much more; below 0: so much less. */
  outage: number
}
const of = (name: string, service: string | null, base: number, swing: number, more: Partial<Shaped> = {}): Shaped => ({
  ...{ name, service, base, swing, measure: 'count', region: null, outage: 0 },
  ...more,
})
export const demoSignals: readonly Shaped[] = [
  of('rooms.opened', 'live-video', 24, 0.8, { region: 'us-east', outage: -0.85 }),
  of('rooms.opened', 'live-video', 18, 0.8, { region: 'eu-west' }),
  of('video.latency.ms', 'live-video', 140, 0.15, { region: 'us-east', measure: 'gauge', outage: 3 }),
  of('uploads.finished', 'uploads', 45, 0.7, { outage: -0.5 }),
  of('uploads.failed', 'uploads', 1, 0.3, { outage: 9 }),
  of('playback.starts', 'playback', 60, 0.75),
  of('sign-ins', 'sign-in', 40, 0.8),
  of('sign-ins.failed', 'sign-in', 3, 0.5),
  of('api.requests', 'api', 120, 0.6),
  of('api.latency.ms', 'api', 95, 0.2, { measure: 'gauge' }),
  of('payments', 'billing', 14, 0.6),
  of('payments.failed', 'billing', 2, 0.2),
  of('conversations', null, 6, 0.6, { outage: 5 }),
]
/** `to` null: it goes on. */
export type Happened = { name: string; from: Date; to: Date | null; times: number }

/** Beside `happenedRows`. Each minute of a period with both ends, of the series `ids` (in the order of `demoSignals`): `at`, `id`, `measure`, `value`. */
export const shapeOf = (ids: readonly number[], from: Date, to: Date, onset: Date) => sql`
  select v.id, v.at, v.measure, case v.measure when 'gauge' then round(v.mean * (1 + 0.1::float8 * v.chance) * 10) / 10
         else greatest(0, round(v.mean + sqrt(v.mean) * 2 * v.chance)) end as value
    from (
      select s.id, m.at, s.measure, (hashint8(k.key)::float8 + hashint8(k.key + 1000003) + hashint8(k.key + 2000003)) / 4294967296::float8 as chance,
             s.base * (1 - s.swing + s.swing * d.day) * (1 + s.outage * o.level) * coalesce(e.times, 1) as mean
        from generate_series(${from}::timestamptz, ${to}::timestamptz, interval '1 minute') m (at)
       cross join lateral (select extract(epoch from m.at)::float8 / 3600 as hours, extract(epoch from m.at - ${onset}::timestamptz)::float8 / 60 as since, extract(isodow from m.at at time zone 'UTC') as dow) t
       cross join lateral (select ((0.55::float8 + 0.45::float8 * sin(pi() * (t.hours - 9) / 12)) * case when t.dow > 5 then 0.75 else 1 end)::float8 as day) d
       cross join lateral (select (case when t.since < 0 or t.since > 190 then 0 when t.since < 10 then t.since / 10 when t.since < 70 then 1 else (190 - t.since) / 120 end)::float8 as level) o
       cross join (select g.* from unnest(${ids}::int[], ${demoSignals.map(({ name }) => name)}::text[], ${demoSignals.map(({ measure }) => measure)}::text[], ${demoSignals.map(({ base }) => base)}::float8[],
                                           ${demoSignals.map(({ swing }) => swing)}::float8[], ${demoSignals.map(({ outage }) => outage)}::float8[]) g (id, name, measure, base, swing, outage)) s
       cross join lateral (select extract(epoch from m.at)::bigint / 60 * 31 + s.id * 7919 as key) k
        left join happened e on e.name = s.name and m.at >= e."from" and m.at < coalesce(e."to", 'infinity')) v`

export const happenedRows = (happened: readonly Happened[]) =>
  sql`happened as (select * from jsonb_to_recordset(${JSON.stringify(happened)}::jsonb) as e (name text, "from" timestamptz, "to" timestamptz, times float8))`

export type Value = { id: number; at: Date; measure: 'count' | 'gauge'; value: number }
export const valuesOf = async (db: Db, ids: readonly number[], from: Date, to: Date, onset: Date, happened: readonly Happened[]): Promise<Value[]> =>
  (await sql<Value>`with ${happenedRows(happened)} ${shapeOf(ids, from, to, onset)}`.execute(db)).rows
