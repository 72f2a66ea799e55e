// Articles as they are written: each save is a version of one language, what readers have is chosen among them, and the index follows in the same transaction.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { markdownHtml } from '../../communicate/frame/markdown.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { type Article, publication, retirement, withdrawal, writing } from './article.ts'
import type { AddArticle, ChangeArticle, WriteText } from './articles.contract.ts'
import { indexArticle } from './articles.index.ts'
import { freeSlug, slugOf } from './slug.ts'

/** The page calls an article by its second heading: those of its text begin below. */
export const articleHtml = (body: string): string => markdownHtml(body, 3)

export async function addArticle(
  deps: Pick<Deps, 'db' | 'clock'>,
  { brand, open, tags, services, locale, title, body }: AddArticle,
  by: string,
): Promise<string> {
  const now = deps.clock()
  const id = newId(now)
  await deps.db.transaction().execute(async (tx) => {
    const brandId = await brandOf(tx, brand)
    await sql`select pg_advisory_xact_lock(hashtextextended('article-slugs', 0))`.execute(tx)
    const wanted = slugOf(title, id)
    const { rows } = await sql<{ slug: string }>`select slug from articles where starts_with(slug, ${wanted})`.execute(tx)
    const slug = freeSlug(
      wanted,
      rows.map((row) => row.slug),
    )
    await sql`
      insert into articles (id, slug, brand_id, open, tags, made_by, made_at, changed_by, changed_at)
      values (${id}, ${slug}, ${brandId}, ${open}, ${tags}, ${by}, ${now}, ${by}, ${now})`.execute(tx)
    await putServices(tx, id, services)
    await putText(tx, id, { locale, revision: 1, title, body, putBack: null }, by, now)
    await indexArticle(tx, id)
  })
  return id
}

export const changeArticle = (deps: Pick<Deps, 'db' | 'clock'>, id: string, { brand, open, tags, services, revision }: ChangeArticle, by: string) =>
  changing(deps, id, by, async (tx, article) => {
    if (article.revision !== revision) throw new Refused('changed-meanwhile', 'Somebody changed this article meanwhile. Look at it again, then save.')
    await sql`update articles set brand_id = ${await brandOf(tx, brand)}, open = ${open}, tags = ${tags} where id = ${id}`.execute(tx)
    await sql`delete from article_services where article_id = ${id}`.execute(tx)
    await putServices(tx, id, services)
  })

/** A new version of one language; readers have it once it is published. */
export const writeText = (deps: Pick<Deps, 'db' | 'clock'>, id: string, locale: string, { title, body, revision }: WriteText, by: string) =>
  changing(deps, id, by, (tx, article, now) => putText(tx, id, { locale, revision: writing(article, locale, revision), title, body, putBack: null }, by, now), {
    ofTexts: true,
  })

/** The words of an earlier version are the newest again, as a version of their own. */
export const putBack = (deps: Pick<Deps, 'db' | 'clock'>, id: string, locale: string, { revision, newest }: { revision: number; newest: number }, by: string) =>
  changing(
    deps,
    id,
    by,
    async (tx, article, now) => {
      const next = writing(article, locale, newest)
      const { rows } = await sql<{
        title: string
        body: string
      }>`select title, body from article_texts where article_id = ${id} and locale = ${locale} and revision = ${revision}`.execute(tx)
      if (!rows[0]) throw new Refused('not-found', 'There is no such version of this article.')
      await putText(tx, id, { locale, revision: next, ...rows[0], putBack: revision }, by, now)
    },
    { ofTexts: true },
  )

export const publishArticle = (deps: Pick<Deps, 'db' | 'clock'>, id: string, revisions: Record<string, number>, by: string) =>
  changing(deps, id, by, async (tx, article, now) => {
    const chosen = Object.entries(publication(article, revisions)).map(([locale, revision]) => ({ locale, revision }))
    await sql`
      update article_languages l set published = c.revision, published_by = ${by}, published_at = ${now} from jsonb_to_recordset(${JSON.stringify(chosen)}::jsonb) as c(locale text, revision int)
       where l.article_id = ${id} and l.locale = c.locale`.execute(tx)
    await sql`update articles set state = 'published', retired_at = null, published_at = coalesce(published_at, ${now}) where id = ${id}`.execute(tx)
  })

export const retireArticle = (deps: Pick<Deps, 'db' | 'clock'>, id: string, by: string) =>
  changing(deps, id, by, async (tx, article, now) => {
    retirement(article)
    await sql`update articles set state = 'retired', retired_at = ${now} where id = ${id}`.execute(tx)
  })

export const withdrawLanguage = (deps: Pick<Deps, 'db' | 'clock'>, id: string, locale: string, by: string) =>
  changing(deps, id, by, async (tx, article) => {
    withdrawal(article, locale)
    await sql`update article_languages set published = null, published_by = null, published_at = null where article_id = ${id} and locale = ${locale}`.execute(
      tx,
    )
  })

type Locked = Article & { revision: number }

/** One change of one article at a time, with what follows for whoever searches. `ofTexts`: texts have revisions of their own. */
async function changing(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  id: string,
  by: string,
  act: (tx: Db, article: Locked, now: Date) => Promise<unknown>,
  { ofTexts = false } = {},
): Promise<void> {
  const now = clock()
  await db.transaction().execute(async (tx) => {
    await act(tx, await lockedArticle(tx, id), now)
    await sql`update articles set changed_by = ${by}, changed_at = ${now}, revision = revision + ${ofTexts ? 0 : 1}::int where id = ${id}`.execute(tx)
    await indexArticle(tx, id)
  })
}

async function lockedArticle(tx: Db, id: string): Promise<Locked> {
  const { rows } = await sql<Pick<Locked, 'state' | 'revision'>>`select state, revision from articles where id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new Refused('not-found', 'There is no such article.')
  const { rows: languages } = await sql<{ locale: string; newest: number; published: number | null }>`
    select locale, newest, published from article_languages where article_id = ${id}`.execute(tx)
  return { ...rows[0], languages: Object.fromEntries(languages.map(({ locale, ...of }) => [locale, of])) }
}

type NewText = { locale: string; revision: number; title: string; body: string; putBack: number | null }
async function putText(tx: Db, id: string, { locale, revision, title, body, putBack: from }: NewText, by: string, now: Date): Promise<void> {
  await sql`
    insert into article_texts (article_id, locale, revision, title, body, html, put_back, author, written_at)
    values (${id}, ${locale}, ${revision}, ${title}, ${body}, ${articleHtml(body)}, ${from}, ${by}, ${now})`.execute(tx)
  await sql`insert into article_languages (article_id, locale, newest) values (${id}, ${locale}, ${revision}) on conflict (article_id, locale) do update set newest = excluded.newest`.execute(
    tx,
  )
}

async function putServices(tx: Db, id: string, services: string[]): Promise<void> {
  if (services.length === 0) return
  const { numInsertedOrUpdatedRows, numAffectedRows } = (await sql`
    insert into article_services (article_id, service_id) select ${id}, v.id from services v where v.id = any (${services}::uuid[])`.execute(tx)) as {
    numInsertedOrUpdatedRows?: bigint
    numAffectedRows?: bigint
  }
  if (Number(numAffectedRows ?? numInsertedOrUpdatedRows) !== services.length) throw new Refused('not-valid', 'services: one of them is none of ours.')
}

export async function brandOf(db: Db, slug: string | null | undefined): Promise<string | null> {
  if (slug === null || slug === undefined) return null
  const { rows } = await sql<{ id: string }>`select id from brands where slug = ${slug}`.execute(db)
  if (!rows[0]) throw new Refused('not-valid', 'brand: there is no such brand.')
  return rows[0].id
}
