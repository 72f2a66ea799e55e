import { expect, test } from 'vitest'
import { readHeader, readRow, type Sheet } from './sheet.ts'
import { accountsSheet, contactsSheet, exposuresSheet, servicesSheet } from './sheets.ts'

const exposures = exposuresSheet(new Map([['api', 'id-of-api']]))
const services = servicesSheet(new Map([['acme', 'id-of-acme']]))

test.each([
  ['1234.50', 'EUR', '123450'],
  ['1234.5', 'EUR', '123450'],
  ['1234', 'EUR', '123400'],
  ['0.00', 'EUR', '0'],
  ['', 'EUR', '0'],
  ['007', 'USD', '700'],
  ['1234', 'JPY', '1234'],
  ['1234.00', 'JPY', '1234'],
  ['1.234', 'KWD', '1234'],
  ['1.5', 'KWD', '1500'],
  ['9007199254.99', 'USD', '900719925499'],
  ['0.29', 'USD', '29'],
])('revenue of %s %s is stored as %s minor units, exactly', (mrr, currency, minor) => {
  expect(account({ mrr, currency })).toMatchObject({ mrr: minor })
})

test.each([
  ['mrr', { mrr: '-5', currency: 'EUR' }, 'negative'],
  ['mrr', { mrr: '1,234.50', currency: 'EUR' }, 'not an amount'],
  ['mrr', { mrr: '12.345', currency: 'EUR' }, 'at most 2 decimals'],
  ['mrr', { mrr: '10.5', currency: 'JPY' }, 'at most 0 decimals'],
  ['mrr', { mrr: 'NaN', currency: 'EUR' }, 'not an amount'],
  ['mrr', { mrr: '99999999999999', currency: 'EUR' }, ''],
  ['mrr_minor', { mrr_minor: '12.5' }, 'whole number'],
  ['mrr_minor', { mrr_minor: '-1' }, 'negative'],
  ['currency', { currency: 'EURO' }, 'not a currency'],
  ['currency', { currency: 'eur' }, 'not a currency'],
  ['key', { key: ' ' }, 'empty'],
  ['key', { key: 'a\u0007' }, 'control character'],
  ['name', { name: 'x'.repeat(301) }, 'longer than 300'],
  ['name', { name: 'a\0b' }, 'NUL'],
  ['name', { name: 'M\uDC80ller' }, 'not UTF-8'],
  ['kind', { kind: 'robot' }, 'one of'],
  ['locale', { locale: 'english' }, 'not a language'],
  ['time_zone', { time_zone: 'Berlin' }, 'not a time zone'],
  ['vulnerability', { vulnerability: 'ill' }, 'safety-critical, regulated, high-stakes'],
  ['owner_email', { owner_email: 'bob@' }, 'not an e-mail'],
  ['sla', { sla: 'x'.repeat(61) }, 'longer than 60'],
])('a bad %s of an account (%j) is refused with what to do', (column, cells, reason) => {
  expect(account(cells)).toMatchObject({ problem: { column, reason: expect.stringContaining(reason) } })
})

test('an account may say little; a column with an empty cell is the default', () => {
  expect(rowOf(accountsSheet, { key: ' A1 ', name: 'Acme' })).toEqual({ key: 'A1', name: 'Acme' })
  expect(account({ kind: '', tier: '', currency: '', locale: '', time_zone: '', vulnerability: '', region: '' })).toMatchObject({
    kind: 'organisation',
    tier: 'standard',
    currency: 'USD',
    locale: 'en',
    time_zone: 'Etc/UTC',
    vulnerability: null,
    region: null,
  })
})

test('ids in other systems have a column each', () => {
  const plan = readHeader(accountsSheet, ['key', 'name', 'id:Stripe', 'ID:crm', 'colour'])
  expect(plan).toMatchObject({ systems: ['Stripe', 'crm'], unknown: ['colour'] })
  expect(() => readHeader(accountsSheet, ['key', 'name', 'id:merged'])).toThrow('merged')
})

test('a header that cannot be imported is refused with what to do', () => {
  expect(() => readHeader(accountsSheet, ['name', 'tier'])).toThrow('Missing: key. Found: name, tier.')
  expect(() => readHeader(accountsSheet, ['key', 'name', 'Key'])).toThrow('stands twice')
  expect(() => readHeader(accountsSheet, ['key', 'name', 'mrr', 'mrr_minor'])).toThrow('Keep one')
})

test('a row with another number of fields than the header is refused', () => {
  const plan = readHeader(contactsSheet, ['account_key', 'email'])
  expect(readRow(plan, ['a', 'b@c.de', 'x'], true, [])).toMatchObject({ column: null, reason: expect.stringContaining('3 fields') })
  expect(readRow(plan, ['a'], true, [])).toMatchObject({ column: null, reason: expect.stringContaining('1 fields') })
})

test('an e-mail address is stored in lower case without blanks around it', () => {
  expect(rowOf(contactsSheet, { account_key: 'a', email: ' Ada@Example.COM ', receives_updates: 'No' })).toMatchObject({
    email: 'ada@example.com',
    receives_updates: 'false',
  })
  expect(rowOf(contactsSheet, { account_key: 'a', email: 'ada' })).toMatchObject({ problem: { column: 'email' } })
})

test.each([
  ['2030-01-31', '2030-01-31T00:00:00Z'],
  ['2030-01-31T09:30:00Z', '2030-01-31T09:30:00Z'],
  ['2030-01-31 09:30+02:00', '2030-01-31T09:30+02:00'],
  ['2028-02-29', '2028-02-29T00:00:00Z'],
  ['', null],
])('the time %j is understood', (since, stored) => {
  expect(exposure({ since })).toMatchObject({ since: stored })
})

test.each(['2030-02-30', '2027-02-29', '31.01.2030', '2030-13-01', '2030-01-31T25:00:00Z', '2030-01-31T09:30:00', '1969-12-31', '2200-01-01', 'now'])(
  'the time %s is refused',
  (since) => {
    expect(exposure({ since })).toMatchObject({ problem: { column: 'since' } })
  },
)

test('an exposure must not end before it begins, whatever the offsets', () => {
  expect(exposure({ since: '2030-01-01T10:00:00+02:00', until: '2030-01-01T08:30:00Z' })).not.toHaveProperty('problem')
  expect(exposure({ since: '2030-01-01T10:00:00Z', until: '2030-01-01T10:30:00+02:00' })).toMatchObject({ problem: { column: 'until' } })
})

test('a service or brand that does not exist is refused; a service without a brand belongs to the first', () => {
  expect(exposure({ service_key: 'nope' })).toMatchObject({ problem: { column: 'service_key', value: 'nope' } })
  expect(rowOf(services, { key: 'a', name: 'A', brand: '' })).toMatchObject({ brand: 'id-of-acme' })
  expect(rowOf(services, { key: 'a', name: 'A', brand: 'x' })).toMatchObject({ problem: { column: 'brand' } })
  expect(rowOf(services, { key: 'a', name: 'A', position: '-1' })).toMatchObject({ problem: { column: 'position' } })
})

const account = (cells: Record<string, string>) => rowOf(accountsSheet, { key: 'A1', name: 'Acme', ...cells })
const exposure = (cells: Record<string, string>) => rowOf(exposures, { account_key: 'A1', service_key: 'api', ...cells })

function rowOf(sheet: Sheet, cells: Record<string, string>) {
  const plan = readHeader(sheet, Object.keys(cells))
  const row: (string | null)[] = []
  const problem = readRow(plan, Object.values(cells), false, row)
  return problem ? { problem } : Object.fromEntries(plan.names.map((name, i) => [name, row[i]]))
}
