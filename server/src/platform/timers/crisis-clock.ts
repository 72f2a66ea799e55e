import { sql } from 'kysely'
import type { CrisisClock } from '../clock.ts'
import type { Db } from '../database/connect.ts'

/** Sets a crisis's clock (a drill's speed, a replay's jump, a pause at rate 0) and moves its timers to where they now fall in real time. */
export const setCrisisClock = (db: Db, crisisId: string, clock: CrisisClock) =>
  db.transaction().execute(async (tx) => {
    await sql`
      insert into crisis_clocks (crisis_id, anchor_real, anchor_crisis, rate)
      values (${crisisId}, ${clock.anchorReal}, ${clock.anchorCrisis}, ${clock.rate})
      on conflict (crisis_id) do update
        set anchor_real = excluded.anchor_real, anchor_crisis = excluded.anchor_crisis, rate = excluded.rate`.execute(tx)
    await sql`update timers set wake_at = real_time(crisis_id, due_at), leased_until = null where crisis_id = ${crisisId}`.execute(tx)
  })
