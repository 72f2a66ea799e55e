// In which language a text is written. Small words decide where they are clear; else eld, which reads 60 languages from runs of letters
// (of four libraries it read short service sentences best: docs/texts.md); what is too short for both by whose lists know its words.
import { eld } from 'eld/small'
import { cuesOf } from './cues/cues.ts'
import { hintsOf } from './intents/lists.ts'
import { knows } from './phrases.ts'
import { isWord } from './tally.ts'

/** ISO 639-1, `und` where nobody could tell. */
export function languageOf(words: string[]): string {
  const spoken = spokenOf(words)
  if (spoken.length === 0) return 'und'
  if (spoken.some((word) => word.charCodeAt(0) > 0x2fff && kana.test(word))) return 'ja'
  const small = most(smallCounts(spoken))
  if (small.count >= 2 && small.count >= small.next * 2) return small.language
  const found = eld.detect(spoken.join(' ').slice(0, shown))
  if (found.language !== '' && found.isReliable() && spoken.length > few) return found.language
  const known = most(listed.map((language) => spoken.reduce((sum, word) => sum + (isKnown(language, word) ? 1 : 0), 0)))
  if (known.count > known.next) return known.language
  return spoken.length > 2 || found.isReliable() ? found.language || 'und' : 'und'
}

function spokenOf(words: string[]): string[] {
  const spoken: string[] = []
  for (const word of words) {
    if (word.charCodeAt(0) !== 60 && isWord(word)) spoken.push(word)
    if (spoken.length === enough) break
  }
  return spoken
}

function smallCounts(spoken: string[]): number[] {
  const counts: number[] = listed.map(() => 0)
  for (const word of spoken) for (const at of smallWords.get(word) ?? none) (counts[at] as number) += 1
  return counts
}

const shown = 150
const none: number[] = []
const enough = 40
const few = 5
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u
const listed = ['en', 'de', 'fr', 'es', 'pt'] as const
/** Words that hardly any other language has. */
const smallLists: Record<(typeof listed)[number], string> = {
  en: "the and this that you your my have with are it what not don't i'm would please from they been can't how when i to but just get got its it's our be there here out about if who why were did does has or for",
  de: 'der und ist nicht das ich ein eine mit für auf bitte wir sie haben wie kann mein meine seit warum noch',
  fr: "le les des et est pas vous je pour dans une mon avec sur c'est votre ma mes depuis comment quand j",
  es: 'el los las y con por pero está es mi muy ustedes cómo qué cuándo llevo desde un del',
  pt: 'não os com uma um você vocês está meu minha muito mas em ao como desde há do da já',
}
const smallWords = new Map<string, number[]>()
for (const [at, language] of listed.entries()) for (const word of smallLists[language].split(' ')) smallWords.set(word, [...(smallWords.get(word) ?? []), at])

function isKnown(language: (typeof listed)[number], word: string): boolean {
  const [cues, hints] = [cuesOf[language], hintsOf[language]]
  return (
    (cues !== undefined && knows(cues, word)) ||
    (hints !== undefined && knows(hints, word)) ||
    (smallWords.get(word) ?? none).includes(listed.indexOf(language))
  )
}

/** Of the counts in the order of the languages: the largest and the next. */
function most(counts: number[]) {
  let [first, next] = [0, -1]
  for (let at = 1; at < counts.length; at += 1) {
    if ((counts[at] as number) > (counts[first] as number)) [first, next] = [at, first]
    else if (next < 0 || (counts[at] as number) > (counts[next] as number)) next = at
  }
  return { language: listed[first] as string, count: counts[first] as number, next: counts[next] as number }
}
