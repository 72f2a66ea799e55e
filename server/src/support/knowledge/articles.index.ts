// Which rows an article has in the index: of each language what readers have, and for its writers the newest.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { markdownPlain } from '../../communicate/frame/markdown.ts'
import { type Entry, indexAnew } from './index.store.ts'

type Row = {
  brandId: string | null
  open: boolean
  state: string
  tags: string[]
  services: string[]
  names: string
  locale: string
  newest: number
  published: number | null
  revision: number
  title: string
  body: string
}

export async function indexArticle(tx: Db, id: string): Promise<void> {
  const { rows } = await sql<Row>`
    select a.brand_id as "brandId", a.open, a.state, a.tags, l.locale, l.newest, l.published, t.revision, t.title, t.body,
           coalesce((select array_agg(s.service_id) from article_services s where s.article_id = a.id), '{}') as services,
           coalesce((select string_agg(v.name, ' ') from article_services s join services v on v.id = s.service_id where s.article_id = a.id), '') as names
      from articles a join article_languages l on l.article_id = a.id join article_texts t on t.article_id = a.id and t.locale = l.locale and t.revision in (l.newest, l.published)
     where a.id = ${id}`.execute(tx)
  await indexAnew(
    tx,
    { article: id },
    rows.flatMap((row): Entry[] => {
      const live = row.state === 'published' && row.revision === row.published
      const newest = row.revision === row.newest
      if (!live && !newest) return []
      const { brandId, open, services, locale, title } = row
      return [
        {
          ...{ articleId: id, workaroundId: null, crisisId: null, practice: false },
          ...{ brandId, open, live, newest, services, locale, title, plain: markdownPlain(row.body), more: [...row.tags, row.names].join(' ') },
        },
      ]
    }),
  )
}
