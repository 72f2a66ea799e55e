// Mistyped words, and long ones of German that are two: put right where a word that we know is near.
import { find } from '../../detect/texts/phrases.ts'
import { concepts, conceptWords } from './languages/concepts.ts'
import { type Spoken, vocabulary } from './languages/languages.ts'

/** A word that nobody knows becomes the nearest one that we do; what is further away stays as it was written. */
/** @param isName names are only what we know, or themselves */
export function corrected(
  words: string[],
  coverOf: (words: string[]) => boolean[],
  language: Spoken,
  known: ReadonlySet<string>,
  isName: (word: string) => boolean = () => false,
): string[] {
  if (language === 'ja') return words
  const cover = coverOf(words)
  return words.map((word, nth) =>
    cover[nth] || word.length < 4 || known.has(word) || /\d/.test(word)
      ? word
      : (near(word, known) ?? (isName(word) ? undefined : (near(word, conceptWords[language]) ?? near(word, vocabulary[language]))) ?? word),
  )
}

function near(word: string, among: ReadonlySet<string>): string | undefined {
  const most = word.length >= 8 ? 2 : 1
  let best: string | undefined
  let least = most + 1
  for (const other of among) {
    if (other.length < 4 || Math.abs(other.length - word.length) > most || (other[0] !== word[0] && !(other[0] === word[1] && other[1] === word[0]))) continue
    // Of a short word with another letter is another word; with two of them swapped, or in a longer one too many, it is a mistake.
    if (word.length < 8 && word.length === other.length && [...word].sort().join('') !== [...other].sort().join('')) continue
    if (word.length <= 5 && word.length !== other.length) continue
    // Another end is another form of the word, and no mistake.
    if (other.length > 4 && word.startsWith(other.slice(0, -1))) continue
    const apart = distance(word, other, least)
    if (apart < least) [best, least] = [other, apart]
  }
  return best
}

/** How many letters must be put in, left out, changed or swapped; `enough` where it is that many or more. */
export function distance(one: string, other: string, enough: number): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i += 1) {
    const here = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (last[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1)
      const cost = Math.min((last[j] as number) + 1, (here[j - 1] as number) + 1, changed)
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      here.push(swapped ? Math.min(cost, (before[j - 2] as number) + 1) : cost)
    }
    if (Math.min(...here) >= enough) return enough
    before = last
    last = here
  }
  return Math.min(last[other.length] as number, enough)
}

/** "Mailausfall" is mail and Ausfall. */
export const split = (words: string[], language: Spoken): string[] => (language === 'de' ? words.flatMap(parts) : words)

function parts(word: string): string[] {
  const known = (part: string) => find(concepts.de, [part]).length > 0
  if (word.length < 8 || known(word)) return [word]
  for (let at = 3; at <= word.length - 4; at += 1) {
    const [first, second] = [word.slice(0, at), word.slice(at)]
    if (known(second) && (known(first) || known(first.replace(/(?:s|n|en|es)$/, '')))) return [first, second]
  }
  return [word]
}
