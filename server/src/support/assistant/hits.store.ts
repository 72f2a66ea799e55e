// What of the knowledge may answer a question: searched as it was asked, by what it is about, and by other words for that. Whether it does is for the rules.
import { wordsOf } from '../../detect/texts/words.ts'
import type { Db } from '../../platform/database/connect.ts'
import type { Reader } from '../knowledge/readers.ts'
import { searchKnowledge } from '../knowledge/search.store.ts'
import { hitsOf } from '../knowledge/hits.store.ts'
import { foundByRarity, suggestFor } from '../knowledge/suggest.store.ts'
import { termsOf } from '../knowledge/words.ts'
import { wordsOfConcept } from './languages/concepts.ts'
import { spoken } from './languages/languages.ts'
import type { Hit } from './material.ts'
import { readQuestion, spokenWords } from './question.ts'

const mostItems = 5
const mostOthers = 12
const mostMeanings = 6

export async function hitsFor(db: Db, text: string, locale: string, reader: Omit<Reader, 'audience' | 'practice'>): Promise<Hit[]> {
  const { items: asked, around, language } = readQuestion(text, locale)
  const items = [...asked, ...around]
  if (items.length === 0) return []
  const by = { ...reader, audience: 'customers' as const, locale: language }
  const others = items.flatMap(({ concept, word }) => [word, ...(concept === null ? [] : wordsOfConcept(concept, language).slice(0, mostOthers))]).join(' ')
  const found = [
    ...(await searchKnowledge(db, { ...by, text: text.slice(0, 400), typing: false, limit: 8 })),
    ...(await suggestFor(db, { ...by, text: `${text.slice(0, 400)} ${others}`, limit: 12 })),
  ]
  const long = spokenWords(wordsOf(text)).filter((word) => word.length >= 6)
  for (const word of [...items.map((item) => item.word), ...long].slice(0, mostItems))
    found.push(...(await searchKnowledge(db, { ...by, text: word, typing: false, limit: 8 })))
  // An article in another language, and one that has no other word of the question, is found by the words for one meaning.
  const meanings = items.flatMap(({ concept, or = [] }) => (concept === null ? [] : [[concept, ...or]])).slice(0, mostMeanings)
  for (const meaning of meanings) {
    const words = meaning.flatMap((each) => spoken.flatMap((tongue) => wordsOfConcept(each, tongue).slice(0, mostOthers))).join(' ')
    found.push(
      ...(await hitsOf(db, await foundByRarity(db, words, by), { locale: language, limit: 6, terms: termsOf(words.slice(0, 400), false), known: new Map() })),
    )
  }
  const seen = new Set<string>()
  return found.filter(({ id }) => !seen.has(id) && seen.add(id))
}
