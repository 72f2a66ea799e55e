import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Audit } from '../../platform/health.routes.ts'

/** The independent look at escalations, whatever the timers say: a step that is a minute late, or an escalation that nothing will wake. */
export const escalationAudit: Audit = {
  name: 'escalations',
  look: async (db: Db, now: Date) => {
    const { rows } = await sql<{ late: number; asleep: number }>`
      select count(*) filter (where real_time(e.crisis_id, e.next_at) < ${now}::timestamptz - interval '60 seconds')::int as late,
             count(*) filter (where t.stream is null)::int as asleep
        from escalations e left join timers t on t.stream = 'escalation/' || e.crisis_id
       where e.state in ('running', 'paused') and (e.state = 'running' or e.next_at is not null)`.execute(db)
    const { late = 0, asleep = 0 } = rows[0] ?? {}
    return {
      count: late + asleep,
      problems: [
        ...(late > 0 ? [`${late} escalations should have gone on over a minute ago.`] : []),
        ...(asleep > 0 ? [`${asleep} escalations are under way, but nothing will wake them.`] : []),
      ],
    }
  },
}
