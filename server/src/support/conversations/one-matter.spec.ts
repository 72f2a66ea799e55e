import { describe, expect, test } from 'vitest'
import { oneMatter, type Side } from './one-matter.ts'

const side: Side = {
  address: 'ann@x.example',
  accountId: 1,
  practice: false,
  state: 'open',
  crisisId: 'c1',
  link: 'linked',
  assignee: null,
  writing: false,
  inDesk: false,
}
const judged = (one: Partial<Side> = {}, other: Partial<Side> = {}, sender = 'ann@x.example') => oneMatter({ ...side, ...one }, { ...side, ...other }, sender)

describe('A mail that answers two conversations', () => {
  test('makes them one by itself where the same sender wrote both about the same crisis', () => expect(judged()).toBe('certain'))
  test('also where one agent has one of them, and nobody the other', () => expect(judged({ assignee: 'agnes' })).toBe('certain'))
  test.each([
    ['of a colleague of theirs', {}, { address: 'bob@x.example' }],
    ['about another crisis', {}, { crisisId: 'c2' }],
    ['where the link is only suggested', { link: 'suggested' }, { link: 'suggested' }],
    ['about no crisis', { crisisId: null, link: null }, { crisisId: null, link: null }],
    ['which two agents have', { assignee: 'agnes' }, { assignee: 'bea' }],
    ['in which somebody writes now', {}, { writing: true }],
    ['which is closed', {}, { state: 'closed' }],
    ['which stands in a desk', { inDesk: true }, {}],
  ])('only offers it for one %s', (_, one, other) => expect(judged(one, other)).toBe('offered'))
  test('says nothing of another customer’s, of an exercise, and of what is part of another already', () => {
    expect(judged({}, { address: 'eve@y.example', accountId: 2 })).toBe('apart')
    expect(judged({ accountId: null }, { address: 'eve@y.example', accountId: null })).toBe('apart')
    expect(judged({}, { practice: true })).toBe('apart')
    expect(judged({}, { state: 'merged' })).toBe('apart')
  })
  test('only offers it where a colleague wrote the mail', () => expect(judged({}, {}, 'bob@x.example')).toBe('offered'))
})
