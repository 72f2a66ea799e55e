// What was chosen, and what is watched closely: said anew each time, so that every minute is judged as it was when it is looked at again.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import type { Sensitivity } from '../anomaly/detector.ts'
import { calendarsSince } from '../holidays/holidays.store.ts'
import { keptDays } from '../series/series.contract.ts'
import type { Choice, CloseWatch, History } from './choices.ts'
import { mostCloseDays, type SensitivityView, type WatchClosely } from './sensitivity.contract.ts'

const dayMs = 86_400_000
/** Older minutes are looked at no more. */
const lookedAtDays = keptDays + 2

/** Everything that says how minutes that are kept are judged. */
export async function historyOf(db: Db): Promise<History> {
  const { rows: choices } = await sql<Omit<Choice, 'at'> & { at: Date }>`
    select at, service_id as service, series_id as series, sensitivity from sensitivity_choices order by at, id`.execute(db)
  const { rows: watches } = await sql<Omit<CloseWatch, 'from' | 'until'> & { from: Date; until: Date }>`
    select service_id as service, practice, from_at as "from", until_at as until from close_watches
     where until_at > (select coalesce(closed_through, now()) from signal_fold) - make_interval(days => ${lookedAtDays})`.execute(db)
  const { rows: closed } = await sql<{ at: Date }>`select coalesce(closed_through, now()) as at from signal_fold`.execute(db)
  const since = new Date((closed[0]?.at.getTime() ?? 0) - lookedAtDays * dayMs)
  return {
    calendars: await calendarsSince(db, since),
    choices: choices.map(({ at, ...choice }) => ({ ...choice, at: at.getTime() })),
    watches: watches.map(({ from, until, ...watch }) => ({ ...watch, from: from.getTime(), until: until.getTime() })),
  }
}

type Of = { service?: string; series?: number }
/** Of a series, of a service, or of the company where neither is named. Counts for minutes from now on. */
export async function choose({ db, clock }: Pick<Deps, 'db' | 'clock'>, { service, series }: Of, sensitivity: Sensitivity | null, by: string): Promise<void> {
  const now = clock()
  if (service !== undefined && (await sql`select from services where id = ${service}`.execute(db)).rows.length === 0)
    throw new Refused('not-found', 'There is no such service.')
  if (series !== undefined && (await sql`select from series where id = ${series}`.execute(db)).rows.length === 0)
    throw new Refused('not-found', 'There is no such series.')
  const [ofService, ofSeries] = [service ?? null, series ?? null]
  await sql`
    insert into sensitivity_choices (id, at, service_id, series_id, sensitivity, by) values (${newId(now)}, ${now}, ${ofService}, ${ofSeries}, ${sensitivity}, ${by})`.execute(
    db,
  )
  // What was overtaken before the oldest minute that is kept says nothing any more.
  await sql`
    delete from sensitivity_choices c where service_id is not distinct from ${ofService}::uuid and series_id is not distinct from ${ofSeries}::int
       and exists (select from sensitivity_choices n where n.service_id is not distinct from c.service_id and n.series_id is not distinct from c.series_id
                      and n.at > c.at and n.at < ${new Date(now.getTime() - lookedAtDays * dayMs)})`.execute(db)
}

/** For whoever restores a crisis, too: in its own transaction where it has one. @returns how many services are watched */
export async function watchClosely(db: Db, { services, until, reason, crisis, practice }: WatchClosely, by: string, now: Date): Promise<number> {
  if (until <= now) throw new Refused('not-valid', 'until: must be later than now.')
  if (until.getTime() - now.getTime() > mostCloseDays * dayMs) throw new Refused('not-valid', `until: must be within ${mostCloseDays} days.`)
  if (crisis !== null) {
    const { rows } = await sql<{ practice: boolean }>`select practice from crises where id = ${crisis}`.execute(db)
    if (!rows[0]) throw new Refused('not-valid', 'crisis: there is no such crisis.')
    if (rows[0].practice !== practice)
      throw new Refused('not-valid', 'practice: an exercise watches the series of exercises alone, and a crisis the real ones.')
  }
  const wanted = [...new Set(services)].sort()
  const ids = wanted.map(() => newId(now))
  const { numAffectedRows } = await sql`
    insert into close_watches (id, service_id, practice, from_at, until_at, crisis_id, reason, by)
    select g.id, s.id, ${practice}::boolean, ${now}::timestamptz, ${until}::timestamptz, ${crisis}::uuid, ${reason}, ${by}
      from unnest(${ids}::uuid[], ${wanted}::uuid[]) g (id, service) join services s on s.id = g.service`.execute(db)
  if (Number(numAffectedRows ?? 0) < wanted.length) throw new Refused('not-valid', 'services: there is no such service.')
  return wanted.length
}

/** It ends now; what was judged meanwhile stays so. */
export async function endCloseWatch({ db, clock }: Pick<Deps, 'db' | 'clock'>, id: string, by: string): Promise<void> {
  const now = clock()
  const { numAffectedRows } = await sql`
    update close_watches set until_at = greatest(from_at, ${now}), ended_by = ${by} where id = ${id} and until_at > ${now}`.execute(db)
  if (!numAffectedRows) throw new Refused('not-found', 'Nothing is watched closely under this id, or not any more.')
}

export async function sensitivityView(deps: Pick<Deps, 'db' | 'clock'>): Promise<SensitivityView> {
  const { db, clock } = deps
  const { rows: company } = await sql<{ sensitivity: Sensitivity | null }>`
    select sensitivity from sensitivity_choices where num_nonnulls(service_id, series_id) = 0 order by at desc, id desc limit 1`.execute(db)
  const { rows: services } = await sql<SensitivityView['services'][number]>`
    select v.id, v.name, b.slug as brand, (select c.sensitivity from sensitivity_choices c where c.service_id = v.id order by c.at desc, c.id desc limit 1) as sensitivity
      from services v join brands b on b.id = v.brand_id order by b.slug, v.position, lower(v.name), v.id`.execute(db)
  const { rows: series } = await sql<SensitivityView['series'][number]>`
    select s.id, s.name, v.name as service, s.region, c.sensitivity
      from (select distinct on (series_id) series_id, sensitivity from sensitivity_choices where series_id is not null order by series_id, at desc, id desc) c
      join series s on s.id = c.series_id left join services v on v.id = s.service_id where c.sensitivity is not null order by lower(s.name), s.id limit 1000`.execute(
    db,
  )
  const { rows: closely } = await sql<Omit<SensitivityView['closely'][number], 'by'> & { by: string }>`
    select w.id, jsonb_build_object('id', v.id, 'name', v.name) as service, w.practice, w.from_at as "from", w.until_at as until, w.reason, w.by,
           case when c.id is not null then jsonb_build_object('id', c.id, 'number', c.number) end as crisis
      from close_watches w join services v on v.id = w.service_id left join crises c on c.id = w.crisis_id
     where w.until_at > ${clock()} order by w.until_at, w.id limit 500`.execute(db)
  const name = await namesOf(
    deps,
    closely.map(({ by }) => by),
  )
  return { company: company[0]?.sensitivity ?? 'medium', services, series, closely: closely.map((watch) => ({ ...watch, by: name(watch.by) })) }
}
