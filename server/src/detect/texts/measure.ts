// How well guesses meet labels: accuracy, and for each label precision, recall and F1.

export type Measured = { accuracy: number; macro: number; labels: { label: string; texts: number; precision: number; recall: number; f1: number }[] }

export function measure(guesses: { label: string; guess: string }[]): Measured {
  const count = new Map<string, { right: number; guessed: number; texts: number }>()
  const of = (label: string) =>
    count.get(label) ?? (count.set(label, { right: 0, guessed: 0, texts: 0 }).get(label) as { right: number; guessed: number; texts: number })
  for (const { label, guess } of guesses) {
    of(label).texts += 1
    of(guess).guessed += 1
    if (label === guess) of(label).right += 1
  }
  const labels = [...count]
    .map(([label, { right, guessed, texts }]) => ({
      label,
      texts,
      precision: guessed === 0 ? 0 : right / guessed,
      recall: texts === 0 ? 0 : right / texts,
      f1: guessed + texts === 0 ? 0 : (2 * right) / (guessed + texts),
    }))
    .sort((one, other) => other.texts - one.texts || (one.label < other.label ? -1 : 1))
  const right = labels.reduce((sum, { recall, texts }) => sum + recall * texts, 0)
  return { accuracy: right / Math.max(guesses.length, 1), macro: labels.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(labels.length, 1), labels }
}
