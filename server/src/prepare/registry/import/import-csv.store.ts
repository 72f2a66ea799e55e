// The import: bytes → records → rows → chunks, each merged in its own short transaction, so that a process that dies leaves whole chunks behind and
// importing the file again ends in the same state. Reading goes on while a chunk is merged. Nothing grows with the file but eight bytes per key.
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import pg from 'pg'
import type { Clock } from '../../../platform/clock.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { newId } from '../../../platform/ids.ts'
import type { ImportView } from '../registry.contract.ts'
import { createChunk } from './chunk.ts'
import { beginImport, countChunk, finishImport, importView, lockSubject, type StoredProblem } from './imports.store.ts'
import { type Lane, openLane } from './lane.store.ts'
import { prepareMerge } from './merge.store.ts'
import { createRecords, delimiterOf } from './records.ts'
import { type Plan, readHeader, type Sheet, shown } from './sheet.ts'
import { accountsSheet, contactsSheet, exposuresSheet, servicesSheet } from './sheets.ts'
import type { Subject } from './targets.ts'
import { type Text, texts, Unreadable } from './texts.ts'

export type Deps = { db: Db; pool: pg.Pool; clock: Clock }
export type Asked = { subject: Subject; practice: boolean; fileName: string | null; bytesTotal: number | null; actor: string }
export type Begun = { view: ImportView; run: (stream: Readable) => Promise<ImportView> }

const chunkRows = 50_000

/** Imports a CSV file; answers when it is done or has failed, with the counts. Refuses while another import of the subject runs. */
export const importCsv = async (deps: Deps, { stream, ...asked }: Asked & { stream: Readable }): Promise<ImportView> =>
  (await startImport(deps, asked)).run(stream)

/** Takes the subject's lock and writes down that the import begins; `run` then reads the stream, once. */
export async function startImport({ db, pool, clock }: Deps, asked: Asked): Promise<Begun> {
  const id = newId(clock())
  // Connections of its own, so that bulk work takes none from live traffic; the lock and the staging tables end with them.
  const clients = [new pg.Client(pool.options), new pg.Client(pool.options)] as const
  for (const client of clients) client.on('error', () => {})
  const leave = async () => {
    await Promise.allSettled(clients.map((client) => client.end()))
  }
  try {
    await Promise.all(clients.map((client) => client.connect().then(() => client.query('set jit = off'))))
    await lockSubject(clients[0], asked.subject)
    await beginImport(clients[0], { id, ...asked }, clock())
  } catch (error) {
    await leave()
    throw error
  }
  return {
    view: await importView(db, id, clock()),
    run: async (stream) => {
      const progress = { bytes: 0 }
      let failure: string | null = null
      try {
        await readAll(db, clients, clock, id, asked, stream, progress)
      } catch (error) {
        failure = sentenceOf(error)
        stream.destroy()
      }
      await finishImport(db, id, clock(), failure, progress.bytes).finally(leave)
      return importView(db, id, clock())
    },
  }
}

async function readAll(db: Db, clients: readonly pg.Client[], clock: Clock, id: string, asked: Asked, stream: Readable, progress: { bytes: number }) {
  const pieces = texts(stream)
  const first = await pieces.next()
  if (first.done || first.value.text.trim() === '') throw new Unreadable('This file is empty. Its first line must name the columns.')
  const sheet = await sheetOf(db, asked.subject)
  const chunk = createChunk()
  let lanes: Lane[] | undefined
  const open = async (plan: Plan) => {
    const merge = prepareMerge(asked.subject, plan, asked.practice)
    lanes = await Promise.all(clients.map((client) => openLane(client, merge)))
  }
  const merging: Promise<void>[] = []
  let turn = 0

  const hand = async () => {
    const lane = lanes?.[turn] as Lane
    const { counted, problems, repeats } = chunk.next()
    const read = progress.bytes
    // Rows that repeat an earlier key wait for it; else chunks share no key, and their order does not matter.
    const earlier = Promise.all(merging)
    earlier.catch(() => {})
    merging[turn] = lane.merge(repeats, earlier, clock(), async (client, outcome) => {
      const found: StoredProblem[] = outcome.problems.map((each) => ({ ...each, value: each.value === null ? null : shown(each.value) }))
      await countChunk(client, id, { ...outcome, bad: outcome.bad + counted.bad }, read, [...problems, ...chunk.keep(found)])
    })
    merging[turn]?.catch(() => {})
    turn = 1 - turn
    await merging[turn]
  }

  const records = createRecords(
    delimiterOf(first.value.text),
    (fields, line, plain) => {
      const broken = chunk.plan ? undefined : chunk.firstProblem()
      if (broken) throw new Unreadable(broken)
      if (!chunk.plan) chunk.plan = planOf(sheet, fields, chunk.note)
      else chunk.take(fields, line, plain)
    },
    chunk.refuse,
  )
  const feed = async ({ text, bytes }: Text, last = false) => {
    records.push(text)
    if (last) records.end()
    progress.bytes = bytes
    if (chunk.plan && !lanes) await open(chunk.plan)
    const rows = chunk.text()
    if (rows) await lanes?.[turn]?.write(rows)
    if (chunk.rows() >= chunkRows) await hand()
  }

  try {
    await feed(first.value)
    for await (const piece of pieces) await feed(piece)
    await feed({ text: '', bytes: progress.bytes }, true)
    if (!chunk.plan) throw new Unreadable(chunk.firstProblem() ?? 'The first line must name the columns.')
    await hand()
  } finally {
    await Promise.allSettled(merging)
    await Promise.all((lanes ?? []).map((lane) => lane.close()))
  }
  await Promise.all(merging)
}

function planOf(sheet: Sheet, fields: string[], note: (line: number, column: string | null, reason: string) => void): Plan {
  const plan = readHeader(sheet, fields)
  for (const name of plan.unknown.slice(0, 50)) note(1, shown(name), 'This column is not known and was left out. Rename it, or remove it from the file.')
  return plan
}

async function sheetOf(db: Db, subject: Subject): Promise<Sheet> {
  if (subject === 'accounts') return accountsSheet
  if (subject === 'contacts') return contactsSheet
  const named =
    subject === 'services'
      ? sql<{ name: string; id: string }>`select slug as name, id from brands order by created_at, id`
      : sql<{ name: string; id: string }>`select key as name, id from services`
  const ids = new Map((await named.execute(db)).rows.map((row) => [row.name, row.id]))
  if (subject === 'services' && ids.size === 0) throw new Unreadable('There is no brand yet, and a service belongs to one. Set up a brand first.')
  return subject === 'services' ? servicesSheet(ids) : exposuresSheet(ids)
}

function sentenceOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message
  const { code, message } = error as { code?: string; message: string }
  if (code === 'ABORT_ERR' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET')
    return 'The file ended before it was complete, or Leeward was stopped. The rows counted here are stored; import the file again.'
  return `The import stopped: ${message}. The rows counted here are stored; import the file again.`
}
