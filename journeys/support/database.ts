// A real database for a test file: cloned from a migrated template, dropped afterwards.
import { randomUUID } from 'node:crypto'
import { type Connection, connect, createDatabase, dropDatabase } from '../../server/src/platform/database/connect.ts'
import { inject } from 'vitest'

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
