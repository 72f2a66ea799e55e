// What the words of a text say about how its writer fares: kinds of cues, the same in every language, and one list of words for each language.
import { compile, type Phrases } from '../phrases.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { pt } from './pt.ts'

export const kinds = [
  'wait',
  'fail',
  'anger',
  'unheard',
  'leaving',
  'soft',
  'again',
  'time',
  'why',
  'thanks',
  'praise',
  'sarcasm',
  'ask',
  'inform',
  'remedy',
  'deny',
  'me',
  'you',
  'very',
  'turn',
] as const
export type Kind = (typeof kinds)[number]
/** Phrases, comma separated, as phrases.ts reads them. */
export type Cues = Record<Kind, string>

const lists: Record<string, Cues> = { en, de, fr, es, pt, ja }
export const cuesOf = Object.fromEntries(Object.entries(lists).map(([language, cues]) => [language, compile(cues)])) as {
  en: Phrases<Kind>
  [language: string]: Phrases<Kind> | undefined
}
