// Readings of everything: begun by a person, gone on with by whoever has time, their place in the table.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { newId } from '../../../platform/ids.ts'
import { Refused } from '../../../platform/refused.ts'
import type { Subject } from './read.ts'

export type Run = { id: string; stage: Subject; cursor: string | null; startedAt: Date }

export async function startRun(db: Db, link: string, by: string, now: Date): Promise<string> {
  const id = newId(now)
  const { numAffectedRows } = await sql`
    insert into sync_runs (id, link_id, stage, started_by, started_at)
    select ${id}, l.id, 'customers', ${by}, ${now} from sync_links l where l.id = ${link} and l.removed_at is null
    on conflict (link_id) where state = 'running' do nothing`.execute(db)
  if (!numAffectedRows) throw new Refused('already-done', 'Everything is being read already. Wait until that is done, or pause it.')
  // A person who asks again does not wait for what was put off.
  await sql`update sync_links set due_at = null, tries = 0, waiting_why = null where id = ${link}`.execute(db)
  return id
}

export async function runningOf(db: Db, link: string): Promise<Run | undefined> {
  const { rows } = await sql<Run>`select id, stage, cursor, started_at as "startedAt" from sync_runs where link_id = ${link} and state = 'running'`.execute(db)
  return rows[0]
}

/** Where the next page begins, in the transaction of this one. */
export const turnTo = (tx: Db, run: Run, stage: Subject, cursor: string | null) =>
  sql`update sync_runs set stage = ${stage}, cursor = ${cursor} where id = ${run.id} and state = 'running'`.execute(tx)

/** It is over. Customers it did not meet may be gone: each is looked up, so that nobody is closed on a guess. */
export async function finishRun(tx: Db, link: string, run: Run, now: Date): Promise<void> {
  await sql`update sync_runs set state = 'done', cursor = null, finished_at = ${now} where id = ${run.id}`.execute(tx)
  await sql`
    insert into sync_due (link_id, subject, external_id, heard_at)
    select link_id, 'customers', external_id, ${now}::timestamptz from synced_customers
     where link_id = ${link} and seen_run is distinct from ${run.id}::uuid and first_at <= ${run.startedAt}::timestamptz and deleted_at is null
    on conflict (link_id, subject, external_id) do nothing`.execute(tx)
  await sql`select assess_again(false)`.execute(tx)
}

export const failRun = (db: Db, link: string, failure: string, now: Date) =>
  sql`update sync_runs set state = 'failed', failure = ${failure}, finished_at = ${now} where link_id = ${link} and state = 'running'`.execute(db)

/** The provider is left alone for so long; a page that came after it forgets that. */
export const waitFor = (db: Db, link: string, until: Date, why: string) =>
  sql`update sync_links set due_at = ${until}, tries = least(tries + 1, 1000), waiting_why = ${why} where id = ${link}`.execute(db)
export const waitNoMore = (db: Db, link: string) =>
  sql`update sync_links set due_at = null, tries = 0, waiting_why = null where id = ${link} and (due_at is not null or tries > 0 or waiting_why is not null)`.execute(
    db,
  )
