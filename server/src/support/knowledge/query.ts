// What is asked of the index: every term must be there, as its stem, as it was written, or begun where it is still being typed. Words that say nothing in a language are not asked for.
import type { Term } from './words.ts'

/** What the database knows of the terms in one language: their stems (none: it says nothing), and lexemes that are nearly the same. */
export type Known = { stems: Map<string, string[]>; near: Map<string, string[]> }

/** As PostgreSQL reads a tsquery; undefined where nothing is asked. */
export function queryOf(terms: Term[], { stems, near }: Known): string | undefined {
  const says = (term: Term) => term.pairs !== null || term.last || (stems.get(term.text)?.length ?? 0) > 0
  const asked = terms.some(says) ? terms.filter(says) : terms
  if (asked.length === 0) return undefined
  return asked
    .map((term) => `(${[...new Set([...formsOf(term, stems.get(term.text) ?? []), ...(near.get(term.text) ?? []).map(quoted)])].join(' | ')})`)
    .join(' & ')
}

function formsOf({ text, pairs, last }: Term, stems: string[]): string[] {
  if (pairs) return [pairs.length === 1 && [...text].length === 1 ? `${quoted(text)}:*` : `(${pairs.map(quoted).join(' & ')})`]
  return [
    ...(stems.length > 0 ? [stems.length === 1 ? quoted(stems[0] as string) : `(${stems.map(quoted).join(' & ')})`] : []),
    `${quoted(text)}${last ? ':*' : ''}`,
  ]
}

/** Lexemes are letters and digits; whatever else came along is left out, so that nothing can end the quotes. */
export const quoted = (lexeme: string): string => `'${lexeme.replace(/['\\\0]/g, '')}'`

/** One question that finds what any of the languages would. */
export const anyOf = (queries: (string | undefined)[]): string | undefined => {
  const asked = [...new Set(queries.filter((query): query is string => query !== undefined))]
  return asked.length === 0 ? undefined : asked.map((query) => `(${query})`).join(' | ')
}
