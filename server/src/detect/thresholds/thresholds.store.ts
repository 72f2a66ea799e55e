// Thresholds: set up, changed, taken away.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { placed } from '../signals/sources.store.ts'
import { agrees, type Meant } from './matched.store.ts'
import { endStandings } from './standings.store.ts'
import { ruleInWords } from './threshold.ts'
import { type PutThreshold, type SeriesPattern, ThresholdRule, type ThresholdView } from './thresholds.contract.ts'

/** More make every minute long. */
const mostThresholds = 500

type Body = ThresholdRule & { severity: PutThreshold['severity']; series: Omit<SeriesPattern, 'service'> }
/** `standing`: the series that have passed it, with since when (milliseconds). */
export type Kept = Meant & {
  id: string
  name: string
  severity: PutThreshold['severity']
  rule: ThresholdRule
  changedAt: Date
  standing: Map<number, number>
}

const bodyOf = ({ name: _, brand: __, practice: ___, series: { service: ____, ...series }, ...rule }: PutThreshold): Body => ({ ...rule, series })

export async function keptThresholds(db: Db): Promise<Kept[]> {
  const { rows } = await sql<Omit<Meant, 'pattern'> & { id: string; name: string; body: Body; changedAt: Date; standing: [number, number][] }>`
    select t.id, t.name, t.brand_id as "brandId", t.practice, t.service_id as "serviceId", t.rule as body, t.changed_at as "changedAt",
           (select coalesce(jsonb_agg(jsonb_build_array(h.series_id, floor(extract(epoch from h.since) * 1000))), '[]') from threshold_standings h where h.threshold_id = t.id) as standing
      from thresholds t where t.removed_at is null order by t.id`.execute(db)
  return rows.map(({ body, standing, ...row }) => ({
    ...row,
    severity: body.severity,
    rule: ThresholdRule.parse(body),
    pattern: body.series,
    standing: new Map(standing),
  }))
}

type Row = Omit<ThresholdView, 'changedBy' | 'sentence' | 'series' | keyof ThresholdRule | 'severity'> & {
  changedBy: string
  body: Body
  service: string | null
}
export async function listThresholds(deps: Pick<Deps, 'db'>, only: string | null = null): Promise<ThresholdView[]> {
  const { rows } = await sql<Row>`
    select t.id, t.name, b.slug as brand, t.practice, t.rule as body, v.key as service, t.changed_by as "changedBy", t.changed_at as "changedAt",
           (select count(*)::int from series s join signal_sources o on o.id = s.source_id and o.removed_at is null
             where s.brand_id = t.brand_id and s.practice = t.practice and ${agrees(sql`(t.rule->'series')`, sql`t.service_id`)}) as matches,
           (select count(*)::int from threshold_standings h where h.threshold_id = t.id) as open
      from thresholds t join brands b on b.id = t.brand_id left join services v on v.id = t.service_id
     where t.removed_at is null and (${only}::uuid is null or t.id = ${only}) order by lower(t.name), t.id limit ${mostThresholds}`.execute(deps.db)
  const name = await namesOf(
    deps,
    rows.map(({ changedBy }) => changedBy),
  )
  return rows.map(({ body, service, changedBy, ...row }) => ({
    ...row,
    ...ThresholdRule.parse(body),
    severity: body.severity,
    series: { ...body.series, service },
    sentence: `${body.series.name} ${ruleInWords(ThresholdRule.parse(body))}`,
    changedBy: name(changedBy),
  }))
}

export async function thresholdView(deps: Pick<Deps, 'db'>, id: string): Promise<ThresholdView> {
  const [view] = await listThresholds(deps, id)
  if (!view) throw new Refused('not-found', 'There is no such threshold.')
  return view
}

/** Which series are meant by what was sent. */
export async function meantBy(db: Db, { brand, practice, series: { service, ...pattern } }: PutThreshold): Promise<Meant> {
  const { brandId, serviceId } = await placed(db, { brand, service })
  return { brandId, practice, serviceId, pattern }
}

export async function addThreshold({ db, clock }: Pick<Deps, 'db' | 'clock'>, given: PutThreshold, by: string): Promise<string> {
  const [id, now] = [newId(clock()), clock()]
  const { brandId, serviceId } = await meantBy(db, given)
  const { numAffectedRows } = await sql`
    insert into thresholds (id, brand_id, practice, name, rule, service_id, changed_by, changed_at, created_at)
    select ${id}::uuid, ${brandId}::uuid, ${given.practice}::boolean, ${given.name}, ${JSON.stringify(bodyOf(given))}::jsonb, ${serviceId}::uuid, ${by}, ${now}::timestamptz, ${now}::timestamptz
     where (select count(*) from thresholds where removed_at is null) < ${mostThresholds}`.execute(db)
  if (!numAffectedRows)
    throw new Refused(
      'not-valid',
      `There are ${mostThresholds} thresholds, the most there may be. Let one mean several series (* in its name), or remove some.`,
    )
  return id
}

/** What it had passed is judged anew with the next minute. */
export async function changeThreshold({ db, clock }: Pick<Deps, 'db' | 'clock'>, id: string, given: PutThreshold, by: string): Promise<void> {
  const { brandId, serviceId } = await meantBy(db, given)
  const { numAffectedRows } = await sql`
    update thresholds set name = ${given.name}, rule = ${JSON.stringify(bodyOf(given))}::jsonb, service_id = ${serviceId}, changed_by = ${by}, changed_at = ${clock()}
     where id = ${id} and brand_id = ${brandId} and practice = ${given.practice} and removed_at is null`.execute(db)
  if (!numAffectedRows)
    throw new Refused('not-found', 'There is no such threshold of this brand. Its brand, and whether it is for exercises, stay as they are.')
}

/** What spoke for trouble because of it is over. */
export async function removeThreshold(deps: Pick<Deps, 'db' | 'engine' | 'clock'>, id: string): Promise<void> {
  const { rows } = await sql<{ brandId: string; practice: boolean; series: number[] }>`
    update thresholds t set removed_at = ${deps.clock()} where id = ${id} and removed_at is null
    returning brand_id as "brandId", practice, array(select series_id from threshold_standings h where h.threshold_id = t.id) as series`.execute(deps.db)
  const [row] = rows
  if (!row) throw new Refused('not-found', 'There is no such threshold.')
  await endStandings(deps, { id, ...row }, row.series)
}
