// Searching the knowledge: first what has every word, then what has nearly every word, then what has the rare ones.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { hitsOf, type KnowledgeHit } from './hits.store.ts'
import { nearLexemes, stemsOf } from './lexemes.store.ts'
import { stemmerOf } from './languages.ts'
import { anyOf, type Known, queryOf } from './query.ts'
import { mayFind, type Reader } from './readers.ts'
import { foundByRarity } from './suggest.store.ts'
import { type Term, termsOf } from './words.ts'

/** `typing`: the last word may be the beginning of one; so it is where nothing is said. */
export type KnowledgeQuery = Reader & { text: string; locale: string; limit?: number; typing?: boolean }

/**
 * What of the knowledge says something to a search, the best first; workarounds of crises that run stand before everything else.
 * Words are found as their stems in each language, begun while they are typed, and mistyped; titles count more than texts. Each article comes once, in the
 * reader's language where it has it. Customers never find what is internal, what is a draft, or what is of an exercise.
 * @returns at most `limit` (10); none where nothing says anything. `url` stands below the page of the brand: whoever links to it puts that before it. `body` is plain text.
 */
export async function searchKnowledge(db: Db, { text, locale, limit = 10, typing = true, ...reader }: KnowledgeQuery): Promise<KnowledgeHit[]> {
  const terms = termsOf(text.slice(0, mostText), typing)
  if (terms.length === 0) return []
  const asked = { locale, limit, terms }
  const known = await stemsOf(db, terms)
  const exact = await found(db, terms, known, reader)
  if (exact.length > 0) return hitsOf(db, exact, { ...asked, known })
  const near = await nearLexemes(db, terms, known)
  const nearly = near ? await found(db, terms, near, reader) : []
  if (nearly.length > 0) return hitsOf(db, nearly, { ...asked, known: near as Map<string, Known> })
  const telling = tellingIn(terms, known.get(stemmerOf(locale)) ?? [...known.values()][0])
  const some = (await foundByRarity(db, text.slice(0, mostText), reader)).filter(({ matched }) =>
    telling <= 3 ? matched * 2 >= telling : matched >= 2 && matched * 3 >= telling,
  )
  return hitsOf(db, some, { ...asked, known })
}

/** How many of the terms say something: a run of characters as many times as it has pairs. */
const tellingIn = (terms: Term[], known: Known | undefined): number =>
  terms.reduce((sum, { text, pairs }) => sum + (pairs ? pairs.length : (known?.stems.get(text)?.length ?? 0) > 0 ? 1 : 0), 0)
const mostText = 400

export type Found = { id: number; score: number }

/** Candidates are bounded, those with the words in their titles first, so that a search for what stands everywhere ends soon, too. */
async function found(db: Db, terms: Term[], known: Map<string, Known>, reader: Reader): Promise<Found[]> {
  const queries = new Map(
    [...known].flatMap(([stemmer, each]) => [queryOf(terms, each)].flatMap((query) => (query === undefined ? [] : [[stemmer, query] as const]))),
  )
  const any = anyOf([...queries.values()])
  if (any === undefined) return []
  const { rows } = await sql<Found>`
    with asked as (select stemmer, query::tsquery from jsonb_to_recordset(${JSON.stringify([...queries].map(([stemmer, query]) => ({ stemmer, query })))}::jsonb) as a(stemmer text, query text)),
    candidates as (
      (select t.id from knowledge_texts t where t.titles @@ ${any}::tsquery and ${mayFind(reader)} limit 200)
      union (select t.id from knowledge_texts t where t.words @@ ${any}::tsquery and ${mayFind(reader)} limit 500)),
    -- The places of a word in a long text weigh little; that it stands in a title weighs much.
    ranked as (
      select t.id, t.crisis_id, ts_rank('{0.1, 0.3, 0.6, 1}', t.words, a.query, 1) + case when t.titles @@ a.query then 1 else 0 end as score
        from candidates join knowledge_texts t using (id) join asked a on a.stemmer = t.stemmer where t.words @@ a.query)
    select r.id, r.score::float8 as score from ranked r left join crises c on c.id = r.crisis_id
     order by (c.status in ('declared', 'commanded')) desc nulls last, r.score desc, r.id limit 200`.execute(db)
  return rows.map(({ id, score }) => ({ id: Number(id), score }))
}
