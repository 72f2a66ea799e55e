import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createItems } from './json-items.ts'

function read(text: string, pieces = 7, longest = 1_000) {
  const items: { list: string | null; value: unknown; line: number }[] = []
  const wrong: { line: number; reason: string }[] = []
  const reader = createItems(
    ({ list, text: json, line }) => items.push({ list, value: JSON.parse(json), line }),
    (line, reason) => wrong.push({ line, reason }),
    longest,
  )
  for (let from = 0; from < text.length; from += pieces) reader.push(text.slice(from, from + pieces))
  reader.end()
  return { items, wrong }
}
const values = (text: string, pieces?: number) => read(text, pieces, 1_000_000).items.map(({ value }) => value)

describe('The items of an export', () => {
  const ticket = { id: 1, subject: 'a "quoted" {brace', comments: [{ id: 2, body: 'x\ny' }] }
  test('stand on a line each', () => {
    expect(read(`${JSON.stringify(ticket)}\n\n${JSON.stringify({ id: 2 })}\n`).items).toEqual([
      { list: null, value: ticket, line: 1 },
      { list: null, value: { id: 2 }, line: 3 },
    ])
  })
  test('or in one list, also over many lines', () => expect(values(JSON.stringify([ticket, { id: 2 }], null, 2))).toEqual([ticket, { id: 2 }]))
  test('or in pages of an API, one after the other', () => {
    const page = { count: 2, tickets: [ticket], users: [{ id: 8 }], next_page: null }
    expect(read(`${JSON.stringify(page)}\n${JSON.stringify(page, null, 1)}`).items.map(({ list, value }) => [list, value])).toEqual([
      ['tickets', ticket],
      ['users', { id: 8 }],
      ['tickets', ticket],
      ['users', { id: 8 }],
    ])
    expect(values(JSON.stringify({ data: { meta: { all: 1 }, payload: [{ id: 3 }] } }))).toEqual([{ id: 3 }])
    expect(values(JSON.stringify({ meta: {}, payload: [{ id: 3 }] }))).toEqual([{ id: 3 }])
    expect(values(JSON.stringify({ comments: [{ id: 4 }] }))).toEqual([{ id: 4 }])
  })
  test('one that lists its comments is no page', () =>
    expect(values(JSON.stringify({ url: 'https://x', ...ticket }))).toEqual([{ url: 'https://x', ...ticket }]))
  test('a file that was cut off says so, and keeps what stands before', () => {
    const { items, wrong } = read('[{"id":1},{"id":2')
    expect(items.map(({ value }) => value)).toEqual([{ id: 1 }])
    expect(wrong[0]?.reason).toMatch(/cut off/)
    expect(read('[{"id":1}').wrong[0]?.reason).toMatch(/cut off/)
  })
  test('what is no JSON is said once', () => expect(read('hello world, no json here').wrong).toHaveLength(1))
  test('an item that is too long is refused alone', () => {
    const { items, wrong } = read(JSON.stringify([{ id: 1, a: 'x'.repeat(2_000) }, { id: 2 }]))
    expect(items.map(({ value }) => value)).toEqual([{ id: 2 }])
    expect(wrong[0]?.reason).toMatch(/longer than/)
  })
  test('are the same however the file arrives', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: fc.integer(), text: fc.string(), more: fc.jsonValue() }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        (given, pieces) => {
          const same = JSON.parse(JSON.stringify(given)) as unknown[]
          expect(values(JSON.stringify(given), pieces)).toEqual(same)
          expect(values(given.map((each) => JSON.stringify(each)).join('\n'), pieces)).toEqual(same)
          expect(values(JSON.stringify({ tickets: given }, null, 1), pieces)).toEqual(same)
        },
      ),
    ))
  test('whatever comes, nothing breaks', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'a', '1', '\n', ' ') }), (text) => {
        const reader = createItems(
          () => {},
          () => {},
        )
        for (const char of text) reader.push(char)
        reader.end()
      }),
    ))
})
