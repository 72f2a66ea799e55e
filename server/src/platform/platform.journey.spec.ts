import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { testDatabase } from '../../../journeys/support/database.ts'
import { schemaSnapshot } from './database/snapshot.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('the committed schema snapshot is what the migrations make', async () => {
  await expect(await schemaSnapshot(database.db)).toMatchFileSnapshot('../../../migrations/schema.snapshot.txt')
})

test('the database speaks UTF-8', async () => {
  const { rows } = await sql<{ encoding: string }>`show server_encoding`.execute(database.db)
  expect(rows).toEqual([{ server_encoding: 'UTF8' }])
})
