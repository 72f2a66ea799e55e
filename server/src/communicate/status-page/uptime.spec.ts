import { describe, expect, test } from 'vitest'
import { daysOf, shareOf, type Span } from './uptime.ts'

describe('The bars of the last 90 days', () => {
  test('are ninety, the oldest first, today last', () => {
    const days = daysOf([], asked('2030-04-01T12:00Z'))
    expect([days.length, days[0]?.day, days[89]?.day]).toEqual([90, '2030-01-02', '2030-04-01'])
    expect(days.every(({ worst, watched }) => worst === null && watched)).toBe(true)
  })
  test('show the worst of a day, and how long each lasted', () => {
    const [yesterday, today] = daysOf(
      [span('degraded_performance', '2030-03-31T10:00Z', '2030-03-31T12:00Z'), span('major_outage', '2030-03-31T11:00Z', '2030-03-31T11:30Z')],
      asked('2030-04-01T12:00Z'),
    ).slice(-2)
    // Half an hour of the slowness was an outage: it counts once.
    expect(yesterday).toEqual({ day: '2030-03-31', watched: true, worst: 'major_outage', minutes: { degraded_performance: 90, major_outage: 30 } })
    expect(today?.worst).toBe(null)
  })
  test('go on until now while the trouble does', () =>
    expect(daysOf([span('partial_outage', '2030-04-01T11:15Z')], asked('2030-04-01T12:00Z')).at(-1)?.minutes).toEqual({ partial_outage: 45 }))
  test('cut a night in two at the midnight of the place, not of London', () => {
    const night = [span('major_outage', '2030-01-10T22:00Z', '2030-01-11T01:00Z')]
    const minutes = (zone: string) => daysOf(night, { ...asked('2030-01-12T12:00Z'), zone }).flatMap(({ minutes }) => Object.values(minutes))
    expect(minutes('Europe/Berlin')).toEqual([60, 120])
    expect(minutes('America/New_York')).toEqual([180])
  })
  test('know that a day has 23 hours where the clocks go forward', () =>
    expect(
      daysOf([span('major_outage', '2030-03-01T00:00Z', '2030-04-02T00:00Z')], { ...asked('2030-04-03T12:00Z'), zone: 'Europe/Berlin' }).find(
        ({ day }) => day === '2030-03-31',
      )?.minutes,
    ).toEqual({ major_outage: 23 * 60 }))
  test('are empty before the service was there, unless something is known of that day', () => {
    const days = daysOf([span('major_outage', '2030-03-01T10:00Z', '2030-03-01T11:00Z')], {
      ...asked('2030-04-01T12:00Z'),
      since: new Date('2030-03-30T00:00Z'),
    })
    expect(days.filter(({ watched }) => watched).map(({ day }) => day)).toEqual(['2030-03-01', '2030-03-30', '2030-03-31', '2030-04-01'])
  })
  test('a moment of trouble is a minute, not none', () =>
    expect(daysOf([span('major_outage', '2030-04-01T10:00:00Z', '2030-04-01T10:00:05Z')], asked('2030-04-01T12:00Z')).at(-1)?.minutes).toEqual({
      major_outage: 1,
    }))
})

describe('The share of the time', () => {
  const ten = { now: new Date('2030-01-10T24:00:00Z'), zone: 'UTC', since: new Date('2030-01-01T00:00Z') }
  test('is whole without trouble, and of the days since the service is there', () => expect(shareOf([], ten)).toEqual({ share: 1, days: 10 }))
  test('loses an outage whole, a partial one by three tenths, slowness and announced work not at all', () => {
    const day = (status: Span['status']) => shareOf([span(status, '2030-01-03T00:00Z', '2030-01-04T00:00Z')], ten)?.share.toFixed(4)
    expect([day('major_outage'), day('partial_outage'), day('degraded_performance'), day('under_maintenance')]).toEqual([
      '0.9000',
      '0.9700',
      '1.0000',
      '1.0000',
    ])
  })
  test('counts what two incidents say of the same hour once', () =>
    expect(
      shareOf(
        [span('major_outage', '2030-01-03T00:00Z', '2030-01-04T00:00Z'), span('major_outage', '2030-01-03T12:00Z', '2030-01-04T00:00Z')],
        ten,
      )?.share.toFixed(4),
    ).toBe('0.9000'))
  test('says nothing of a service that is not there yet', () => expect(shareOf([], { ...ten, since: ten.now })).toBe(null))
})

const asked = (now: string) => ({ now: new Date(now), zone: 'UTC', since: new Date('2029-01-01T00:00Z') })
const span = (status: Span['status'], from: string, until?: string): Span => ({ status, from: new Date(from), until: until ? new Date(until) : null })
