// node scripts/train-sentiment.ts: makes the sentiment model that ships (server/src/detect/texts/models/sentiment.json) from our own sentences,
// and prints how well five-fold models, each made without a fifth of them, read that fifth.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fitSentiment } from '../server/src/detect/texts/fit-sentiment.ts'
import { measure } from '../server/src/detect/texts/measure.ts'
import { featureNames, moodOf } from '../server/src/detect/texts/mood.ts'
import { chancesOf, type Sentiment, sentiments } from '../server/src/detect/texts/sentiment-model.ts'

const folder = new URL('../server/src/detect/texts/', import.meta.url)
const marks: Record<string, Sentiment> = { '-': 'negative', '0': 'neutral', '+': 'positive' }
const folds = 5

const rows = readdirSync(new URL('training/', folder)).flatMap((file) => {
  const language = file.split('.')[1] as string
  return readFileSync(new URL(`training/${file}`, folder), 'utf8')
    .split('\n')
    .filter((line) => /^[-0+] /.test(line))
    .map((line) => ({ language, text: line.slice(2), features: moodOf(line.slice(2), language).features, label: marks[line[0] as string] as Sentiment }))
})

const guesses = rows.map((row) => ({ ...row, guess: 'neutral' as Sentiment }))
for (let fold = 0; fold < folds; fold += 1) {
  const model = fitSentiment(
    rows.filter((_, at) => at % folds !== fold),
    featureNames,
  )
  for (const [at, row] of guesses.entries())
    if (at % folds === fold) {
      const chances = chancesOf(model, row.features)
      row.guess = sentiments[chances.indexOf(Math.max(...chances))] as Sentiment
    }
}
for (const language of new Set(rows.map((row) => row.language))) {
  const { accuracy, macro, labels } = measure(guesses.filter((row) => row.language === language))
  process.stdout.write(
    `${language}: accuracy ${accuracy.toFixed(3)}, macro-F1 ${macro.toFixed(3)}, ${labels.map(({ label, f1 }) => `${label} ${f1.toFixed(3)}`).join(', ')}\n`,
  )
}
if (process.argv.includes('--wrong'))
  for (const { label, guess, text } of guesses) if (label !== guess) process.stdout.write(`  ${label} read as ${guess}: ${text}\n`)

const model = fitSentiment(rows, featureNames)
const rounded = { ...model, weights: model.weights.map((row) => row.map(short)), bias: model.bias.map(short) }
writeFileSync(new URL('models/sentiment.json', folder), `${JSON.stringify(rounded)}\n`)

function short(weight: number): number {
  return Math.round(weight * 1_000) / 1_000
}
