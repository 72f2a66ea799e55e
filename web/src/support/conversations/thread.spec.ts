import { describe, expect, test } from 'vitest'
import type { ActView, MessageView } from './conversations.ts'
import { linesOf, maySplit, newestOf } from './thread.ts'

describe('A thread as one reads it', () => {
  test('what was written and what was done stand in the order in which they happened; an act after its message', () => {
    const lines = linesOf([message(1, '09:00'), message(2, '09:10')], [act(7, '09:05'), act(8, '09:10')])
    expect(lines.map((line) => ('message' in line ? `m${line.message.id}` : `a${line.act.id}`))).toEqual(['m1', 'a7', 'm2', 'a8'])
  })
  test('what a reply answers is the newest message of the customer, not ours, nor a note', () => {
    expect(newestOf([message(1, '09:00'), message(4, '09:05'), message(6, '09:07', 'out'), message(9, '09:08', 'note')])).toBe(4)
    expect(newestOf([])).toBe(0)
  })
  test('the first message is not taken out of its conversation', () => {
    const thread = [message(1, '09:00'), message(2, '09:10')]
    expect([maySplit(thread, 1), maySplit(thread, 2), maySplit([message(1, '09:00')], 1)]).toEqual([false, true, false])
  })
})

const message = (id: number, at: string, kind: MessageView['kind'] = 'in'): MessageView => ({
  ...{
    id,
    kind,
    at: `2030-01-02T${at}:00Z`,
    author: null,
    writer: null,
    text: '',
    quoted: '',
    html: null,
    automatic: null,
    mentions: [],
    senderNote: null,
    files: [],
  },
  ...{ post: null, delivery: null },
})
const act = (id: number, at: string): ActView => ({
  ...{ id, kind: 'assigned', at: `2030-01-02T${at}:00Z`, by: { id: 'x', name: 'X' }, data: {}, undoable: false, undoneAt: null },
})
