import { describe, expect, test } from 'vitest'
import { promisesIn } from './promises.ts'

const postedAt = new Date('2030-07-03T10:05:00Z') // a Wednesday
const at = (text: string, zone = 'UTC') => promisesIn(text, { postedAt, zone }).map((promise) => promise.at.toISOString().slice(0, 16))

describe('A promise to write again is found', () => {
  test.each([
    ['We will provide another status update by Fri 2030-07-05 12:00 US/Pacific.', '2030-07-05T19:00'],
    ['We will provide an update by Wednesday, 2030-07-03 9:30 US/Pacific with current details.', '2030-07-03T16:30'],
    ['Next update at 14:30 UTC.', '2030-07-03T14:30'],
    ['Next update: 11:00 (UTC+2)', '2030-07-04T09:00'],
    ['We will post more information by 2pm PT.', '2030-07-03T21:00'],
    ['Our next update follows at 5:30 p.m. BST on 3 July.', '2030-07-03T16:30'],
    ['Expect another update within 30 minutes.', '2030-07-03T10:35'],
    ['We will update you in the next hour.', '2030-07-03T11:05'],
    ['Further information in 30-60 minutes.', '2030-07-03T11:05'],
    ['Further details no later than tomorrow at 9 a.m. CET.', '2030-07-04T07:00'],
    ['We write again by noon.', '2030-07-03T12:00'],
    ['A new status report will be posted on July 4, 2030 at 08:15 EST', '2030-07-04T12:15'],
    ['By 18:00 CEST we will post an update.', '2030-07-03T16:00'],
    ['We will share an update half an hour from now, that is at 10:35 UTC.', '2030-07-03T10:35'],
    ['The next update will be before 09:00.', '2030-07-04T09:00'],
    ['We will provide an update by 1430 UTC.', '2030-07-03T14:30'],
  ])('%s', (text, moment) => expect(at(text)).toEqual([moment]))
  test('in the zone of its readers where it names none', () => expect(at('Next update at 14:30.', 'Europe/Berlin')).toEqual(['2030-07-03T12:30']))
  test('at the turn of the year, in the coming one', () =>
    expect(promisesIn('Next update by January 2 at 08:00 UTC.', { postedAt: new Date('2030-12-31T23:00:00Z'), zone: 'UTC' })[0]?.at.toISOString()).toBe(
      '2031-01-02T08:00:00.000Z',
    ))
  test('in a winter that is written as PST, and a summer too', () => expect(at('Next update by 9:00 PST.')).toEqual(['2030-07-03T16:00']))
})

describe('What is no promise to write again', () => {
  test.each([
    'The incident began at 14:30 UTC.',
    'Update: between 09:00 and 10:00 UTC requests failed.',
    'We expect the repair to be done by 15:00 UTC.',
    'Updated at 10:00 UTC',
    'Version 2.30 is affected; an update is available.',
    'Next update by 25:99 UTC.',
    'Next update by 2030-02-31 10:00 UTC.',
    'There is no more information.',
    '',
  ])('%s', (text) => expect(at(text)).toEqual([]))
})
