// Brings an installation to the point where it can run: database, migrations, the first administrator.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Auth, createApiKey, createAuth, createPerson, generatedPassword } from './platform/auth/auth.ts'
import type { Config } from './platform/config/config.ts'
import { type Connection, connect, createDatabase, withDatabase } from './platform/database/connect.ts'
import { startEmbedded } from './platform/database/embedded.ts'
import { migrate } from './platform/database/migrate.ts'

export type Opened = { connection: Connection; close: () => Promise<void>; embedded: boolean }

/** The database of this installation: DATABASE_URL, or the embedded one. `keep`: a server we only attached to goes on running. */
export async function openDatabase(config: Config, keep = false): Promise<Opened> {
  const server = config.databaseUrl ? undefined : await startEmbedded(join(config.dataDir, 'database'))
  const url = config.databaseUrl ?? (await ownDatabase((server as NonNullable<typeof server>).url))
  const connection = connect(url, config.databasePool)
  return {
    connection,
    embedded: server !== undefined,
    close: async () => {
      await connection.close()
      if (server && !(keep && server.attached)) await server.stop()
    },
  }
}

async function ownDatabase(serverUrl: string): Promise<string> {
  return createDatabase(serverUrl, 'leeward').catch((error: { code?: string }) => {
    if (error.code === '42P04') return withDatabase(serverUrl, 'leeward')
    throw error
  })
}

/** Migrates, and hands out what signs people in. */
export async function prepare(connection: Connection, key: Buffer, config: Config): Promise<Auth> {
  await migrate(connection.pool)
  return createAuth(connection, key, config.consoleUrl)
}

/** The first administrator, where nobody can sign in yet; made last, so that the password is never made and not shown. */
export async function firstAdministrator({ db }: Connection, auth: Auth): Promise<{ email: string; password: string } | undefined> {
  return db.transaction().execute(async (tx) => {
    // Of processes that start together the first one makes it, and the others find it made.
    await sql`select pg_advisory_xact_lock(hashtextextended('first-administrator', 0))`.execute(tx)
    const {
      rows: [people],
    } = await sql<{ count: number }>`select count(*)::int as count from auth_credential`.execute(tx)
    if (people && people.count > 0) return undefined
    const first = { email: 'admin@leeward.test', password: generatedPassword() }
    await createPerson(db, auth, { name: 'Administrator', email: first.email, groups: ['administrator', 'commander'], password: first.password })
    return first
  })
}

/** The command line on this machine gets a key of its own, readable by the installation's owner alone. */
export async function commandLineKey({ db }: Connection, config: Config, now: Date): Promise<void> {
  const file = join(config.dataDir, 'cli.key')
  if (!existsSync(file)) writeFileSync(file, await createApiKey(db, 'command line', 'administrator', now), { mode: 0o600 })
}
