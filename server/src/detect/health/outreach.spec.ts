import { describe, expect, test } from 'vitest'
import { holderOf, mayHandle, mayPutOff, type Row } from './outreach.ts'

describe('Calling before they complain', () => {
  test('an account that nobody has in hand is anybody’s', () => {
    expect(() => handle({ state: 'open' })).not.toThrow()
    expect(() => handle({ state: 'later' })).not.toThrow()
  })
  test('one that somebody has in hand is theirs, and others are told whose', () => {
    expect(() => handle({ state: 'taken', takenBy: 'bo', takenAt: at('09:00') })).toThrow('Bo has this account in hand')
    expect(() => handle({ state: 'taken', takenBy: 'ann', takenAt: at('09:00') })).not.toThrow()
  })
  test('who does nothing for a day has given it back', () => {
    const row = { state: 'taken', takenBy: 'bo', takenAt: new Date('2030-01-01T09:59:00Z') } as const
    expect(holderOf(row, at('10:00'))).toBeNull()
    expect(() => handle(row)).not.toThrow()
  })
  test('what is over, or was never there, is refused with what to do', () => {
    expect(() => handle({ state: 'done' })).toThrow('was dealt with')
    expect(() => handle({ state: 'over' })).toThrow('fares well again')
    expect(() => mayHandle(undefined, 'ann', at('10:00'), name)).toThrow('no such entry')
  })
  test('it is put off until a day from tomorrow on, for two months at most', () => {
    expect(() => mayPutOff('2030-01-03', at('10:00'))).not.toThrow()
    expect(() => mayPutOff('2030-01-02', at('10:00'))).toThrow('is past')
    expect(() => mayPutOff('2030-06-01', at('10:00'))).toThrow('60 days at most')
  })
})

const at = (time: string) => new Date(`2030-01-02T${time}:00Z`)
const name = (id: string) => (id === 'bo' ? 'Bo' : 'Somebody')
const handle = (row: Partial<Row>) => mayHandle({ state: 'open', takenBy: null, takenAt: null, ...row }, 'ann', at('10:00'), name)
