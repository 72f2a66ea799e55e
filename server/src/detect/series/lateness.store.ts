// Learns from what is folded late which series come late as a rule, and how late.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { minuteMs } from './fold.ts'
import { goOver } from './known.store.ts'
import { cameLate, forgotten, type Habit, habitOf } from './lateness.ts'
import type { Finding, Watcher } from './watcher.ts'

export type LateOnes = { learn: (minute: number, now: number) => Promise<Finding[]> }
/** One a watcher. */
export async function createLateOnes(db: Db, watcher: Watcher): Promise<LateOnes> {
  const habits = new Map<number, Habit>()
  const { rows } = await sql<{ last: number }>`select coalesce(max(position), 0) as last from late_hours`.execute(db)
  let last = rows[0]?.last ?? 0
  return {
    /** @returns what is found in minutes that are looked at earlier now than they were to be */
    learn: async (minute, now) => {
      const { rows: came } = await sql<{ position: number; id: number; late: number; at: Date }>`
        select position, series_id as id, minutes as late, noted_at as at from late_hours where position > ${last} and minutes is not null order by position`.execute(
        db,
      )
      for (const [behind, series] of watcher.late()) for (const id of series) if (!habits.has(id)) habits.set(id, habitOf(behind, now))
      for (const { id, late, at } of came) if (watcher.knows(id)) habits.set(id, cameLate(habits.get(id) ?? habitOf(0, now), at.getTime(), late))
      last = came.at(-1)?.position ?? last
      const found: Finding[] = []
      const quicker: number[] = []
      for (const [id, before] of habits) {
        const habit = forgotten(before, now)
        if (habit.behind === 0 && habit.times.length === 0) habits.delete(id)
        else habits.set(id, habit)
        if (habit.behind < watcher.behind(id)) quicker.push(id)
        if (habit.behind !== watcher.behind(id)) watcher.lag(id, habit.behind)
      }
      await goOver(db, watcher, quicker, minute - minuteMs, (finding) => found.push(finding))
      return found
    },
  }
}
