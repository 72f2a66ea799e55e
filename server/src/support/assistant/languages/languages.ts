// The languages of the assistant, compiled once.
import { compile, type Phrases } from '../../../detect/texts/phrases.ts'
import { folded } from './fold.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { pt } from './pt.ts'
import { times } from './times.ts'
import type { Kind, MustHandOver, Say, Speech } from './speech.ts'

export const spoken = ['en', 'de', 'fr', 'es', 'pt', 'ja'] as const
export type Spoken = (typeof spoken)[number]

export type Tongue = { kinds: Phrases<Kind>; handOver: Phrases<MustHandOver>; common: Phrases<'common'>; say: Say }
const alike = <K extends string>(lists: Record<K, string>): Phrases<K> =>
  compile(Object.fromEntries(Object.entries<string>(lists).map(([name, list]) => [name, folded(list)])) as Record<K, string>)
const tongueOf = ({ kinds, handOver, common, say }: Speech): Tongue => ({
  kinds: alike(kinds),
  handOver: alike(handOver),
  common: alike({ common: `${common}, ${times}` }),
  say,
})

const speeches: Record<Spoken, Speech> = { en, de, fr, es, pt, ja }
export const tongues = Object.fromEntries(spoken.map((language) => [language, tongueOf(speeches[language])])) as Record<Spoken, Tongue>
export const isSpoken = (language: string): language is Spoken => (spoken as readonly string[]).includes(language)

/** Every single word of its lists: what a mistyped word may have been. */
export const vocabulary = Object.fromEntries(
  spoken.map((language) => {
    const { kinds, common } = speeches[language]
    const words = [...Object.values(kinds), common].join(',').split(/[,\s]+/)
    return [
      language,
      new Set(
        words
          .filter((word) => !word.endsWith('*'))
          .map(folded)
          .filter((word) => word.length >= 4),
      ),
    ]
  }),
) as Record<Spoken, Set<string>>

const kindWords = Object.fromEntries(
  spoken.map((language) => {
    const words = folded(Object.values(speeches[language].kinds).join(',')).split(/[,\s]+/)
    return [language, { whole: new Set(words), begins: words.filter((word) => word.length > 3 && word.endsWith('*')).map((word) => word.slice(0, -1)) }]
  }),
) as Record<Spoken, { whole: Set<string>; begins: string[] }>
/** Whether a set phrase has the word; else it only stands where a phrase lets any word stand. */
export const isOfPhrases = (word: string, language: Spoken): boolean =>
  kindWords[language].whole.has(word) || kindWords[language].begins.some((begin) => word.startsWith(begin))
