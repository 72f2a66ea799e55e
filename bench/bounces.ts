// Real failure notices of many systems against their labels: hard or soft, and why; and none seen where there is none.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Report } from '../server/src/communicate/bounces/bounces.ts'
import { readReport } from '../server/src/communicate/bounces/report.ts'
import type { Context, Figure } from './run.ts'
import { innocentMails, type Labelled, labelledFolder, labelOf, labelsIn, mailsIn } from './support/bounce-samples.ts'
import { round } from './support/system.ts'

type Read = Labelled & { found?: Pick<Report['recipients'][number], 'hard' | 'reason'> }

export default async function bounces({ data }: Context): Promise<Figure[]> {
  const folder = labelledFolder(data)
  const labels = labelsIn(folder)
  const began = performance.now()
  const reports = new Map<string, Report[]>()
  for (const { file } of labels) if (!reports.has(file)) reports.set(file, await Promise.all(mailsIn(join(folder, file)).map(readReport)))
  const each = (performance.now() - began) / Math.max(1, reports.size)
  const read = labels.map((label): Read => ({ ...label, found: foundIn(reports.get(label.file), label.nth) }))
  for (const half of ['one half, by the hash of the name', 'the other half']) {
    const rows = read.filter(({ file }) => (createHash('sha256').update(file).digest()[0] as number) % 2 === (half.startsWith('one') ? 0 : 1))
    process.stdout.write(`bounces: ${half}: hard or soft ${share(rows, isHardRight)}, reason ${share(rows, isReasonRight)} of ${rows.length} recipients\n`)
  }
  return [
    {
      name: `hard or soft, of ${read.length} recipients`,
      value: share(read, isHardRight),
      unit: 'share right',
      limit: 0.95,
      ratio: share(read, isHardRight),
      atLeast: true,
    },
    { name: 'reason', value: share(read, isReasonRight), unit: 'share right', limit: 0.85, ratio: share(read, isReasonRight), atLeast: true },
    { name: 'one mail', value: round(each), unit: 'ms', limit: 1, ratio: round(each / 200) },
    await falseAlarms(folder),
  ]
}

/** A complaint need not say who complained. */
const foundIn = (reports: Report[] = [], nth: number) =>
  reports.flatMap(({ recipients }) => recipients)[nth - 1] ??
  (reports[0]?.kind === 'complaint' && nth === 1 ? ({ hard: false, reason: 'complaint' } as const) : undefined)
const isHardRight = ({ hard, found }: Read) => found !== undefined && found.hard === hard
const isReasonRight = ({ reason, found }: Read) => found !== undefined && labelOf[found.reason] === reason
const share = (rows: Read[], right: (row: Read) => boolean) => Math.round((rows.filter(right).length / Math.max(1, rows.length)) * 1_000) / 1_000

/** Mails of people that are taken for a bounce, a delay or a complaint. */
async function falseAlarms(folder: string): Promise<Figure> {
  let mails = 0
  let wrong = 0
  for (const { name, raw } of innocentMails(folder)) {
    mails += 1
    const { kind } = await readReport(raw)
    if (!['none', 'auto-reply'].includes(kind)) {
      wrong += 1
      process.stdout.write(`bounces: ${name} is taken for a ${kind}\n`)
    }
  }
  return {
    name: `taken for a bounce, of ${mails} mails that are none`,
    value: wrong,
    unit: 'mails',
    limit: 0.001,
    ratio: Math.round((wrong / Math.max(1, mails)) * 100_000) / 100_000,
  }
}
