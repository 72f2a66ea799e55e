import { describe, expect, test } from 'vitest'
import { nextHandOver, onDutyAt, type Override, type Rotation, type Shift, shiftsBetween } from './rotation.ts'

/** From Monday, 7 January 2030, 09:00 in Berlin (08:00 UTC). */
const weekly: Rotation = {
  timeZone: 'Europe/Berlin',
  every: 1,
  unit: 'weeks',
  handOffAt: '09:00',
  startsOn: '2030-01-07',
  members: ['ann', 'bob', 'cleo'],
  duty: null,
}

describe('A weekly rotation', () => {
  test('goes through its members in order and begins anew', () =>
    expect(people(weekly, '2030-01-07T09:00Z', '2030-02-04T08:00Z')).toEqual(['ann', 'bob', 'cleo', 'ann']))
  test('hands over at its time of day, neither before nor after', () => {
    expect(at(weekly, '2030-01-14T07:59:59Z').person).toBe('ann')
    expect(at(weekly, '2030-01-14T08:00:00Z').person).toBe('bob')
  })
  test('has nobody before its first shift, and says so', () =>
    expect(at(weekly, '2030-01-01T00:00Z')).toMatchObject({ person: null, because: 'not-started', until: new Date('2030-01-07T08:00Z') }))
  test('knows the next hand-over', () =>
    expect(nextHandOver(weekly, [], new Date('2030-01-09T00:00Z'), everybody)).toMatchObject({ person: 'bob', from: new Date('2030-01-14T08:00Z') }))
  test('of one person never hands over', () =>
    expect(nextHandOver({ ...weekly, members: ['ann'] }, [], new Date('2030-01-09T00:00Z'), everybody)).toBeUndefined())
  test('shows every moment of a span, without holes', () => {
    const shifts = between(weekly, '2030-01-01T00:00Z', '2030-03-01T00:00Z')
    expect(shifts[0]?.from).toEqual(new Date('2030-01-01T00:00Z'))
    expect(shifts.at(-1)?.until).toEqual(new Date('2030-03-01T00:00Z'))
    for (const [i, shift] of shifts.slice(1).entries()) expect(shift.from).toEqual(shifts[i]?.until)
  })
})

describe('A DST night', () => {
  const daily: Rotation = { ...weekly, unit: 'days', startsOn: '2030-03-29', members: ['ann', 'bob'] }
  test('a daily hand-off at 09:00 in Berlin stays at 09:00 in Berlin: 08:00 UTC in winter, 07:00 UTC in summer', () =>
    expect(starts(daily, '2030-03-29T12:00Z', '2030-04-02T00:00Z')).toEqual([
      '2030-03-29T12:00:00.000Z',
      '2030-03-30T08:00:00.000Z',
      '2030-03-31T07:00:00.000Z',
      '2030-04-01T07:00:00.000Z',
    ]))
  test('a hand-off at 02:30 in the night without 02:30 happens when the clock jumps to 03:00', () => {
    const night = { ...daily, handOffAt: '02:30' }
    expect(starts(night, '2030-03-30T12:00Z', '2030-04-01T12:00Z')).toEqual([
      '2030-03-30T12:00:00.000Z',
      '2030-03-31T01:00:00.000Z',
      '2030-04-01T00:30:00.000Z',
    ])
  })
  test('a hand-off at 02:30 in the night with two of them happens at the first, once', () => {
    const night = { ...daily, handOffAt: '02:30', startsOn: '2030-10-20' }
    expect(starts(night, '2030-10-26T12:00Z', '2030-10-28T12:00Z')).toEqual([
      '2030-10-26T12:00:00.000Z',
      '2030-10-27T00:30:00.000Z',
      '2030-10-28T01:30:00.000Z',
    ])
  })
  test('an hourly shift that the spring night swallows is nobody’s; the others keep their turn', () => {
    const hourly: Rotation = { ...daily, unit: 'hours', handOffAt: '00:00', startsOn: '2030-03-31', members: ['0h', '1h', '2h', '3h'] }
    expect(people(hourly, '2030-03-30T23:00Z', '2030-03-31T02:00Z')).toEqual(['0h', '1h', '3h'])
  })
  test('in the night with 25 hours, the hour that comes twice is one shift of two', () => {
    const hourly: Rotation = { ...daily, unit: 'hours', handOffAt: '00:00', startsOn: '2030-10-27', members: ['0h', '1h', '2h', '3h'] }
    const shifts = between(hourly, '2030-10-26T22:00Z', '2030-10-27T03:00Z')
    expect(shifts.map((shift) => [shift.person, hours(shift)])).toEqual([
      ['0h', 1],
      ['1h', 1],
      ['2h', 2],
      ['3h', 1],
    ])
  })
  test('half-hour changes count too: Lord Howe Island', () =>
    expect(starts({ ...daily, timeZone: 'Australia/Lord_Howe', startsOn: '2030-04-06', handOffAt: '09:00' }, '2030-04-06T12:00Z', '2030-04-08T12:00Z')).toEqual(
      ['2030-04-06T12:00:00.000Z', '2030-04-06T22:30:00.000Z', '2030-04-07T22:30:00.000Z'],
    ))
  test('in a day that a zone left out altogether, the hand-off comes when the next day begins: Samoa, 30 December 2011', () =>
    expect(
      people({ ...daily, timeZone: 'Pacific/Apia', startsOn: '2011-12-29', members: ['29', '30', '31'] }, '2011-12-29T19:00Z', '2011-12-31T19:00Z'),
    ).toEqual(['29', '30', '31']))
})

describe('Duty windows', () => {
  const office: Rotation = { ...weekly, duty: [{ days: [1, 2, 3, 4, 5], from: '09:00', until: '17:00' }] }
  test('outside of them nobody is on duty', () => {
    expect(at(office, '2030-01-08T10:00Z').person).toBe('ann')
    expect(at(office, '2030-01-08T16:00Z')).toMatchObject({ person: null, because: 'off-duty', until: new Date('2030-01-09T08:00Z') })
    expect(at(office, '2030-01-12T10:00Z')).toMatchObject({ person: null, because: 'off-duty' })
  })
  test('one that ends before it begins goes through the night', () => {
    const night: Rotation = { ...office, duty: [{ days: [1], from: '22:00', until: '06:00' }] }
    expect(at(night, '2030-01-07T21:30Z').person).toBe('ann')
    expect(at(night, '2030-01-08T04:59Z').person).toBe('ann')
    expect(at(night, '2030-01-08T05:00Z').person).toBeNull()
  })
  test('an override does not reach outside of them', () =>
    expect(at(office, '2030-01-12T10:00Z', [stand('dora', '2030-01-07T00:00Z', '2030-01-20T00:00Z')]).person).toBeNull())
})

describe('An override', () => {
  const dora = stand('dora', '2030-01-08T10:00Z', '2030-01-08T12:00Z')
  test('stands in for whoever is on duty, from its first to before its last moment', () => {
    expect(at(weekly, '2030-01-08T09:59Z', [dora]).person).toBe('ann')
    expect(at(weekly, '2030-01-08T10:00Z', [dora])).toMatchObject({ person: 'dora', insteadOf: 'ann' })
    expect(at(weekly, '2030-01-08T12:00Z', [dora]).person).toBe('ann')
  })
  test('for a named person leaves everybody else’s turn alone', () => {
    const long = { ...stand('dora', '2030-01-07T00:00Z', '2030-02-01T00:00Z'), insteadOf: 'bob' }
    expect(people(weekly, '2030-01-07T09:00Z', '2030-01-28T08:00Z', [long])).toEqual(['ann', 'dora', 'cleo'])
  })
  test('the one made last wins', () => {
    const later = { ...stand('eve', '2030-01-08T11:00Z', '2030-01-08T13:00Z'), createdAt: new Date('2030-01-02T00:00Z') }
    expect(at(weekly, '2030-01-08T11:30Z', [later, dora]).person).toBe('eve')
    expect(at(weekly, '2030-01-08T11:30Z', [dora, later]).person).toBe('eve')
  })
  test('fills a gap in which no member is left', () => {
    expect(onDutyAt(weekly, [dora], new Date('2030-01-08T10:30Z'), (person) => person === 'dora').person).toBe('dora')
  })
  test('by somebody who has left counts for nothing', () =>
    expect(onDutyAt(weekly, [dora], new Date('2030-01-08T10:30Z'), (person) => person !== 'dora').person).toBe('ann'))
})

describe('A member who has left', () => {
  test('the turn falls to the next, and says whose it was', () =>
    expect(onDutyAt(weekly, [], new Date('2030-01-15T00:00Z'), (person) => person !== 'bob')).toMatchObject({ person: 'cleo', insteadOf: 'bob' }))
  test('where all have left, nobody is on duty, and that is said', () =>
    expect(onDutyAt(weekly, [], new Date('2030-01-15T00:00Z'), () => false)).toMatchObject({ person: null, because: 'nobody-left', insteadOf: 'bob' }))
})

const everybody = () => true
const at = (rotation: Rotation, time: string, overrides: Override[] = []) => onDutyAt(rotation, overrides, new Date(time), everybody)
const between = (rotation: Rotation, from: string, until: string, overrides: Override[] = []) =>
  shiftsBetween(rotation, overrides, new Date(from), new Date(until), everybody)
const people = (...asked: Parameters<typeof between>) => between(...asked).map((shift) => shift.person)
const starts = (...asked: Parameters<typeof between>) => between(...asked).map((shift) => shift.from.toISOString())
const hours = ({ from, until }: Shift) => (until.getTime() - from.getTime()) / 3_600_000
function stand(person: string, from: string, until: string): Override {
  return { id: person, from: new Date(from), until: new Date(until), person, insteadOf: null, createdAt: new Date('2030-01-01T00:00Z') }
}
