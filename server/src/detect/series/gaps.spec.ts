import { describe, expect, test } from 'vitest'
import { gapOf, heardFrom, hearingOf } from './gaps.ts'

const at = (time: string) => Date.parse(`2030-01-07T${time}Z`)
const minutes = (...times: string[]) => new Set(times.map((time) => at(`${time}:00`)))

describe('While Leeward was away', () => {
  test('more minutes over at once than a busy machine explains were not listened to', () => {
    expect(gapOf(at('10:04:00'), at('10:09:00'), at('10:10:20'), new Set())).toEqual({ begins: at('10:05:00'), through: at('10:10:00') })
    expect(gapOf(at('10:04:00'), at('10:06:00'), at('10:07:04'), new Set())).toBeUndefined()
    expect(gapOf(0, at('10:06:00'), at('10:07:04'), new Set())).toBeUndefined()
  })
  test('back as a minute begins, that minute is heard', () =>
    expect(gapOf(at('10:04:00'), at('10:09:00'), at('10:10:04'), new Set())?.through).toBe(at('10:09:00')))
  test('where something was received in each of them, only folding was slow', () => {
    expect(gapOf(at('10:04:00'), at('10:07:00'), at('10:08:10'), minutes('10:05', '10:06', '10:07'))).toBeUndefined()
    expect(gapOf(at('10:04:00'), at('10:07:00'), at('10:08:10'), minutes('10:05', '10:07'))).toBeDefined()
  })
  test('of the first and the last of them a part was heard, of those between nothing, of all others everything', () => {
    const hearing = hearingOf([{ begins: at('10:05:00'), through: at('10:08:00') }])
    expect(['10:04:00', '10:05:00', '10:06:00', '10:08:00', '10:09:00'].map((time) => hearing(at(time)))).toEqual(['all', 'part', 'none', 'part', 'all'])
  })
  test('so many minutes that were listened to begin earlier by what was not', () => {
    const hearing = hearingOf([{ begins: at('10:05:00'), through: at('10:08:00') }])
    expect(heardFrom(hearing, at('10:20:00'), 4)).toBe(at('10:17:00'))
    expect(heardFrom(hearing, at('10:10:00'), 4)).toBe(at('10:03:00'))
  })
})
