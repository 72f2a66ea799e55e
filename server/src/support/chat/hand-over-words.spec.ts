import { describe, expect, test } from 'vitest'
import { alwaysOpen, type Hours } from '../conversations/promise.ts'
import { handedOver, whenAway } from './hand-over-words.ts'

const weekdays: Hours = { zone: 'Etc/UTC', days: { 1: [['08:00', '18:00']], 2: [['08:00', '18:00']] }, closed: [] }
const given = { locale: 'en', timeZone: 'Etc/UTC', now: new Date('2030-01-07T09:00:00Z'), hours: weekdays, before: 3, email: null }

describe('What is said when a person takes over', () => {
  test('is how many wait before, while somebody is here', () => {
    expect(handedOver(given)).toContain('Before you wait: 3.')
    expect(handedOver({ ...given, before: 0 })).toContain('You are the next one.')
  })
  test('is that nobody is here and when somebody will be, outside of the hours; and then no place is promised', () => {
    const night = handedOver({ ...given, now: new Date('2030-01-07T21:00:00Z') })
    expect(night).toContain('Nobody is here now. Somebody is from January 8 at 08:00 UTC on.')
    expect(night).not.toContain('Before you')
  })
  test('is said before anybody has written as well, and nothing is said while somebody is here', () => {
    expect(whenAway(given)).toBe('')
    expect(whenAway({ ...given, now: new Date('2030-01-07T21:00:00Z') })).toBe('Nobody is here now. Somebody is from January 8 at 08:00 UTC on.')
    expect(whenAway({ ...given, hours: { ...weekdays, days: {} } })).toContain('as soon as they can')
  })
  test('promises no hour where none is set', () => expect(handedOver({ ...given, hours: { ...weekdays, days: {} } })).toContain('as soon as they can'))
  test('says which way the answer comes, and asks for an address where there is none', () => {
    expect(handedOver({ ...given, email: 'ann@x.example' })).toContain('by mail to ann@x.example')
    expect(handedOver(given)).toContain('leave an e-mail address')
  })
  test.each(['de', 'fr', 'es', 'pt', 'ja'])('is said in %s, with nothing left open', (locale) => {
    for (const hours of [weekdays, alwaysOpen()])
      expect(handedOver({ ...given, locale, hours, now: new Date('2030-01-07T21:00:00Z') })).not.toMatch(/[{}]|Nobody|hand this/)
  })
})
