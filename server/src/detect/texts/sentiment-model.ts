export const sentiments = ['negative', 'neutral', 'positive'] as const
export type Sentiment = (typeof sentiments)[number]
/** `weights[sentiment][feature]`, in the order of the names. */
export type SentimentModel = { version: number; features: string[]; weights: number[][]; bias: number[] }

/** The probability of each sentiment. */
export function chancesOf({ weights, bias }: SentimentModel, features: number[]): number[] {
  const raw = weights.map((row, label) => {
    let sum = bias[label] as number
    for (let at = 0; at < row.length; at += 1) sum += (row[at] as number) * (features[at] as number)
    return sum
  })
  const top = Math.max(...raw)
  const parts = raw.map((score) => Math.exp(score - top))
  const sum = parts.reduce((one, other) => one + other, 0)
  return parts.map((part) => part / sum)
}
