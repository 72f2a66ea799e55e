// The rows of a list file: one column, or a header that names the column with the accounts.
import type { Readable } from 'node:stream'
import { createRecords, delimiterOf } from '../../prepare/registry/import/records.ts'
import { notUtf8, Unreadable, texts } from '../../prepare/registry/import/texts.ts'

type Problem = { line: number; reason: string; value: string | null }
const names = ['account_key', 'key', 'account', 'alias', 'id', 'email', 'e-mail']
const chunkRows = 50_000
const mostProblems = 200

/**
 * Hands over lines and what each names, a chunk at a time; answers the rows that name nothing, with their line and reason (the first 200 of them).
 * Throws `Unreadable` where no column can be made out.
 */
export async function readList(stream: Readable, take: (lines: number[], given: string[]) => Promise<void>): Promise<{ count: number; problems: Problem[] }> {
  let columns: number[] | undefined
  let [lines, given]: [number[], string[]] = [[], []]
  let count = 0
  const problems: Problem[] = []
  const refuse = (line: number, reason: string, value: string) => {
    count += 1
    if (problems.length < mostProblems) problems.push({ line, reason, value: shownValue(value) })
  }
  const row = (fields: string[], line: number) => {
    if (!columns) {
      columns = columnsOf(fields)
      if (columns.length > 0) return
      columns = [0]
    }
    const text = (columns.map((at) => fields[at]?.trim()).find(Boolean) ?? '').trim()
    const wrong = whatIsWrong(text)
    if (wrong) return refuse(line, wrong, text)
    lines.push(line)
    given.push(text)
  }
  let records: ReturnType<typeof createRecords> | undefined
  const hand = async () => {
    const [some, names] = [lines, given]
    ;[lines, given] = [[], []]
    if (some.length > 0) await take(some, names)
  }
  for await (const { text } of texts(stream)) {
    records ??= createRecords(delimiterOf(text), row, refuse)
    records.push(text)
    if (lines.length >= chunkRows) await hand()
  }
  records?.end()
  await hand()
  if (!columns && count === 0)
    throw new Unreadable('This file is empty. Put an account in each line: its key, its id in another system, or a contact’s e-mail address.')
  return { count, problems }
}

/** As much of a value as finds it again in the file; of an address not the person, since nobody could later erase it here. */
export const shownValue = (value: string) =>
  value
    .slice(0, 120)
    .replaceAll('\0', '\u2400')
    .toWellFormed()
    .replace(/[^\s@,;]+@/, (person) => `${person[0]}…@`)

/** The named columns, a key before an alias before an address; none where the first line is a row already. */
function columnsOf(fields: string[]): number[] {
  const header = fields.map((field) => field.trim().toLowerCase())
  const found = names.map((name) => header.indexOf(name)).filter((at) => at >= 0)
  if (found.length === 0 && fields.length > 1)
    throw new Unreadable('This file has several columns, and the first line does not say which one names the accounts. Call it account_key, alias or email.')
  return found
}

function whatIsWrong(text: string): string | undefined {
  if (text === '') return 'This row names no account. Fill it in, or remove it.'
  if (text.length > 254) return 'This is longer than a key or an address can be. Correct it.'
  if (text.includes(notUtf8)) return 'This is not UTF-8. Save the file as CSV in UTF-8 ("CSV UTF-8" in Excel) and send it again.'
  return /[\x00-\x1f\x7f]/.test(text) ? 'This holds a line break or another control character. Remove it.' : undefined
}
