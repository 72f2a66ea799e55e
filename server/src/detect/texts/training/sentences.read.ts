import { readdirSync, readFileSync } from 'node:fs'
import type { Sentiment } from '../sentiment-model.ts'

export type Sentence = { language: string; text: string; label: Sentiment }
const labels: Record<string, Sentiment> = { '-': 'negative', '0': 'neutral', '+': 'positive' }
const here = new URL('.', import.meta.url)

/** Our own sentences, of every language that has a file. */
export const sentences = (): Sentence[] =>
  readdirSync(here)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .flatMap((file) =>
      readFileSync(new URL(file, here), 'utf8')
        .split('\n')
        .filter((line) => /^[-0+] /.test(line))
        .map((line) => ({ language: file.split('.')[1] as string, text: line.slice(2), label: labels[line[0] as string] as Sentiment })),
    )
