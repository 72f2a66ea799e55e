// Articles as their writers see them: the list with how it fares, one with everything, and its versions.
import { diffLines } from 'diff'
import { sql } from 'kysely'
import { homeOf } from '../../communicate/status-page/home.ts'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { Refused } from '../../platform/refused.ts'
import { linesOf } from '../../prepare/playbooks/lines.ts'
import type { ArticlesQuery, ArticleSummary, ArticleVersion, ArticleView } from './articles.contract.ts'
import { writersFind } from './articles.search.ts'

type Row = Omit<ArticleSummary, 'changedAt' | 'changedBy'> & {
  changedAt: Date
  by: string
  revision: number
  brandDomain: string | null
  closed: boolean | null
}

export async function listArticles({ db }: Pick<Deps, 'db'>, query: ArticlesQuery) {
  const { search, state, locale, brand, tag, service, limit } = query
  const after = fromCursor<[string, string]>(query.cursor, ['time', 'id'])
  const found = search ? await writersFind(db, search) : undefined
  const { rows } = await summaries(
    db,
    sql`(${state ?? null}::text is null or a.state = ${state ?? null}) and (${tag ?? null}::text is null or ${tag ?? ''} = any (a.tags))
      and (${brand ?? null}::text is null or a.brand_id is null or b.slug = ${brand ?? ''})
      and (${locale ?? null}::text is null or exists (select from article_languages x where x.article_id = a.id and x.locale = ${locale ?? ''}))
      and (${service ?? null}::uuid is null or exists (select from article_services x where x.article_id = a.id and x.service_id = ${service ?? null}::uuid))
      and (${found ?? null}::uuid[] is null or a.id = any (${found ?? null}::uuid[]))
      and (${after?.[0] ?? null}::timestamptz is null or ${found ? sql`true` : sql`(a.changed_at, a.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid)`})`,
    found ? sql`array_position(${found}::uuid[], a.id)` : sql`a.changed_at desc, a.id desc`,
    found ? limit : limit + 1,
  )
  const page = found ? { items: rows, next: null } : toPage(rows, limit, (row) => [row.changedAt.toISOString(), row.id])
  const person = await namesOf(
    { db },
    page.items.map(({ by }) => by),
  )
  return { ...page, items: page.items.map((row) => summaryOf(row, person)) }
}

const summaries = (db: Db, where: ReturnType<typeof sql>, order: ReturnType<typeof sql>, limit: number) =>
  sql<Row>`
    select a.id, a.slug, a.open, a.state, a.tags, a.revision, a.changed_at as "changedAt", a.changed_by as by, b.slug as brand, b.domain as "brandDomain", b.private as closed, t.title, t.locale,
           (select jsonb_agg(jsonb_build_object('locale', l.locale, 'newest', l.newest, 'published', l.published) order by l.locale) from article_languages l where l.article_id = a.id) as languages,
           (select coalesce(sum(d.views), 0)::int from article_days d where d.article_id = a.id) as views,
           (select jsonb_build_object('helpful', count(*) filter (where v.helpful), 'not', count(*) filter (where not v.helpful)) from article_votes v where v.article_id = a.id) as votes
      from articles a left join brands b on b.id = a.brand_id
     cross join lateral (select t.title, t.locale from article_languages l join article_texts t on t.article_id = l.article_id and t.locale = l.locale and t.revision = l.newest
        where l.article_id = a.id order by l.locale <> 'en', l.locale limit 1) t
     where ${where} order by ${order} limit ${limit}`.execute(db)

const summaryOf = ({ by, brandDomain: _, closed: __, revision: ___, ...row }: Row, person: Awaited<ReturnType<typeof namesOf>>) => ({
  ...row,
  changedBy: person(by),
})

type TextRow = Omit<ArticleView['texts'][number], 'author' | 'writtenAt' | 'publishedBy' | 'publishedAt'> & {
  author: string
  writtenAt: Date
  publishedBy: string | null
  publishedAt: Date | null
}

export async function articleView({ db, config }: Pick<Deps, 'db' | 'config'>, id: string) {
  const {
    rows: [row],
  } = await summaries(db, sql`a.id = ${id}`, sql`a.id`, 1)
  if (!row) throw new Refused('not-found', 'There is no such article.')
  const { rows: texts } = await sql<TextRow>`
    select l.locale, t.revision, t.title, t.body, t.html, t.author, t.written_at as "writtenAt", l.published, l.published_by as "publishedBy", l.published_at as "publishedAt"
      from article_languages l join article_texts t on t.article_id = l.article_id and t.locale = l.locale and t.revision = l.newest where l.article_id = ${id} order by l.locale <> 'en', l.locale`.execute(
    db,
  )
  const { rows: services } = await sql<{ id: string; name: string }>`
    select v.id, v.name from article_services s join services v on v.id = s.service_id where s.article_id = ${id} order by v.position, v.name`.execute(db)
  const { rows: words } = await sql<{ words: string; helpful: boolean; locale: string; side: 'customers' | 'agents'; at: Date }>`
    select words, helpful, locale, side, voted_at as at from article_votes where article_id = ${id} and words is not null order by voted_at desc limit 50`.execute(
    db,
  )
  const person = await namesOf({ db }, [row.by, ...texts.flatMap(({ author, publishedBy }) => [author, publishedBy])])
  return {
    ...summaryOf(row, person),
    revision: row.revision,
    services,
    texts: texts.map((text) => ({ ...text, author: person(text.author), publishedBy: text.publishedBy === null ? null : person(text.publishedBy) })),
    words,
    url: row.open && row.state === 'published' ? await publicUrl(db, row, config.statusUrl) : null,
  }
}

/** Of what is for all brands the first one's; of a closed page none, as it is read through signed links alone. */
async function publicUrl(db: Db, row: Row, statusUrl: string): Promise<string | null> {
  const of =
    row.brand === null
      ? (await sql<{ slug: string; domain: string | null }>`select slug, domain from brands where not private order by created_at limit 1`.execute(db)).rows[0]
      : { slug: row.brand, domain: row.brandDomain }
  return of && !row.closed ? `${homeOf(statusUrl, of)}/help/articles/${row.slug}` : null
}

export async function articleVersions({ db }: Pick<Deps, 'db'>, id: string, locale: string) {
  const { rows } = await sql<Omit<ArticleVersion, 'author' | 'writtenAt'> & { author: string; writtenAt: Date }>`
    select t.revision, t.title, t.author, t.written_at as "writtenAt", t.put_back as "putBack", coalesce(l.published = t.revision, false) as published
      from article_texts t join article_languages l on l.article_id = t.article_id and l.locale = t.locale where t.article_id = ${id} and t.locale = ${locale} order by t.revision desc limit 500`.execute(
    db,
  )
  if (rows.length === 0) throw new Refused('not-found', 'This article has no words in that language.')
  const person = await namesOf(
    { db },
    rows.map(({ author }) => author),
  )
  return rows.map((row) => ({ ...row, author: person(row.author) }))
}

/** Two versions of one language, line by line; the title is the first line. */
export async function compareVersions({ db }: Pick<Deps, 'db'>, id: string, locale: string, { from, to }: { from: number; to: number }) {
  const { rows } = await sql<{ revision: number; text: string }>`
    select revision, title || E'\n\n' || body as text from article_texts where article_id = ${id} and locale = ${locale} and revision in (${from}, ${to})`.execute(
    db,
  )
  const [before, after] = [from, to].map((revision) => rows.find((row) => row.revision === revision)?.text)
  if (before === undefined || after === undefined) throw new Refused('not-found', 'There is no such version of this article.')
  return { from, to, lines: linesOf(diffLines(before, after)), changes: [] }
}
