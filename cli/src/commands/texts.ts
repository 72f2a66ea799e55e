import { readFileSync, writeFileSync } from 'node:fs'
import { readLabelled } from '../../../server/src/detect/texts/labelled.read.ts'
import type { Linear } from '../../../server/src/detect/texts/linear.ts'
import { readModel, writeModel } from '../../../server/src/detect/texts/model-file.ts'
import { type Models, readText, type TextRead } from '../../../server/src/detect/texts/read.ts'
import { sentiments } from '../../../server/src/detect/texts/sentiment-model.ts'
import { teach } from '../../../server/src/detect/texts/teach.ts'
import { readArgs, UsageError } from '../usage.ts'

/** leeward texts: a model from a company's own labelled texts, and what is read in a text; needs no database and no running Leeward. */
export async function texts([what, ...args]: string[]) {
  if (what === 'train') return trainFrom(args)
  if (what === 'read') return readFrom(args)
  throw new UsageError('say train or read.')
}

function trainFrom(args: string[]) {
  const { values, positionals } = readArgs(args, { text: { type: 'string' }, label: { type: 'string' }, out: { type: 'string' }, seed: { type: 'string' } })
  const [file, ...more] = positionals
  if (!file || more.length > 0) throw new UsageError('which file?')
  const { text, label, out } = values
  if (!text || !label || !out) throw new UsageError('say which column holds the texts (--text), which the labels (--label), and where the model goes (--out).')
  const seed = values.seed === undefined ? 1 : Number(values.seed)
  if (!Number.isSafeInteger(seed)) throw new UsageError('--seed is a whole number.')
  const table = readLabelled(bytesOf(file), { text, label })
  const { model, measured, texts: used, same } = teach(table.rows, { seed })
  write(out, writeModel(model))
  const left = [
    [same, 'said the same as another'],
    [table.without, 'without text or label'],
    [table.broken, `broken (${table.firstBroken})`],
  ] as const
  const said = left.filter(([count]) => count > 0).map(([count, why]) => `${count} ${why}`)
  process.stdout.write(`${used} texts${said.length > 0 ? `; left out: ${said.join(', ')}` : ''}\n`)
  process.stdout.write(`five-fold: accuracy ${measured.accuracy.toFixed(3)}, macro-F1 ${measured.macro.toFixed(3)}\n`)
  for (const each of measured.labels)
    process.stdout.write(
      `  ${each.label}: F1 ${each.f1.toFixed(3)}, precision ${each.precision.toFixed(3)}, recall ${each.recall.toFixed(3)}, ${each.texts} texts\n`,
    )
  process.stdout.write(`written to ${out}\n`)
}

function readFrom(args: string[]) {
  const { values, positionals } = readArgs(args, {
    text: { type: 'string' },
    model: { type: 'string' },
    ours: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  })
  const [file, ...more] = positionals
  if (!file || more.length > 0) throw new UsageError('which file? - reads what is piped in.')
  const models = values.model ? asModels(readModel(bytesOf(values.model).toString('utf8'), values.model)) : {}
  const ours = oursIn(values.ours)
  const bytes = bytesOf(file)
  const given = values.text ? readLabelled(bytes, { text: values.text }).rows.map((row) => row.text) : [bytes.toString('utf8')]
  for (const text of given) {
    const found = readText(text, { ...models, ours })
    process.stdout.write(values.json ? `${JSON.stringify(found)}\n` : `${sentences(found).join('\n')}\n\n`)
  }
}

/** Our own names on social networks, divided by commas: they stay, where others are masked. */
function oursIn(given: string[] = []): string[] {
  const names = given
    .flatMap((each) => each.split(','))
    .map((name) => name.trim())
    .filter(Boolean)
  const wrong = names.find((name) => !/^@?[\p{L}\p{N}_.-]{1,253}(@[\w.-]{1,253})?$/u.test(name))
  if (wrong !== undefined || (given.length > 0 && names.length === 0))
    throw new UsageError(`--ours: names such as @acme, divided by commas${wrong ? `; not “${wrong}”` : ''}.`)
  return names
}

/** One that tells negative, neutral and positive apart takes the place of the model that ships; any other labels stand beside it. */
const asModels = (model: Linear): Models => (model.labels.join() === sentiments.join() ? { sentiment: model } : { labels: model })

function sentences({ language, sentiment, intents, urgency, masked, label }: TextRead): string[] {
  const because = (words: string[]) => (words.length > 0 ? `: ${words.join(', ')}` : '')
  const counts = Object.entries(masked.counts).map(([kind, count]) => `${count} ${kind}`)
  return [
    `language   ${language}`,
    `sentiment  ${sentiment.label} (${sentiment.probability.toFixed(2)})${because(sentiment.words)}`,
    ...intents.map(({ intent, probability, words }) => `intent     ${intent} (${probability.toFixed(2)})${because(words)}`),
    `urgency    ${urgency.level} (${urgency.score})${because(urgency.reasons.map(({ reason }) => reason))}`,
    ...(label ? [`label      ${label.label} (${label.probability.toFixed(2)})`] : []),
    `masked     ${counts.length > 0 ? counts.join(', ') : 'nothing'}`,
    masked.text.trim(),
  ]
}

function write(file: string, text: string) {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}.`)
  }
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message}.`)
  }
}
