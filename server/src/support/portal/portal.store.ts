// What the help shows: articles that are published for customers of the brand, in the language nearest to the reader's.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { bestOf } from '../knowledge/languages.ts'
import type { Home } from './portal.html.ts'
import { homeLanguage, type Portal } from './portal.ts'

export type Listed = { slug: string; title: string; locale: string }
export type Shown = Listed & { id: string; html: string; services: string[]; changedAt: Date }
export type ShownWorkaround = {
  id: string
  title: string
  body: string
  locale: string
  number: string | null
  crisis: string
  running: boolean
  next: Date | null
}
type Whose = Pick<Portal, 'brandId' | 'locale' | 'languages'> & { readers?: Portal['readers'] }

/** As a condition of a statement in which a is the article. */
const mayRead = ({ brandId, readers }: Whose): RawBuilder<unknown> => {
  const services = readers?.services ?? null
  return sql`a.open and a.state = 'published' and (a.brand_id is null or a.brand_id = ${brandId})
    and (${services}::uuid[] is null or not exists (select from article_services x where x.article_id = a.id) or exists (select from article_services x where x.article_id = a.id and x.service_id = any (${services}::uuid[])))`
}

/** Those that were read most within thirty days; the newest where few were read. */
export async function popularArticles(db: Db, whose: Whose, now: Date, limit = 8): Promise<Listed[]> {
  const { rows } = await sql<{ id: string }>`
    with read as (select d.article_id, sum(d.views) as views from article_days d where d.day > (${now}::timestamptz - interval '30 days')::date group by 1 order by 2 desc limit 500),
    most as (select a.id, r.views from read r join articles a on a.id = r.article_id where ${mayRead(whose)} order by r.views desc limit ${limit}),
    newest as (select a.id, 0::bigint as views from articles a where ${mayRead(whose)} and a.id not in (select id from most) order by a.published_at desc, a.id limit ${limit})
    select id from (select * from most union all select * from newest) u order by views desc limit ${limit}`.execute(db)
  return listed(
    db,
    whose,
    rows.map(({ id }) => id),
  )
}

const perService = 5
export async function articlesByService(db: Db, whose: Whose): Promise<Home['services']> {
  const services = whose.readers?.services ?? null
  const { rows } = await sql<{ id: string; name: string; articles: string[] }>`
    select v.id, v.name, array(select a.id from article_services s join articles a on a.id = s.article_id where s.service_id = v.id and ${mayRead(whose)} order by a.published_at desc, a.id limit ${perService + 1}) as articles
      from services v where v.brand_id = ${whose.brandId} and v.on_page <> 'never' and (${services}::uuid[] is null or v.id = any (${services}::uuid[])) order by v.position, v.name`.execute(
    db,
  )
  const titles = new Map((await listed(db, whose, [...new Set(rows.flatMap(({ articles }) => articles))])).map((each) => [each.id, each]))
  return rows.map(({ articles, ...service }) => ({
    ...service,
    articles: articles.slice(0, perService).flatMap((id) => titles.get(id) ?? []),
    more: articles.length > perService,
  }))
}

/** Articles about any of these services, the newest first. */
export async function articlesAbout(db: Db, whose: Whose, services: string[], limit: number): Promise<Listed[]> {
  if (services.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select a.id from articles a where a.id in (select s.article_id from article_services s where s.service_id = any (${services}::uuid[])) and ${mayRead(whose)} order by a.published_at desc, a.id limit ${limit}`.execute(
    db,
  )
  return listed(
    db,
    whose,
    rows.map(({ id }) => id),
  )
}

export async function serviceOf(db: Db, { brandId, readers }: Whose, id: string): Promise<{ id: string; name: string } | undefined> {
  const services = readers?.services ?? null
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from services v where id = ${id} and brand_id = ${brandId} and on_page <> 'never' and (${services}::uuid[] is null or v.id = any (${services}::uuid[]))`.execute(
    db,
  )
  return rows[0]
}

/** In the order that was asked for, each in the language nearest to the reader's. */
async function listed(db: Db, { locale, languages }: Whose, ids: string[]): Promise<(Listed & { id: string })[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Listed & { id: string }>`
    select a.id, a.slug, l.locale, t.title from articles a join article_languages l on l.article_id = a.id join article_texts t on t.article_id = a.id and t.locale = l.locale and t.revision = l.published
     where a.id = any (${ids}::uuid[])`.execute(db)
  const by = Map.groupBy(rows, ({ id }) => id)
  return ids.flatMap((id) => {
    const texts = by.get(id) ?? []
    const best = bestOf(
      texts.map((each) => each.locale),
      locale,
      homeLanguage({ languages }),
    )
    return texts.find((each) => each.locale === best) ?? []
  })
}

export async function shownArticle(db: Db, whose: Whose, slug: string): Promise<Shown | undefined> {
  if (!/^[a-z0-9-]{1,80}$/.test(slug)) return undefined
  const { rows } = await sql<Shown>`
    select a.id, a.slug, l.locale, t.title, t.html, l.published_at as "changedAt", array(select v.name from article_services s join services v on v.id = s.service_id where s.article_id = a.id and v.on_page <> 'never' and v.brand_id = ${whose.brandId} order by v.position, v.name) as services
      from articles a join article_languages l on l.article_id = a.id join article_texts t on t.article_id = a.id and t.locale = l.locale and t.revision = l.published where a.slug = ${slug} and ${mayRead(whose)}`.execute(
    db,
  )
  const best = bestOf(
    rows.map(({ locale }) => locale),
    whose.locale,
    homeLanguage(whose),
  )
  return rows.find(({ locale }) => locale === best)
}

/** While customers may read it: published, its crisis not closed, and none of an exercise. `number`: of its page, where something was said there. */
export async function shownWorkaround(db: Db, { brandId, readers }: Whose, id: string): Promise<ShownWorkaround | undefined> {
  const services = readers?.services ?? null
  const { rows } = await sql<ShownWorkaround>`
    select t.workaround_id as id, t.title, t.plain as body, t.locale, c.status in ('declared', 'commanded') as running, case when u.id is not null then c.number end as number,
           coalesce((select x.parts->>'title' from update_texts x where x.update_id = u.id order by x.locale <> t.locale, x.locale <> 'en' limit 1), c.number) as crisis, case when c.restored_at is null then u.next_update_at end as next
      from knowledge_texts t join crises c on c.id = t.crisis_id
      left join lateral (select u.id, u.next_update_at from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 1) u on true
     where t.workaround_id = ${id} and t.brand_id = ${brandId} and t.live and t.open and not t.practice and (${services}::uuid[] is null or t.services = '{}' or t.services && ${services}::uuid[])`.execute(
    db,
  )
  return rows[0]
}
