import { describe, expect, test } from 'vitest'
import type { ActView, MessageView } from './conversations.ts'
import { linesOf, maySplit, newestOf, newsSince } from './thread.ts'

describe('A thread as one reads it', () => {
  test('what was written and what was done stand in the order in which they happened; an act after its message', () => {
    const lines = linesOf([message(1, '09:00'), message(2, '09:10')], [act(7, '09:05'), act(8, '09:10')])
    expect(lines.map((line) => ('message' in line ? `m${line.message.id}` : `a${line.act.id}`))).toEqual(['m1', 'a7', 'm2', 'a8'])
  })
  test('what whoever begins a reply has before them is the newest that either side said, and no note', () => {
    expect(newestOf([message(1, '09:00'), message(4, '09:05'), message(6, '09:07', 'out'), message(9, '09:08', 'note')])).toBe(6)
    expect(newestOf([])).toBe(0)
  })
  test('the customer’s new words stop a reply, then a colleague’s answer; one’s own, a note, and what goes out by itself do not', () => {
    const by = (id: string, one: MessageView): MessageView => ({ ...one, author: { id, name: id } })
    const itself: MessageView = { ...by('leeward', message(3, '09:03', 'out')), automatic: 'acknowledgement' }
    const thread = [message(1, '09:00'), by('me', message(2, '09:02', 'out')), itself, message(4, '09:04', 'note')]
    expect(newsSince(thread, 1, 'me')).toBeUndefined()
    const bos = by('bo', message(5, '09:05', 'out'))
    expect(newsSince([...thread, bos], 1, 'me')).toBe(bos)
    expect(newsSince([...thread, bos], 5, 'me')).toBeUndefined()
    const again = message(6, '09:06')
    expect(newsSince([...thread, again, by('bo', message(7, '09:07', 'out'))], 1, 'me')).toBe(again)
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
