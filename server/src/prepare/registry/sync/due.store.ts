// What webhooks told of and is still to be read.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { Subject } from './read.ts'

export type Due = { subject: Subject; externalId: string; times: number }

/** Told again before it was read is one; told while it is read is another. */
export async function putDue(db: Db, link: string, given: { subject: Subject; externalId: string }[], now: Date): Promise<void> {
  await sql`
    insert into sync_due as d (link_id, subject, external_id, heard_at)
    select distinct ${link}::uuid, r.subject, r."externalId", ${now}::timestamptz from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as r (subject text, "externalId" text)
    on conflict (link_id, subject, external_id) do update set times = least(d.times + 1, 1000000000)`.execute(db)
}

/** The oldest whose time has come, of one subject; of the same moment customers before what they bought. */
export async function dueOf(db: Db, link: string, most: number, now: Date): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select subject, external_id as "externalId", times from sync_due d
     where link_id = ${link} and heard_at <= ${now}
       and subject = (select subject from sync_due where link_id = ${link} and heard_at <= ${now} order by heard_at, subject limit 1)
     order by heard_at, external_id limit ${most}`.execute(db)
  return rows
}

/** What fails by itself, however often it is asked for, does not hold up the others. */
export const putBack = (db: Db, link: string, due: Due[], until: Date) =>
  sql`
    update sync_due d set heard_at = ${until} from jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as r (subject text, "externalId" text)
     where d.link_id = ${link} and d.subject = r.subject and d.external_id = r."externalId"`.execute(db)

export const forgetDue = (tx: Db, link: string, due: Due[]) =>
  sql`
    delete from sync_due d using jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as r (subject text, "externalId" text, times int)
     where d.link_id = ${link} and d.subject = r.subject and d.external_id = r."externalId" and d.times = r.times`.execute(tx)
