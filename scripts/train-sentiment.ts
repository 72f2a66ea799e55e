// node scripts/train-sentiment.ts [--wrong]: makes the sentiment model that ships (server/src/detect/texts/models/sentiment.json) from our own sentences,
// and prints how well five models, each made without a fifth of them, read that fifth; with --wrong also what they read otherwise.
import { writeFileSync } from 'node:fs'
import { fitSentiment } from '../server/src/detect/texts/fit-sentiment.ts'
import { measure } from '../server/src/detect/texts/measure.ts'
import { featureNames, moodOf } from '../server/src/detect/texts/mood.ts'
import { chancesOf, type Sentiment, sentiments } from '../server/src/detect/texts/sentiment-model.ts'
import { sentences } from '../server/src/detect/texts/training/sentences.read.ts'

const folds = 5
const rows = sentences().map((sentence) => ({ ...sentence, features: moodOf(sentence.text, sentence.language).features }))
const guesses = Array.from({ length: folds }, (_, fold) => {
  const model = fitSentiment(
    rows.filter((_, at) => at % folds !== fold),
    featureNames,
  )
  return rows.filter((_, at) => at % folds === fold).map((row) => ({ ...row, guess: likeliest(chancesOf(model, row.features)) }))
}).flat()

for (const language of new Set(rows.map((row) => row.language))) {
  const ours = guesses.filter((row) => row.language === language)
  const { accuracy, macro, labels } = measure(ours)
  const each = labels.map(({ label, f1 }) => `${label} ${f1.toFixed(3)}`).join(', ')
  process.stdout.write(`${language}: ${ours.length} sentences, accuracy ${accuracy.toFixed(3)}, macro-F1 ${macro.toFixed(3)}, F1 of ${each}\n`)
}
if (process.argv.includes('--wrong'))
  for (const { label, guess, text } of guesses) if (label !== guess) process.stdout.write(`  ${label} read as ${guess}: ${text}\n`)

writeFileSync(new URL('../server/src/detect/texts/models/sentiment.json', import.meta.url), `${JSON.stringify(fitSentiment(rows, featureNames))}\n`)

function likeliest(chances: number[]): Sentiment {
  return sentiments[chances.indexOf(Math.max(...chances))] as Sentiment
}
