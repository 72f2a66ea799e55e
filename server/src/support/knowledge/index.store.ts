// What is searched follows what is written: the rows of an article or of a crisis's workarounds are made anew in the transaction that changes them.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { stemmerOf } from './languages.ts'
import { searchedOf, vectorOf } from './words.ts'

/** `more`: found by it too, but not shown: tags, names of services, what a crisis is called. */
export type Entry = {
  articleId: string | null
  workaroundId: string | null
  crisisId: string | null
  practice: boolean
  brandId: string | null
  open: boolean
  live: boolean
  newest: boolean
  services: string[]
  locale: string
  title: string
  plain: string
  more: string
}
type Of = { article: string } | { crisis: string }

/** Takes out what was there and puts in what is there now. Writers of the index come one after the other, so that the counts of words never wait crosswise. */
export async function indexAnew(tx: Db, of: Of, entries: Entry[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('knowledge-index', 0))`.execute(tx)
  const which = 'article' in of ? sql`article_id = ${of.article}` : sql`crisis_id = ${of.crisis}`
  await counted(tx, sql`delete from knowledge_texts where ${which} returning stemmer, words, live`, -1)
  if (entries.length > 0) await counted(tx, inserted(entries), 1)
}

/** @param moved rows that came or went, of which readers' lexemes are counted */
const counted = (tx: Db, moved: ReturnType<typeof sql>, by: 1 | -1) =>
  sql`
    with moved as (${moved}),
    lexemes as (
      select m.stemmer, l.lexeme, count(*)::int * ${by}::int as texts from moved m cross join lateral (select '' union all select unnest(tsvector_to_array(m.words))) l(lexeme)
       where m.live group by 1, 2 order by 1, 2)
    insert into knowledge_lexemes (stemmer, lexeme, texts) select stemmer, lexeme, texts from lexemes
    on conflict (stemmer, lexeme) do update set texts = knowledge_lexemes.texts + excluded.texts`.execute(tx)

function inserted(entries: Entry[]) {
  const rows = entries.map(({ title, plain, more, ...entry }) => {
    const [titles, body, beside] = [searchedOf(title), searchedOf(plain), searchedOf(more)]
    return {
      ...{ ...entry, title, plain, stemmer: stemmerOf(entry.locale) },
      ...{ titleWords: titles.words, bodyWords: body.words, moreWords: beside.words },
      ...{ titlePairs: vectorOf(titles.pairs, 'A'), bodyPairs: vectorOf(body.pairs, 'D'), morePairs: vectorOf(beside.pairs, 'B') },
    }
  })
  return sql`
    insert into knowledge_texts (article_id, workaround_id, crisis_id, practice, brand_id, open, live, newest, services, locale, stemmer, title, plain, titles, words)
    select e."articleId", e."workaroundId", e."crisisId", e.practice, e."brandId", e.open, e.live, e.newest, e.services, e.locale, e.stemmer, e.title, e.plain, v.titles,
           v.titles || ${vector('moreWords', 'B')} || e."morePairs"::tsvector || ${vector('bodyWords', 'D')} || e."bodyPairs"::tsvector
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e("articleId" uuid, "workaroundId" uuid, "crisisId" uuid, practice boolean, "brandId" uuid, open boolean, live boolean,
             newest boolean, services uuid[], locale text, stemmer text, title text, plain text, "titleWords" text, "bodyWords" text, "moreWords" text, "titlePairs" text, "bodyPairs" text, "morePairs" text)
     cross join lateral (select ${vector('titleWords', 'A')} || e."titlePairs"::tsvector as titles) v
    returning stemmer, words, live`
}

/** Stems, and the words as they stand: what is begun, or mistyped, is found by these. */
const vector = (column: string, weight: 'A' | 'B' | 'D') => {
  const words = sql`e.${sql.id(column)}`
  return sql`setweight(to_tsvector(e.stemmer::regconfig, ${words}) || to_tsvector('simple', ${words}), ${sql.lit(weight)})`
}
