// Watches all series: what it knows of them is in memory, and enough of it stored that a restart goes on where it was, with the same verdicts.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { inTurn } from '../../platform/database/alone.ts'
import { hold } from '../../platform/database/held.ts'
import { watchLock } from '../suspicions/alerts.store.ts'
import { createThresholds } from '../thresholds/look.store.ts'
import { asShipped, type Choices, createChoices } from '../sensitivity/choices.ts'
import { historyOf } from '../sensitivity/sensitivity.store.ts'
import { minuteMs } from './fold.ts'
import { hearingIn } from './gaps.store.ts'
import type { Hearing } from './gaps.ts'
import { createKnown, type Known } from './known.store.ts'
import { createLateOnes, type LateOnes } from './lateness.store.ts'
import type { Sum } from './steps.ts'
import { tellFindings } from './tell-findings.store.ts'
import { createWatcher, type Finding, type Stored, type Watcher } from './watcher.ts'

const keeperLock = 7_301_003
/** All of them within so many minutes, so that a restart has little to look at again. */
const storedWithin = 10
/** A process that was away for longer does not tell of what is long past. */
const tellsAtMost = 6 * 3_600_000
/** What cannot be told in so many looks is a fault of its own, and must not stop the others. */
const mostTries = 20

/** @returns how many minutes were looked at */
export type Watch = { look: () => Promise<number>; stop: () => void; size: () => number }

/** One of them works at a time in all processes, for as long as it lives. */
export function createWatch(deps: Deps): Watch {
  const { db, pool, clock, log } = deps
  let watcher: { all: Watcher; known: Known; late: LateOnes } | undefined
  let choices: Choices = asShipped
  let failure: { series: number; error: unknown } | undefined
  const thresholds = createThresholds(deps)
  /** What was found is kept until it is told: the minute that it is of is not over before. */
  let untold: Finding[] = []
  let tries = 0
  const held = hold(pool, keeperLock, () => {
    watcher = undefined
    untold = []
  })
  const tellAll = async () => {
    if (untold.length > 0)
      await inTurn(db, watchLock, () => tellFindings(deps, untold)).catch((error) => {
        tries += 1
        if (tries < mostTries) throw error
        log.error({ err: error, findings: untold.length }, 'what was found cannot be told')
      })
    ;[untold, tries] = [[], 0]
  }
  const begin = async (through: number) => {
    const all = createWatcher(
      undefined,
      (series, at) => choices(series, at),
      (series, error) => {
        failure ??= { series, error }
      },
    )
    const known = createKnown({ db, now: () => clock().getTime() }, all)
    const late = await createLateOnes(db, all)
    await known.learn(through)
    return { all, known, late }
  }
  /** @returns what is unusual when a minute is over: in it, and of those who come late in the earlier one that is complete now */
  const seeMinute = async ({ all, known, late }: NonNullable<typeof watcher>, minute: number, hearing: Hearing): Promise<Finding[]> => {
    await known.learn(minute - minuteMs)
    const found = await late.learn(minute, clock().getTime())
    found.push(...all.seeAll(minute, await minuteFrom(db, minute), hearing(minute)))
    for (const [behind, series] of all.late()) {
      if (series.size === 0) continue
      const at = minute - behind * minuteMs
      const sums = await minuteFrom(db, at, [...series])
      for (const id of series) {
        const finding = all.see(id, at, sums.get(id), hearing(at))
        if (finding) found.push(finding)
      }
    }
    return found
  }
  return {
    look: async () => {
      if (!(await held.mine())) return 0
      const { closed, watched } = await placeOf(db)
      if (closed === undefined || (watcher && watched !== undefined && watched >= closed)) return 0
      choices = createChoices(await historyOf(db))
      const hearing = await hearingIn(db)
      watcher ??= await begin(watched ?? closed)
      let minutes = 0
      for (let minute = (watched ?? closed - minuteMs) + minuteMs; minute <= closed; minute += minuteMs) {
        // Of a minute that was looked at, but not told of, nothing is found again.
        const found = await seeMinute(watcher, minute, hearing)
        if (clock().getTime() - minute <= tellsAtMost) untold.push(...found)
        await tellAll()
        await store(db, watcher.all.toStore((minute / minuteMs) % storedWithin, storedWithin))
        await sql`update signal_fold set watched_through = ${new Date(minute)}`.execute(db)
        minutes += 1
      }
      if (failure) log.error({ err: failure.error, series: failure.series }, 'a series cannot be judged')
      failure = undefined
      if (minutes > 0) await inTurn(db, watchLock, () => thresholds.look(closed, minutes))
      return minutes
    },
    stop: held.release,
    size: () => watcher?.all.size() ?? 0,
  }
}

async function placeOf(db: Db) {
  const { rows } = await sql<{
    closed: Date | null
    watched: Date | null
  }>`select closed_through as closed, watched_through as watched from signal_fold`.execute(db)
  return { closed: rows[0]?.closed?.getTime(), watched: rows[0]?.watched?.getTime() }
}

/** @param only of these; left out: of all */
const minuteFrom = async (db: Db, minute: number, only?: readonly number[]): Promise<Map<number, Sum>> =>
  new Map(
    (
      await sql<
        Sum & { id: number }
      >`select series_id as id, count, sum from buckets where at = ${new Date(minute)} ${only ? sql`and series_id = any (${only}::int[])` : sql``}`.execute(db)
    ).rows.map(({ id, count, sum }) => [id, { count, sum }]),
  )

const store = async (db: Db, some: { series: number; stored: Stored }[]): Promise<void> => {
  if (some.length === 0) return
  await sql`
    insert into detector_states (series_id, step_minutes, through, behind_minutes, state)
    select g.id, g.step, to_timestamp(g.through / 1000), g.behind, decode(g.state, 'base64')
      from unnest(${some.map(({ series }) => series)}::int[], ${some.map(({ stored }) => stored.step)}::int[], ${some.map(({ stored }) => stored.through)}::float8[], ${some.map(({ stored }) => stored.behind ?? 0)}::int[],
                  ${some.map(({ stored }) => stored.state.toString('base64'))}::text[]) as g (id, step, through, behind, state)
    on conflict (series_id) do update set step_minutes = excluded.step_minutes, through = excluded.through, behind_minutes = excluded.behind_minutes, state = excluded.state`.execute(
    db,
  )
}
