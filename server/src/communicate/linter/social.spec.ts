import { describe, expect, test } from 'vitest'
import { HouseStyle } from './linter.contract.ts'
import { lint } from './linter.ts'

const whole = {
  title: 'Mail is late',
  happened: 'A disk failed.',
  affected: 'The east.',
  known: 'The disk.',
  unknown: 'How long.',
  doing: 'We copy.',
  can: 'Use the web page.',
}
const found = (parts: object, networks: string[] = ['bluesky'], more: object = {}) =>
  lint({
    draft: {
      ...{ phase: 'identified', holding: false, parts: { ...whole, ...parts }, locale: 'en', zone: 'UTC' },
      ...{ nextUpdateAt: new Date('2030-01-01T10:30:00Z'), now: new Date('2030-01-01T10:00:00Z'), ...more },
    },
    before: [],
    facts: { kind: 'service-outage', social: { networks, link: 'https://status.example/acme/incidents/C-2030-001' } },
    house: HouseStyle.parse({}),
  }).filter(({ rule }) => rule.startsWith('social'))

describe('Posts in public, to the linter', () => {
  const long = 'Change your password on the web page. '.repeat(12)
  test('are no matter where nothing is posted in public', () => expect(found({ must: long, happened: long }, [])).toEqual([]))
  test('that have room for all raise nothing', () => expect(found({}, ['mastodon'])).toEqual([]))
  test('that leave out parts are a hint that names them, once for each network', () => {
    expect(found({ happened: long, affected: long }, ['bluesky', 'mastodon']).map(({ severity, sentence }) => [severity, sentence])).toEqual([
      ['hint', expect.stringMatching(/^The post on Bluesky has no room for all of “What happened”, “Who is affected”.*Its link leads to them\.$/)],
      ['hint', expect.stringMatching(/^The post on Mastodon/)],
    ])
  })
  test('in which the duty is cut are a warning, at its place', () =>
    expect(found({ must: long })[0]).toMatchObject({
      rule: 'social-cut',
      severity: 'warning',
      part: 'must',
      sentence: expect.stringContaining('300 characters'),
    }))
  test('in which a title leaves no room for the duty are a warning', () =>
    expect(found({ title: 'word '.repeat(29), must: 'Change your password on the web page now, and do not use the old one anywhere else.' })[0]).toMatchObject({
      rule: 'social-cut',
    }))
  test('that cannot say when we write again are a warning', () =>
    expect(found({ title: 'word '.repeat(26), must: 'Change your password on the web page now, and do not use the old one else.' })[0]?.sentence).toMatch(
      /no room for when you write again/,
    ))
  test('of whatever is written are read in a moment', () => {
    for (const text of ['👩‍🚒'.repeat(300), '\ud800\u202e', 'https://x.example/'.repeat(100)])
      expect(Array.isArray(found({ title: text.slice(0, 150), must: text }))).toBe(true)
  })
})
