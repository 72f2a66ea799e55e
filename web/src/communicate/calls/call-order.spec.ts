import { describe, expect, test } from 'vitest'
import { arrange } from './call-order.ts'

describe('The call list', () => {
  test('begins with the most important account that nobody is calling', () =>
    expect(names([call('hospital', { caller: 'bo' }), call('bank'), call('shop')])).toEqual({ top: 'bank', mine: false, rest: ['shop', 'hospital'] }))
  test('keeps my own call on top until I say what came of it', () =>
    expect(names([call('hospital'), call('bank', { caller: 'me' })])).toEqual({ top: 'bank', mine: true, rest: ['hospital'] }))
  test('has colleagues’ calls before those for later, the soonest of them first, and what is done at the end', () =>
    expect(
      names([
        call('reached', { state: 'reached' }),
        call('at three', { state: 'later', dueAt: '2030-01-01T15:00:00Z' }),
        call('at two', { state: 'later', dueAt: '2030-01-01T14:00:00Z' }),
        call('in hand', { caller: 'bo' }),
      ]),
    ).toEqual({ top: undefined, mine: false, rest: ['in hand', 'at two', 'at three', 'reached'] }))
})

const call = (name: string, { state = 'to-call' as 'to-call' | 'later' | 'reached', caller = '', dueAt = null as string | null } = {}) => ({
  name,
  state,
  caller: caller ? { id: caller } : null,
  dueAt,
})
const names = (calls: ReturnType<typeof call>[]) => {
  const { top, mine, rest } = arrange(calls, 'me')
  return { top: top?.name, mine, rest: rest.map(({ name }) => name) }
}
