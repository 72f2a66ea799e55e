// A file is read to its end first, in bounded pieces that are kept as they come; only then is any of it placed, so that users may stand behind the tickets that name them.
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { newId } from '../../platform/ids.ts'
import { createRecords, delimiterOf } from '../../prepare/registry/import/records.ts'
import { texts, Unreadable } from '../../prepare/registry/import/texts.ts'
import { brandOf } from '../conversations/open.store.ts'
import { putPeople } from '../desks/people.store.ts'
import { readChatwootItem } from './chatwoot.ts'
import type { ConversationImport, ImportConversations } from './import.contract.ts'
import { type ImportedConversation, type ImportedMessage, type Person, type Read, Unplaceable } from './imported.ts'
import { conversationImport, type FoundProblem, keepProblems } from './imports.store.ts'
import { createItems } from './json-items.ts'
import { type Header, headerOf, readRow } from './tickets-csv.ts'
import { readZendeskItem } from './zendesk.ts'

type Reading = Pick<Deps, 'db' | 'clock'>
export type Begun = { view: ConversationImport; run: (stream: Readable) => Promise<ConversationImport> }
const [atOnce, charsAtOnce] = [1_000, 8_000_000]

/** Writes down that an import begins; `run` then reads the stream, once. */
export async function beginImport({ db, clock }: Reading, given: ImportConversations, bytes: number, by: string): Promise<Begun> {
  const [id, now] = [newId(clock()), clock()]
  const system = given.desk ?? given.form
  const brandId = await brandOf(db, given.brand)
  await sql`
    insert into conversation_imports (id, system, form, brand_id, file_name, status, bytes_total, actor, seen_at, started_at)
    values (${id}, ${system}, ${given.form}, ${brandId}, ${given.fileName ?? null}, 'reading', ${bytes}, ${by}, ${now}, ${now})`.execute(db)
  return {
    view: await conversationImport(db, id, now),
    run: async (stream) => {
      try {
        await readAll({ db, clock }, { id, system, form: given.form }, stream)
        await sql`update conversation_imports set status = 'placing', bytes_read = bytes_total where id = ${id} and status = 'reading'`.execute(db)
        await sql`select graphile_worker.add_job('place-conversations', '{}'::json, job_key := 'place-conversations')`.execute(db)
      } catch (error) {
        stream.destroy()
        await fail({ db, clock }, id, error)
      }
      return conversationImport(db, id, clock())
    },
  }
}

async function fail({ db, clock }: Reading, id: string, error: unknown): Promise<void> {
  const known = error instanceof Unreadable || error instanceof Unplaceable
  const code = (error as { code?: string }).code
  const why = known
    ? (error as Error).message
    : code === 'ABORT_ERR' || code === 'ERR_STREAM_PREMATURE_CLOSE'
      ? 'Leeward was stopped while it read this file. Send it again.'
      : `The file could not be read: ${(error as Error).message}. Send it again.`
  await sql`
    with failed as (update conversation_imports set status = 'failed', failure = ${why}, finished_at = ${clock()} where id = ${id} and status = 'reading' returning id)
    delete from conversation_import_items x using failed f where x.import_id = f.id`.execute(db)
}

type Of = { id: string; system: string; form: 'zendesk' | 'chatwoot' }
type Staged = { kind: 'conversation' | 'message'; line: number; item: ImportedConversation | ImportedMessage }

async function readAll({ db, clock }: Reading, { id, system, form }: Of, stream: Readable): Promise<void> {
  let [staged, people, problems, chars]: [Staged[], Person[], FoundProblem[], number] = [[], [], [], 0]
  const keep = ({ conversations, messages, people: found }: Read, line: number, size: number) => {
    staged.push(
      ...conversations.map((item) => ({ kind: 'conversation' as const, line, item })),
      ...messages.map((item) => ({ kind: 'message' as const, line, item })),
    )
    people.push(...found)
    chars += size
  }
  const refuse = (line: number, reason: string, value: string | null, item: string | null = null) => problems.push({ line, item, reason, value })
  const trying = (line: number, value: string, work: () => Read) => {
    try {
      keep(work(), line, value.length)
    } catch (error) {
      if (error instanceof Unplaceable) refuse(line, error.message, value)
      else throw error
    }
  }
  const store = async (bytes: number) => {
    const [items, known, wrong] = [staged, people, problems]
    staged = []
    people = []
    problems = []
    chars = 0
    await db.transaction().execute(async (tx) => {
      const named = await putPeople(tx, system, known)
      await sql`
        insert into conversation_import_items (import_id, kind, line, item)
        select ${id}, g.kind, g.line, g.item from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as g (kind text, line bigint, item jsonb)`.execute(tx)
      await keepProblems(tx, id, wrong)
      const found = items.filter(({ kind }) => kind === 'conversation').length
      await sql`update conversation_imports set bytes_read = ${bytes}, found = found + ${found}, people = people + ${named}, seen_at = ${clock()} where id = ${id}`.execute(
        tx,
      )
    })
  }

  const take = readerOf(form, trying, refuse)
  let read = 0
  for await (const { text, bytes } of texts(stream)) {
    read = bytes
    take.push(text)
    if (staged.length + people.length + problems.length >= atOnce || chars >= charsAtOnce) await store(read)
  }
  take.end()
  if (read === 0) throw new Unreadable('This file is empty. Send what the desk exported: JSON, a JSON item on each line, or a spreadsheet as CSV.')
  await store(read)
}

/** What it is shows its first character: JSON begins with a bracket. */
function readerOf(
  form: 'zendesk' | 'chatwoot',
  trying: (line: number, value: string, work: () => Read) => void,
  refuse: (line: number, reason: string, value: string) => void,
): { push: (text: string) => void; end: () => void } {
  const readItem = form === 'zendesk' ? readZendeskItem : readChatwootItem
  let inner: { push: (text: string) => void; end: () => void } | undefined
  const json = () =>
    createItems(({ text, list, line }) => {
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        return refuse(line, 'This item is no JSON: it was cut off or changed. Export it again.', text)
      }
      trying(line, text, () => readItem(value, list))
    }, refuse)
  const csv = (first: string) => {
    let header: Header | undefined
    return createRecords(
      delimiterOf(first),
      (fields, line) => {
        if (header) trying(line, fields.join(', '), () => readRow(form, header as Header, fields))
        else header = headerOf(fields)
      },
      refuse,
    )
  }
  return {
    push: (text) => {
      if (!inner && text.trim() === '') return
      inner ??= /^\s*[[{]/.test(text) ? json() : csv(text)
      inner.push(text)
    },
    end: () => inner?.end(),
  }
}
