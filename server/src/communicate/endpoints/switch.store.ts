// An endpoint is turned off by a person, by itself (410), or after three days in which nothing was taken; a person turns it on again.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import type { Claimed, Outcome } from '../deliveries/deliveries.store.ts'

type Off = { channel: string; id: string; reason: 'by-hand' | 'gone' | 'revoked' | 'closed' | 'failing'; detail: string }

/** What waits for it ends at its claim. Turning off what is off changes nothing. */
export async function turnOff(db: Db, offs: Off[], by: string, now: Date): Promise<void> {
  if (offs.length === 0) return
  await sql`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(offs)}::jsonb) as g(channel text, id text, reason text, detail text)),
    stopped as (
      insert into suppressions (channel, destination, reason, since, scope, detail, added_by)
      select distinct on (channel, id) channel, id, reason, ${now}::timestamptz, 'all', detail, ${by === 'leeward' ? null : by} from given order by channel, id
      on conflict do nothing returning channel, destination, reason, detail)
    insert into suppression_changes (channel, destination, change, reason, scope, detail, changed_by, changed_at)
    select channel, destination, 'added', reason, 'all', detail, ${by}, ${now} from stopped`.execute(db)
}

export async function turnOn(db: Db, { id, channel }: { id: string; channel: string }, by: string, now: Date): Promise<void> {
  await sql`
    with gone as (delete from suppressions where channel = ${channel} and destination = ${id} returning reason)
    insert into suppression_changes (channel, destination, change, reason, scope, changed_by, changed_at) select ${channel}, ${id}, 'removed', reason, 'all', ${by}, ${now} from gone`.execute(
    db,
  )
}

/** What answers mean for where they came from: who wants no more gets no more, and a system that took nothing for three days is turned off and shown. */
export const heardFrom =
  (channel: string) =>
  ({ db, clock }: Deps, said: { row: Claimed; outcome: Outcome }[]): Promise<void> =>
    turnOff(
      db,
      said.flatMap(({ row, outcome }): Off[] => {
        const to = { channel, id: row.destination, detail: outcome.answer }
        if (outcome.gone) return [{ ...to, reason: whyGone(outcome.reason) }]
        // Only a system is tried for days; a room that was out of reach for half an hour is tried with the next update.
        return outcome.reason === 'given-up' && channel === 'webhook' ? [{ ...to, reason: 'failing' }] : []
      }),
      'leeward',
      clock(),
    )

/** A public account that does not let us in any more is no place that is gone: a person can set it right. */
const whyGone = (reason: string | undefined): Off['reason'] => (reason === 'revoked' || reason === 'closed' ? reason : 'gone')
