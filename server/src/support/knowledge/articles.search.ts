// What a writer finds: the newest words of every article, whether readers have them or not.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { stemsOf } from './lexemes.store.ts'
import { anyOf, queryOf } from './query.ts'
import { termsOf } from './words.ts'

/** The ids of at most 200 articles, the best first. */
export async function writersFind(db: Db, search: string): Promise<string[]> {
  const terms = termsOf(search)
  const known = await stemsOf(db, terms)
  const any = anyOf([...known.values()].map((each) => queryOf(terms, each)))
  if (any === undefined) return []
  const { rows } = await sql<{ id: string }>`
    with candidates as (
      (select t.id from knowledge_texts t where t.titles @@ ${any}::tsquery and t.newest limit 200)
      union (select t.id from knowledge_texts t where t.words @@ ${any}::tsquery and t.newest limit 500))
    select t.article_id as id from candidates join knowledge_texts t using (id)
     group by 1 order by max(ts_rank('{0.1, 0.3, 0.6, 1}', t.words, ${any}::tsquery, 1) + case when t.titles @@ ${any}::tsquery then 1 else 0 end) desc, 1 limit 200`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}
