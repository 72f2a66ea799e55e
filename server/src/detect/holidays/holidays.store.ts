// The calendar of a brand: said anew as a whole with each change, so that every minute is judged by the one that was in force.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import type { CalendarDay, HolidaysView, PutHolidays } from './holidays.contract.ts'

type Row = { brand: string; zone: string; id: string | null; days: CalendarDay[] | null; by: string | null; at: Date | null }
export async function holidaysView(deps: Pick<Deps, 'db'>, slug: string): Promise<HolidaysView> {
  const { rows } = await sql<Row>`
    select b.slug as brand, b.time_zone as zone, c.id, c.days, c.by, c.at from brands b
      left join lateral (select * from holiday_calendars c where c.brand_id = b.id order by c.at desc, c.id desc limit 1) c on true where b.slug = ${slug}`.execute(
    deps.db,
  )
  const [row] = rows
  if (!row) throw new Refused('not-found', 'There is no such brand.')
  const name = await namesOf(deps, [row.by])
  const { brand, zone, id, days, by, at } = row
  return { brand, zone, revision: id, days: days ?? [], changedBy: by === null ? null : name(by), changedAt: at?.toISOString() ?? null }
}

/** Counts for minutes from now on. Refused where somebody else changed it since. */
export async function setHolidays({ db, clock }: Pick<Deps, 'db' | 'clock'>, slug: string, { days, revision }: PutHolidays, by: string): Promise<void> {
  const twice = days.map(({ date }) => date).find((date, i, all) => all.indexOf(date) !== i)
  if (twice) throw new Refused('not-valid', `days: ${twice} is there twice. A day is a holiday or a special day, once.`)
  await db.transaction().execute(async (tx) => {
    const { rows: brands } = await sql<{ id: string }>`select id from brands where slug = ${slug} for update`.execute(tx)
    const [brand] = brands
    if (!brand) throw new Refused('not-found', 'There is no such brand.')
    const { rows } = await sql<{
      id: string
      at: Date
    }>`select id, at from holiday_calendars where brand_id = ${brand.id} order by at desc, id desc limit 1`.execute(tx)
    if ((rows[0]?.id ?? null) !== revision)
      throw new Refused('changed-meanwhile', 'Somebody else changed this calendar. Load it again, and add your days to it.')
    // Always later than the one before, also within the same millisecond: the latest is the one that counts.
    const at = new Date(Math.max(clock().getTime(), (rows[0]?.at.getTime() ?? 0) + 1))
    const sorted = days.toSorted((one, other) => (one.date < other.date ? -1 : 1))
    await sql`
      insert into holiday_calendars (id, brand_id, at, days, by) values (${newId(clock())}, ${brand.id}, ${at}, ${JSON.stringify(sorted)}::jsonb, ${by})`.execute(
      tx,
    )
  })
}

export type Calendar = { at: number; brand: string; days: readonly CalendarDay[] }
/** Those that say how minutes since a time were judged. */
export async function calendarsSince(db: Db, since: Date): Promise<Calendar[]> {
  const { rows } = await sql<{ at: Date; brand: string; days: CalendarDay[] }>`
    select c.at, c.brand_id as brand, c.days from holiday_calendars c
     where not exists (select from holiday_calendars n where n.brand_id = c.brand_id and n.at > c.at and n.at < ${since}) order by c.at, c.id`.execute(db)
  return rows.map(({ at, ...calendar }) => ({ ...calendar, at: at.getTime() }))
}
