// Importing customers: what a file says is what stands in the registry, and what cannot be read is named.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { once } from 'node:events'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { importCsv } from '../server/src/prepare/registry/index.ts'
import { importView, listProblems } from '../server/src/prepare/registry/import/imports.store.ts'
import { testDatabase } from './support/database.ts'

type Subject = 'accounts' | 'contacts' | 'services' | 'exposures'
let database: Awaited<ReturnType<typeof testDatabase>>
const now = new Date('2030-01-31T09:00:00Z')

beforeAll(async () => {
  database = await testDatabase()
  await sql`insert into brands (id, slug, name, sender, sender_name, created_at) values (${randomUUID()}, 'acme', 'Acme', 'care@acme.example', 'Acme', now())`.execute(
    database.db,
  )
})
afterAll(() => database.close())
beforeEach(() => sql`truncate import_errors, imports, exposures, contacts, account_aliases, accounts, services, impact, sign_offs cascade`.execute(database.db))

test('accounts land with their revenue, and the same file again changes nothing', async () => {
  const file = 'key,name,tier,mrr,currency,region,id:stripe\nA1,Hospital,enterprise,1234.50,EUR,eu-1,cus_1\nA2,Kiosk,,1200,JPY,,\n'
  expect(await load('accounts', file)).toMatchObject({ status: 'done', rowsRead: 2, rowsAdded: 2, rowsBad: 0, bytesRead: file.length, failure: null })
  expect(await accounts()).toMatchObject([
    { key: 'A1', name: 'Hospital', tier: 'enterprise', mrr_minor: 123_450, currency: 'EUR', region: 'eu-1', locale: 'en' },
    { key: 'A2', name: 'Kiosk', tier: 'standard', mrr_minor: 1_200, currency: 'JPY', region: null },
  ])
  const before = await versions('accounts')
  expect(await load('accounts', file)).toMatchObject({ rowsRead: 2, rowsAdded: 0, rowsChanged: 0, rowsSame: 2 })
  expect(await versions('accounts')).toEqual(before)
  expect(await rowsOf(sql`select system, external_id, a.key from account_aliases x join accounts a on a.id = x.account_id`)).toEqual([
    { system: 'stripe', external_id: 'cus_1', key: 'A1' },
  ])
})

test('a column that is left out keeps what is stored', async () => {
  await load('accounts', 'key,name,tier,mrr,currency\nA1,Hospital,enterprise,10,EUR\n')
  expect(await load('accounts', 'key,name,mrr_minor\nA1,The Hospital,2000\n')).toMatchObject({ rowsChanged: 1 })
  expect(await accounts()).toMatchObject([{ name: 'The Hospital', tier: 'enterprise', mrr_minor: 2_000, currency: 'EUR' }])
})

test('decimal revenue without a currency is in dollars, and never misread for an account in another', async () => {
  await load('accounts', 'key,name,currency\nA1,Hospital,JPY\nA2,Kiosk,USD\n')
  expect(await load('accounts', 'key,name,mrr\nA1,Hospital,10.50\nA2,Kiosk,10.50\nA3,New,1\nA1,Hospital,5\nA1,Hospital,6\n')).toMatchObject({
    rowsAdded: 1,
    rowsChanged: 1,
    rowsBad: 3,
    rowsSame: 0,
  })
  expect(await accounts()).toMatchObject([
    { key: 'A1', mrr_minor: 0 },
    { key: 'A2', mrr_minor: 1_050 },
    { key: 'A3', mrr_minor: 100, currency: 'USD' },
  ])
})

test('contacts and exposures find their account and service; unknown ones are named', async () => {
  await load('accounts', 'key,name\nA1,Hospital\n')
  await load('services', 'key,name\napi,API\n')
  const contacts = await load('contacts', 'account_key,email,position\nA1,Ada@Hospital.example,IT\nA9,bob@x.example,IT\nA1,nobody,IT\n')
  expect(contacts).toMatchObject({ rowsRead: 3, rowsAdded: 1, rowsBad: 2 })
  expect(await problems(contacts.id)).toMatchObject([
    { line: 3, column: 'account_key', value: 'A9', reason: 'There is no account with this key. Import the accounts first, or correct the key.' },
    { line: 4, column: 'email', value: 'nobody' },
  ])
  const exposures = await load(
    'exposures',
    'account_key,service_key,region,since,until\nA1,api,eu-1,2024-01-01,\nA1,web,eu-1,,\nA9,api,,,\nA1,api,eu-2,2024-02-01,2024-01-01\n',
  )
  expect(exposures).toMatchObject({ rowsRead: 4, rowsAdded: 1, rowsBad: 3 })
  expect((await problems(exposures.id)).map((each) => [each.line, each.column])).toEqual([
    [3, 'service_key'],
    [4, 'account_key'],
    [5, 'until'],
  ])
  expect(await load('exposures', 'account_key,service_key,region,until\nA1,api,eu-1,2024-03-01T00:00:00Z\n')).toMatchObject({ rowsChanged: 1 })
  expect(await load('exposures', 'account_key,service_key,region,until\nA1,api,eu-1,2023-03-01T00:00:00Z\n')).toMatchObject({ rowsBad: 1 })
  expect(await rowsOf(sql`select region, since, until from exposures`)).toEqual([
    { region: 'eu-1', since: new Date('2024-01-01'), until: new Date('2024-03-01') },
  ])
})

test('of lines with the same key the later one counts, and the repetition is reported', async () => {
  const view = await load('accounts', 'key,name,tier\nA1,One,business\nA2,Two,business\nA1,Uno,business\nA1,Uno,business\nA1,Eins,enterprise\n')
  expect(view).toMatchObject({ rowsRead: 5, rowsAdded: 2, rowsChanged: 2, rowsSame: 1, rowsBad: 0 })
  expect(await accounts()).toMatchObject([
    { key: 'A1', name: 'Eins', tier: 'enterprise' },
    { key: 'A2', name: 'Two' },
  ])
  expect((await problems(view.id)).map((each) => [each.line, each.value])).toEqual([
    [4, 'A1'],
    [5, 'A1'],
    [6, 'A1'],
  ])
})

test('a key that comes back a hundred thousand lines later still counts as the later line says', async () => {
  const lines = (name: string) => Array.from({ length: 60_000 }, (_, n) => `A${n},${name}\n`).join('')
  const view = await load('accounts', `key,name\n${lines('First')}${lines('Second')}A7,Third\n`)
  expect(view).toMatchObject({ rowsRead: 120_001, rowsAdded: 60_000, rowsChanged: 60_001, rowsSame: 0, rowsBad: 0 })
  expect(await rowsOf(sql`select name, count(*) as accounts from accounts group by name order by name`)).toEqual([
    { name: 'Second', accounts: 59_999 },
    { name: 'Third', accounts: 1 },
  ])
})

test('one account may have very many exposures, and they are found by fact', async () => {
  await load('accounts', 'key,name\nA1,Hospital\n')
  await load('services', 'key,name\napi,API\n')
  const file = `account_key,service_key,order_ref\n${Array.from({ length: 60_000 }, (_, n) => `A1,api,order-${n}\n`).join('')}`
  expect(await load('exposures', file)).toMatchObject({ rowsAdded: 60_000 })
  expect(await load('exposures', file)).toMatchObject({ rowsSame: 60_000, rowsAdded: 0 })
})

test('the id of another account in another system stays there and is reported; the account lands', async () => {
  await load('accounts', 'key,name,id:crm\nA1,One,c-1\n')
  const view = await load('accounts', 'key,name,id:crm\nA2,Two,c-1\nA3,Three,c-3\nA1,One,c-1\n')
  expect(view).toMatchObject({ rowsAdded: 2, rowsSame: 1, rowsBad: 0 })
  expect(await problems(view.id)).toMatchObject([{ line: 2, column: 'id:crm', value: 'c-1' }])
  expect(await load('accounts', 'key,name,id:shop\nA1,One,s-1\nA3,Three,\n')).toMatchObject({ rowsChanged: 1, rowsSame: 1 })
})

test('practice and real customers of the same key are apart', async () => {
  await load('accounts', 'key,name\nA1,Real\n')
  expect(await load('accounts', 'key,name\nA1,Practice\n', true)).toMatchObject({ rowsAdded: 1, practice: true })
  expect(await load('contacts', 'account_key,email\nA1,ada@x.example\n', true)).toMatchObject({ rowsAdded: 1 })
  expect(await rowsOf(sql`select a.name, c.practice from contacts c join accounts a on a.id = c.account_id`)).toEqual([{ name: 'Practice', practice: true }])
})

test('rows of a merged account go to its survivor', async () => {
  await load('accounts', 'key,name\nA1,One\nA2,Two\n')
  await sql`update accounts set merged_into = (select id from accounts where key = 'A1') where key = 'A2'`.execute(database.db)
  expect(await load('accounts', 'key,name\nA1,One\nA2,Other\n')).toMatchObject({ rowsSame: 2, rowsChanged: 0 })
  expect(await load('contacts', 'account_key,email,name\nA1,ada@x.example,Ada\nA2,ada@x.example,Ada L.\nA2,bob@x.example,Bob\n')).toMatchObject({
    rowsAdded: 2,
    rowsChanged: 1,
  })
  expect(await rowsOf(sql`select a.key, c.name from contacts c join accounts a on a.id = c.account_id order by c.email`)).toEqual([
    { key: 'A1', name: 'Ada L.' },
    { key: 'A1', name: 'Bob' },
  ])
})

test.each([
  ['empty', '', 'This file is empty.'],
  ['blank', ' \n\n', 'This file is empty.'],
  ['without a key', 'name,tier\nx,y\n', 'Missing: key. Found: name, tier.'],
  ['UTF-16', Buffer.from('\uFEFFkey,name\nA1,x\n', 'utf16le'), 'This file is UTF-16.'],
  ['with a broken header', 'key,"name\nA1,x\n', 'opens in line 1 is never closed'],
  ['with old line ends', 'key,name\rA1,x\r', 'Missing: name'],
])('a file that is %s is refused as a whole', async (_what, content, sentence) => {
  expect(await load('accounts', content)).toMatchObject({ status: 'failed', failure: expect.stringContaining(sentence), rowsRead: 0 })
})

test('a header alone is done with nothing', async () => {
  expect(await load('accounts', 'key,name')).toMatchObject({ status: 'done', rowsRead: 0, failure: null })
})

test('a semicolon or tab file with CRLF and a mark lands; an unknown column is reported once', async () => {
  const view = await load('accounts', '\uFEFFkey;name;colour\r\nA1;"Smith; Sons";red\r\nA2;Zoë;\r\n')
  expect(view).toMatchObject({ rowsAdded: 2, rowsBad: 0 })
  expect(await problems(view.id)).toMatchObject([{ line: 1, column: 'colour', reason: expect.stringContaining('not known') }])
  expect(await load('accounts', 'key\tname\nA1\tSmith; Sons\nA3\tback\\slash "and" quote\n')).toMatchObject({ rowsSame: 1, rowsAdded: 1 })
  expect(await accounts()).toMatchObject([{ name: 'Smith; Sons' }, { name: 'Zoë' }, { name: 'back\\slash "and" quote' }])
})

test('bad rows of every kind are named, and the good ones around them land', async () => {
  const view = await load(
    'accounts',
    Buffer.concat([
      Buffer.from('key,name,mrr,currency\nA1,One,1,EUR\nA2,Two,-1,EUR\nA3,Three\nA4,Fo'),
      Buffer.from([0xfc]),
      Buffer.from('r,1,EUR\nA5,nul\0,1,EUR\nA6,'),
      Buffer.from('x'.repeat(1_000_001)),
      Buffer.from(',1,EUR\nA7,"a\nb",1,EUR\nA8,"tab\tand \\ slash",1,EUR\n,Nine,1,EUR\nA10,"ten'),
    ]),
  )
  expect(view).toMatchObject({ status: 'done', rowsRead: 10, rowsAdded: 3, rowsBad: 7 })
  expect((await problems(view.id)).map((each) => [each.line, each.column])).toEqual([
    [3, 'mrr'],
    [4, null],
    [5, 'name'],
    [6, 'name'],
    [7, null],
    [11, 'key'],
    [12, null],
  ])
  expect((await problems(view.id))[2]).toMatchObject({ value: 'Fo\uFFFDr', reason: expect.stringContaining('not UTF-8') })
  expect(await accounts()).toMatchObject([{ key: 'A1' }, { key: 'A7', name: 'a\nb' }, { key: 'A8', name: 'tab\tand \\ slash' }])
})

test('a thousand problems are kept, and all are counted', async () => {
  const view = await load('accounts', `key,name\n${',x\n'.repeat(3_000)}`)
  expect(view).toMatchObject({ rowsRead: 3_000, rowsBad: 3_000 })
  expect(await rowsOf(sql`select count(*) as kept from import_errors`)).toEqual([{ kept: 1_000 }])
})

test('whatever the file: every row is counted once, the last good line of a key is what is stored, and again is the same', async () => {
  const row = fc.record({
    key: fc.constantFrom('A', 'B', 'C', 'D', ''),
    name: fc.constantFrom('x', 'y', ''),
    mrr: fc.constantFrom('1.50', '0', 'abc', '-3', ''),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
      await sql`truncate accounts, account_aliases, contacts, impact, sign_offs cascade`.execute(database.db)
      const file = `key,name,mrr,currency\n${rows.map((each) => `${each.key},${each.name},${each.mrr},EUR\n`).join('')}`
      const good = rows.filter((each) => each.key && each.name && !['abc', '-3'].includes(each.mrr))
      const expected = new Map(good.map((each) => [each.key, { key: each.key, name: each.name, mrr_minor: each.mrr === '1.50' ? 150 : 0 }]))
      const first = await load('accounts', file)
      expect(first).toMatchObject({ rowsRead: rows.length, rowsBad: rows.length - good.length, rowsAdded: expected.size })
      expect(first.rowsAdded + first.rowsChanged + first.rowsSame + first.rowsBad).toBe(first.rowsRead)
      const stored = await accounts()
      expect(stored).toMatchObject([...expected.values()].sort((a, b) => (a.key < b.key ? -1 : 1)))
      const again = await load('accounts', file)
      expect(again.rowsAdded + again.rowsChanged + again.rowsSame + again.rowsBad).toBe(again.rowsRead)
      expect(await accounts()).toEqual(stored)
    }),
    { numRuns: 40 },
  )
})

test('only one import of a subject runs at a time', async () => {
  const slow = new Readable({ read() {} })
  slow.push('key,name\nA1,One\n')
  const first = importCsv(deps(), { subject: 'accounts', stream: slow, practice: false, fileName: null, bytesTotal: null, actor: 'test' })
  await until(async () => (await rowsOf(sql`select from imports where status = 'running'`)).length === 1)
  await expect(load('accounts', 'key,name\nA2,Two\n')).rejects.toThrow('An import of accounts is running.')
  await load('services', 'key,name\napi,API\n')
  slow.push(null)
  expect(await first).toMatchObject({ status: 'done', rowsAdded: 1 })
})

test('accounts that somebody else stores meanwhile are updated, not doubled', async () => {
  const slow = new Readable({ read() {} })
  slow.push(`key,name\n${Array.from({ length: 2_000 }, (_, n) => `A${n},One\n`).join('')}`)
  const running = importCsv(deps(), { subject: 'accounts', stream: slow, practice: false, fileName: null, bytesTotal: null, actor: 'test' })
  await database.db.transaction().execute(async (tx) => {
    await sql`insert into accounts (key, name) values ('A5', 'Other')`.execute(tx)
    slow.push(null)
    await new Promise((wait) => setTimeout(wait, 300))
  })
  expect(await running).toMatchObject({ status: 'done', rowsRead: 2_000, rowsAdded: 1_999, rowsChanged: 1 })
})

test('a process killed in the middle leaves whole chunks, is shown as failed, and the file again gives the same end', async () => {
  const file = join(tmpdir(), `${randomUUID()}.csv`)
  const rows = 300_000
  writeFileSync(file, `key,name,mrr,currency\n${Array.from({ length: rows }, (_, n) => `A${n},Name ${n},${n}.50,EUR\n`).join('')}`)
  const script = `
    import { createReadStream } from 'node:fs'
    import { connect } from '${new URL('../server/src/platform/database/connect.ts', import.meta.url).href}'
    import { importCsv } from '${new URL('../server/src/prepare/registry/index.ts', import.meta.url).href}'
    const { db, pool } = connect('${database.url}', 3)
    await importCsv({ db, pool, clock: () => new Date() }, { subject: 'accounts', stream: createReadStream('${file}'), practice: false, fileName: null, bytesTotal: null, actor: 'test' })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
  await until(async () => (await rowsOf(sql`select from imports where rows_read > 0`)).length > 0)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const {
    rows: [begun],
  } = await sql<{ id: string }>`select id from imports`.execute(database.db)
  const shown = () => importView(database.db, begun?.id as string, now)
  await until(async () => (await shown()).status === 'failed')
  const killed = await shown()
  expect(killed.failure).toContain('ended before it was done')
  expect(killed.rowsAdded).toBeLessThan(rows)
  expect(await rowsOf(sql`select count(*) as stored from accounts`)).toEqual([{ stored: killed.rowsAdded }])
  const again = await importCsv(deps(), {
    subject: 'accounts',
    stream: (await import('node:fs')).createReadStream(file),
    practice: false,
    fileName: null,
    bytesTotal: null,
    actor: 'test',
  })
  expect(again).toMatchObject({ status: 'done', rowsRead: rows, rowsAdded: rows - killed.rowsAdded, rowsSame: killed.rowsAdded, rowsBad: 0 })
  expect(await rowsOf(sql`select count(*) as stored, sum(mrr_minor)::bigint as total, count(distinct key) as keys from accounts`)).toEqual([
    { stored: rows, total: rows * 50 + (100 * (rows * (rows - 1))) / 2, keys: rows },
  ])
}, 120_000)

const deps = () => ({ db: database.db, pool: database.pool, clock: () => now })
const load = (subject: Subject, content: string | Buffer, practice = false) =>
  importCsv(deps(), {
    subject,
    stream: Readable.from(Buffer.from(content).length ? [Buffer.from(content)] : []),
    practice,
    fileName: 'customers.csv',
    bytesTotal: Buffer.from(content).length,
    actor: 'test',
  })
const problems = async (id: string) => (await listProblems(database.db, id, { limit: 200 })).items
const rowsOf = async (query: ReturnType<typeof sql>) => (await query.execute(database.db)).rows
const accounts = () => rowsOf(sql`select key, name, tier, mrr_minor, currency, region, locale from accounts order by key`)
const versions = (table: string) => rowsOf(sql`select xmin::text, ctid::text, id from ${sql.table(table)} order by id`)
async function until(holds: () => Promise<boolean>) {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (await holds()) return
    await new Promise((wait) => setTimeout(wait, 20))
  }
  throw new Error('It did not come true within 20 seconds.')
}
