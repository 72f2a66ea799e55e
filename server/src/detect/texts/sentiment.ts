// Does a text speak of trouble, of joy, or of neither? A small linear model over cues of six languages (mood.ts), which ships with Leeward;
// scripts/train-sentiment.ts makes it from sentences of our own. docs/texts.md says how well it reads.
import shipped from './models/sentiment.json' with { type: 'json' }
import { featureNames, type Mood, moodOf } from './mood.ts'
import { chancesOf, type Sentiment, type SentimentModel, sentiments } from './sentiment-model.ts'

export type { Sentiment } from './sentiment-model.ts'
/** `score` runs from -1 (trouble) to 1 (joy); `words` are those that spoke for it. */
export type Feeling = { label: Sentiment; probability: number; score: number; words: string[] }

const model: SentimentModel = shipped
if (model.features.join() !== featureNames.join()) throw new Error('models/sentiment.json was made for other features: run scripts/train-sentiment.ts')

const speaking: Record<Sentiment, readonly string[]> = {
  negative: ['wait', 'fail', 'anger', 'unheard', 'leaving', 'soft', 'sarcasm'],
  neutral: ['ask', 'inform'],
  positive: ['thanks', 'praise'],
}

export const sentimentOf = (text: string, language = 'en'): Feeling => feelingOf(moodOf(text, language))

export function feelingOf({ features, cues, words }: Mood): Feeling {
  const chances = chancesOf(model, features)
  const best = chances.indexOf(Math.max(...chances))
  const label = sentiments[best] as Sentiment
  return {
    label,
    probability: chances[best] as number,
    score: (chances[2] as number) - (chances[0] as number),
    words: [...new Set(cues.filter(({ kind }) => speaking[label].includes(kind)).map(({ from, to }) => words.slice(from, to).join(' ')))].slice(0, 8),
  }
}
