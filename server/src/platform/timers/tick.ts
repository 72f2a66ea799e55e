// The tick wakes every stream whose time has come, on any number of processes. A late timer fires late; it never vanishes.
import { sql } from 'kysely'
import { type Clock, crisisTime } from '../clock.ts'
import type { Db } from '../database/connect.ts'
import type { Engine } from '../events/engine.ts'

type Due = { stream: string; crisis_id: string | null; anchor_real: Date | null; anchor_crisis: Date | null; rate: number | null }

const leaseSeconds = 30
const batchSize = 250
const mostBatches = 40

/** Wakes what is due, batch by batch, until nothing is (or so much was woken that others get a turn); returns how many, and what failed. A stream that fails is tried again when its lease ends. */
export async function tick(db: Db, engine: Engine, clock: Clock): Promise<{ woken: number; failures: Error[] }> {
  const failures: Error[] = []
  let woken = 0
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const now = clock()
    const due = await claim(db, now, batchSize)
    const failed = await engine.wakeMany(due.map((timer) => ({ stream: timer.stream, now: timeOf(timer, now), crisisId: timer.crisis_id ?? undefined })))
    failures.push(...failed)
    woken += due.length - failed.length
    if (due.length < batchSize) break
  }
  return { woken, failures }
}

async function claim(db: Db, now: Date, limit: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    with due as (
      select stream from timers
       where wake_at <= ${now} and (leased_until is null or leased_until < ${now})
       order by wake_at limit ${limit} for update skip locked),
    leased as (
      update timers set leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds})
        from due where timers.stream = due.stream returning timers.stream, timers.crisis_id)
    select leased.stream, leased.crisis_id, c.anchor_real, c.anchor_crisis, c.rate
      from leased left join crisis_clocks c on c.crisis_id = leased.crisis_id`.execute(db)
  return rows
}

const timeOf = (timer: Due, now: Date) =>
  timer.anchor_real && timer.anchor_crisis && timer.rate !== null
    ? crisisTime({ anchorReal: timer.anchor_real, anchorCrisis: timer.anchor_crisis, rate: timer.rate }, now)
    : now

/** An independent look: timers that should have fired over a minute ago. Zero, or something is wrong. */
export async function overdueTimers(db: Db, now: Date): Promise<number> {
  const { rows } = await sql<{ overdue: number }>`
    select count(*)::int as overdue from timers where wake_at < ${now}::timestamptz - interval '60 seconds'`.execute(db)
  return rows[0]?.overdue ?? 0
}
