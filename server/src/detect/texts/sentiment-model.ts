export const sentiments = ['negative', 'neutral', 'positive'] as const
export type Sentiment = (typeof sentiments)[number]
/** `weights[sentiment][feature]`, in the order of the names. */
export type SentimentModel = { version: number; features: string[]; weights: number[][]; bias: number[] }

/** The probability of each sentiment. `at`: the features that are not 0, where they are known. */
export function chancesOf({ weights, bias }: SentimentModel, features: number[], at: number[] = [...features.keys()]): number[] {
  const raw = weights.map((row, label) => {
    let sum = bias[label] as number
    for (const each of at) sum += (row[each] as number) * (features[each] as number)
    return sum
  })
  const top = Math.max(...raw)
  const parts = raw.map((score) => Math.exp(score - top))
  const sum = parts.reduce((one, other) => one + other, 0)
  return parts.map((part) => part / sum)
}
