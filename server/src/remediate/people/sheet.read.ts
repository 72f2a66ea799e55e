// The rows of the file that finance sends back: the number of a ledger line and what became of it. It may be the ledger itself, as it was downloaded, with other words in it.
import type { Readable } from 'node:stream'
import { createRecords, delimiterOf } from '../../prepare/registry/import/records.ts'
import { notUtf8, texts, Unreadable } from '../../prepare/registry/import/texts.ts'

export type SheetRow = {
  row: number
  grantId: number
  done: boolean
  providerId: string | null
  evidence: string | null
  amount: number | null
  currency: string | null
}
export type SheetProblem = { line: number; reason: string; value: string | null }
export type Read = { rows: number; silent: number; wrong: number; problems: SheetProblem[] }

const done = ['applied', 'done', 'paid', 'yes']
const notDone = ['failed', 'not applied', 'not-applied', 'not done', 'no']
/** The ledger's own words, and an empty cell: this row says nothing new. */
const silent = ['', 'approved', 'executing', 'unknown', 'reversed', 'expired']
const chunkRows = 20_000
export const mostProblems = 200

/** Hands over what rows say, a chunk at a time. Throws `Unreadable` where the columns cannot be made out. */
export async function readSheet(stream: Readable, take: (rows: SheetRow[]) => Promise<void>): Promise<Read> {
  const read: Read = { rows: 0, silent: 0, wrong: 0, problems: [] }
  let columns: Columns | undefined
  let rows: SheetRow[] = []
  const refuse = (line: number, reason: string, value: string) => {
    read.wrong += 1
    if (read.problems.length < mostProblems) read.problems.push({ line, reason, value: value.slice(0, 120).replaceAll('\0', '\u2400').toWellFormed() || null })
  }
  const record = (fields: string[], line: number) => {
    if (!columns) {
      columns = columnsOf(fields)
      return
    }
    if (fields.every((field) => field.trim() === '')) return
    read.rows += 1
    const found = rowOf(columns, fields, line)
    if (found === 'silent') read.silent += 1
    else if ('reason' in found) refuse(line, found.reason, found.value)
    else rows.push(found)
  }
  let records: ReturnType<typeof createRecords> | undefined
  const hand = async () => {
    const some = rows
    rows = []
    if (some.length > 0) await take(some)
  }
  for await (const { text } of texts(stream)) {
    records ??= createRecords(delimiterOf(text), record, (line, reason, value) => {
      read.rows += 1
      refuse(line, reason, value)
    })
    records.push(text)
    if (rows.length >= chunkRows) await hand()
  }
  records?.end()
  await hand()
  if (!columns) throw new Unreadable('This file is empty. Its first line must name the columns: line, state.')
  return read
}

type Columns = Record<'line' | 'state' | 'provider_id' | 'evidence' | 'amount_minor' | 'currency', number>

function columnsOf(fields: string[]): Columns {
  const header = fields.map((field) => field.replace('\uFEFF', '').trim().toLowerCase())
  const at = (name: string) => header.indexOf(name)
  const missing = ['line', 'state'].filter((name) => at(name) < 0)
  if (missing.length > 0)
    throw new Unreadable(`The first line must name the columns; ${missing.join(' and ')} is missing. “line” is the number of the line in the ledger.`)
  return {
    line: at('line'),
    state: at('state'),
    provider_id: at('provider_id'),
    evidence: at('evidence'),
    amount_minor: at('amount_minor'),
    currency: at('currency'),
  }
}

function rowOf(columns: Columns, fields: string[], row: number): SheetRow | 'silent' | { reason: string; value: string } {
  const cell = (name: keyof Columns) => (columns[name] < 0 ? '' : (fields[columns[name]] ?? '').trim())
  const [line, state, amount] = [cell('line'), cell('state').toLowerCase(), cell('amount_minor')]
  const texts = [cell('provider_id'), cell('evidence'), cell('currency')]
  if (!/^[1-9]\d{0,14}$/.test(line)) return { reason: 'The column “line” must hold the number of a line of the ledger.', value: line }
  if (silent.includes(state)) return 'silent'
  if (!done.includes(state) && !notDone.includes(state))
    return { reason: 'The column “state” must say applied or failed; leave it empty where nothing was done yet.', value: state }
  if (amount !== '' && !/^-?\d{1,15}$/.test(amount))
    return { reason: 'The column “amount_minor” must be a whole number, as it was in the file.', value: amount }
  const bad = texts.find((text) => text.includes(notUtf8) || /[\x00-\x08\x0b-\x1f\x7f]/.test(text))
  if (bad !== undefined) return { reason: 'This holds something that is not text in UTF-8. Save the file as CSV in UTF-8.', value: bad }
  if (texts[0] && texts[0].length > 200) return { reason: 'The column “provider_id” is longer than 200 characters.', value: texts[0] }
  if (texts[1] && texts[1].length > 2_000) return { reason: 'The column “evidence” is longer than 2,000 characters.', value: texts[1] }
  return {
    row,
    grantId: Number(line),
    done: done.includes(state),
    providerId: texts[0] || null,
    evidence: texts[1] || null,
    amount: amount === '' ? null : Number(amount),
    currency: texts[2]?.toUpperCase() || null,
  }
}
