import { describe, expect, test } from 'vitest'
import { mentionOf } from './bluesky-mentions.ts'

describe('A mention on Bluesky', () => {
  test('is of whoever they are, whatever they are called today, in the thread that it stands in', () => {
    expect(of({})).toMatchObject({
      ...{ id: `bluesky/${uri('ann', 1)}`, reference: `${uri('ann', 1)} ${cid}`, person: did('ann'), handle: '@ann.example', name: 'Ann' },
      ...{ thread: uri('ann', 1), root: `${uri('ann', 1)} ${cid}`, visibility: 'public', link: `https://bsky.app/profile/${did('ann')}/post/1` },
    })
    expect(of({ record: { text: 'and?', reply: { root: strong('ben', 7), parent: strong('acme', 8) } } })).toMatchObject({
      thread: uri('ben', 7),
      reference: `${uri('ann', 1)} ${cid}`,
    })
  })
  test('of a name that does not hold is called by what does', () =>
    expect(of({ author: { did: did('ann'), handle: 'handle.invalid' } })?.handle).toBe(`@${did('ann')}`))
  test.each([
    ['an answer to us', { reason: 'reply', record: { text: 'and?', reply: { root: strong('acme', 1), parent: strong('acme', 1) } } }, true],
    [
      'somebody going on after their own words',
      { reason: 'reply', record: { text: 'and?', reply: { root: strong('acme', 1), parent: strong('ann', 2) } } },
      true,
    ],
    [
      'an answer to somebody else below a post of ours',
      { reason: 'reply', record: { text: 'and?', reply: { root: strong('acme', 1), parent: strong('ben', 2) } } },
      false,
    ],
    ['a quote', { reason: 'quote' }, false],
    ['ours', { author: { did: did('acme'), handle: 'acme.example' }, uri: uri('acme', 1) }, false],
    ['of another account of ours', { author: { did: did('ann'), handle: 'help.example' } }, false],
    ['a machine’s that says so', { author: { did: did('ann'), handle: 'ann.example', labels: [{ val: 'bot', src: did('ann') }] } }, false],
    ['called a machine’s by another', { author: { did: did('ann'), handle: 'ann.example', labels: [{ val: 'bot', src: did('ben') }] } }, true],
    ['of before', { indexedAt: '2029-12-31T00:00:00Z' }, false],
    ['empty', { record: { text: ' \u202e ' } }, false],
    ['in the name of another', { uri: uri('ben', 1) }, false],
    ['without content', { cid: 'x' }, false],
    ['no record', { record: null }, false],
  ])('%s: %#', (_, odd, counts) => expect(of(odd) !== undefined).toBe(counts))
  test('is none where it is no note at all', () => {
    for (const odd of [null, 7, [], 'mention', { author: [] }]) expect(mentionOf(odd, asking)).toBeUndefined()
  })
})

const did = (name: string) => `did:plc:${name.repeat(24).slice(0, 24)}`
const uri = (name: string, nth: number) => `at://${did(name)}/app.bsky.feed.post/${nth}`
const cid = `bafyrei${'a'.repeat(52)}`
const strong = (name: string, nth: number) => ({ uri: uri(name, nth), cid })
const asking = { since: new Date('2030-01-01T00:00:00Z'), ours: new Set([did('acme'), 'help.example']) }
const of = (more: object) =>
  mentionOf(
    {
      ...{ uri: uri('ann', 1), cid, reason: 'mention', author: { did: did('ann'), handle: 'ann.example', displayName: 'Ann' } },
      ...{ record: { text: 'hey @acme.example' }, isRead: false, indexedAt: '2030-01-02T09:00:00Z', ...more },
    },
    asking,
  )
