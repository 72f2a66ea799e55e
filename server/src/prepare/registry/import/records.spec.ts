import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRecords, delimiterOf } from './records.ts'

test('commas, quotes, line breaks inside quotes and CRLF are read as everybody writes them', () => {
  expect(read('key,name\r\n1,"Smith, ""Jo"" & Co"\r\n2,"two\r\nlines"\r\n3,plain\r\n')).toEqual({
    records: [
      [1, 'key', 'name'],
      [2, '1', 'Smith, "Jo" & Co'],
      [3, '2', 'two\r\nlines'],
      [5, '3', 'plain'],
    ],
    refused: [],
  })
})

test('empty lines are no rows, and the last line needs no line break', () => {
  expect(read('a,b\n\n1,2\n\r\n3,').records).toEqual([
    [1, 'a', 'b'],
    [3, '1', '2'],
    [5, '3', ''],
  ])
})

test('a quote that is never closed is reported where it opened, and the rows before it are read', () => {
  const { records, refused } = read('a,b\n1,2\n3,"four\n5,6\n7,8\n')
  expect(records).toEqual([
    [1, 'a', 'b'],
    [2, '1', '2'],
  ])
  expect(refused).toEqual([[3, expect.stringContaining('opens in line 3 is never closed')]])
})

test('text behind a closing quote costs its row only', () => {
  const { records, refused } = read('a,b\n"x"y,3\n4,5\n"6\n7"z,8\n9,10\n')
  expect(records).toEqual([
    [1, 'a', 'b'],
    [3, '4', '5'],
    [6, '9', '10'],
  ])
  expect(refused).toEqual([
    [2, expect.stringContaining('opens in line 2 closes in the middle')],
    [4, expect.stringContaining('closes in line 5 in the middle')],
  ])
})

test('a quote inside a bare text is a character like others', () => {
  expect(read('a,b\n5" pipe,2\n').records).toEqual([
    [1, 'a', 'b'],
    [2, '5" pipe', '2'],
  ])
})

test.each([
  ['"', '"'],
  ['', ''],
])('a row longer than the limit costs its row only, and is not kept in memory (quoted %j)', (open, close) => {
  const { records, refused } = read(`a,b\n1,${open}${'x'.repeat(5_000)}\n${close ? `y${close}\n` : ''}2,3\n`, { longest: 1_000, piece: 64 })
  expect(refused).toEqual([[2, expect.stringContaining('longer than 1,000 characters')]])
  expect(records).toEqual([
    [1, 'a', 'b'],
    [close ? 4 : 3, '2', '3'],
  ])
})

test('the separator is what separates the header', () => {
  expect(['key,name', 'key;name;tier', 'key\tname', '"a;b",c', 'key'].map(delimiterOf)).toEqual([',', ';', '\t', ',', ','])
})

test('what the well-known parser reads is read the same, wherever the pieces are cut', () => {
  const cell = fc.oneof(fc.string({ maxLength: 8 }), fc.stringMatching(/^["\n\r,;a ]{0,6}$/), fc.constant(''))
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.integer({ min: 1, max: 20 }),
      (rows, end, always, piece) => {
        const text =
          rows.map((row) => row.map((each) => (always || /[",\r\n]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each)).join(',')).join(end) + end
        const expected: string[][] = parse(text, { relax_column_count: true, record_delimiter: ['\n', '\r\n'] })
        const { records, refused } = read(text, { piece })
        expect(refused).toEqual([])
        expect(records.map((record) => record.slice(1))).toEqual(expected)
      },
    ),
    { numRuns: 500 },
  )
})

function read(text: string, { longest = 1_000_000, piece = 7 } = {}) {
  const records: (string | number)[][] = []
  const refused: [number, string][] = []
  const reader = createRecords(
    ',',
    (fields, line) => records.push([line, ...fields]),
    (line, reason) => refused.push([line, reason]),
    longest,
  )
  for (let at = 0; at < text.length; at += piece) reader.push(text.slice(at, at + piece))
  reader.end()
  return { records, refused }
}
