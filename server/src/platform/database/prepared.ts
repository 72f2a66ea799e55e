// A statement that runs thousands of times: planned once a connection, not each time.
import type { RawBuilder } from 'kysely'
import type pg from 'pg'
import type { Connection } from './connect.ts'

/** The text under one name must always be the same; values may differ. Not inside a transaction: it takes a connection of its own. */
export function prepared<Row extends pg.QueryResultRow>(
  { db, pool }: Pick<Connection, 'db' | 'pool'>,
  name: string,
  query: RawBuilder<unknown>,
): Promise<pg.QueryResult<Row>> {
  const { sql: text, parameters } = query.compile(db)
  return pool.query<Row>({ name, text, values: [...parameters] })
}
