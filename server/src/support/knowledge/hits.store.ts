// What was found, as it is shown: each article once, in the reader's language where it has it, with the place that says most.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { bestOf, isTheirs } from './languages.ts'
import type { Known } from './query.ts'
import type { KnowledgeHit as Contract } from './search.contract.ts'
import { snippetOf } from './snippet.ts'
import type { Term } from './words.ts'

/** One thing that was found. `url` stands below the page of the brand (`help/articles/…`), `body` is plain text. */
export type KnowledgeHit = Contract
type Asked = { locale: string; limit: number; terms: Term[]; known: Map<string, Known>; begins?: string[] }
type Text = {
  id: number
  articleId: string | null
  workaroundId: string | null
  slug: string | null
  crisisId: string | null
  running: boolean
  practice: boolean
  open: boolean
  locale: string
  title: string
  plain: string
}

export async function hitsOf(db: Db, found: { id: number; score: number }[], asked: Asked): Promise<KnowledgeHit[]> {
  const first = found.slice(0, Math.min(200, asked.limit * 6))
  if (first.length === 0) return []
  const texts = await textsOf(
    db,
    first.map(({ id }) => id),
  )
  const [begins, runs] = [beginsOf(asked), asked.terms.flatMap(({ text, pairs }) => (pairs ? [text, ...pairs] : []))]
  const seen = new Set<string>()
  const hits = first.flatMap(({ id, score }): KnowledgeHit[] => {
    const text = texts.get(id)
    const key = text && (text.articleId ?? (text.workaroundId as string))
    if (!text || !key || seen.has(key)) return []
    seen.add(key)
    const shown = inTheirs(text, texts, asked.locale)
    return [
      {
        id: key,
        kind: text.articleId ? 'article' : 'workaround',
        title: shown.title,
        snippet: snippetOf(shown.plain, { begins, runs }),
        url: text.articleId ? `help/articles/${text.slug}` : `help/workarounds/${text.workaroundId}`,
        ...{ locale: shown.locale, open: text.open, crisisId: text.crisisId, running: text.running, practice: text.practice, body: shown.plain },
        score: isTheirs(text.locale, asked.locale) ? score : score * otherLanguage,
      },
    ]
  })
  return hits.toSorted((one, other) => Number(other.running) - Number(one.running) || other.score - one.score).slice(0, asked.limit)
}
/** What was found in another language than the reader's counts less. */
const otherLanguage = 0.6

const beginsOf = ({ terms, known, begins = [] }: Asked): string[] => [
  ...new Set([
    ...terms.filter(({ pairs }) => pairs === null).map(({ text }) => text),
    ...[...known.values()].flatMap(({ stems, near }) => [...stems.values(), ...near.values()].flat()),
    ...begins,
  ]),
]

/** Found by words of one language, shown in the reader's, where readers have it in that. */
function inTheirs(text: Text, texts: Map<number, Text>, reader: string): Text {
  if (!text.articleId || isTheirs(text.locale, reader)) return text
  const same = [...texts.values()].filter(({ articleId }) => articleId === text.articleId)
  const best = bestOf(
    same.map(({ locale }) => locale),
    reader,
    text.locale,
  )
  return same.find(({ locale }) => locale === best && isTheirs(locale, reader)) ?? text
}

/** Those that were found, and what readers have of the same articles in other languages. */
async function textsOf(db: Db, ids: number[]): Promise<Map<number, Text>> {
  const { rows } = await sql<Text>`
    with first as (select id, article_id from knowledge_texts where id = any (${ids}::bigint[])),
    shown as (select id from first union select o.id from first f join knowledge_texts o on o.article_id = f.article_id and o.live)
    select t.id, t.article_id as "articleId", t.workaround_id as "workaroundId", a.slug, t.crisis_id as "crisisId", coalesce(c.status in ('declared', 'commanded'), false) as running,
           t.practice, t.open, t.locale, t.title, t.plain
      from shown join knowledge_texts t using (id) left join articles a on a.id = t.article_id left join crises c on c.id = t.crisis_id`.execute(db)
  return new Map(rows.map((row) => [Number(row.id), row]))
}
