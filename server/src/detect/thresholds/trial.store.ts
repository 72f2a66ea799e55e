// What a threshold would have raised over the minutes that are kept, before anybody saves it.
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { hearingIn } from '../series/gaps.store.ts'
import { keptDays } from '../series/series.contract.ts'
import { matchedSeries, whereOf } from './matched.store.ts'
import { minutesOfMany } from './minutes.store.ts'
import { lookAt, type Passed, passedInWords } from './threshold.ts'
import { mostEpisodes, type PutThreshold, type ThresholdTrial } from './thresholds.contract.ts'
import { meantBy } from './thresholds.store.ts'

const minuteMs = 60_000
/** So many series are looked at: two weeks of each are twenty thousand minutes. */
const mostTried = 50
const mostCounted = 10_000

type Episode = ThresholdTrial['episodes'][number]
export async function tryThreshold({ db, clock }: Pick<Deps, 'db' | 'clock'>, given: PutThreshold): Promise<ThresholdTrial> {
  const meant = await meantBy(db, given)
  const all = await matchedSeries(db, meant, mostCounted)
  const tried = all.slice(0, mostTried)
  const { rows } = await sql<{ closed: Date | null }>`select closed_through as closed from signal_fold`.execute(db)
  const last = rows[0]?.closed?.getTime() ?? 0
  const hearing = await hearingIn(db)
  const oldest = Math.floor(clock().getTime() / minuteMs) * minuteMs - keptDays * 86_400_000
  let first = Number.POSITIVE_INFINITY
  const episodes: (Episode & { began: number })[] = []
  for (const series of tried) {
    const minutes = (await minutesOfMany(db, given, [series.id], oldest, last)).get(series.id) ?? new Map()
    const begin = [...minutes.keys()].reduce((least, at) => Math.min(least, at), Math.max(oldest, Math.floor(series.createdAt.getTime() / minuteMs) * minuteMs))
    first = Math.min(first, begin)
    const look = lookAt(given, series.measure)
    let open: { episode: Episode & { began: number }; passed: Passed } | undefined
    for (let at = begin; at <= last; at += minuteMs) {
      const { begins, ends } = look.see(at, minutes.get(at), hearing(at))
      if (begins) {
        const of = { id: series.id, name: series.name, where: whereOf(series) }
        open = {
          episode: { series: of, from: new Date(begins.since).toISOString(), to: null, sentence: passedInWords(given, begins), began: begins.since },
          passed: begins,
        }
        episodes.push(open.episode)
      }
      if (ends !== undefined && open) Object.assign(open.episode, { to: new Date(ends).toISOString(), sentence: passedInWords(given, open.passed) })
    }
    if (open && open.episode.to === null) open.episode.sentence = passedInWords(given, open.passed)
    await setImmediate()
  }
  return {
    matches: all.length,
    tried: tried.length,
    from: Number.isFinite(first) ? new Date(first).toISOString() : null,
    count: episodes.length,
    episodes: episodes
      .toSorted((one, other) => other.began - one.began)
      .slice(0, mostEpisodes)
      .map(({ began: _, ...episode }) => episode),
  }
}
