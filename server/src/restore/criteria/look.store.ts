// How the criteria of a crisis stand at this moment: the playbook's for each service in scope and those added in the room, with what checks, series and people say.
import { sql } from 'kysely'
import { z } from 'zod'
import { hearingIn } from '../../detect/series/gaps.store.ts'
import { isUnheard } from '../../detect/series/gaps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Measure, RestorationPlan } from './criteria.contract.ts'
import { type CheckSeen, ofChecks, ofFigure, ofSeries, ofWord, orWord, type Seen, type Word } from './measure.ts'
import type { Criterion, CriterionNow, Looked, RestoreState } from './restore.ts'
import { orderOf } from './shares.ts'

const Planned = z
  .array(z.object({ key: z.string(), text: z.string(), each: z.enum(['service']).optional(), measure: Measure.default({ kind: 'word' }) }))
  .catch([])
type Scope = { id: string; name: string }
type Row = {
  status: string
  commander: string | null
  criteria: unknown
  restoration: unknown
  brandId: string
  practice: boolean
  scope: Scope[] | null
  added: Record<string, string> | null
  old: Record<string, { met: boolean; by: string; at: string }> | null
}

/** @param now of the real world: checks and series know no other */
export async function lookAt(db: Db, crisisId: string, state: RestoreState, now: Date): Promise<Looked & { names: Scope[] }> {
  const {
    rows: [row],
  } = await sql<Row>`
    select c.status, c.commander, c.brand_id as "brandId", c.practice, p.body->'criteria' as criteria, coalesce(p.body->'restoration', '{}') as restoration,
           (select jsonb_agg(jsonb_build_object('id', x.id, 'name', x.name) order by x.degree <> 'down', x.position, x.key) from (
             select distinct on (v.id) v.id, v.name, v.position, v.key, s.degree from crisis_scope s join services v on v.id = s.service_id where s.crisis_id = c.id order by v.id, s.degree <> 'down') x) as scope,
           (select jsonb_object_agg(t.id, t.body) from texts t where t.id = any (${state.added.map(({ textId }) => textId)}::uuid[])) as added,
           -- What people said before there was a stream for it.
           (select jsonb_object_agg(o.key, jsonb_build_object('met', o.met, 'by', o.by, 'at', o.at)) from (
             select distinct on (e.data->>'key') e.data->>'key' as key, e.type = 'CriterionMet' as met, e.data->>'by' as by, e.occurred_at as at from events e
              where e.stream = ${`crisis/${crisisId}`} and e.type in ('CriterionMet', 'CriterionUnmet') order by e.data->>'key', e.version desc) o) as old
      from crises c join crisis_playbooks p on p.crisis_id = c.id where c.id = ${crisisId}`.execute(db)
  if (!row) return { status: 'none', commander: null, criteria: [], services: [], steps: [], names: [] }
  const names = row.scope ?? []
  const services = orderOf(
    names.map(({ id }) => id),
    state.order,
  )
  const words = { ...(state.undoneAt ? {} : wordsOf(row.old)), ...state.words }
  const all = [...planned(row, names), ...addedOf(row, state, names)].filter(({ key }) => !state.leftOut.includes(key))
  return {
    status: row.status,
    commander: row.commander,
    criteria: await seenNow(db, row, all, words, state, now),
    services,
    steps: RestorationPlan.parse(row.restoration).steps,
    names,
  }
}

const planned = ({ criteria }: Row, scope: Scope[]): Criterion[] =>
  Planned.parse(criteria).flatMap(({ key, text, each, measure }): Criterion[] =>
    each === 'service'
      ? scope.map(({ id, name }) => ({ key: `${key}.${id}`, text: `${name} ${text}`, serviceId: id, service: name, measure, added: false }))
      : [{ key, text, serviceId: null, service: null, measure, added: false }],
  )

const addedOf = ({ added }: Row, state: RestoreState, scope: Scope[]): Criterion[] =>
  state.added.map(({ key, textId, serviceId, measure }) => {
    const service = scope.find(({ id }) => id === serviceId)
    return { key, text: added?.[textId] ?? '', serviceId: serviceId ?? null, service: service?.name ?? null, measure, added: true }
  })

const wordsOf = (old: Row['old']): Record<string, Word> =>
  Object.fromEntries(Object.entries(old ?? {}).map(([key, { met, by, at }]) => [key, { met, by, at: new Date(at) }]))

/** Checks in one look, series in one look, whatever the number of criteria. */
async function seenNow(db: Db, row: Row, all: Criterion[], words: Record<string, Word>, state: RestoreState, now: Date): Promise<CriterionNow[]> {
  const measured = (kind: Measure['kind']) => all.filter(({ measure }) => measure.kind === kind)
  const checks = measured('check').length === 0 ? [] : await checksOf(db, row, measured('check'))
  const series = measured('series').length === 0 ? undefined : await seriesOf(db, row, measured('series'))
  const seen = ({ key, serviceId, measure }: Criterion): Seen => {
    switch (measure.kind) {
      case 'word':
        return ofWord(words[key])
      case 'figure':
        return ofFigure(measure, state.figures[key])
      case 'check':
        return ofChecks(
          checks.filter((check) => (measure.check ? check.id === measure.check : check.serviceId === serviceId && serviceId !== null)),
          measure.minutes,
          now,
        )
      case 'series':
        return series ? ofSeries(measure, series(measure.series, serviceId, measure.minutes), measure.minutes, now) : ofWord(undefined)
    }
  }
  return all.map((criterion) => ({ ...criterion, ...orWord(seen(criterion), criterion.measure.kind, words[criterion.key]) }))
}

async function checksOf(db: Db, { brandId, practice }: Row, criteria: Criterion[]): Promise<(CheckSeen & { id: string; serviceId: string | null })[]> {
  const services = criteria.flatMap(({ serviceId }) => serviceId ?? [])
  const named = criteria.flatMap(({ measure }) => (measure.kind === 'check' && measure.check ? [measure.check] : []))
  const { rows } = await sql<CheckSeen & { id: string; serviceId: string | null }>`
    select id, name, service_id as "serviceId", state, changed_at as "changedAt", sentence from checks
     where removed_at is null and brand_id = ${brandId} and practice = ${practice} and (service_id = any (${services}::uuid[]) or id = any (${named}::uuid[])) order by name, id limit 1000`.execute(
    db,
  )
  return rows
}

/** Of all series of a name (and of the service, where the criterion is of one): what happened is added up, what is measured is averaged. Where nobody listened, that nothing came is no good sign. */
async function seriesOf(db: Db, { brandId, practice }: Row, criteria: Criterion[]) {
  const longest = Math.max(...criteria.map(({ measure }) => (measure.kind === 'series' ? measure.minutes : 1)))
  const names = criteria.flatMap(({ measure }) => (measure.kind === 'series' ? measure.series : []))
  const { rows } = await sql<{
    name: string
    serviceId: string | null
    measure: 'count' | 'gauge'
    through: Date | null
    minutes: { at: string; count: number; sum: number }[] | null
  }>`
    select s.name, s.service_id as "serviceId", s.measure, f.closed_through as through,
           (select jsonb_agg(jsonb_build_object('at', b.at, 'count', b.count, 'sum', b.sum)) from buckets b
             where b.series_id = s.id and b.at > f.closed_through - make_interval(mins => ${longest}) and b.at <= f.closed_through) as minutes
      from series s cross join signal_fold f where s.brand_id = ${brandId} and s.practice = ${practice} and s.name = any (${names}::text[]) order by s.id limit 1000`.execute(
    db,
  )
  const through = rows[0]?.through ?? null
  const hearing = await hearingIn(db)
  return (name: string, serviceId: string | null, minutes: number) => {
    const own = rows.filter((row) => row.name === name && (serviceId === null || row.serviceId === serviceId))
    if (own.length === 0 || through === null) return { values: [], through: new Date(0) }
    const values = Array.from({ length: minutes }, (_, i): number | null => {
      const at = through.getTime() - (minutes - 1 - i) * 60_000
      const there = own.flatMap((row) => (row.minutes ?? []).filter((minute) => Date.parse(minute.at) === at))
      const sum = there.reduce((whole, minute) => whole + minute.sum, 0)
      if (own[0]?.measure === 'count') return isUnheard(hearing(at), there.length > 0) ? null : sum
      const count = there.reduce((whole, minute) => whole + minute.count, 0)
      return count === 0 ? null : sum / count
    })
    return { values, through }
  }
}
