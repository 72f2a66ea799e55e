// The Numenta Anomaly Benchmark: first our scorer against what the benchmark's own scorer added up for another detector, row by row, then our detector, one value
// after the other, with its one default for every series. --data DIR holds data/, labels/, config/profiles.json, and maybe results_raw/NAME and
// published_standard_scores.csv.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { observe, sensitivities } from '../server/src/detect/anomaly/detector.ts'
import { create } from '../server/src/detect/anomaly/state.ts'
import { Refused } from '../server/src/platform/refused.ts'
import type { Context, Figure } from './run.ts'
import { medianStep } from './support/episodes.ts'
import { type Labelled, readProfiles, readScored, readSeries } from './support/nab-series.ts'
import { bestScore, contributions, type Profile, type Scored, scoreAt } from './support/nab-score.ts'
import { round, seconds } from './support/system.ts'

type Judged = Labelled & Scored

export default async function nab({ data = process.env.LEEWARD_SAMPLES ?? '../shared/data' }: Context): Promise<Figure[]> {
  const folder = [data, join(data, 'nab')].find((each) => existsSync(join(each, 'labels/combined_windows.json')))
  if (!folder) throw new Error(`there is no labels/combined_windows.json in ${data}: give --data DIR`)
  const series = readSeries(folder)
  const profiles = readProfiles(folder)
  const checks = against(folder, series, profiles)
  let judged: Judged[] = []
  const took = await seconds(async () => {
    judged = series.map((each) => ({ ...each, scores: scoresOf(each) }))
  })
  const rows = series.reduce((sum, { at }) => sum + at.length, 0)
  const standard = profiles.standard as Profile
  const fixed = sensitivities.medium.score
  for (const [name, profile] of Object.entries(profiles)) {
    const best = bestScore(judged, profile)
    process.stdout.write(`  ${name}: ${shown(scoreAt(fixed, judged, profile).score)} at ${fixed}, ${shown(best.score)} at ${round(best.threshold)}\n`)
  }
  const best = bestScore(judged, standard)
  for (const [category, of] of Map.groupBy(judged, (each) => each.category))
    process.stdout.write(`  ${category}: ${byCategory(of, fixed, best.threshold, standard)}\n`)
  const score = scoreAt(fixed, judged, standard).score
  return [
    ...checks,
    { name: 'standard score at the one default threshold', value: shown(score), unit: 'of 100', limit: 60, ratio: shown(score), atLeast: true },
    { name: 'standard score at the best threshold', value: shown(best.score), unit: 'of 100', limit: 65, ratio: shown(best.score), atLeast: true },
    { name: `each of ${rows} values`, value: round((took / rows) * 1e6), unit: 'µs', limit: 1, ratio: round(((took / rows) * 1e6) / 100) },
  ]
}

/** One value after the other, as it would come; what the detector refuses (a time that comes twice) scores nothing. */
function scoresOf({ at, values }: Labelled): Float64Array {
  const state = create({ stepMs: medianStep(at) })
  return Float64Array.from(at, (time, row) => {
    try {
      return observe(state, new Date(time), values[row] as number, { zone: 'UTC' }).score
    } catch (error) {
      if (error instanceof Refused) return 0
      throw error
    }
  })
}

/** Detectors whose raw output lies beside the data: the largest difference of a row to what was published, in any profile, and the published scores. */
function against(folder: string, series: Labelled[], profiles: Record<string, Profile>): Figure[] {
  const raw = join(folder, 'results_raw')
  return (existsSync(raw) ? readdirSync(raw) : []).flatMap((detector) => {
    const scored = series.flatMap((each) => {
      const read = readScored(folder, detector, each)
      return read ? [{ ...each, ...read }] : []
    })
    if (scored.length === 0) return []
    const thresholds = thresholdsOf(folder, detector)
    let furthest = 0
    for (const [name, profile] of Object.entries(profiles)) {
      const threshold = thresholds[name] ?? 1
      for (const each of scored)
        for (const [row, added] of contributions(threshold, each, profile).entries())
          furthest = Math.max(furthest, Math.abs(added - (each.added[name]?.[row] ?? 0)))
      process.stdout.write(`  ${detector}, ${name}: ${shown(scoreAt(threshold, scored, profile).score)} at ${threshold}\n`)
    }
    const published = publishedOf(folder, detector)
    const off = [...Map.groupBy(scored, (each) => each.category)]
      .filter(([category]) => published[category] !== undefined)
      .map(([category, of]) => Math.abs(scoreAt(thresholds.standard ?? 1, of, profiles.standard as Profile).score - (published[category] as number)))
    return [
      { name: `${detector}: furthest row from the benchmark's own scorer`, value: furthest, unit: 'points', limit: 1e-9, ratio: furthest },
      {
        name: `${detector}: furthest of ${off.length} published categories`,
        value: round(Math.max(0, ...off)),
        unit: 'of 100',
        limit: 0.0051,
        ratio: Math.max(0, ...off),
      },
    ]
  })
}

function thresholdsOf(folder: string, detector: string): Record<string, number> {
  const file = join(folder, 'config/thresholds.json')
  if (!existsSync(file)) return {}
  const read = (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, { threshold: number }>>)[detector] ?? {}
  return Object.fromEntries(Object.entries(read).map(([profile, { threshold }]) => [profile, threshold]))
}

function publishedOf(folder: string, detector: string): Record<string, number> {
  const file = join(folder, 'published_standard_scores.csv')
  if (!existsSync(file)) return {}
  const [header = [], ...rows] = readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))
  const row = rows.find(([name]) => name === detector) ?? []
  return Object.fromEntries(header.slice(1).map((category, index) => [category, Number(row[index + 1])]))
}

function byCategory(of: Judged[], fixed: number, best: number, profile: Profile): string {
  const windows = of.reduce((sum, each) => sum + each.windows.length, 0)
  const outside = of.reduce(
    (sum, each) => sum + contributions(fixed, each, profile).filter((added, row) => added < 0 && !each.windows.some(({ from }) => from === row)).length,
    0,
  )
  if (windows === 0) return `nothing to find; ${outside} alarms`
  const won = of.reduce((sum, each) => sum + each.windows.filter(({ from }) => (contributions(fixed, each, profile)[from] as number) > 0).length, 0)
  return `${shown(scoreAt(fixed, of, profile).score)} at ${fixed} (${won} of ${windows} windows, ${outside} alarms outside), ${shown(scoreAt(best, of, profile).score)} at ${round(best)}`
}

const shown = (score: number) => Math.round(score * 10) / 10
