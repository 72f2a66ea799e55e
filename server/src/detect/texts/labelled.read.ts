// Labelled texts from a table (CSV, with a header): which column holds the texts, which the labels. Reading goes on behind a bad row; what cannot be read at all is refused.
import { Refused } from '../../platform/refused.ts'
import { createRecords, delimiterOf } from '../../prepare/registry/import/records.ts'
import type { Labelled } from './linear.ts'

/** `without`: rows that lack the text or the label; `broken`: rows that are no CSV, the first of them with its line and what is wrong. */
export type Table = { rows: Labelled[]; without: number; broken: number; firstBroken?: string }
const mostRows = 100_000

export function readLabelled(bytes: Uint8Array, { text, label }: { text: string; label?: string }): Table {
  const table: Table = { rows: [], without: 0, broken: 0 }
  const all = decoded(bytes)
  let columns: { text: number; label: number } | undefined
  const records = createRecords(
    delimiterOf(all),
    (fields) => {
      if (!columns) {
        columns = { text: columnOf(fields, text), label: label === undefined ? -1 : columnOf(fields, label) }
        return
      }
      const row = { text: fields[columns.text]?.trim() ?? '', label: label === undefined ? '' : (fields[columns.label]?.trim() ?? '') }
      if (row.text === '' || (label !== undefined && row.label === '')) table.without += 1
      else if (table.rows.push(row) > mostRows)
        throw new Refused('too-large', `There are more than ${mostRows.toLocaleString('en')} rows. Give a sample of them.`)
    },
    (line, reason) => {
      table.broken += 1
      table.firstBroken ??= `line ${line}: ${reason}`
    },
  )
  records.push(all)
  records.end()
  if (!columns) throw new Refused('not-valid', 'The file is empty. The first row names the columns.')
  return table
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refused('not-valid', 'The file is not written in UTF-8. Save it as “CSV UTF-8” and try again.')
  }
}

function columnOf(header: string[], name: string): number {
  const at = header.findIndex((column) => column.trim() === name)
  if (at >= 0) return at
  const known = header.slice(0, 20).map((column) => `“${column.trim().slice(0, 40)}”`)
  throw new Refused('not-valid', `There is no column “${name}”. The first row names ${known.join(', ')}.`)
}
