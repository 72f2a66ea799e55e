import { describe, expect, test } from 'vitest'
import { asSent, fresh, givenOf, isAsked, kinds, sameDoor, setUpLines, type Source, whatOf } from './sources.ts'

describe('Sources as they are typed', () => {
  test('a secret that is left empty stays; taken away it goes, and so it does where there is none', () => {
    const given = fresh('north')
    expect(asSent({ ...given, kind: 'grafana' })).not.toHaveProperty('secret')
    expect(asSent({ ...given, kind: 'grafana', away: true })).toMatchObject({ secret: null })
    for (const kind of ['grafana', 'mastodon', 'bluesky', 'zendesk'] as const) expect(asSent({ ...given, kind, secret: ' s ' })).toMatchObject({ secret: 's' })
    for (const kind of ['signals', 'feed', 'mail'] as const) expect(asSent({ ...given, kind, secret: 's' })).toMatchObject({ secret: null })
  })
  test('what is pasted holds the key, and never the word that stands for it', () => {
    for (const kind of kinds.filter((each) => !isAsked(each))) {
      const lines = setUpLines(kind, 'https://leeward.example/api/signals/hooks/KEY', 'abc123')
      expect(lines).toContain('abc123')
      expect(lines).not.toContain('KEY')
    }
  })
  test('of the settings only those of its kind are sent', () => {
    const given = {
      ...fresh('north'),
      url: ' https://n.example/feed ',
      server: 'https://town.example',
      search: ' #acme ',
      everyMinutes: 2,
      addresses: ['a@b.example'],
      ours: ['@acme'],
    }
    expect(asSent(given).settings).toBe(null)
    expect(asSent({ ...given, kind: 'feed' }).settings).toEqual({ kind: 'feed', url: 'https://n.example/feed', ours: ['@acme'], everySeconds: 120 })
    expect(asSent({ ...given, kind: 'mastodon' }).settings).toEqual({
      kind: 'mastodon',
      server: 'https://town.example',
      search: '#acme',
      ours: ['@acme'],
      everySeconds: 120,
    })
    expect(asSent({ ...given, kind: 'mail' }).settings).toEqual({ kind: 'mail', addresses: ['a@b.example'] })
    expect(asSent({ ...given, kind: 'mail-alerts' }).settings).toMatchObject({ subject: null, firing: expect.arrayContaining(['down']) })
  })
  test('Bluesky is asked where the account is, or where anybody may ask', () => {
    const given = { ...fresh('north'), kind: 'bluesky' as const, search: 'acme' }
    expect(asSent(given).settings).toMatchObject({ server: 'https://api.bsky.app', handle: null })
    expect(asSent({ ...given, handle: 'acme.example' }).settings).toMatchObject({ server: 'https://bsky.social', handle: 'acme.example' })
  })
  test('a source becomes only what comes by the same door', () => {
    expect([sameDoor('grafana', 'alertmanager'), sameDoor('mail', 'mail-alerts'), sameDoor('feed', 'feed')]).toEqual([true, true, true])
    expect([sameDoor('grafana', 'mail'), sameDoor('feed', 'mastodon'), sameDoor('bluesky', 'signals'), sameDoor('mail', 'signals')]).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
  test('what is asked stands in the list', () => {
    expect(whatOf({ kind: 'mastodon', server: 'https://town.example/', search: '#acme', ours: [], everySeconds: 60 })).toBe('#acme · town.example')
    expect(whatOf({ kind: 'mail', addresses: ['a@b.example', 'c@b.example'] })).toBe('a@b.example, c@b.example')
    for (const none of [null, { kind: 'mail' as const, addresses: [] }]) expect(whatOf(none)).toBe(undefined)
  })
  test('what is changed begins as it was', () => {
    for (const settings of [
      { kind: 'mastodon' as const, server: 'https://town.example', search: '#acme', ours: ['@acme'], everySeconds: 90 },
      { kind: 'mail-alerts' as const, addresses: ['a@b.example'], subject: '[mon]', firing: ['x'], resolved: ['y'] },
      { kind: 'bluesky' as const, server: 'https://bsky.social', search: 'acme', handle: 'acme.example', ours: [], everySeconds: 300 },
    ])
      expect(
        asSent(
          givenOf({
            kind: settings.kind,
            settings,
            name: 'x',
            brand: 'north',
            region: null,
            service: null,
            practice: false,
            keptAMinute: 100,
          } as unknown as Source),
        ).settings,
      ).toEqual(settings)
  })
})
