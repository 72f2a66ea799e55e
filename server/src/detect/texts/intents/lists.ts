// Words that speak for an intent, a list for each language; `maybe …` are words that only two of together, or one beside another, are enough for.
import { compile, type Phrases } from '../phrases.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { pt } from './pt.ts'

export const listed = ['refund', 'cancel', 'complaint', 'legal', 'safety', 'vulnerable', 'outage'] as const
export type Intent = (typeof listed)[number]
export type Hint = Intent | `maybe ${Intent}`
export type Hints = Record<Hint, string>

const lists: Record<string, Hints> = { en, de, fr, es, pt, ja }
export const hintsOf = Object.fromEntries(Object.entries(lists).map(([language, hints]) => [language, compile(hints)])) as {
  en: Phrases<Hint>
  [language: string]: Phrases<Hint> | undefined
}
