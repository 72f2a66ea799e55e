// What went wrong at Tidewater besides the crisis: one thing yesterday that was dealt with, one this morning that was over by itself, and card payments that fail now, for a newcomer to judge.
import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { evidenceOf, type Named } from '../detect/series/findings.ts'
import { goOver } from '../detect/series/known.store.ts'
import { createWatcher, type Finding, type Watched } from '../detect/series/watcher.ts'
import { suspicionStream } from '../detect/suspicions/suspicion.facts.ts'
import { dismiss } from '../detect/suspicions/suspicions.store.ts'
import { endEvidence, takeEvidence } from '../detect/suspicions/take-evidence.store.ts'
import { createThresholds } from '../detect/thresholds/look.store.ts'
import { addThreshold } from '../detect/thresholds/thresholds.store.ts'
import { minutesAfter } from '../platform/clock.ts'
import type { Db } from '../platform/database/connect.ts'
import { demoSignals, type Happened } from './shape.ts'
import { minutesSinceOnset } from './story.ts'

const [day, cardsSince, calmSince] = [1_440, 25, 190]
const learnedDays = 2
const leastWeight = 0.35

/** Card payments fail until somebody dismissed that, or customers can work again. */
export async function troubles(db: Db, onset: Date): Promise<Happened[]> {
  const loaded = minutesAfter(onset, minutesSinceOnset.load)
  const { rows } = await sql<{ ended: Date | null }>`
    select case s.state when 'promoted' then coalesce(c.restored_at, c.closed_at) when 'dismissed' then s.ended_at when 'calm' then s.ended_at end as ended
      from suspicions s join suspicion_evidence e on e.suspicion_id = s.id join thresholds t on e.key like 'threshold/' || t.id || '/%' left join crises c on c.id = s.crisis_id
     where t.rule->'series'->>'name' = 'payments.failed' order by s.raised_at limit 1`.execute(db)
  const at = (minutes: number) => minutesAfter(loaded, -minutes)
  return [
    { name: 'uploads.failed', from: at(day), to: at(day - 25), times: 25 },
    { name: 'sign-ins.failed', from: at(calmSince), to: at(calmSince - 20), times: 12 },
    { name: 'payments.failed', from: at(cardsSince), to: rows[0]?.ended ?? null, times: 10 },
  ]
}

/** What detectors and thresholds make of it: found by themselves in what was written. `last`: the last minute of that. */
export async function raiseSuspicions(deps: Deps, ids: readonly number[], last: Date, by: string): Promise<void> {
  const found = await lookBack(deps.db, ids, last)
  const past = (at: Date): Deps => ({ ...deps, clock: () => at })
  const loaded = minutesAfter(last, 1)
  const [uploads, signIns] = [
    await raise(past(minutesAfter(loaded, 2 - day)), found, 'uploads.failed'),
    await raise(past(minutesAfter(loaded, 2 - calmSince)), found, 'sign-ins.failed'),
  ]
  if (uploads) {
    await dismiss(
      past(minutesAfter(loaded, 9 - day)),
      uploads.suspicion,
      { reason: 'The upload queue was emptied by hand after the move to new machines. Nothing was lost.', noise: false },
      by,
    )
  }
  if (signIns) {
    const over = minutesAfter(loaded, 20 - calmSince)
    await endEvidence(past(over), signIns.about, signIns.kind, signIns.key)
    await deps.engine.tell(suspicionStream(signIns.suspicion), { type: 'CheckSuspicion', now: minutesAfter(over, 11) }, { actor: 'leeward' })
  }
  await addThreshold(
    deps,
    {
      ...{
        name: 'Card payments fail',
        brand: 'tidewater',
        practice: false,
        when: 'above',
        figure: 'sum',
        quantile: 0.95,
        value: 8,
        unit: '',
        forMinutes: 5,
        backMinutes: 5,
      },
      ...{ severity: 'error', series: { name: 'payments.failed', service: 'billing', region: null, labels: {} } },
    },
    by,
  )
  await createThresholds(deps).look(last.getTime())
  await raise(deps, found, 'payments.failed')
}

type Found = { finding: Finding; series: Named }
/** The detectors, over the last days of what was written. */
async function lookBack(db: Db, ids: readonly number[], last: Date): Promise<Found[]> {
  const wanted = ids.filter((_, nth) =>
    ['uploads.failed', 'sign-ins.failed', 'payments.failed'].includes((demoSignals[nth] as (typeof demoSignals)[number]).name),
  )
  const { rows } = await sql<Named & { measure: Watched['measure']; zone: string }>`
    select s.id, s.name, s.measure, s.service_id as service, v.name as "serviceName", s.region, o.kind as source, s.brand_id as "brandId", s.practice, b.time_zone as zone
      from series s join signal_sources o on o.id = s.source_id join brands b on b.id = s.brand_id left join services v on v.id = s.service_id where s.id = any (${wanted}::int[])`.execute(
    db,
  )
  const found: Found[] = []
  const watcher = createWatcher()
  for (const { measure, zone, ...series } of rows)
    watcher.know({
      id: series.id,
      measure,
      zone,
      brand: series.brandId,
      service: series.service,
      practice: series.practice,
      firstAt: minutesAfter(last, -learnedDays * day).getTime(),
    })
  await goOver(db, watcher, wanted, last.getTime(), (finding) => {
    const series = rows.find(({ id }) => id === finding.series)
    if (finding.raised && series) found.push({ finding, series })
  })
  return found
}

/** The clearest thing that was found of a series near that time. */
async function raise(deps: Deps, found: readonly Found[], name: string) {
  const near = found.filter(({ series, finding }) => series.name === name && Math.abs(finding.at - deps.clock().getTime()) < 30 * 60_000)
  const [most] = near.toSorted((one, other) => other.finding.verdict.score - one.finding.verdict.score)
  const [told] = most ? evidenceOf([most]) : []
  if (!told) return undefined
  // However quiet the hour in which the demo is begun: it is to be seen.
  await takeEvidence(deps, told, { ...told.evidence, weight: Math.max(leastWeight, told.evidence.weight) })
  const { rows } = await sql<{ id: string }>`
    select suspicion_id as id from suspicion_evidence where kind = ${told.evidence.kind} and key = ${told.evidence.key} order by at desc limit 1`.execute(
    deps.db,
  )
  const about = { brandId: told.brandId, practice: told.practice }
  return rows[0] && { suspicion: rows[0].id, about, kind: told.evidence.kind, key: told.evidence.key }
}
