// A text of ours as what it speaks of, to be compared with what is asked.
import { type Found, find } from '../../detect/texts/phrases.ts'
import { wordsOf } from '../../detect/texts/words.ts'
import { concepts } from './languages/concepts.ts'
import { folded } from './languages/fold.ts'
import { isSpoken, type Spoken } from './languages/languages.ts'
import { isCharacter, type Item, spokenWords } from './question.ts'
import { distance, split } from './spelling.ts'

export type Indexed = { concepts: Set<string>; words: Set<string>; text: string }

/** @param locale of the text; where it is none of ours it is read by its letters alone */
export function indexed(text: string, locale: string): Indexed {
  const language = locale.split('-')[0] as string
  const words = split(spokenWords(wordsOf(folded(text))), isSpoken(language) ? language : 'en')
  return {
    concepts: new Set(isSpoken(language) ? whole(find(concepts[language as Spoken], words)).map(({ kind }) => kind) : []),
    words: new Set(words.filter((word) => !isCharacter(word))),
    text: folded(text),
  }
}

/** Without what stands inside something longer: "free of charge" tells no price. */
const whole = <K>(found: Found<K>[]): Found<K>[] =>
  found.filter(({ from, to }) => !found.some((other) => other.from <= from && to <= other.to && other.to - other.from > to - from))

export const together = (...texts: Indexed[]): Indexed => ({
  concepts: new Set(texts.flatMap((each) => [...each.concepts])),
  words: new Set(texts.flatMap((each) => [...each.words])),
  text: texts.map(({ text }) => text).join('\n'),
})

/** Whether the text speaks of it: by its meaning, or by the word in one of its forms. */
export function speaksOf(text: Indexed, { concept, word, or = [] }: Item): boolean {
  if (concept !== null) return text.concepts.has(concept) || or.some((other) => text.concepts.has(other))
  if (/[\p{Script=Han}\p{Script=Katakana}]/u.test(word)) return text.text.includes(word)
  if (text.words.has(word)) return true
  for (const other of text.words) if (alike(word, other)) return true
  return false
}

const ends = /^(?:ing|ings|ung|ungs|ado|ido|ada|ida|ement)$/

/** Forms of one word: the same beginning and only an end that differs, or one letter mistyped; in a long word a whole one. */
export function alike(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (short.length < 4 || /\d/.test(one)) return one === other
  if (short.length >= 6 && long.includes(short)) return true
  let same = 0
  while (same < short.length && short[same] === long[same]) same += 1
  if (same >= Math.max(4, short.length - 2) && (long.length - same <= (short.length < 6 ? 2 : 4) || ends.test(long.slice(same)))) return true
  return short.length >= 6 && distance(one, other, 2) < 2
}
