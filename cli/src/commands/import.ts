import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { type ImportView, importSubjects } from '../../../server/src/prepare/registry/registry.contract.ts'
import { call } from '../api.ts'
import { importStatusPage } from '../statuspage/import.ts'
import { readArgs, UsageError } from '../usage.ts'

/** leeward import: streams the file to the running Leeward and shows how far it is. */
export async function importFile(args: string[]) {
  const {
    values,
    positionals: [subject, file],
  } = readArgs(args, { practice: { type: 'boolean', default: false }, brand: { type: 'string' } })
  if (subject === 'statuspage' && file) return importStatusPage(file, values.brand)
  if (!importSubjects.some((each) => each === subject) || !file) throw new UsageError('say what to import, and from which file.')
  const size = statSync(file).size
  let view = await call<ImportView>(`/api/imports/${subject}?fileName=${encodeURIComponent(basename(file))}&practice=${values.practice}`, {
    method: 'POST',
    body: Readable.toWeb(createReadStream(file)) as never,
    duplex: 'half',
    headers: { 'content-type': 'text/csv', 'content-length': String(size) },
  })
  while (view.status === 'running') {
    process.stderr.write(`\r${view.rowsRead.toLocaleString('en')} rows`)
    await pause(500)
    view = await call<ImportView>(`/api/imports/${view.id}`)
  }
  process.stderr.write('\r')
  process.stdout.write(`${view.rowsRead} rows: ${view.rowsAdded} added, ${view.rowsChanged} changed, ${view.rowsSame} unchanged, ${view.rowsBad} refused.\n`)
  const { items } = await call<{ items: { line: number; column: string | null; reason: string }[] }>(`/api/imports/${view.id}/errors?limit=20`)
  for (const item of items) process.stdout.write(`  line ${item.line}${item.column ? `, ${item.column}` : ''}: ${item.reason}\n`)
  if (view.status === 'failed') throw new Error(view.failure ?? 'the import failed')
}
