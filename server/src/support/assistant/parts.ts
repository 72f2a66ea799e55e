// What of a message asks and what only tells: only what is asked must be known, what is told helps to understand it.
import { find } from '../../detect/texts/phrases.ts'
import { wordsOf } from '../../detect/texts/words.ts'
import { patternsIn, ways } from './languages/asking/asking.ts'
import { folded } from './languages/fold.ts'
import { type Spoken, tongues } from './languages/languages.ts'

/** A clause, the sentence that it is of, and whether it asks. */
export type Part = { text: string; sentence: number; asks: boolean }

/** A message that only tells has no part that asks. */
export function partsOf(text: string, language: Spoken): Part[] {
  const sentences = text
    .split(/(?<=[.!?…])\s+|(?<=[。！？])|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
  const marked = sentences.some(isMarked)
  return sentences.flatMap((sentence, nth): Part[] => {
    const clauses = sentence.split(/[,;:、]\s*(?=[¿¡"'“„«(]?\p{L})|\s[-–—]\s/u).filter((clause) => clause.trim() !== '')
    const beginning = clauses.map((clause) => begins(clause, language))
    const isOne = isMarked(sentence) || (!marked && (beginning.includes(true) || isOfKind(sentence, language)))
    return clauses.map((clause, at) => ({ text: clause, sentence: nth, asks: isOne && (!beginning.includes(true) || beginning[at] === true) }))
  })
}
const isMarked = (sentence: string) => /[?？]/.test(sentence)
const wordsIn = (text: string) => wordsOf(folded(text)).filter((word) => /\p{L}/u.test(word) && !word.startsWith('<'))

/** With a word of asking among its first. */
const begins = (clause: string, language: Spoken): boolean => {
  const words = wordsIn(clause)
  return find(ways[language].begins, language === 'ja' ? words : words.slice(0, 4)).some(({ from }) => language === 'ja' || from < 2)
}
const isOfKind = (sentence: string, language: Spoken): boolean => {
  const words = wordsIn(sentence)
  return find(tongues[language].kinds, words).length > 0 || patternsIn(words, language).length > 0
}
