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

const revive = <F extends Fact>(kind: StreamKind<unknown, unknown, F>, row: Row): F =>
  kind.facts.parse({ ...row.data, type: row.type, at: row.occurred_at, schemaVersion: row.schema_version })
