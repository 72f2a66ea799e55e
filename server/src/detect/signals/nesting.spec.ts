import { describe, expect, test } from 'vitest'
import { readConversations } from './forms/conversations.ts'
import { mostNested, nestsTooDeep } from './nesting.ts'
import { NoSignal } from './read-signals.ts'

describe('Nesting', () => {
  const isDeep = (text: string) => nestsTooDeep(Buffer.from(text))
  test.each(['[', '{"a":'])('a hundred levels of %s are read, one more is not, closed or not', (open) => {
    const padded = `"${'x'.repeat(500)}"`
    expect(isDeep(open.repeat(mostNested) + padded)).toBe(false)
    expect(isDeep(open.repeat(mostNested + 1) + padded)).toBe(true)
  })
  test('many beside each other are not deep', () => expect(isDeep(`[${'{"a":[1]},'.repeat(1_000)}1]`)).toBe(false))
  test('what stands in a text is a text', () => {
    expect(isDeep(JSON.stringify('['.repeat(1_000)))).toBe(false)
    expect(isDeep(JSON.stringify({ a: `\\"${'['.repeat(1_000)}` }))).toBe(false)
    expect(isDeep(`{"a":"\\\\","b":${'['.repeat(1_000)}`)).toBe(true)
  })
  test('a conversation among others that is nested without end loses nothing of the others', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    const good = { conversation: '1', message: '1', from: 'customer', text: 'Hi' }
    const read = readConversations({
      raw: Buffer.alloc(0),
      body: [good, { ...good, from: deep }, { ...good, labels: deep, account: deep, at: deep }],
      headers: {},
      secret: null,
      now: new Date(),
    })
    expect(read).toEqual([expect.any(Array), expect.any(NoSignal), expect.any(NoSignal)])
  })
})
