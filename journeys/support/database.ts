// A real database for a test file: cloned from a migrated template, dropped afterwards.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Connection, connect, createDatabase, dropDatabase } from '../../server/src/platform/database/connect.ts'
import { expect, inject, vi } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string
  }
}

export async function testDatabase(): Promise<Connection & { url: string }> {
  const serverUrl = inject('serverUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const url = await createDatabase(serverUrl, name, 'leeward_template')
  const connection = connect(url, 8, name)
  return {
    ...connection,
    url,
    close: async () => {
      await connection.close()
      await dropDatabase(serverUrl, name)
    },
  }
}

/** Until every fact so far may be read: open transactions of other databases on the same server hold readers back too, and other tests run beside this one. */
export const settled = ({ db }: Pick<Connection, 'db'>) =>
  vi.waitFor(
    async () => {
      const { rows } = await sql`select 1 from events where transaction_id >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`.execute(db)
      expect(rows).toEqual([])
    },
    { timeout: 60_000 },
  )
