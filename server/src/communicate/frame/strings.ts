// The words around every message: page, mail and customer pages, per language. The message itself is written by people.
import { de } from './words/de.ts'
import { en, type FrameStrings } from './words/en.ts'
import { es } from './words/es.ts'
import { fr } from './words/fr.ts'
import { ja } from './words/ja.ts'
import { pt } from './words/pt.ts'

export type { FrameStrings } from './words/en.ts'

const catalogue: Record<string, FrameStrings> = { en, de, fr, es, pt, ja }
/** The languages that the words around a message are there in. */
export const frameLanguages = Object.keys(catalogue)

/** The catalogue of the nearest language: pt-BR → pt → en. */
export const frame = (locale: string | null | undefined): FrameStrings => nearest(catalogue, locale ?? 'en') ?? en

/** What there is for a language, or for the language without its country. A locale is anybody's text: only what we put there is found. */
export const nearest = <T>(of: Record<string, T>, locale: string): T | undefined =>
  [locale, locale.split('-')[0] as string].filter((each) => Object.hasOwn(of, each)).map((each) => of[each])[0]
/** The first of these wishes that there are words for (de-AT, or de;q=0.8, is de); else English. */
export const chosenLanguage = (wishes: readonly (string | undefined)[]): string =>
  wishes.map((wish) => (wish ?? '').trim().toLowerCase().split(/[-;]/)[0] as string).find((language) => Object.hasOwn(catalogue, language)) ?? 'en'
export const languageOf = (locale: string | null | undefined): string => (frame(locale) === en ? 'en' : ((locale ?? 'en').split('-')[0] as string))

export const put = (text: string, values: Record<string, string | number>): string => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))
