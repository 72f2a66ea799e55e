import { describe, expect, test } from 'vitest'
import { judgedFromCustomer, ofChat, ofCustomer } from './files.ts'

const part = (name: string, bytes = 10) => ({ filename: name, mimeType: 'text/plain', disposition: 'attachment', content: Buffer.alloc(bytes, 65) })
const told = (count: number, before?: { count: number; bytes: number }) =>
  judgedFromCustomer(
    Array.from({ length: count }, (_, nth) => part(`${nth}.txt`)),
    before,
  ).map(({ verdict, why }) => [verdict, why])

describe('Files of a customer', () => {
  test('beyond those of one message are named and not kept', () =>
    expect(told(ofCustomer.most + 1).at(-1)).toEqual(['refused', `More than ${ofCustomer.most} files came with this message.`]))
  test('are named also where their chat is full, by number or by size', () => {
    const full = ['refused', 'There are as many files in this chat as it holds.']
    expect(told(2, { count: ofChat.most, bytes: 0 })).toEqual([full, full])
    expect(told(1, { count: 0, bytes: ofChat.together })).toEqual([full])
    expect(told(2, { count: ofChat.most - 1, bytes: 0 })).toEqual([['kept', null], full])
  })
})
