// Migrations are numbered SQL files, each run once and never edited after it has landed.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import type pg from 'pg'

const folder = new URL('../../../../migrations/', import.meta.url).pathname

export const migrationFiles = () =>
  readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort()

/** Brings the database up to date; refuses where a migration that ran was edited since. Any number of processes may call it at once. */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  await runMigrations({ pgPool: pool })
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock(7104221)')
    await client.query('create table if not exists migrations (name text primary key, hash text not null, ran_at timestamptz not null default now())')
    const ran = new Map((await client.query<{ name: string; hash: string }>('select name, hash from migrations')).rows.map((row) => [row.name, row.hash]))
    const fresh: string[] = []
    for (const name of migrationFiles()) {
      const text = readFileSync(join(folder, name), 'utf8')
      const hash = createHash('sha256').update(text).digest('hex')
      if (ran.has(name)) {
        if (ran.get(name) !== hash) throw new Error(`The migration ${name} was edited after it ran. Restore it and write a new one.`)
        continue
      }
      await runOne(client, name, text, hash)
      fresh.push(name)
    }
    return fresh
  } finally {
    await client.query('select pg_advisory_unlock(7104221)').catch(() => {})
    client.release()
  }
}

async function runOne(client: pg.PoolClient, name: string, text: string, hash: string) {
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into migrations (name, hash) values ($1, $2)', [name, hash])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`The migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}
