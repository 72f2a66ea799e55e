import { describe, expect, test } from 'vitest'
import { readLabelled } from './labelled.read.ts'

const table = (text: string, columns: { text: string; label?: string } = { text: 'words', label: 'kind' }) =>
  readLabelled(new TextEncoder().encode(text), columns)

describe('A table of labelled texts', () => {
  test('columns are found by their names, with commas, semicolons or tabs', () => {
    const rows = [{ text: 'Hello, you', label: 'x' }]
    expect(table('id,words,kind\n1,"Hello, you",x\n').rows).toEqual(rows)
    expect(table('\ufeffkind;words\r\nx;Hello, you\r\n').rows).toEqual(rows)
    expect(table('kind\twords\nx\tHello, you').rows).toEqual(rows)
  })
  test('rows without text or label are counted, broken ones named with their line', () =>
    expect(table('words,kind\n,x\nhello,\nfine,y\n"open,z\n')).toMatchObject({
      rows: [{ text: 'fine', label: 'y' }],
      without: 2,
      broken: 1,
      firstBroken: expect.stringContaining('line 5'),
    }))
  test.each([
    ['an empty file', '', 'The file is empty.'],
    ['a missing column', 'text,kind\na,b\n', 'There is no column “words”. The first row names “text”, “kind”.'],
  ])('%s is refused', (_, text, sentence) => expect(() => table(text)).toThrow(sentence))
  test('what is not UTF-8 is refused', () => expect(() => readLabelled(Uint8Array.of(0xff, 0xfe, 0x41, 0), { text: 'a' })).toThrow('not written in UTF-8'))
})
