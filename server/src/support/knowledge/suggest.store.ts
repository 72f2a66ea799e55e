// What may help with a whole conversation: its words are too many to be all in one text, so the rare ones decide.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { hitsOf, type KnowledgeHit } from './hits.store.ts'
import { stemmers } from './lexemes.store.ts'
import { quoted } from './query.ts'
import { mayFind, type Reader } from './readers.ts'
import { searchedOf, termsOf } from './words.ts'

export type Conversation = Reader & { text: string; locale: string; limit?: number }

/**
 * What of the knowledge says something to a text of many words, such as a conversation: found by its rarest words, the more of them the better, and more by titles.
 * Nothing is written down of what was asked.
 * @returns at most `limit` (5), the best first; none where fewer than two of its telling words are in any text. `score` (0 to 1) is the share of their weight that was found, half of it for what stands in titles.
 */
export async function suggestFor(db: Db, { text, locale, limit = 5, ...reader }: Conversation): Promise<KnowledgeHit[]> {
  const found = await foundByRarity(db, text, reader)
  const telling = found.filter(({ matched, chosen }) => matched >= Math.min(2, chosen))
  return hitsOf(db, telling, { locale, limit, terms: termsOf(text.slice(0, 400), false), known: new Map(), begins: found[0]?.lexemes ?? [] })
}

type Rare = { stemmer: string; lexeme: string; weight: number }
export type FoundByRarity = { id: number; score: number; matched: number; chosen: number; lexemes: string[] }

export async function foundByRarity(db: Db, text: string, reader: Reader): Promise<FoundByRarity[]> {
  const { words, pairs } = searchedOf(text.slice(0, mostText))
  const some = [...new Set(words.split(' '))].slice(0, mostWords).join(' ')
  const rare = await rarest(db, some, [...new Set(pairs)].slice(0, mostWords))
  if (rare.length === 0) return []
  // Each lexeme is looked up by itself (offset 0 keeps the planner from reading all texts once instead): no text is read before it is known which are shown.
  const { rows } = await sql<Omit<FoundByRarity, 'lexemes'>>`
    with rare as (select stemmer, query::tsquery, weight from jsonb_to_recordset(${JSON.stringify(rare.map((each) => ({ ...each, query: quoted(each.lexeme) })))}::jsonb) as r(stemmer text, query text, weight float8)),
    all_of as (select stemmer, count(*)::int as chosen, sum(weight) as weight from rare group by 1),
    found as (
      select t.id, r.stemmer, t.crisis_id, r.weight, 0 as title, 1 as one from rare r cross join lateral (select t.id, t.crisis_id from knowledge_texts t where t.words @@ r.query and t.stemmer = r.stemmer and ${mayFind(reader)} offset 0) t
      union all select t.id, r.stemmer, t.crisis_id, 0, r.weight, 0 from rare r cross join lateral (select t.id, t.crisis_id from knowledge_texts t where t.titles @@ r.query and t.stemmer = r.stemmer and ${mayFind(reader)} offset 0) t),
    scored as (select id, stemmer, crisis_id, sum(one)::int as matched, sum(weight) + sum(title) as weight from found group by 1, 2, 3 order by 5 desc, 1 limit 200)
    select s.id, s.matched, a.chosen, (s.weight / a.weight / 2)::float8 as score from scored s join all_of a using (stemmer) left join crises c on c.id = s.crisis_id
     order by (c.status in ('declared', 'commanded')) desc nulls last, 4 desc, s.id limit 100`.execute(db)
  const lexemes = rare.map(({ lexeme }) => lexeme)
  return rows.map((row) => ({ ...row, id: Number(row.id), lexemes }))
}
const mostText = 8_000
const mostWords = 400

/** Of each language at most a dozen, and only as many as stand in four thousand texts together: what stands everywhere says nothing, and costs most. */
const rarest = async (db: Db, words: string, pairs: string[]): Promise<Rare[]> =>
  (
    await sql<Rare>`
      with recursive ${stemmers},
      asked as (
        select s.stemmer, unnest(tsvector_to_array(to_tsvector(s.stemmer::regconfig, ${words}))) as lexeme from stemmers s where s.stemmer is not null
        union select s.stemmer, p from stemmers s cross join unnest(${pairs}::text[]) p where s.stemmer is not null),
      known as (
        select k.stemmer, k.lexeme, ln(1 + greatest(n.texts, 1)::float8 / k.texts) as weight,
               sum(k.texts) over (partition by k.stemmer order by k.texts, length(k.lexeme) desc, k.lexeme) as together, row_number() over (partition by k.stemmer order by k.texts, length(k.lexeme) desc, k.lexeme) as nth
          from asked a join knowledge_lexemes k on k.stemmer = a.stemmer and k.lexeme = a.lexeme join knowledge_lexemes n on n.stemmer = a.stemmer and n.lexeme = '' where k.texts > 0 and k.lexeme <> '')
      select stemmer, lexeme, weight from known where nth <= 12 and (together <= 4000 or nth <= 2)`.execute(db)
  ).rows
