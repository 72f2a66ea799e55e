// Which conversations stand in a desk that the company keeps: they are answered there, and never by our mail as well.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

/** Whether `c` (conversations) stands in a desk. */
export const inDesk = (c: RawBuilder<unknown> = sql`c`) =>
  sql`(${c}.external is not null and exists (select from desks k where k.key = ${c}.external->>'system' and k.removed_at is null))`

export type Place = { desk: string; id: string }
/** The desks of those that stand in one. */
export async function desksOf(tx: Db, ids: readonly number[]): Promise<Map<number, Place>> {
  const { rows } = await sql<Place & { conversation: number }>`
    select c.id as conversation, k.id as desk, c.external->>'id' as id from conversations c join desks k on k.key = c.external->>'system' and k.removed_at is null
     where c.id = any (${[...ids]}::bigint[]) and c.external is not null and not c.practice`.execute(tx)
  return new Map(rows.map(({ conversation, ...place }) => [conversation, place]))
}
/** Whether a channel (of a delivery) is that of a desk which was taken away. */
export const deskGone = (channel: RawBuilder<unknown>) =>
  sql`(${channel} like 'desk/%' and not exists (select from desks k where 'desk/' || k.id = ${channel} and k.removed_at is null))`
/** The channel of what is sent to a desk. */
export const channelOf = (desk: string) => `desk/${desk}`
export const wakeDesks = (tx: Db) => sql`select graphile_worker.add_job('deliver-desks', '{}'::json, job_key := 'deliver-desks')`.execute(tx)
