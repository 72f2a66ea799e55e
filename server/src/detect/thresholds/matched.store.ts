// Which series a threshold means.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { SeriesPattern } from './thresholds.contract.ts'

/** Of one threshold. More are looked at by more thresholds, each for a part. */
export const mostMatched = 5_000

export type Matched = {
  id: number
  name: string
  measure: 'count' | 'gauge'
  service: string | null
  serviceName: string | null
  region: string | null
  labels: Record<string, string>
  createdAt: Date
}
export type Meant = { brandId: string; practice: boolean; serviceId: string | null; pattern: Omit<SeriesPattern, 'service'> }

/** Of the series `s`: whether it agrees with a pattern, an expression of jsonb. */
export const agrees = (pattern: ReturnType<typeof sql>, serviceId: ReturnType<typeof sql>) => sql`
  s.name like replace(regexp_replace(${pattern}->>'name', '([\\\\%_])', '\\\\\\1', 'g'), '*', '%') and (${serviceId} is null or s.service_id = ${serviceId})
  and (${pattern}->>'region' is null or s.region = ${pattern}->>'region') and s.labels @> coalesce(${pattern}->'labels', '{}'::jsonb)`

/** In the order of their names. @param after ids above it alone */
export async function matchedSeries(db: Db, { brandId, practice, serviceId, pattern }: Meant, limit: number, after = 0): Promise<Matched[]> {
  const { rows } = await sql<Matched>`
    select s.id, s.name, s.measure, s.service_id as service, v.name as "serviceName", s.region, s.labels, s.created_at as "createdAt"
      from (select ${JSON.stringify(pattern)}::jsonb as p, ${serviceId}::uuid as service_id) g
      join series s on s.brand_id = ${brandId} and s.practice = ${practice} and s.id > ${after} and ${agrees(sql`g.p`, sql`g.service_id`)}
      join signal_sources o on o.id = s.source_id and o.removed_at is null left join services v on v.id = s.service_id
     order by lower(s.name), s.id limit ${limit}`.execute(db)
  return rows
}

export const whereOf = ({ serviceName, region, labels }: Pick<Matched, 'serviceName' | 'region' | 'labels'>): string =>
  [serviceName, region, ...Object.entries(labels).flatMap(([name, value]) => (name === 'service' ? [] : [`${name} ${value}`]))].filter(Boolean).join(', ')
