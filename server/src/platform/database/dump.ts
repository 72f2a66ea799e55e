// All rows of our own tables as JSON, and back: for fixtures of upgrades. Not for back-ups of large installations.
import { sql } from 'kysely'
import type { Db } from './connect.ts'

export type Dump = { table: string; rows: object[] }[]

const ownTables = async (db: Db) =>
  (
    await sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'migrations' order by 1`.execute(
      db,
    )
  ).rows.map((row) => row.name)

/** Every table of ours with its rows; generated columns are left out. */
export async function dumpRows(db: Db): Promise<Dump> {
  const dump: Dump = []
  for (const table of await ownTables(db)) {
    const { rows: generated } = await sql<{ name: string }>`
      select attname as name from pg_attribute where attrelid = ${table}::regclass and attgenerated <> '' and not attisdropped`.execute(db)
    const { rows } = await sql<{
      row: object
    }>`select to_jsonb(t) - ${generated.map((column) => column.name)}::text[] as row from ${sql.table(table)} t`.execute(db)
    dump.push({ table, rows: rows.map(({ row }) => row) })
  }
  return dump
}

/** Puts a dump into an empty database of the same version; triggers and foreign keys rest meanwhile. */
export async function restoreRows(db: Db, dump: Dump): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    for (const { table, rows } of dump) {
      if (rows.length === 0) continue
      const columns = sql.join(Object.keys(rows[0] as object).map((column) => sql.ref(column)))
      await sql`insert into ${sql.table(table)} (${columns}) overriding system value select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
        tx,
      )
    }
  })
}
