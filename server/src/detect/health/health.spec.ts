import { describe, expect, test } from 'vitest'
import { type Facts, healthOf } from './health.ts'

describe('How an account fares', () => {
  test('one that nothing speaks against has a hundred points and low risk', () => expect(of({})).toEqual({ score: 100, risk: 'low', against: [] }))
  test('every reason has its points and says itself, the heaviest first', () =>
    expect(of({ usageDrop: 60, usageSince: '2030-05-12', conversations: 4, angry: 3, failedOn: '2030-05-13', crisisSince: at('05:00') })).toEqual({
      score: 5,
      risk: 'high',
      against: [
        { reason: 'usage', points: 30, sentence: 'uses 60 % less than usual since 12 May' },
        { reason: 'anger', points: 20, sentence: 'wrote 4 times in 7 days, 3 of them angry' },
        { reason: 'payment', points: 20, sentence: 'a payment failed 3 days ago' },
        { reason: 'crisis', points: 20, sentence: 'hit by an open crisis for 5 hours' },
        { reason: 'conversations', points: 5, sentence: 'wrote 4 times in 7 days' },
      ],
    }))
  test('it never falls below nothing', () =>
    expect(
      of({ usageDrop: 100, usageSince: '2030-05-01', angry: 9, conversations: 9, leavingOn: '2030-05-16', failedOn: '2030-05-16', disputedOn: '2030-05-16' })
        .score,
    ).toBe(0))
  test.each([
    ['one angry message is no risk yet', { conversations: 1, angry: 1 }, 90, 'low'],
    ['two are a little one with a failed payment', { conversations: 2, angry: 2, failedOn: '2030-05-16' }, 60, 'medium'],
    ['who says that they leave is at risk for weeks', { leavingOn: '2030-04-20' }, 70, 'medium'],
    ['and most in the first days', { leavingOn: '2030-05-15' }, 55, 'medium'],
    ['whoever uses nothing any more and has a payment fail is at high risk', { usageDrop: 100, usageSince: '2030-05-10', failedOn: '2030-05-15' }, 35, 'high'],
    ['a usage that falls by less than 30 % says nothing', { usageDrop: 29, usageSince: '2030-05-10' }, 100, 'low'],
    ['what is four weeks ago is over', { leavingOn: '2030-04-18', failedOn: '2030-04-18', disputedOn: '2030-04-18' }, 100, 'low'],
    ['a crisis alone puts somebody at risk after a day', { crisisSince: new Date('2030-05-15T10:00:00Z') }, 70, 'medium'],
  ] as [string, Partial<Facts>, number, string][])('%s', (_, facts, score, risk) => expect(of(facts)).toMatchObject({ score, risk }))
  test('sentences are said as people say them', () => {
    const said = (facts: Partial<Facts>) => of(facts).against.map(({ sentence }) => sentence)
    expect(said({ usageDrop: 100, usageSince: '2030-05-12', conversations: 1, angry: 1 })).toEqual([
      'uses nothing any more since 12 May',
      'wrote angrily once in 7 days',
    ])
    expect(said({ conversations: 2, angry: 2, leavingOn: '2030-05-16', disputedOn: '2030-05-15' })).toEqual([
      'said that they leave, today',
      'disputed a payment yesterday',
      'wrote angrily twice in 7 days',
    ])
    expect(said({ crisisSince: at('09:30') })).toEqual(['hit by an open crisis for less than an hour'])
    expect(said({ crisisSince: new Date('2030-05-13T10:00:00Z') })).toEqual(['hit by an open crisis for 3 days'])
  })
})

const at = (time: string) => new Date(`2030-05-16T${time}:00Z`)
const of = (facts: Partial<Facts>) =>
  healthOf(
    { usageDrop: null, usageSince: null, conversations: 0, angry: 0, leavingOn: null, failedOn: null, disputedOn: null, crisisSince: null, ...facts },
    at('10:00'),
  )
