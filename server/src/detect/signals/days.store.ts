// Signals are kept by the day: tomorrow's tables stand ready, and what is old goes as a whole, at once.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { keptDays } from './read-signals.ts'

const keptLogDays = 2
const keptWordsDays = 90

/** Cheap to ask before each write: it looks at the tables when the day of this process changes. */
export function keepDays(): (db: Db, now: Date) => Promise<void> {
  let ready = ''
  return async (db, now) => {
    const day = now.toISOString().slice(0, 10)
    if (day === ready) return
    await sql`select signal_days(${now}, ${keptLogDays}, ${keptWordsDays}, ${keptDays})`.execute(db)
    ready = day
  }
}
