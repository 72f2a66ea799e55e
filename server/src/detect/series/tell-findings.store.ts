// What was found is told to suspicions: what is raised as evidence, what is over as over.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { endEvidence, takeEvidence } from '../suspicions/take-evidence.store.ts'
import { evidenceOf, keyOf, kindOf, type Named } from './findings.ts'
import type { Finding } from './watcher.ts'

/** Under `watchLock`. Told again it changes nothing; what cannot be told holds up nothing else, and is thrown at the end. */
export async function tellFindings(deps: Deps, found: readonly Finding[]): Promise<void> {
  const { rows } = await sql<Named>`
    select s.id, s.name, s.service_id as service, v.name as "serviceName", s.region, o.kind as source, s.brand_id as "brandId", s.practice
      from series s join signal_sources o on o.id = s.source_id and o.removed_at is null left join services v on v.id = s.service_id where s.id = any (${found.map(({ series }) => series)}::int[])`.execute(
    deps.db,
  )
  const named = new Map(rows.map((row) => [row.id, row]))
  const known = found.flatMap((finding) => {
    const series = named.get(finding.series)
    return series ? [{ finding, series }] : []
  })
  const failures: unknown[] = []
  for (const { brandId, practice, evidence } of evidenceOf(known.filter(({ finding }) => finding.raised)))
    await takeEvidence(deps, { brandId, practice }, evidence).catch((error: unknown) => failures.push(error))
  await endedOf(
    deps,
    known.filter(({ finding }) => finding.ended && !finding.raised).map(({ series }) => series),
  )
  if (failures.length > 0) throw failures[0]
}

/** Most of what ends was never told to anybody: that is found out for all of them at once. */
async function endedOf(deps: Deps, ended: Named[]): Promise<void> {
  if (ended.length === 0) return
  const [keys, kinds] = [ended.map(keyOf), [...new Set(ended.map(kindOf))]]
  const { rows } = await sql<{ key: string }>`
    select key from suspicion_evidence where over_at is null and kind = any (${kinds}::text[]) and key = any (${keys}::text[])
    union select key from weak_signs where kind = any (${kinds}::text[]) and key = any (${keys}::text[])`.execute(deps.db)
  const told = new Set(rows.map(({ key }) => key))
  for (const series of ended) if (told.has(keyOf(series))) await endEvidence(deps, series, kindOf(series), keyOf(series))
}
