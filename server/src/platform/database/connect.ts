import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

/** The database; queries are written as SQL with Kysely's `sql` tag, which keeps values out of the text. */
export type Db = Kysely<unknown>

// Identities, counts and amounts stay far below 2^53; a larger one is a bug that must be heard.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`The number ${text} is too large to be exact.`)
  return value
})

export type Connection = { db: Db; pool: pg.Pool; close: () => Promise<void> }

export function connect(url: string, max = 12, name = 'leeward'): Connection {
  const pool = new pg.Pool({ connectionString: url, max, application_name: name, idleTimeoutMillis: 30_000, onConnect: prepare } as pg.PoolConfig)
  // A connection that breaks is replaced by the pool; whoever was using it hears of it from its own query.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  // Kysely ends the pool only where it was used through Kysely.
  return {
    db,
    pool,
    close: async () => {
      await db.destroy()
      if (!pool.ended) await pool.end()
    },
  }
}

/**
 * Compiling a statement costs more than running it here; other people's servers have it on by default. And what a process that died was asking for is given
 * up within seconds, instead of holding others up until it is done; servers that cannot tell refuse the setting, and go on without.
 */
const prepare = async (client: pg.ClientBase) => {
  await client.query('set jit = off')
  await client.query("set client_connection_check_interval = '3s'").catch(() => {})
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.toString()
}

export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<string> {
  const client = new pg.Client(serverUrl)
  await client.connect()
  try {
    await client.query(`create database ${pg.escapeIdentifier(name)}${template ? ` template ${pg.escapeIdentifier(template)}` : ''}`)
  } finally {
    await client.end()
  }
  return withDatabase(serverUrl, name)
}

export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client(serverUrl)
  await client.connect()
  try {
    await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)
  } finally {
    await client.end()
  }
}
