// Who has a conversation open, and who writes in it, so that two do not answer the same customer unawares.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'

const goneAfterSeconds = 30

export async function present(db: Db, id: number, { editor, writing }: { editor: string; writing: boolean }, person: string, now: Date) {
  const { rows: there } = await sql<{ revision: number; newest: number }>`
    select c.revision, coalesce((select max(m.id) from conversation_messages m where m.conversation_id = c.id), 0) as newest from conversations c where c.id = ${id}`.execute(
    db,
  )
  if (!there[0]) throw new Refused('not-found', 'There is no such conversation.')
  await sql`
    with gone as (delete from conversation_editors where conversation_id = ${id} and seen_at < ${now}::timestamptz - make_interval(secs => ${goneAfterSeconds}))
    insert into conversation_editors as e (conversation_id, editor, person, writing, opened_at, seen_at) values (${id}, ${editor}, ${person}, ${writing}, ${now}, ${now})
    on conflict (conversation_id, editor) do update set seen_at = excluded.seen_at, person = excluded.person, writing = excluded.writing`.execute(db)
  const { rows } = await sql<{ person: string; writing: boolean; since: Date }>`
    select person, bool_or(writing) as writing, min(opened_at) as since from conversation_editors
     where conversation_id = ${id} and person <> ${person} and seen_at >= ${now}::timestamptz - make_interval(secs => ${goneAfterSeconds}) group by person order by 3, 1 limit 20`.execute(
    db,
  )
  return { others: rows, ...there[0] }
}

/** @returns whether there is such a conversation */
export async function leave(db: Db, id: number, editor: string, person: string): Promise<boolean> {
  const { rows } = await sql`
    with gone as (delete from conversation_editors where conversation_id = ${id} and editor = ${editor} and person = ${person})
    select 1 from conversations where id = ${id}`.execute(db)
  return rows.length > 0
}
