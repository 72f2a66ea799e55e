import { describe, expect, test } from 'vitest'
import { type Choice, type CloseWatch, createChoices, type Judged } from './choices.ts'

const at = (time: string) => Date.parse(`2030-01-07T${time}:00Z`)
const series = (more: Partial<Judged> = {}): Judged => ({ id: 1, zone: 'UTC', brand: 'b', service: 'shop', practice: false, ...more })
const chosen = (time: string, sensitivity: Choice['sensitivity'], of: Partial<Choice> = {}): Choice => ({
  at: at(time),
  service: null,
  series: null,
  sensitivity,
  ...of,
})
const watch = (from: string, until: string, more: Partial<CloseWatch> = {}): CloseWatch => ({
  service: 'shop',
  practice: false,
  from: at(from),
  until: at(until),
  ...more,
})
const sensitivity = (choices: Choice[], time: string, of: Judged = series(), watches: CloseWatch[] = []) =>
  createChoices({ choices, watches })(of, at(time)).sensitivity

describe('How sensitively a series is judged', () => {
  test('as the company says, medium where it says nothing', () => {
    expect(sensitivity([], '09:00')).toBe('medium')
    expect(sensitivity([chosen('08:00', 'low')], '09:00')).toBe('low')
  })
  test('the closest choice counts: the series, its service, the company', () => {
    const company = chosen('08:00', 'low')
    const service = chosen('08:00', 'medium', { service: 'shop' })
    expect(sensitivity([company, service], '09:00')).toBe('medium')
    expect(sensitivity([company, service], '09:00', series({ service: 'mail' }))).toBe('low')
    expect(sensitivity([company, service], '09:00', series({ service: null }))).toBe('low')
    expect(sensitivity([company, service, chosen('08:00', 'high', { series: 1 })], '09:00')).toBe('high')
  })
  test('a choice that is taken back leaves it to what stands above', () =>
    expect(sensitivity([chosen('08:00', 'high', { series: 1 }), chosen('08:30', null, { series: 1 }), chosen('08:00', 'low')], '09:00')).toBe('low'))
  test('a choice counts for the minutes from then on: the ones before are judged as they were, whenever they are looked at again', () => {
    const choices = [chosen('09:00', 'low'), chosen('10:00', 'high')]
    expect(['08:59', '09:00', '09:59', '10:00'].map((time) => sensitivity(choices, time))).toEqual(['medium', 'low', 'low', 'high'])
    const again = createChoices({ choices, watches: [] })
    expect(['10:00', '08:59', '09:30'].map((time) => again(series(), at(time)).sensitivity)).toEqual(['high', 'medium', 'low'])
  })
})

describe('What is watched closely', () => {
  const low = [chosen('08:00', 'low', { series: 1 })]
  test('is judged highly sensitively while it is, whatever was chosen', () =>
    expect(['08:59', '09:00', '09:59', '10:00'].map((time) => sensitivity(low, time, series(), [watch('09:00', '10:00')]))).toEqual([
      'low',
      'high',
      'high',
      'low',
    ]))
  test('two at once last until the later one ends', () =>
    expect(sensitivity(low, '10:30', series(), [watch('09:00', '10:00'), watch('09:30', '11:00')])).toBe('high'))
  test('only the services that are named, and only on its own side', () => {
    expect(sensitivity([], '09:30', series({ service: 'mail' }), [watch('09:00', '10:00')])).toBe('medium')
    expect(sensitivity([], '09:30', series(), [watch('09:00', '10:00', { practice: true })])).toBe('medium')
    expect(sensitivity([], '09:30', series({ practice: true }), [watch('09:00', '10:00', { practice: true })])).toBe('high')
  })
})

describe('The calendar that a series is judged by', () => {
  const calendar = (time: string, days: [string, 'holiday' | 'special'][]) => ({ at: at(time), brand: 'b', days: days.map(([date, kind]) => ({ date, kind })) })
  const of = (calendars: ReturnType<typeof calendar>[], watches: CloseWatch[] = []) => createChoices({ choices: [], watches, calendars })
  test('is the one of its brand that was in force', () => {
    const choices = of([calendar('08:00', [['2030-01-07', 'holiday']]), calendar('09:00', [['2030-01-08', 'holiday']])])
    const days = (time: string, brand = 'b') => [...(choices(series({ brand }), at(time)).holidays ?? [])]
    expect([days('07:59'), days('08:00'), days('09:00'), days('09:00', 'other')]).toEqual([[], ['2030-01-07'], ['2030-01-08'], []])
  })
  test('on a special day only what is very surprising is raised, by the clock on the wall; what is watched closely stays so', () => {
    const calendars = [calendar('08:00', [['2030-01-08', 'special']])]
    const sensitivityAt = (instant: string, zone = 'UTC', watches: CloseWatch[] = []) =>
      of(calendars, watches)(series({ zone }), Date.parse(instant)).sensitivity
    expect(['2030-01-07T23:59:00Z', '2030-01-08T00:00:00Z', '2030-01-08T23:59:00Z', '2030-01-09T00:00:00Z'].map((instant) => sensitivityAt(instant))).toEqual([
      'medium',
      'low',
      'low',
      'medium',
    ])
    expect(sensitivityAt('2030-01-07T23:30:00Z', 'Europe/Berlin')).toBe('low')
    expect(sensitivityAt('2030-01-08T12:00:00Z', 'UTC', [{ service: 'shop', practice: false, from: at('08:00'), until: at('08:00') + 2 * 86_400_000 }])).toBe(
      'high',
    )
  })
})
