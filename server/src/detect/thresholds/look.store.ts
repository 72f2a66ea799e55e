// Looks at every threshold when a minute is over. What it finds is read from the minutes each time, so that late values count, and a restart changes nothing; what was told is remembered.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { type Hearing, heardFrom } from '../series/gaps.ts'
import { hearingIn } from '../series/gaps.store.ts'
import { weights } from '../suspicions/alerts.store.ts'
import { takeEvidence } from '../suspicions/take-evidence.store.ts'
import { type Matched, matchedSeries, mostMatched, whereOf } from './matched.store.ts'
import { lastHeard, minutesOfMany } from './minutes.store.ts'
import { endStandings } from './standings.store.ts'
import { figureOf, isBeyond, lookAt, type Passed, passedInWords } from './threshold.ts'
import { type Kept, keptThresholds } from './thresholds.store.ts'

const minuteMs = 60_000
/** Values that are so late are looked at again. */
const lateMinutes = 15
const mostSkipped = 6 * 60
const seriesAtOnce = 500
const knownForMs = 10 * minuteMs
/** What has gone on for longer than this has company of what happens now all the same. */
const oldestMs = 30 * minuteMs

type Found = { series: Matched; passed: Passed }
export type Thresholds = { look: (minute: number, skipped?: number) => Promise<void> }

/** Under `watchLock`. `minute`: the last one that is over; `skipped`: how many nobody looked at before. */
export function createThresholds(deps: Deps): Thresholds {
  const known = new Map<string, { series: Matched[]; until: number; changedAt: number }>()
  const seriesOf = async (threshold: Kept, now: number): Promise<Matched[]> => {
    const before = known.get(threshold.id)
    const isFresh = before && before.until > now && before.changedAt === threshold.changedAt.getTime()
    const after = isFresh ? before.series.reduce((most, { id }) => Math.max(most, id), 0) : 0
    const more = await matchedSeries(deps.db, threshold, mostMatched, after)
    const series = (isFresh ? [...before.series, ...more] : more).slice(0, mostMatched)
    known.set(threshold.id, { series, until: isFresh ? before.until : now + knownForMs, changedAt: threshold.changedAt.getTime() })
    return series
  }
  return {
    look: async (minute, skipped = 1) => {
      const [all, hearing] = await Promise.all([keptThresholds(deps.db), hearingIn(deps.db)])
      for (const id of known.keys()) if (!all.some((threshold) => threshold.id === id)) known.delete(id)
      for (const threshold of all) {
        const series = await seriesOf(threshold, minute)
        const found = await passedNow(deps.db, hearing, threshold, series, minute, Math.max(lateMinutes, Math.min(skipped, mostSkipped)))
        await tellOf(deps, threshold, found, minute)
      }
    },
  }
}

async function passedNow(db: Db, hearing: Hearing, threshold: Kept, series: readonly Matched[], minute: number, late: number): Promise<Found[]> {
  const { rule, standing } = threshold
  const from = heardFrom(hearing, minute, rule.forMinutes) - (1 + rule.backMinutes + late) * minuteMs
  const found: Found[] = []
  for (let at = 0; at < series.length; at += seriesAtOnce) {
    const some = await worthALook(db, hearing, threshold, series.slice(at, at + seriesAtOnce), minute, late)
    if (some.length === 0) continue
    const ids = some.map(({ id }) => id)
    const minutes = await minutesOfMany(db, rule, ids, from, minute)
    for (const each of some) {
      const since = standing.get(each.id)
      const look = lookAt(rule, each.measure, since !== undefined && since < from ? since : undefined)
      const begin = Math.max(from, Math.floor(each.createdAt.getTime() / minuteMs) * minuteMs, firstOf(minutes.get(each.id), minute, rule.when === 'silent'))
      for (let time = begin; time <= minute; time += minuteMs) look.see(time, minutes.get(each.id)?.get(time), hearing(time))
      const passed = look.passed()
      if (passed) found.push({ series: each, passed })
    }
  }
  return found
}

/** A series may be made later than what it says first; silence before that is none. */
const firstOf = (minutes: Map<number, unknown> | undefined, last: number, isSilence: boolean): number =>
  isSilence || !minutes || minutes.size === 0 ? Number.NEGATIVE_INFINITY : Math.min(last, ...minutes.keys())

/** Most say nothing unusual: those are told by a short look. */
async function worthALook(db: Db, hearing: Hearing, { rule, standing }: Kept, series: readonly Matched[], minute: number, late: number): Promise<Matched[]> {
  const ids = series.map(({ id }) => id)
  if (rule.when === 'silent') {
    const silentFrom = heardFrom(hearing, minute, rule.forMinutes)
    const heard = await lastHeard(db, ids, silentFrom, minute)
    return series.filter(({ id, createdAt }) => standing.has(id) || (!heard.has(id) && createdAt.getTime() <= silentFrom))
  }
  const recent = await minutesOfMany(db, rule, ids, minute - (late - 1) * minuteMs, minute)
  return series.filter(({ id, measure }) => {
    if (standing.has(id)) return true
    for (let time = minute - (late - 1) * minuteMs; time <= minute; time += minuteMs) {
      const value = figureOf(rule, measure, recent.get(id)?.get(time))
      if (value !== undefined && isBeyond(rule, value)) return true
    }
    return false
  })
}

const topicOf = ({ id }: Kept, { service, region }: Pick<Matched, 'service' | 'region'>) => `threshold/${id}/${service ?? ''}/${region ?? ''}`

/** Told first, remembered then: after a kill in between it is told again, which changes nothing. */
async function tellOf(deps: Deps, threshold: Kept, found: readonly Found[], minute: number): Promise<void> {
  const topics = Map.groupBy(found, ({ series }) => topicOf(threshold, series))
  for (const [topic, some] of topics) {
    const fresh = some.filter(({ series }) => !threshold.standing.has(series.id))
    if (fresh.length === 0) continue
    await takeEvidence(deps, threshold, evidenceOf(threshold, topic, some, minute))
    await sql`
      insert into threshold_standings (threshold_id, series_id, topic, since)
      select ${threshold.id}::uuid, g.id, ${topic}, to_timestamp(g.since / 1000) from unnest(${fresh.map(({ series }) => series.id)}::int[], ${fresh.map(({ passed }) => passed.since)}::float8[]) g (id, since)
      on conflict (threshold_id, series_id) do nothing`.execute(deps.db)
  }
  const still = new Set(found.map(({ series }) => series.id))
  const ended = [...threshold.standing.keys()].filter((id) => !still.has(id))
  if (ended.length > 0) await endStandings(deps, threshold, ended)
}

function evidenceOf({ rule, name, severity }: Kept, topic: string, some: readonly Found[], minute: number) {
  const off = ({ passed }: Found) =>
    rule.when === 'silent' ? 1 : Math.abs(passed.worst - (rule.value as number)) / Math.max(Math.abs(rule.value as number), 1e-9)
  const [worst, ...others] = some.toSorted((one, other) => off(other) - off(one)) as [Found, ...Found[]]
  const { series, passed } = worst
  const where = whereOf(series)
  return {
    kind: 'threshold' as const,
    key: topic,
    // Several that pass it are surer than one, up to a point.
    weight: Math.min(0.95, weights[severity] + Math.min(0.15, 0.05 * Math.log2(some.length))),
    size: some.length + off(worst),
    sentence: `${name}: ${series.name}${where ? ` (${where})` : ''} ${passedInWords(rule, passed)}${others.length > 0 ? `; and ${others.length} more series` : ''}.`,
    title: name,
    topic: [name, series.name, series.serviceName].filter(Boolean).join(' '),
    service: series.service,
    region: series.region,
    at: new Date(Math.max(Math.min(...some.map((each) => each.passed.since)), minute - oldestMs)),
  }
}
