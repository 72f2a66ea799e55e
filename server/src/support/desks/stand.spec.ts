import { describe, expect, test } from 'vitest'
import { holderAfter, isEcho, isNews } from './stand.ts'

const at = Date.parse('2030-01-02T09:00:00Z')
const calling = { state: 'closed', assignee: 'agnes', at: '2030-01-02T09:00:00Z' }

describe('What a desk says of a conversation', () => {
  test('the word that we told comes back within a minute and is no news', () => {
    expect(isEcho(calling, at + 2_000, { state: 'closed' })).toBe(true)
    expect(isEcho(calling, at + 2_000, { assignee: 'agnes' })).toBe(true)
  })
  test('another word, a later one, and one where nothing was told are theirs', () => {
    expect(isEcho(calling, at + 2_000, { state: 'open' })).toBe(false)
    expect(isEcho(calling, at + 2_000, { assignee: 'bea' })).toBe(false)
    expect(isEcho(calling, at + 61_000, { state: 'closed' })).toBe(false)
    expect(isEcho(null, at, { state: 'closed' })).toBe(false)
    expect(isEcho({ at: calling.at }, at, { assignee: null })).toBe(false)
  })
  test('what is older than what was said before changes nothing', () => {
    expect(isNews('2030-01-02T09:00:01Z', at)).toBe(false)
    expect(isNews('2030-01-02T09:00:00Z', at)).toBe(true)
    expect(isNews(undefined, at)).toBe(true)
  })
  test('who is known here has it; nobody has it where the desk says so', () => {
    expect(holderAfter('agnes', 'agnes', 'bea')).toBe('bea')
    expect(holderAfter('agnes', 'agnes', null)).toBe(null)
  })
  test('a stranger takes it from whom the desk had given it to, and never from whom somebody here gave it to', () => {
    expect(holderAfter('agnes', 'agnes', undefined)).toBe(null)
    expect(holderAfter('agnes', null, undefined)).toBe('agnes')
    expect(holderAfter(null, null, undefined)).toBe(null)
  })
})
