// Replays that are kept between looks: every viewer of this process shares them, a new minute is all that is new to look at, and memory is bounded: those that nobody asked for longest go.
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { asShipped, type Choices, createChoices } from '../sensitivity/choices.ts'
import { historyOf } from '../sensitivity/sensitivity.store.ts'
import { minuteMs, minuteOf } from './fold.ts'
import { hearingIn } from './gaps.store.ts'
import { createReplay, type Replay } from './replay.ts'
import type { Sum } from './steps.ts'
import type { Watched } from './watcher.ts'

/** Two weeks of a busy series take about half of one. */
const mostBytes = 96 * 1_024 ** 2
/** Some milliseconds of work; then others have their turn. */
const minutesAtOnce = 500
/** One that began so much before what is asked for begins anew. */
const slackMs = 86_400_000
const choicesForMs = 5_000

export type Asked = Omit<Watched, 'firstAt'> & { watched: boolean; step: number | null; createdAt: Date; closed: Date | null; late: number }
type Kept = { begun: number; replay: Replay; work: Promise<void> }
export type Replays = { of: (row: Asked, oldest: number) => Promise<Replay>; bytes: () => number }

export function createReplays({ db, clock }: Pick<Deps, 'db' | 'clock'>, most = mostBytes): Replays {
  /** The one asked for last stands last. */
  const kept = new Map<number, Kept>()
  let [late, choices, choicesUntil] = [-1, asShipped as Choices, 0]
  /** What came late since: those go back before it, and where it lies before their beginning they begin anew. */
  const forgetLate = async (through: number) => {
    const since = late
    late = Math.max(late, through)
    if (since < 0 || since >= through) return
    const { rows } = await sql<{ id: number; hour: Date }>`
      select series_id as id, min(hour) as hour from late_hours where position > ${since} and position <= ${through} group by series_id`.execute(db)
    for (const { id, hour } of rows) {
      const own = kept.get(id)
      if (own && hour.getTime() < own.replay.begins()) kept.delete(id)
      else if (own) own.work = own.work.catch(() => {}).then(() => own.replay.backTo(hour.getTime()))
    }
  }
  const learnChoices = async () => {
    if (clock().getTime() < choicesUntil) return
    choices = createChoices(await historyOf(db))
    choicesUntil = clock().getTime() + choicesForMs
  }
  const bytes = () => [...kept.values()].reduce((sum, { replay }) => sum + replay.bytes(), 0)
  const starting = new Map<number, Promise<Kept>>()
  const started = (row: Asked, oldest: number): Kept | Promise<Kept> => {
    const own = kept.get(row.id)
    if (own && own.begun >= oldest - slackMs) return own
    const begun = starting.get(row.id) ?? begin(row, oldest).finally(() => starting.delete(row.id))
    starting.set(row.id, begun)
    return begun
  }
  const begin = async (row: Asked, oldest: number): Promise<Kept> => {
    const first = await firstMinute(db, row.id, oldest)
    const firstAt = Math.max(oldest, minuteOf(Math.min(row.createdAt.getTime(), first ?? Number.POSITIVE_INFINITY)))
    // The first hour of a series decides how it is looked at; where it is not kept any more, what was decided then is.
    const step = firstAt > oldest ? undefined : (row.step ?? undefined)
    const replay = createReplay({ series: { ...row, firstAt }, watched: row.watched, step, choices: (series, at) => choices(series, at) })
    return { begun: oldest, replay, work: Promise.resolve() }
  }
  return {
    bytes,
    of: async (row, oldest) => {
      await Promise.all([forgetLate(row.late), learnChoices()])
      const own = await started(row, oldest)
      kept.delete(row.id)
      kept.set(row.id, own)
      const { replay } = own
      // One after the other: two who ask at once share the work.
      own.work = own.work.catch(() => {}).then(() => goOn(db, replay, row))
      await own.work
      for (const id of kept.keys()) {
        if (kept.size === 1 || bytes() <= most) break
        kept.delete(id)
      }
      return replay
    },
  }
}

async function goOn(db: Db, replay: Replay, { id, closed }: Asked): Promise<void> {
  // What is not over yet says nothing.
  const until = closed ? closed.getTime() + minuteMs : 0
  if (replay.next() >= until) return
  const [sums, hearing] = await Promise.all([minutesBetween(db, id, replay.next(), until), hearingIn(db)])
  while (replay.next() < until) {
    replay.goTo(Math.min(replay.next() + minutesAtOnce * minuteMs, until), sums, hearing)
    await setImmediate()
  }
}

async function minutesBetween(db: Db, id: number, from: number, until: number): Promise<Map<number, Sum>> {
  const { rows } = await sql<Sum & { at: Date }>`
    select at, count, sum from buckets where series_id = ${id} and at >= ${new Date(from)} and at < ${new Date(until)}`.execute(db)
  return new Map(rows.map(({ at, count, sum }) => [at.getTime(), { count, sum }]))
}

async function firstMinute(db: Db, id: number, from: number): Promise<number | undefined> {
  const { rows } = await sql<{ at: Date | null }>`select min(at) as at from buckets where series_id = ${id} and at >= ${new Date(from)}`.execute(db)
  return rows[0]?.at?.getTime()
}
