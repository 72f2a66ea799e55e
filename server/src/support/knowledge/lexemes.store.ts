// What the words of a search are in each language that there are texts in.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { nearTo, mistakesIn } from './near.ts'
import type { Known } from './query.ts'
import type { Term } from './words.ts'

/** The languages of what is there, without reading it: one step of the index for each. */
export const stemmers = sql`
  stemmers as (
    (select stemmer from knowledge_texts order by stemmer limit 1)
    union all select (select t.stemmer from knowledge_texts t where t.stemmer > s.stemmer order by t.stemmer limit 1) from stemmers s where s.stemmer is not null)`

export async function stemsOf(db: Db, terms: Term[]): Promise<Map<string, Known>> {
  const words = terms.filter(({ pairs }) => pairs === null).map(({ text }) => text)
  const { rows } = await sql<{ stemmer: string; word: string | null; stems: string[] }>`
    with recursive ${stemmers}
    select s.stemmer, w.word, tsvector_to_array(to_tsvector(s.stemmer::regconfig, coalesce(w.word, ''))) as stems
      from stemmers s left join unnest(${words}::text[]) w(word) on true where s.stemmer is not null`.execute(db)
  const known = new Map<string, Known>()
  for (const { stemmer, word, stems } of rows) {
    const of = known.get(stemmer) ?? { stems: new Map<string, string[]>(), near: new Map<string, string[]>() }
    if (word !== null) of.stems.set(word, stems)
    known.set(stemmer, of)
  }
  return known
}

/** The same with what mistyped words may have meant; undefined where nothing is near. */
export async function nearLexemes(db: Db, terms: Term[], known: Map<string, Known>): Promise<Map<string, Known> | undefined> {
  const words = terms.filter(({ text, pairs }) => pairs === null && mistakesIn(text) > 0).map(({ text }) => text)
  if (words.length === 0) return undefined
  const { rows } = await sql<{ stemmer: string; word: string; lexemes: string[] }>`
    select w.word, n.stemmer, array_agg(n.lexeme order by n.shared desc, n.texts desc) as lexemes
      from unnest(${words}::text[]) w(word) cross join lateral (select word_grams(w.word) as grams, ${edges} as edges offset 0) g cross join lateral (
        select l.stemmer, l.lexeme, l.texts, (select count(*) from unnest(l.grams) x where x = any (g.grams)) as shared
          from knowledge_lexemes l
         where l.grams && g.edges and l.texts > 0 and length(l.lexeme) between length(w.word) - 2 and length(w.word) + 2 order by 4 desc, 3 desc limit 80) n
     group by 1, 2`.execute(db)
  const near = new Map([...known].map(([stemmer, { stems }]) => [stemmer, { stems, near: new Map<string, string[]>() }]))
  let any = false
  for (const { stemmer, word, lexemes } of rows) {
    const meant = nearTo(word, lexemes).filter((lexeme) => lexeme !== word)
    if (meant.length === 0) continue
    any = true
    near.get(stemmer)?.near.set(word, meant)
  }
  return any ? near : undefined
}

/** A mistake is seldom at both ends: what begins alike or ends alike is looked at, of short words by the first letter alone. */
const edges = sql`(array['  ' || left(w.word, 1), ' ' || left(w.word, 2), right(w.word, 2) || ' '])[case when length(w.word) < 6 then 1 else 2 end:3]`
