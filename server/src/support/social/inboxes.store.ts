// Which accounts' mentions become conversations: switched on and off, never without who did it.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { publicChannels } from '../../communicate/endpoints/endpoints.contract.ts'

/** What is written from now on becomes conversations; switching on what is on changes nothing. Off, it is read no more, and conversations stay. */
export async function switchMentions(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { id, channel }: { id: string; channel: string },
  on: boolean,
  by: string,
): Promise<void> {
  const now = clock()
  if (!publicChannels.some((each) => each === channel)) throw new Refused('not-valid', 'Only accounts on Bluesky and Mastodon have mentions.')
  if (!on) await sql`delete from social_inboxes where endpoint_id = ${id}`.execute(db)
  else
    await sql`
      insert into social_inboxes (endpoint_id, since, next_at, switched_by, switched_at) values (${id}, ${now}, ${now}, ${by}, ${now}) on conflict (endpoint_id) do nothing`.execute(
      db,
    )
}

/** It is asked for at once: somebody gave it a new password. */
export const askSoon = (db: Db, id: string, now: Date) => sql`update social_inboxes set next_at = ${now} where endpoint_id = ${id} and turn is null`.execute(db)
