// An update that is sent back stays as it was submitted; its words, its files and its promise go on as a new draft of the same author.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

export type SentBack = { by: string; at: Date; reason: string }

export async function sendBack(
  tx: Db,
  updateId: string,
  { by, reasonId, draft, at }: { by: string; reasonId: string; draft: string; at: Date },
): Promise<void> {
  await sql`
    update updates set status = 'sent-back', sent_back_by = ${by}, sent_back_at = ${at}, sent_back_reason = ${reasonId} where id = ${updateId}`.execute(tx)
  await sql`
    insert into updates (id, crisis_id, practice, class, audience, audience_id, filter, status, phase, holding, next_update_at, author, created_at, follows)
    select ${draft}::uuid, crisis_id, practice, class, audience, audience_id, filter, 'draft', phase, holding, next_update_at, author, ${at}, id from updates where id = ${updateId}`.execute(
    tx,
  )
  await sql`insert into update_texts (update_id, locale, parts) select ${draft}::uuid, locale, parts from update_texts where update_id = ${updateId}`.execute(
    tx,
  )
  await sql`
    insert into update_files (update_id, position, attachment_id, alt, type, width, height) select ${draft}::uuid, position, attachment_id, alt, type, width, height from update_files where update_id = ${updateId}`.execute(
    tx,
  )
}
