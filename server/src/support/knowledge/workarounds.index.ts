// Workarounds of a crisis that customers may read stand in the knowledge from the moment they are published until they are withdrawn or the crisis is closed. Nobody copies them.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { type Entry, indexAnew } from './index.store.ts'

type Row = Pick<Entry, 'workaroundId' | 'practice' | 'brandId' | 'services' | 'locale' | 'title' | 'plain' | 'more'>

/** What customers were told of the crisis is what they search by: its titles, in every language, and what happened to whom. */
export async function indexWorkarounds(tx: Db, crisisId: string): Promise<void> {
  const { rows } = await sql<Row>`
    select w.id as "workaroundId", c.practice, c.brand_id as "brandId", b.locale, w.for_whom as title, w.body as plain,
           coalesce((select array_agg(distinct s.service_id) from crisis_scope s where s.crisis_id = c.id), '{}') as services,
           concat_ws(' ', (select string_agg(distinct v.name, ' ') from crisis_scope s join services v on v.id = s.service_id where s.crisis_id = c.id),
             (select string_agg(concat_ws(' ', t.parts->>'title', t.parts->>'happened', t.parts->>'affected'), ' ')
                from (select u.id from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 3) u join update_texts t on t.update_id = u.id)) as more
      from workarounds w join crises c on c.id = w.crisis_id join brands b on b.id = c.brand_id
     where c.id = ${crisisId} and w.status = 'published' and c.status <> 'closed' order by w.published_at`.execute(tx)
  if (rows.length === 0) {
    const { rows: there } = await sql`select 1 from knowledge_texts where crisis_id = ${crisisId} limit 1`.execute(tx)
    if (there.length === 0) return
  }
  await indexAnew(
    tx,
    { crisis: crisisId },
    rows.map((row): Entry => ({ ...row, articleId: null, crisisId, open: true, live: true, newest: false })),
  )
}

const follow = (tx: Db, { crisisId }: { crisisId: string }) => indexWorkarounds(tx, crisisId)

/** Behind what moves the rows of crises, updates and workarounds. */
export const knowledgeProjections: Projections = {
  WorkaroundPublished: follow,
  WorkaroundWithdrawn: follow,
  UpdatePublished: follow,
  ScopeChanged: follow,
  CrisisReopened: follow,
  CrisisClosed: follow,
}
