// A million accounts, a million contacts and three million exposures: how many times as long as a plain COPY of the same files does an import take, and an import again?
import { randomUUID } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { importCsv } from '../server/src/prepare/registry/index.ts'
import { type Connection, connect, createDatabase, dropDatabase } from '../server/src/platform/database/connect.ts'
import { migrate } from '../server/src/platform/database/migrate.ts'
import type { Context, Figure } from './run.ts'
import { type RegistryFiles, writeRegistryFiles } from './support/registry-files.ts'

const subjects = ['accounts', 'contacts', 'exposures'] as const
const limits = { first: 8, again: 20, megabytes: 400 }

/** `size` accounts, made here; or the files of `data` (services.csv, accounts.csv, contacts.csv, exposures.csv, and changed/ with the same names for the second import). */
export default async function run({ serverUrl, data, tmp, size: accounts = 1_000_000 }: Context): Promise<Figure[]> {
  const peak = watchMemory()
  const folder = join(tmp, 'import')
  mkdirSync(folder, { recursive: true })
  const files = data ? filesIn(data) : await writeRegistryFiles(folder, accounts, 3)
  const changed = data ? filesIn(existsSync(join(data, 'changed')) ? join(data, 'changed') : data) : await writeRegistryFiles(folder, accounts, 3, true)
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  const url = await createDatabase(serverUrl, name)
  const connection = connect(url, 4)
  try {
    await migrate(connection.pool)
    await sql`insert into brands (id, slug, name, sender, sender_name, created_at) values (${randomUUID()}, 'bench', 'Bench', 'care@bench.example', 'Bench', now())`.execute(
      connection.db,
    )
    const plain = await plainCopy(url, files)
    const first = await importAll(connection, files, (view) => Boolean(data) || view.rowsAdded === view.rowsRead)
    const again = await importAll(
      connection,
      changed,
      (view) => Boolean(data) || (Math.round(view.rowsChanged * 100) === view.rowsRead && view.rowsSame + view.rowsChanged === view.rowsRead),
    )
    const megabytes = peak.stop()
    return [
      { name: 'first import', value: round(first), unit: 's', limit: limits.first, ratio: round(first / plain) },
      { name: 'import again, 1 % changed', value: round(again), unit: 's', limit: limits.again, ratio: round(again / plain) },
      { name: 'peak memory', value: Math.round(megabytes), unit: 'MB', limit: 1, ratio: round(megabytes / limits.megabytes) },
    ]
  } finally {
    await connection.close()
    await dropDatabase(serverUrl, name)
    rmSync(folder, { recursive: true, force: true })
  }
}

const filesIn = (folder: string): RegistryFiles => ({
  services: join(folder, 'services.csv'),
  accounts: join(folder, 'accounts.csv'),
  contacts: join(folder, 'contacts.csv'),
  exposures: join(folder, 'exposures.csv'),
})

/** The yardstick: the same files by COPY into bare tables of the same columns, on one connection. */
async function plainCopy(url: string, files: RegistryFiles): Promise<number> {
  const client = new pg.Client(url)
  await client.connect()
  const tables = {
    accounts: 'key text, name text, kind text, tier text, mrr numeric, currency char(3), region text, locale text, time_zone text, vulnerability text',
    contacts: 'account_key text, email text, name text, position text, locale text, receives_updates boolean',
    exposures: 'account_key text, service_key text, region text, sku text, since timestamptz, until timestamptz',
  }
  let seconds = 0
  for (const subject of subjects) {
    await client.query(`create table bare_${subject} (${tables[subject]})`)
    const from = performance.now()
    await pipeline(
      createReadStream(files[subject], { highWaterMark: 262_144 }),
      client.query(copyFrom(`copy bare_${subject} from stdin with (format csv, header true)`)),
    )
    const took = (performance.now() - from) / 1000
    say(`  plain COPY of ${subject}: ${round(took)} s`)
    seconds += took
    await client.query(`drop table bare_${subject}`)
  }
  await client.end()
  return seconds
}

async function importAll({ db, pool }: Connection, files: RegistryFiles, holds: (view: Awaited<ReturnType<typeof importCsv>>) => boolean): Promise<number> {
  let seconds = 0
  for (const subject of ['services', ...subjects] as const) {
    const from = performance.now()
    const stream = createReadStream(files[subject], { highWaterMark: 131_072 })
    const view = await importCsv(
      { db, pool, clock: () => new Date() },
      { subject, stream, practice: false, fileName: `${subject}.csv`, bytesTotal: statSync(files[subject]).size, actor: 'bench' },
    )
    const took = (performance.now() - from) / 1000
    if (view.status !== 'done' || (subject !== 'services' && !holds(view))) throw new Error(`The import of ${subject} is not right: ${JSON.stringify(view)}`)
    if (subject === 'services') continue
    say(
      `  import of ${view.rowsRead.toLocaleString('en')} ${subject}: ${round(took)} s, ${view.rowsAdded} added, ${view.rowsChanged} changed, ${view.rowsSame} same`,
    )
    seconds += took
  }
  return seconds
}

/** The largest resident memory of this process, in megabytes. */
function watchMemory() {
  let most = 0
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss() / 1_048_576)
  }
  const timer = setInterval(look, 50)
  return {
    stop: () => {
      look()
      clearInterval(timer)
      return most
    },
  }
}

const round = (value: number) => Math.round(value * 100) / 100

const say = (line: string) => process.stdout.write(`${line}\n`)
