import { describe, expect, test } from 'vitest'
import { processorWatch } from '../../../../../journeys/support/processor-time.ts'
import { isGeneric, topicOf } from './topic.ts'

describe('What a subject is about', () => {
  test.each([
    ['Re: Parcel lost', 'parcel lost'],
    ['AW: WG: Parcel lost', 'parcel lost'],
    ['SV: Fwd: RE[2]: Parcel lost', 'parcel lost'],
    ['Antw: Antwort: Parcel  lost!', 'parcel lost'],
    ['回复：转发：Parcel lost', 'parcel lost'],
    ['[care] Re: [EXTERNAL] Parcel lost', 'parcel lost'],
    ['Re(3): PARCEL LOST', 'parcel lost'],
    ['R: I: Parcel lost', 'parcel lost'],
    ['Par\u200bcel\u00ad lost', 'parcel lost'],
    ['Parcel lost (fwd)', 'parcel lost'],
    ['', ''],
    ['Re:', ''],
    ['[urgent]', '[urgent]'],
    ['Reorder: two lamps', 'reorder: two lamps'],
  ])('%s is about “%s”', (subject, words) => expect(topicOf(subject).words).toBe(words))
  test('says whether it answers or passes on', () => {
    expect(topicOf('Re: a')).toMatchObject({ reply: true, forward: false })
    expect(topicOf('WG: a')).toMatchObject({ reply: false, forward: true })
    expect(topicOf('Regarding my parcel')).toMatchObject({ reply: false, forward: false })
  })
  test('keeps what it was about before', () => expect(topicOf('Refund (was: Re: Parcel lost)')).toMatchObject({ words: 'refund', was: 'parcellost' }))
  test('is the same where a gateway broke its words', () => expect(topicOf('Re: Parcel lo st?').key).toBe(topicOf('Parcel, lost').key))
  test('tells numbers of tickets apart from words', () => {
    expect(topicOf('Re: [Ticket #4711] Parcel lost')).toMatchObject({ words: 'parcel lost', markers: ['4711'] })
    expect(topicOf('Order #12345 is late')).toMatchObject({ words: 'order is late', markers: ['12345'] })
    expect(topicOf('Room 404').markers).toEqual([])
  })
  test.each(['Help', 'Invoice', 'a question', 'Meine Rechnung', 'Hi', '', 'Urgent help please', 'New order', '質問'])('“%s” says nothing', (subject) =>
    expect(isGeneric(topicOf(subject).words)).toBe(true),
  )
  test.each(['Parcel lost', 'Invoice from May is wrong', 'Login fails since update 3.2'])('“%s” says something', (subject) =>
    expect(isGeneric(topicOf(subject).words)).toBe(false),
  )
  test('a subject made to be slow is read at once', () => {
    const spent = processorWatch()
    for (const bad of ['Re: '.repeat(300_000), '['.repeat(1_000_000), '(was '.repeat(200_000), '[#1] '.repeat(200_000), ' '.repeat(1_000_000)]) topicOf(bad)
    expect(spent()).toBeLessThan(1_000)
  })
})
