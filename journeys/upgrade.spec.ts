// Each kept version of the demo is restored as it was, brought up to date, and still read; nothing is sent again.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import { describe, expect, inject, test } from 'vitest'
import type { ClocksState } from '../server/src/communicate/clocks/clocks.ts'
import { readConfig } from '../server/src/platform/config/config.ts'
import { connect, createDatabase, dropDatabase } from '../server/src/platform/database/connect.ts'
import { type Dump, restoreRows } from '../server/src/platform/database/dump.ts'
import { migrate } from '../server/src/platform/database/migrate.ts'
import { crisisRoom } from '../server/src/stabilize/crisis/room.store.ts'
import { createDeps } from '../server/src/system.ts'

const folder = new URL('../fixtures/upgrade/', import.meta.url)
const kept = readdirSync(folder).filter((file) => file.endsWith('.json.gz'))
type Kept = { version: string; migrations: { name: string; sql: string }[]; tables: Dump }

describe('Upgrading', () => {
  test.each(kept)('the demo of %s is brought up to date, readable, and nothing is sent again', async (file) => {
    const { version, migrations, tables } = JSON.parse(gunzipSync(readFileSync(new URL(file, folder))).toString('utf8')) as Kept
    const name = `upgrade_${version.replaceAll('.', '_')}`
    const serverUrl = inject('serverUrl')
    await dropDatabase(serverUrl, name)
    const connection = connect(await createDatabase(serverUrl, name), 4)
    try {
      await runMigrations({ pgPool: connection.pool })
      for (const migration of migrations) await connection.pool.query(migration.sql)
      await restoreRows(connection.db, tables)
      await connection.pool.query('create table migrations (name text primary key, hash text not null, ran_at timestamptz not null default now())')
      for (const migration of migrations)
        await connection.pool.query('insert into migrations (name, hash) values ($1, $2)', [
          migration.name,
          createHash('sha256').update(migration.sql).digest('hex'),
        ])

      await migrate(connection.pool)

      const deps = createDeps(connection, readConfig({ LEEWARD_SECRET: '0'.repeat(64), LEEWARD_LOG: 'silent' }), () => new Date('2026-01-15T12:05:00Z'))
      const {
        rows: [crisis],
      } = await sql<{ id: string }>`select id from crises limit 1`.execute(connection.db)
      const room = await crisisRoom(deps, crisis?.id ?? '', 'nobody')
      expect(room).toMatchObject({ number: 'C-2026-001', severity: 1, status: 'commanded' })
      expect(room.updates).toHaveLength(2)
      expect((await deps.engine.stateOf<ClocksState>(`clocks/${crisis?.id}`)).clocks.length).toBeGreaterThan(5)
      const {
        rows: [jobs],
      } = await sql<{ count: number }>`select count(*)::int as count from graphile_worker.jobs`.execute(connection.db)
      expect(jobs?.count).toBe(0)
    } finally {
      await connection.close()
      await dropDatabase(serverUrl, name)
    }
  })
})
