// What is known of posts that wait for an answer: some are looked at anew each time, and what was deleted or changed there is known here.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { act, settle } from '../conversations/change.store.ts'
import type { Standing } from './mention.ts'

const [atOnce, everyMinutes, forDays] = [5, 60, 7]

/** Those that wait for an answer, the longest not looked at first; each at most once an hour, in its first week. */
export async function postsToLookAt(db: Db, endpointId: string, now: Date): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select s.reference, m.text from social_messages s join conversation_messages m on m.id = s.message_id join conversations c on c.id = m.conversation_id
     where s.endpoint_id = ${endpointId} and s.public and s.reference is not null and c.state in ('open', 'snoozed') and c.waiting_since is not null and m.at > ${now}::timestamptz - make_interval(days => ${forDays})
       and (s.looked_at is null or s.looked_at < ${now}::timestamptz - make_interval(mins => ${everyMinutes})) order by s.looked_at nulls first, m.id limit ${atOnce}`.execute(
    db,
  )
  return rows
}

/** What stands there again is not gone; new words take the place of the old ones, which are kept with what was done. */
export async function noteStanding(
  tx: Db,
  endpointId: string,
  { gone, standing }: { gone: readonly string[]; standing: readonly (Standing | { reference: string })[] },
  now: Date,
): Promise<void> {
  await sql`
    update social_messages set looked_at = ${now}, gone_at = case when reference = any (${[...gone]}::text[]) then coalesce(gone_at, ${now}) end
     where endpoint_id = ${endpointId} and reference = any (${[...gone, ...standing.map(({ reference }) => reference)]}::text[])`.execute(tx)
  for (const post of standing) {
    if (!('text' in post)) continue
    const { rows } = await sql<{ id: number; message: number; before: string }>`
      with was as (select m.id, m.text from social_messages s join conversation_messages m on m.id = s.message_id where s.endpoint_id = ${endpointId} and s.reference = ${post.reference} for update of m)
      update conversation_messages m set text = ${post.text} from was where m.id = was.id and was.text <> ${post.text} returning m.conversation_id as id, m.id as message, was.text as before`.execute(
      tx,
    )
    for (const { id, message, before } of rows) {
      await act(tx, id, 'edited', 'leeward', now, { message, before })
      await settle(tx, [id], now)
    }
  }
}
