// One look at a text that somebody wrote to us: which language, how the writer feels, what they are after, how soon, and the words without what belongs to a person.
import { cuesOf } from './cues/cues.ts'
import { intentsOf, type Sought } from './intents.ts'
import { languageOf } from './language.ts'
import { type Guess, type Linear, predict } from './linear.ts'
import { moodOf } from './mood.ts'
import { type Masked, maskPersonal } from './personal.ts'
import { type Feeling, feelingOf } from './sentiment.ts'
import type { Sentiment } from './sentiment-model.ts'
import { type Urgency, urgencyOf } from './urgency.ts'
import { wordsOf } from './words.ts'

/** Models that a company trained on its own texts: `sentiment` with the labels negative, neutral, positive; `labels` with any. */
export type Models = { sentiment?: Linear; labels?: Linear }
/** `ours`: our own names on social networks, which are nobody's personal ones. */
export type Reading = Models & { ours?: readonly string[] }
export type TextRead = {
  language: string
  sentiment: Feeling
  intents: Sought[]
  urgency: Urgency
  masked: Masked
  /** How many different words speak of anger, or of leaving us. */
  anger: number
  /** How many words say that nobody answered before, or count how often they asked. “Again” and “still” alone do not. */
  unheard: number
  label?: Guess
}

export function readText(text: string, models: Reading = {}): TextRead {
  const words = wordsOf(text)
  const language = languageOf(words)
  const mood = moodOf(text, language, words)
  const shipped = canFeel(language) ? feelingOf(mood) : unknown
  const sentiment = models.sentiment ? taught(predict(models.sentiment, text), shipped) : shipped
  const intents = canFeel(language) ? intentsOf(words, language, mood.cues, sentiment) : []
  return {
    language,
    sentiment,
    intents,
    urgency: urgencyOf(words, mood.cues, intents, sentiment),
    masked: maskPersonal(text, models.ours),
    anger: canFeel(language)
      ? new Set(mood.cues.filter(({ kind }) => kind === 'anger' || kind === 'leaving').map(({ from, to }) => words.slice(from, to).join(' '))).size
      : 0,
    unheard: canFeel(language)
      ? mood.cues.filter(({ kind, from, to }) => kind === 'unheard' || (kind === 'again' && counts.test(words.slice(from, to).join(' ')))).length
      : 0,
    ...(models.labels ? { label: predict(models.labels, text) } : {}),
  }
}

/** Only six languages have lists; of the others a word may be the same and mean something else, so nothing is said of them. */
const canFeel = (language: string) => language === 'und' || cuesOf[language] !== undefined
const unknown: Feeling = { label: 'neutral', probability: 1 / 3, score: 0, words: [] }

/** A company's own model decides; the words come from the one that ships. */
function taught({ label, probability, probabilities }: Guess, { words }: Feeling): Feeling {
  return { label: label as Sentiment, probability, score: (probabilities.positive ?? 0) - (probabilities.negative ?? 0), words }
}

const counts = /\b(times?|mal|male|fois|vez|veces|vezes|twice|zweimal|deux fois)\b|回目/iu
