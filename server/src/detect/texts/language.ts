// In which language a text is written. Small words decide where they are clear; else eld, which reads 60 languages from runs of letters
// (of four libraries it read short service sentences best: docs/texts.md); what is too short for both by whose lists know its words.
import { eld } from 'eld/small'
import { cuesOf } from './cues/cues.ts'
import { hintsOf } from './intents/lists.ts'
import { knows } from './phrases.ts'

/** `language` is ISO 639-1, `und` where nobody could tell. */
export function languageOf(words: string[]): string {
  const spoken = words.slice(0, enough).filter((word) => letters.test(word))
  if (spoken.length === 0) return 'und'
  if (spoken.some((word) => kana.test(word))) return 'ja'
  const small = most(listed.map((language) => [language, spoken.filter((word) => smallWords.get(language)?.has(word)).length]))
  if (small.count >= 2 && small.count >= small.next * 2) return small.language
  const found = eld.detect(spoken.join(' ').slice(0, 250))
  if (found.language !== '' && found.isReliable() && spoken.length > few) return found.language
  const known = most(listed.map((language) => [language, spoken.filter((word) => isKnown(language, word)).length]))
  if (known.count > known.next) return known.language
  return found.language || 'und'
}

const enough = 40
const few = 5
const letters = /^\p{L}/u
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u
const listed = ['en', 'de', 'fr', 'es', 'pt'] as const
/** Words that hardly any other language has. */
const smallWords = new Map(
  Object.entries({
    en: "the and this that you your my have with are it what not don't i'm would please from they been can't how when i",
    de: 'der und ist nicht das ich ein eine mit für auf bitte wir sie haben wie kann mein meine seit warum noch',
    fr: "le les des et est pas vous je pour dans une mon avec sur c'est votre ma mes depuis comment quand j",
    es: 'el los las y con por pero está es mi muy ustedes cómo qué cuándo llevo desde un del',
    pt: 'não os com uma um você vocês está meu minha muito mas em ao como desde há do da já',
  }).map(([language, words]) => [language, new Set(words.split(' '))]),
)

const isKnown = (language: string, word: string) => {
  const [cues, hints] = [cuesOf[language], hintsOf[language]]
  return (cues !== undefined && knows(cues, word)) || (hints !== undefined && knows(hints, word)) || smallWords.get(language)?.has(word) === true
}

function most(counts: [string, number][]) {
  const [first, second] = counts.toSorted(([, one], [, other]) => other - one) as [[string, number], [string, number]]
  return { language: first[0], count: first[1], next: second[1] }
}
