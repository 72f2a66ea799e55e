import { segments } from '@leeward/sms'
import { describe, expect, test } from 'vitest'
import { frameLanguages } from '../frame/strings.ts'
import type { MaintenanceSaid } from './news.ts'
import { newsText } from './news.text.ts'

describe('Planned work as a text', () => {
  test('says who, what, when, where the rest is, and how one leaves', () =>
    expect(newsText(said(), to(), true)).toBe(
      'Acme: Planned maintenance, March 4 at 23:00 GMT+1 to March 5 at 00:00 GMT+1: New storage. https://status.acme.example/ Reply STOP to end.',
    ))
  test('stays within two messages in every language; its time, its link and the way out stay whole', () => {
    for (const locale of frameLanguages)
      for (const stopWord of [true, false]) {
        const text = newsText(said({ title: 'Ungewöhnlich lange Arbeiten 🔥 '.repeat(9) }), { ...to(), locale }, stopWord)
        expect(segments(text).segments, text).toBeLessThanOrEqual(2)
        expect(text).toMatch(/23:00/)
        expect(text).toMatch(stopWord ? /https:\/\/status\.acme\.example\/ .*STOP/ : /https:\/\/status\.acme\.example\/subscriptions\/AbCdEfGhIjKl$/)
      }
  })
  test('tells of a word, a change and the end by what they are; over, it names no time any more', () => {
    expect(newsText(said({ moment: 'changed' }), to(), true)).toMatch(/^Acme: Maintenance changed, March 4/)
    expect(newsText(said({ moment: 'cancelled', state: 'cancelled' }), to(), true)).toMatch(/^Acme: Maintenance cancelled: New storage\./)
    expect(newsText(said({ moment: 'completed', state: 'completed' }), { ...to(), locale: 'de' }, true)).toMatch(/^Acme: Wartung erledigt: New storage\./)
  })
})

const to = () => ({
  ...{ brand: 'Acme', locale: 'en', timeZone: 'Europe/Berlin' },
  ...{ home: 'https://status.acme.example', leave: 'https://status.acme.example/subscriptions/AbCdEfGhIjKl' },
})
const said = (more: Partial<MaintenanceSaid> = {}): MaintenanceSaid => ({
  ...{ kind: 'maintenance', page: { id: 'p', status_indicator: 'none', status_description: '' }, moment: 'scheduled', state: 'scheduled' },
  ...{ id: 'm', shortId: 'abc', title: 'New storage', startsAt: '2030-03-04T22:00:00Z', endsAt: '2030-03-04T23:00:00Z' },
  ...{ services: [], dropped: [], words: '', sequence: 1, incident: { incident_updates: [] } },
  ...more,
})
