import { describe, expect, test } from 'vitest'
import { mentionOf } from './mastodon-mentions.ts'
import { subjectOf } from './mention.ts'

describe('A mention on Mastodon', () => {
  test('is of whoever wrote it, on the server where they live, in plain words', () => {
    expect(
      of({ content: '<p>Is it <b>down</b>?<br>Since <a href="https://x.example"><span class="invisible">https://</span>x.example</a></p>' }),
    ).toMatchObject({
      ...{ id: 'mastodon/https://far.example/users/ann/statuses/1', reference: '101', person: 'ann@far.example', handle: '@ann@far.example', name: 'Ann' },
      ...{ text: 'Is it down?\nSince https://x.example', visibility: 'public', parent: '99', link: 'https://far.example/@ann/1' },
    })
  })
  test('of somebody who lives where we do names that server', () =>
    expect(of({ account: { acct: 'Ben', display_name: '' } })).toMatchObject({ person: 'ben@home.example', name: null }))
  test('has the warning before it and what was written of its pictures behind it', () =>
    expect(of({ spoiler_text: 'swearing', media_attachments: [{ type: 'image', description: 'an empty board' }, { type: 'video' }] })?.text).toBe(
      'swearing\nIs it down?\n[image: an empty board]\n[video]',
    ))
  test.each([
    ['ours', { account: { acct: 'acme' } }],
    ['of another account of ours', { account: { acct: 'acme_help@far.example' } }],
    ['a machine’s', { account: { acct: 'ann@far.example', bot: true } }],
    ['passed on', { reblog: { id: '1' } }],
    ['of before', { created_at: '2029-12-31T00:00:00Z' }],
    ['empty', { content: '<p> </p>' }],
    ['of a name that leads elsewhere', { account: { acct: '../ann@far.example/..' } }],
    ['of no time', { created_at: null }],
    ['for nobody knows whom', { visibility: 'limited' }],
    ['of an id that is none', { id: '../../x' }],
  ])('is none where it is %s', (_, odd) => expect(of(odd)).toBeUndefined())
  test('is none where the note is of another kind, or no note at all', () => {
    expect(mentionOf({ ...note({}), type: 'favourite' }, asking)).toBeUndefined()
    for (const odd of [null, 7, [], 'mention', { type: 'mention', status: [] }]) expect(mentionOf(odd, asking)).toBeUndefined()
  })
  test('is listed by its first words, not by whom it is addressed to', () => {
    expect(subjectOf('@acme @ben@far.example: is it down?\nAgain?')).toBe('is it down? Again?')
    expect(subjectOf('@acme')).toBe('@acme')
  })
})

const asking = {
  account: { service: 'https://home.example', handle: '@acme' },
  since: new Date('2030-01-01T00:00:00Z'),
  ours: new Set(['acme@home.example', 'acme_help@far.example']),
}
const note = (more: object) => ({
  type: 'mention',
  status: {
    ...{ id: '101', created_at: '2030-01-02T09:00:00Z', in_reply_to_id: '99', visibility: 'public', content: '<p>Is it down?</p>', reblog: null },
    ...{
      uri: 'https://far.example/users/ann/statuses/1',
      url: 'https://far.example/@ann/1',
      account: { acct: 'ann@far.example', display_name: 'Ann', bot: false },
    },
    ...more,
  },
})
const of = (more: object) => mentionOf(note(more), asking)
