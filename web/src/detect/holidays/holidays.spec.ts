import { describe, expect, test } from 'vitest'
import { type Day, together, without } from './holidays.ts'

const day = (date: string, name = 'x'): Day => ({ date, name, kind: 'holiday' })

describe('A calendar, being changed', () => {
  test('days that are added stand in their order, and a date once: as it was said last', () =>
    expect(together([day('2030-12-25', 'old'), day('2030-05-01')], [day('2030-12-25', 'new'), day('2030-01-01')])).toEqual([
      day('2030-01-01'),
      day('2030-05-01'),
      day('2030-12-25', 'new'),
    ]))
  test('a day is taken away by its date', () => expect(without([day('2030-12-25'), day('2030-05-01')], '2030-12-25')).toEqual([day('2030-05-01')]))
})
