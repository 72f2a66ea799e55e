// node scripts/dump-demo.ts VERSION: keeps the demo's schema and data as a fixture, from which later versions test their upgrade.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { loadDemo } from '../server/src/demo/demo.ts'
import { createAuth } from '../server/src/platform/auth/auth.ts'
import { readConfig } from '../server/src/platform/config/config.ts'
import { connect, createDatabase } from '../server/src/platform/database/connect.ts'
import { dumpRows } from '../server/src/platform/database/dump.ts'
import { startEmbedded } from '../server/src/platform/database/embedded.ts'
import { migrate, migrationFiles } from '../server/src/platform/database/migrate.ts'
import { createDeps } from '../server/src/system.ts'

const version = process.argv[2]
if (!version) throw new Error('Which version? For instance: node scripts/dump-demo.ts 0.1.0')
const folder = mkdtempSync(join(tmpdir(), 'leeward-dump-'))
const server = await startEmbedded(join(folder, 'database'))
const connection = connect(await createDatabase(server.url, 'demo'), 4)
await migrate(connection.pool)
const config = readConfig({
  LEEWARD_DATA_DIR: folder,
  LEEWARD_SECRET: '0'.repeat(64),
  LEEWARD_DEMO: '1',
  LEEWARD_DEMO_ACCOUNTS: '300',
  LEEWARD_DEMO_SIGNALS: '0',
  LEEWARD_LOG: 'error',
})
// A fixed moment, so that the same version makes the same dump.
const deps = createDeps(connection, config, () => new Date('2026-01-15T12:00:00Z'))
await loadDemo(deps, createAuth(connection, deps.key, config.consoleUrl), () => {})
const migrations = migrationFiles().map((name) => ({ name, sql: readFileSync(new URL(`../migrations/${name}`, import.meta.url), 'utf8') }))
writeFileSync(
  new URL(`../fixtures/upgrade/${version}.json.gz`, import.meta.url),
  gzipSync(JSON.stringify({ version, migrations, tables: await dumpRows(connection.db) })),
)
await connection.close()
await server.remove()
rmSync(folder, { recursive: true, force: true })
