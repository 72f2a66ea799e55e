import { sql } from 'kysely'
import type { Db } from '../database/connect.ts'
import type { Fact } from '../decider.ts'
import type { StreamKind } from './kinds.ts'

type Row = { version: number; type: string; schema_version: number; data: object; occurred_at: Date }

/** Every fact of one stream, in order, parsed by its kind. */
export async function load<F extends Fact>(db: Db, kind: StreamKind<unknown, unknown, F>, stream: string): Promise<{ facts: F[]; version: number }> {
  const { rows } = await sql<Row>`
    select version, type, schema_version, data, occurred_at from events where stream = ${stream} order by version`.execute(db)
  return { facts: rows.map((row) => revive(kind, row)), version: rows.at(-1)?.version ?? 0 }
}

/** The facts of many streams in one select; a stream without facts is not in the answer. */
export async function loadMany(db: Db, kindOf: (stream: string) => StreamKind, streams: string[]): Promise<Map<string, { facts: Fact[]; version: number }>> {
  const { rows } = await sql<Row & { stream: string }>`
    select stream, version, type, schema_version, data, occurred_at from events where stream = any (${streams}::text[]) order by stream, version`.execute(db)
  const found = new Map<string, { facts: Fact[]; version: number }>()
  for (const row of rows) {
    const known = found.get(row.stream) ?? { facts: [], version: 0 }
    known.facts.push(revive(kindOf(row.stream), row))
    known.version = row.version
    found.set(row.stream, known)
  }
  return found
}

const revive = <F extends Fact>(kind: StreamKind<unknown, unknown, F>, row: Row): F =>
  kind.facts.parse({ ...row.data, type: row.type, at: row.occurred_at, schemaVersion: row.schema_version })
