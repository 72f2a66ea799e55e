// Which series there are, in the order of their names, each with its last minute and whether it is unusual now.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { type Choices, createChoices } from '../sensitivity/choices.ts'
import { historyOf } from '../sensitivity/sensitivity.store.ts'
import type { SeriesQuery, SeriesView, Watching } from './series.contract.ts'
import { says } from './steps.ts'
import { minuteMs } from './fold.ts'
import { goOver } from './known.store.ts'
import { createWatcher } from './watcher.ts'

/** What detectors remember is stored at least so often; where it is older, nobody watches, and nothing is said. */
const staleMs = 30 * 60_000

type Row = Omit<SeriesView, 'last' | 'open' | 'sensitivity'> & {
  closed: Date | null
  sort: string
  zone: string
  brand: string
  count: number | null
  sum: number | null
  minute: Date | null
  step: number | null
  through: Date | null
  state: Buffer | null
}
export async function listSeries({ db, clock }: Pick<Deps, 'db' | 'clock'>, { search, service, limit, cursor }: z.output<typeof SeriesQuery>) {
  const after = fromCursor<[string, number]>(cursor, ['string', 'number'])
  const part = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<Row>`
    select s.id, s.name, s.measure, case when v.id is not null then jsonb_build_object('id', v.id, 'name', v.name) end as service, (select c.sensitivity from sensitivity_choices c where c.series_id = s.id order by c.at desc, c.id desc limit 1) as "ownSensitivity", s.region, s.labels, s.practice, s.watched, s.brand_id as brand, lower(s.name) as sort, b.time_zone as zone,
           f.closed_through as closed, f.closed_through - make_interval(mins => coalesce(d.behind_minutes, 0)) as minute, m.count, m.sum, d.step_minutes as step, d.through, coalesce(d.behind_minutes, 0) as "behindMinutes", d.state
      from series s join brands b on b.id = s.brand_id join signal_sources o on o.id = s.source_id and o.removed_at is null left join services v on v.id = s.service_id cross join signal_fold f
      left join detector_states d on d.series_id = s.id left join buckets m on m.series_id = s.id and m.at = f.closed_through - make_interval(mins => coalesce(d.behind_minutes, 0))
     where (${part}::text is null or s.name ilike ${part} or s.region ilike ${part} or s.labels::text ilike ${part}) and (${service ?? null}::uuid is null or s.service_id = ${service ?? null})
       and (${after?.[0] ?? null}::text is null or (lower(s.name), s.id) > (${after?.[0] ?? null}, ${after?.[1] ?? null}::int))
     order by lower(s.name), s.id limit ${limit + 1}`.execute(db)
  const choices = createChoices(await historyOf(db))
  const open = await openOf(db, rows, choices)
  const { items, next } = toPage(rows, limit, ({ sort, id }) => [sort, id])
  return { items: items.map((row) => viewOf(row, open.has(row.id), choices, clock().getTime())), next }
}

function viewOf(
  { sort: _, zone, step: __, through: ___, state: ____, closed: _____, brand, count, sum, minute, ...row }: Row,
  open: boolean,
  choices: Choices,
  now: number,
): SeriesView {
  const value = minute ? says(row.measure, { count: count ?? 0, sum: sum ?? 0 }) : undefined
  const { sensitivity } = choices({ ...row, zone, brand, service: row.service?.id ?? null }, now)
  return { ...row, sensitivity, last: minute && value !== undefined ? { at: minute.toISOString(), value } : null, open }
}

/** From what was stored of each, and the few minutes since. */
async function openOf(db: Db, rows: readonly Row[], choices: Choices): Promise<Set<number>> {
  const closed = rows[0]?.closed?.getTime()
  if (closed === undefined) return new Set()
  const watcher = createWatcher(undefined, choices)
  const known = rows.flatMap(({ id, measure, zone, brand, service, practice, step, through, behindMinutes: behind, state }) => {
    if (step === null || !through || !state || closed - behind * minuteMs - through.getTime() > staleMs) return []
    watcher.know(
      { id, measure, zone, brand, service: service?.id ?? null, practice, firstAt: through.getTime() },
      { step, through: through.getTime(), behind, state },
    )
    return [id]
  })
  await goOver(db, watcher, known, closed)
  return new Set(known.filter((id) => watcher.standing(id).open))
}

export async function watching({ db }: Pick<Deps, 'db'>): Promise<Watching> {
  const { rows } = await sql<Omit<Watching, 'lastAt'> & { lastAt: Date | null }>`
    select (select count(*)::int from signal_sources where removed_at is null) as sources, (select count(*)::int from checks where removed_at is null) as checks,
           (select count(*)::int from series s join signal_sources o on o.id = s.source_id and o.removed_at is null where s.watched) as series,
           (select max(l.last) from signal_sources o, lateral (select max(m.minute) as last from signal_source_minutes m where m.source_id = o.id) l where o.removed_at is null) as "lastAt"`.execute(
    db,
  )
  const [row] = rows as [(typeof rows)[number]]
  return { ...row, lastAt: row.lastAt?.toISOString() ?? null }
}
