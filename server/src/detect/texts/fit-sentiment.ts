// The sentiment model is fitted: multinomial logistic regression over few features, whole-batch gradient descent with momentum, no randomness, held small by `ridge`.
import { chancesOf, type Sentiment, type SentimentModel, sentiments } from './sentiment-model.ts'

export type Felt = { features: number[]; label: Sentiment }

export function fitSentiment(rows: Felt[], names: readonly string[], { ridge = 3, rounds = 2_000, rate = 0.5 } = {}): SentimentModel {
  const size = names.length
  const weights = sentiments.map(() => Array<number>(size).fill(0))
  const bias = sentiments.map(() => 0)
  const model = { version: 1, features: [...names], weights, bias }
  const pace = sentiments.map(() => Array<number>(size + 1).fill(0))
  const given = rows.map((row) => ({ ...row, at: row.features.flatMap((value, at) => (value === 0 ? [] : [at])) }))
  for (let round = 0; round < rounds; round += 1) {
    const slopes = weights.map((row) => [...row.map((weight) => (ridge * weight) / rows.length), 0])
    for (const { features, label, at } of given) {
      const chances = chancesOf(model, features, at)
      for (const [each, sentiment] of sentiments.entries()) {
        const off = ((chances[each] as number) - (sentiment === label ? 1 : 0)) / rows.length
        const slope = slopes[each] as number[]
        for (const feature of at) (slope[feature] as number) += off * (features[feature] as number)
        ;(slope[size] as number) += off
      }
    }
    for (const [each, slope] of slopes.entries()) {
      const moving = pace[each] as number[]
      for (let at = 0; at <= size; at += 1) {
        const by = 0.9 * (moving[at] as number) - 0.1 * rate * (slope[at] as number)
        moving[at] = by
        if (at < size) ((weights[each] as number[])[at] as number) += by
        else (bias[each] as number) += by
      }
    }
  }
  return { ...model, weights: weights.map((row) => row.map(short)), bias: bias.map(short) }
}

/** Three digits say all there is to say, and the file stays small. */
const short = (weight: number) => Math.round(weight * 1_000) / 1_000 || 0
