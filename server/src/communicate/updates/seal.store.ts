// What exactly was submitted: a hash over everything of an update that a customer reads.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

export async function sealOf(db: Db, updateId: string): Promise<string | undefined> {
  const { rows } = await sql<{ seal: string }>`
    select encode(sha256(convert_to(jsonb_build_array(u.class, u.audience, u.audience_id, u.filter, u.phase, u.holding, extract(epoch from u.next_update_at),
             (select jsonb_agg(jsonb_build_array(t.locale, t.parts) order by t.locale) from update_texts t where t.update_id = u.id),
             (select jsonb_agg(case when f.alt is null then to_jsonb(f.attachment_id) else jsonb_build_array(f.attachment_id, f.alt) end order by f.position) from update_files f where f.update_id = u.id))::text, 'UTF8')), 'hex') as seal
      from updates u where u.id = ${updateId}`.execute(db)
  return rows[0]?.seal
}
