// Multinomial logistic regression over few features: whole-batch gradient descent with momentum, no randomness, held small by `ridge`.
import { type Sentiment, type SentimentModel, chancesOf, sentiments } from './sentiment-model.ts'

export type Read = { features: number[]; label: Sentiment }

export function fitSentiment(rows: Read[], names: readonly string[], { ridge = 3, rounds = 3_000, rate = 0.5 } = {}): SentimentModel {
  const size = names.length
  const model: SentimentModel = { version: 1, features: [...names], weights: sentiments.map(() => Array(size).fill(0)), bias: sentiments.map(() => 0) }
  const pace = sentiments.map(() => Array(size + 1).fill(0) as number[])
  for (let round = 0; round < rounds; round += 1) {
    const slopes = sentiments.map((_, label) => [...(model.weights[label] as number[]).map((weight) => (ridge * weight) / rows.length), 0])
    for (const { features, label } of rows) {
      const chances = chancesOf(model, features)
      for (let at = 0; at < sentiments.length; at += 1) {
        const off = ((chances[at] as number) - (sentiments[at] === label ? 1 : 0)) / rows.length
        const slope = slopes[at] as number[]
        for (let each = 0; each < size; each += 1) if (features[each]) (slope[each] as number) += off * (features[each] as number)
        ;(slope[size] as number) += off
      }
    }
    for (let at = 0; at < sentiments.length; at += 1)
      for (let each = 0; each <= size; each += 1) {
        const row = pace[at] as number[]
        row[each] = 0.9 * (row[each] as number) - 0.1 * rate * ((slopes[at] as number[])[each] as number)
        if (each < size) ((model.weights[at] as number[])[each] as number) += row[each] as number
        else (model.bias[at] as number) += row[each] as number
      }
  }
  return model
}
