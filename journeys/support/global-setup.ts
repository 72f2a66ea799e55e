// Once per run: a PostgreSQL server (embedded, or TEST_DATABASE_URL) with a migrated template that each test file clones.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect, createDatabase, dropDatabase } from '../../server/src/platform/database/connect.ts'
import { startEmbedded } from '../../server/src/platform/database/embedded.ts'
import { migrate } from '../../server/src/platform/database/migrate.ts'

export default async function setup(project: TestProject) {
  const given = process.env.TEST_DATABASE_URL
  const folder = given ? undefined : mkdtempSync(join(tmpdir(), 'leeward-test-'))
  const server = folder ? await startEmbedded(join(folder, 'database'), { fsync: 'off', full_page_writes: 'off' }) : undefined
  const serverUrl = given ?? (server?.url as string)
  await dropDatabase(serverUrl, 'leeward_template')
  const { pool, close } = connect(await createDatabase(serverUrl, 'leeward_template'), 2)
  await migrate(pool)
  await close()
  project.provide('serverUrl', serverUrl)
  return async () => {
    await server?.remove()
    if (folder) rmSync(folder, { recursive: true, force: true })
  }
}
