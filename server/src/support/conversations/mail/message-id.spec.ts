import { describe, expect, test } from 'vitest'
import { deliveryNamed } from '../../../communicate/suppressions/feedback.ts'
import { newId } from '../../../platform/ids.ts'
import { conversationOfMessageId, threadMessageId, tokensIn } from './message-id.ts'

const key = Buffer.alloc(32, 1)
const conversation = newId(new Date('2030-01-01T09:00:00Z'))

describe('The Message-ID of a mail in a conversation', () => {
  test('names its conversation, the same each time', () => {
    const id = threadMessageId(key, conversation, 3, 'acme.example')
    expect(id).toMatch(/^<s-[0-9a-f-]{36}\.3\.[0-9a-f]{16}@acme\.example>$/)
    expect(threadMessageId(key, conversation, 3, 'acme.example')).toBe(id)
    expect(conversationOfMessageId(key, id)).toBe(conversation)
    expect(conversationOfMessageId(key, ` ${id.toUpperCase()} `)).toBe(conversation)
  })
  test('holds when the domain has moved since', () =>
    expect(conversationOfMessageId(key, threadMessageId(key, conversation, 3, 'old.example').replace('old.example', 'new.example'))).toBe(conversation))
  test.each([
    ['another conversation', (id: string) => id.replace(conversation, newId(new Date('2031-01-01T09:00:00Z')))],
    ['another number', (id: string) => id.replace('.3.', '.4.')],
    ['another signature', (id: string) => id.replace(/[0-9a-f]{16}@/, '0123456789abcdef@')],
    ['no signature', (id: string) => id.replace(/\.[0-9a-f]{16}@/, '@')],
    ['more before it', (id: string) => `<x${id.slice(1)}`],
    ['nothing', () => ''],
    ['a very long text', () => 's-'.repeat(500_000)],
  ])('is none of ours with %s', (_, change) =>
    expect(conversationOfMessageId(key, change(threadMessageId(key, conversation, 3, 'acme.example')))).toBeUndefined(),
  )
  test('of another installation is none of ours', () =>
    expect(conversationOfMessageId(Buffer.alloc(32, 2), threadMessageId(key, conversation, 3, 'acme.example'))).toBeUndefined())
  test('is never taken for that of an update’s delivery', () => {
    for (let number = 1; number < 200; number += 1) expect(deliveryNamed(threadMessageId(key, conversation, number, 'acme.example'))).toBeUndefined()
  })
  test('is found where it stands in a text', () => {
    const id = threadMessageId(key, conversation, 3, 'acme.example')
    expect(tokensIn(`> Message-ID: ${id}\n> we are sorry`).map((each) => conversationOfMessageId(key, each))).toEqual([conversation])
    expect(tokensIn('s-00000000-'.repeat(100_000))).toEqual([])
  })
})
