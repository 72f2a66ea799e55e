// The same update in other languages than the one it was written in. Whoever reads one of them gets it instead; see `said_in`.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Parts, WriteUpdate } from './updates.contract.ts'

/** Those that are given, and no others, beside the text in `locale`; none given: they stay as they are. */
export async function putTranslations(db: Db, updateId: string, locale: string, translations: WriteUpdate['translations']): Promise<void> {
  if (!translations) return
  const others = Object.entries(translations).filter(([each]) => each !== locale)
  await sql`delete from update_texts where update_id = ${updateId} and locale not in ('en', ${locale})`.execute(db)
  for (const [each, parts] of others)
    await sql`
      insert into update_texts (update_id, locale, parts) values (${updateId}, ${each}, ${JSON.stringify(parts)}::jsonb)
      on conflict (update_id, locale) do update set parts = excluded.parts`.execute(db)
}

/** The texts beside the English one; an update without English has none beside its own. */
export async function translationsOf(db: Db, updateIds: string[]): Promise<Map<string, Record<string, Parts>>> {
  const { rows } = await sql<{ id: string; texts: Record<string, Parts> }>`
    select t.update_id as id, jsonb_object_agg(t.locale, t.parts) as texts from update_texts t
     where t.update_id = any (${updateIds}::uuid[]) and t.locale <> 'en' and exists (select from update_texts e where e.update_id = t.update_id and e.locale = 'en') group by 1`.execute(
    db,
  )
  return new Map(rows.map(({ id, texts }) => [id, texts]))
}
