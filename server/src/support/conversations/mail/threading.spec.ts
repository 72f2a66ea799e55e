import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { threadMessageId } from './message-id.ts'
import { printsOf } from './quotes.ts'
import { type Candidate, type KnownMessage, lookupsOf, type Thread, type Threaded, threadOf } from './threading.ts'

const key = Buffer.alloc(32, 1)
const day = 86_400_000
const start = Date.parse('2030-01-01T09:00:00Z')
const at = (days: number) => new Date(start + days * day)
const lamp = '01944000-0000-7000-8000-000000000001'
const sofa = '01944000-0000-7000-8000-000000000002'
const answer =
  'We have found your lamp in the warehouse of our carrier in Rotterdam and will send it again tomorrow morning by express, free of charge of course.'

describe('The conversation a mail belongs to', () => {
  const token = threadMessageId(key, lamp, 2, 'acme.example')

  test('is the one that our signed Message-ID names', () => {
    expect(threadOf(key, mail({ inReplyTo: [token], subject: 'Re: Lamp is broken' }), [conversation()], at(1))).toMatchObject({
      conversation: lamp,
      by: 'token',
    })
    expect(threadOf(key, mail({ references: ['<x@y>', token] }), [conversation()], at(1))).toMatchObject({ conversation: lamp, by: 'token' })
    expect(threadOf(key, mail({ quoted: `> Message-ID: ${token}` }), [conversation()], at(1))).toMatchObject({ conversation: lamp, by: 'token' })
  })
  test('is not found by a token that somebody made up', () => {
    const forged = token.replace(/[0-9a-f]{16}@/, '0123456789abcdef@')
    expect(lookupsOf(key, mail({ inReplyTo: [forged] })).conversations).toEqual([])
    expect(threadOf(key, mail({ inReplyTo: [forged], subject: 'Hello' }), [conversation()], at(1)).conversation).toBeUndefined()
  })
  test('is one that answers a message we know, or that a message we know answers', () => {
    const known = conversation({ messages: [message({ messageId: '<first@ann>' }), message({ messageId: '<second@ann>', mentions: ['<lost@ann>'] })] })
    expect(threadOf(key, mail({ inReplyTo: ['<first@ann>'] }), [known], at(1))).toMatchObject({ conversation: lamp, by: 'references' })
    expect(threadOf(key, mail({ references: ['<lost@ann>', '<none@ann>'] }), [known], at(1))).toMatchObject({ conversation: lamp, by: 'references' })
    expect(threadOf(key, mail({ messageId: '<lost@ann>' }), [known], at(1))).toMatchObject({ conversation: lamp, by: 'references' })
  })
  test('is the nearest of several, and the others are the same', () => {
    const other = conversation({ conversation: sofa, messages: [message({ messageId: '<b@ann>' })] })
    const found = threadOf(
      key,
      mail({ inReplyTo: ['<b@ann>'], references: ['<a@ann>', '<b@ann>'] }),
      [conversation({ messages: [message({ messageId: '<a@ann>' })] }), other],
      at(1),
    )
    expect(found).toMatchObject({ conversation: sofa, also: [lamp] })
  })
  test('is none where another person answers, even with our token; a person decides', () => {
    const found = threadOf(key, mail({ from: 'eve@evil.example', inReplyTo: [token] }), [conversation()], at(1))
    expect(found).toMatchObject({ conversation: undefined, near: { conversation: lamp, by: 'token' } })
    expect(found.why).toMatch(/eve@evil\.example does not take part/)
    expect(
      threadOf(key, mail({ from: 'bob@north.example', inReplyTo: [token] }), [conversation({ participants: ['Bob@North.example'] })], at(1)).conversation,
    ).toBe(lamp)
  })
  test('is none where the sender is nobody', () =>
    expect(threadOf(key, mail({ from: '', inReplyTo: [token] }), [conversation({ contact: [''] })], at(1)).conversation).toBeUndefined())
  test('is a new one for another subject after long silence, and the same for the same subject', () => {
    const long = [mail({ inReplyTo: [token], subject: 'Sofa has a stain' }), [conversation()], at(40)] as const
    expect(threadOf(key, ...long)).toMatchObject({ conversation: undefined })
    expect(threadOf(key, ...long).why).toMatch(/silent for 40 days, under another subject/)
    expect(threadOf(key, mail({ inReplyTo: [token], subject: 'Sofa has a stain' }), [conversation()], at(3)).conversation).toBe(lamp)
    expect(threadOf(key, mail({ inReplyTo: [token], subject: 'AW: Lamp is broken' }), [conversation()], at(400)).conversation).toBe(lamp)
    expect(threadOf(key, mail({ inReplyTo: [token], subject: 'New (was: Lamp is broken)' }), [conversation()], at(40)).conversation).toBe(lamp)
  })
})

describe('The conversation a mail belongs to where its headers say nothing', () => {
  test.each(['Re: Lamp is broken', 'AW: Lamp is broken', '回复：Lamp is broken', 'Re: [EXTERNAL] Lamp is broken'])('is that of its subject: %s', (subject) =>
    expect(threadOf(key, mail({ subject }), [conversation()], at(2))).toMatchObject({ conversation: lamp, by: 'subject' }),
  )
  test('is that of what it quotes, under whatever subject', () => {
    const known = conversation({ messages: [message({ ours: true, prints: printsOf(answer) })] })
    expect(threadOf(key, mail({ subject: 'Thanks!', quoted: quote(answer) }), [known], at(2))).toMatchObject({ conversation: lamp, by: 'quoted' })
  })
  test.each([
    ['after weeks', mail({ subject: 'Re: Lamp is broken' }), 15],
    ['from another person', mail({ from: 'eve@evil.example', subject: 'Re: Lamp is broken' }), 1],
    ['from another person who quotes all of it', mail({ from: 'eve@evil.example', subject: 'Re: Lamp is broken', quoted: quote(answer) }), 1],
    ['with another ticket’s number', mail({ subject: 'Re: [#4711] Lamp is broken' }), 1],
    ['without “Re:”, days later', mail({ subject: 'Lamp is broken' }), 5],
  ])('is none %s', (_, sent, days) => {
    const known = conversation({ subject: 'Lamp is broken [#4712]', messages: [message({ prints: printsOf(answer) })] })
    expect(threadOf(key, sent, [known], at(days)).conversation).toBeUndefined()
  })
  test('is the same for a customer who writes the same anew, soon after', () =>
    expect(threadOf(key, mail({ subject: 'Lamp is broken' }), [conversation()], at(1))).toMatchObject({ conversation: lamp, by: 'subject' }))
  test.each(['Help', 'Invoice', 'Re: Invoice', 'Re:', '', 'Question'])('is none for “%s”, which anybody writes about anything', (subject) =>
    expect(threadOf(key, mail({ subject }), [conversation({ subject: subject.replace('Re: ', '') })], at(1)).conversation).toBeUndefined(),
  )
  test('is found under such a subject by what is quoted, or by a number', () => {
    const known = conversation({ subject: 'Invoice', messages: [message({ prints: printsOf(answer) })] })
    expect(threadOf(key, mail({ subject: 'Re: Invoice', quoted: quote(answer) }), [known], at(1)).conversation).toBe(lamp)
    expect(threadOf(key, mail({ subject: 'Re: [#4711] Help' }), [conversation({ subject: 'Help [#4711]' })], at(1)).conversation).toBe(lamp)
  })
  test('on a list takes more than a subject from somebody new', () => {
    const list = conversation({ participants: 'everyone' })
    expect(threadOf(key, mail({ from: 'new@list.example', subject: 'Lamp is broken' }), [list], at(1)).conversation).toBeUndefined()
  })
})

describe('Threads of many customers', () => {
  const person = fc.constantFrom('ann@a.example', 'bob@b.example', 'cy@c.example')
  const written = fc.record({
    from: person,
    subject: fc.constantFrom('Help', 'Re: Help', 'Lamp is broken', 'Re: Lamp is broken', 'AW: [#4711] Sofa', ''),
    parent: fc.option(fc.nat(11), { nil: undefined }),
    quotes: fc.boolean(),
  })

  test('never mix two customers, whatever they answer, quote or call it', () =>
    fc.assert(
      fc.property(fc.array(written, { minLength: 2, maxLength: 12 }), (all) => {
        const threads = arrive(
          all.map(({ parent, quotes, ...each }, nth) =>
            mail({ ...each, messageId: `<${nth}@x>`, inReplyTo: parent === undefined ? [] : [`<${parent}@x>`], quoted: quotes ? quote(answer) : '' }),
          ),
        )
        for (const { senders } of threads.values()) expect(senders.size).toBe(1)
      }),
    ))
  test('with headers are the same in whichever order mails come', () =>
    fc.assert(
      fc.property(
        fc
          .array(fc.nat(9), { minLength: 2, maxLength: 10 })
          .chain((parents) => fc.tuple(fc.constant(parents), fc.shuffledSubarray([...parents.keys()], { minLength: parents.length }))),
        ([parents, order]) => {
          // Each answers an earlier one, or begins something; subjects all differ, so that headers alone speak.
          const mails = parents.map((parent, nth) =>
            mail({ messageId: `<${nth}@x>`, subject: `Matter number ${'abcdefghij'[nth]}`, inReplyTo: parent < nth ? [`<${parent}@x>`] : [] }),
          )
          const groups = (sent: Threaded[]) => [...arrive(sent).values()].map(({ ids }) => [...ids].sort().join()).sort()
          expect(groups(order.map((nth) => mails[nth] as Threaded))).toEqual(groups(mails))
        },
      ),
    ))
})

/** One after the other, as a store would: looked up among all, kept, merged. */
function arrive(mails: Threaded[]) {
  const threads = new Map<string, Candidate & { messages: KnownMessage[]; senders: Set<string>; ids: Set<string> }>()
  for (const [nth, each] of mails.entries()) {
    const found: Thread = threadOf(key, each, [...threads.values()], at(nth / 100))
    const name = found.conversation ?? `thread-${nth}`
    const kept = threads.get(name) ?? {
      ...conversation({ conversation: name, contact: [each.from.address], subject: each.subject, messages: [] }),
      messages: [],
      senders: new Set<string>(),
      ids: new Set<string>(),
    }
    kept.messages.push(message({ messageId: each.messageId, mentions: [...each.inReplyTo, ...each.references], prints: printsOf(answer) }))
    kept.senders.add(each.from.address)
    kept.ids.add(each.messageId ?? '')
    for (const other of found.conversation === undefined ? [] : found.also) {
      const gone = threads.get(other)
      kept.messages.push(...(gone?.messages ?? []))
      for (const id of gone?.ids ?? []) kept.ids.add(id)
      for (const sender of gone?.senders ?? []) kept.senders.add(sender)
      threads.delete(other)
    }
    threads.set(name, kept)
  }
  return threads
}

const quote = (text: string) =>
  text
    .match(/.{1,60}(\s|$)/g)
    ?.map((line) => `> ${line.trim()}`)
    .join('\n') ?? ''
const mail = ({ from = 'ann@north.example', ...given }: Partial<Omit<Threaded, 'from'>> & { from?: string }): Threaded => ({
  from: { address: from, name: '' },
  subject: 'Re: Lamp is broken',
  messageId: '<new@ann>',
  inReplyTo: [],
  references: [],
  written: 'And now?',
  quoted: '',
  ...given,
})
const message = (given: Partial<KnownMessage> = {}): KnownMessage => ({ messageId: null, mentions: [], at: at(0), ours: false, prints: [], ...given })
const conversation = (given: Partial<Candidate> = {}): Candidate => ({
  conversation: lamp,
  contact: ['ann@north.example'],
  participants: [],
  subject: 'Lamp is broken',
  lastAt: at(0),
  messages: [message()],
  ...given,
})
