// Tidewater's help, so that it is not empty: written and published through the same functions that people use.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { minutesAfter } from '../platform/clock.ts'
import { addArticle, publishArticle, writeText } from '../support/knowledge/articles.store.ts'
import { type DemoArticle, demoArticles, demoMisses } from './knowledge.texts.ts'

/** @param by who writes, and who publishes */
export async function fillKnowledge(deps: Deps, brandId: string, services: Map<string, string>, by: string, now: Date): Promise<void> {
  for (const [nth, article] of demoArticles.entries()) {
    const then = { db: deps.db, clock: () => minutesAfter(now, -1_440 * (40 - nth * 5)) }
    await write(deps, then, article, services, by, now)
  }
  await sql`
    insert into knowledge_misses (brand_id, side, locale, text, times, first_at, last_at)
    select ${brandId}, 'customers', m.locale, m.text, m.times, ${now}::timestamptz - interval '20 days', ${now}::timestamptz - m.times * interval '1 hour'
      from jsonb_to_recordset(${JSON.stringify(demoMisses)}::jsonb) as m(text text, times int, locale text)`.execute(deps.db)
}

async function write({ db }: Deps, then: Pick<Deps, 'db' | 'clock'>, article: DemoArticle, services: Map<string, string>, by: string, now: Date) {
  const [[locale, words], ...others] = Object.entries(article.texts) as [[string, DemoArticle['texts'][string]], ...[string, DemoArticle['texts'][string]][]]
  const about = { brand: null, open: article.open ?? true, tags: article.tags, services: article.services.map((key) => services.get(key) as string) }
  const id = await addArticle(then, { ...about, locale, ...words }, by)
  for (const [other, more] of others) await writeText(then, id, other, { ...more, revision: 0 }, by)
  if (article.draft) return
  await publishArticle(then, id, Object.fromEntries(Object.keys(article.texts).map((each) => [each, 1])), by)
  const voters = Array.from({ length: article.helped + article.not }, (_, n) => ({
    voter: createHash('sha256').update(`${id}/${n}`).digest('hex'),
    helpful: n < article.helped,
    words: n === article.helped ? (article.said ?? null) : null,
  }))
  await sql`
    insert into article_votes (article_id, voter, side, helpful, words, locale, voted_at)
    select ${id}, decode(v.voter, 'hex'), ${article.open === false ? 'agents' : 'customers'}, v.helpful, v.words, ${locale}, ${now}::timestamptz - interval '1 day' from jsonb_to_recordset(${JSON.stringify(voters)}::jsonb) as v(voter text, helpful boolean, words text)`.execute(
    db,
  )
  if (article.views > 0)
    await sql`insert into article_days (article_id, day, views) select ${id}, (${now}::timestamptz - n * interval '1 day')::date, ${article.views}::int / 10 + n from generate_series(0, 9) n`.execute(
      db,
    )
}
