// What a text is searched by: its words in small letters, and of scripts that put no spaces between words every two neighbouring characters.
// Both sides, what is written and what is asked, go through here, so that the database's own idea of a letter never matters.

/** `joined`: a run of a script without spaces, with its pairs (one character alone where the run is no longer). */
export type Token = { kind: 'word'; text: string } | { kind: 'joined'; text: string; pairs: string[] }

const token = /[\p{L}\p{N}\p{M}]+/gu
const joined = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆]+/u
const parts = new RegExp(`${joined.source}|(?:(?!${joined.source})[\\s\\S])+`, 'gu')

export const plainly = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Every token in its order. */
export function tokensOf(text: string): Token[] {
  return [...plainly(text).matchAll(token)].flatMap(([run]) =>
    [...run.matchAll(parts)].map(([part]): Token => (joined.test(part) ? { kind: 'joined', text: part, pairs: pairsOf(part) } : { kind: 'word', text: part })),
  )
}

function pairsOf(run: string): string[] {
  const characters = [...run]
  return characters.length === 1 ? characters : characters.slice(1).map((character, i) => `${characters[i]}${character}`)
}

/** A word longer than this says nothing, and a text of one word must not fill the index. */
const longest = 60

/** What the database makes stems of; `pairs` are lexemes already. */
export function searchedOf(text: string): { words: string; pairs: string[] } {
  const tokens = tokensOf(text)
  return {
    words: tokens.flatMap((each) => (each.kind === 'word' && each.text.length <= longest ? [each.text] : [])).join(' '),
    pairs: tokens.flatMap((each) => (each.kind === 'joined' ? each.pairs : [])),
  }
}

/** Pairs as PostgreSQL reads a tsvector; they hold letters alone, so that nothing must be quoted. */
export const vectorOf = (pairs: string[], weight: 'A' | 'B' | 'D'): string =>
  pairs
    .slice(0, mostPairs)
    .map((pair, i) => `'${pair}':${Math.min(i + 1, 16_383)}${weight}`)
    .join(' ')
const mostPairs = 40_000

/** What one asks for: a word, or a run with its pairs. `last`: it may still be being typed. */
export type Term = { text: string; pairs: string[] | null; last: boolean }

const kinds = /\p{Script=Hiragana}+|[\p{Script=Katakana}ー]+|[\p{Script=Han}々〆]+|[^\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Han}々〆]+/gu
const onlyHiragana = /^\p{Script=Hiragana}+$/u

/**
 * What a search is for, at most twelve terms, each once. Of Japanese the endings and particles (Hiragana between others) are left out, as they differ from what is written.
 * @param typing the last word may be the beginning of one
 */
export function termsOf(text: string, typing = true): Term[] {
  const runs = tokensOf(text).flatMap((each) =>
    each.kind === 'word' ? [each] : [...each.text.matchAll(kinds)].map(([run]): Token => ({ kind: 'joined', text: run, pairs: pairsOf(run) })),
  )
  const telling = runs.filter((each) => each.kind === 'word' || !onlyHiragana.test(each.text))
  const all = (telling.length > 0 ? telling : runs).filter((each) => each.text.length <= longest)
  const unfinished = typing && /[\p{L}\p{N}\p{M}]$/u.test(text)
  const terms = all.map((each, i): Term => ({ text: each.text, pairs: each.kind === 'joined' ? each.pairs : null, last: unfinished && i === all.length - 1 }))
  return terms.filter((term, i) => terms.findLastIndex((other) => other.text === term.text) === i).slice(-mostTerms)
}
const mostTerms = 12
