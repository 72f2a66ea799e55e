// How people ask, beyond set phrases: words that make a kind of question wherever in its sentence they stand, words that say nothing, and what is beyond us whatever we know.
import { compile, find, type Phrases } from '../../../../detect/texts/phrases.ts'
import { folded } from '../fold.ts'
import { type Spoken, spoken } from '../languages.ts'
import type { Kind } from '../speech.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { pt } from './pt.ts'

export type Asking = {
  /** Words that a question begins with. */
  begins: string
  /** A line is a pattern: its sides, apart by "+", stand in one sentence in this order, whatever is between them. */
  apart: Partial<Record<Kind, string>>
  /** Words that ask for the place or the way: how something is done, whatever else is in the sentence. */
  way: RegExp
  /** Words that ask for a number. */
  amount: RegExp
  /** More words that say nothing of what is asked about. */
  soft: string
  /** After these comes what somebody does, and hardly ever what it is about. */
  acts: string
  /** How forms of verbs and adverbs end. */
  bends: RegExp
  /** What is nobody's to answer from sources: what would be, what others have, what we are told to do. */
  beyond: string
}
type Pattern = { kind: Kind; sides: Phrases<'side'>[] }
export type Ways = {
  begins: Phrases<'begins'>
  patterns: Pattern[]
  soft: Phrases<'soft'>
  acts: ReadonlySet<string>
  beyond: Phrases<'beyond'>
} & Pick<Asking, 'bends' | 'way' | 'amount'>

const list = <K extends string>(kind: K, phrases: string) => compile({ [kind]: folded(phrases) } as Record<K, string>)
const wordsOf = (phrases: string) =>
  new Set(
    folded(phrases)
      .split(',')
      .map((word) => word.trim()),
  )
const waysOf = ({ begins, apart, soft, acts, beyond, ...rest }: Asking): Ways => ({
  ...rest,
  begins: list('begins', begins),
  soft: list('soft', soft),
  acts: wordsOf(acts),
  beyond: list('beyond', beyond),
  patterns: Object.entries(apart).flatMap(([kind, lines]) =>
    lines
      .split('\n')
      .filter((line) => line.trim())
      .map((line) => ({ kind: kind as Kind, sides: line.split('+').map((side) => list('side', side)) })),
  ),
})
const all: Record<Spoken, Asking> = { en, de, fr, es, pt, ja }
export const ways = Object.fromEntries(spoken.map((language) => [language, waysOf(all[language])])) as Record<Spoken, Ways>

export type Heard = { kind: Kind; spans: [from: number, to: number][] }
/** Every kind whose words stand in a sentence in their order; each pattern where it first does. */
export function patternsIn(words: string[], language: Spoken): Heard[] {
  return ways[language].patterns.flatMap(({ kind, sides }) => {
    const spans: [number, number][] = []
    let at = 0
    for (const side of sides) {
      const next = find(side, words)
        .filter(({ from }) => from >= at)
        .sort((one, other) => one.from - other.from || other.to - one.to)[0]
      if (!next) return []
      spans.push([next.from, next.to])
      at = next.to
    }
    return [{ kind, spans }]
  })
}
