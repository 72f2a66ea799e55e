import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AnswerValues, heldBack, type HoldFacts, holdReasons, publicVariables, said, textFor, usualHold, withoutPerson, wrongIn } from './answer.ts'

const nobody: HoldFacts = { mood: 'neutral', reasons: [], vulnerability: null, tier: 'standard', owner: null, stillBroken: false, inHand: false }
const values: AnswerValues = { name: 'Ann', account: 'Acme', number: '#7', last_update: null, next_update: null, status_page: 'https://status.example' }

describe('Who is answered by a person and not by the answer for all', () => {
  test('nobody without a reason', () => expect(heldBack(nobody, usualHold)).toEqual([]))
  test.each<[string, Partial<HoldFacts>]>([
    ['angry', { mood: 'angry' }],
    ['legal', { reasons: ['legal'] }],
    ['safety', { reasons: ['safety'] }],
    ['vulnerable', { vulnerability: 'regulated' }],
    ['vulnerable', { reasons: ['vulnerable'] }],
    ['owner', { tier: 'enterprise', owner: 'bo@house.example' }],
    ['still-broken', { stillBroken: true }],
  ])('whoever is %s: %j', (reason, facts) => {
    expect(heldBack({ ...nobody, ...facts }, usualHold)).toEqual([reason])
    expect(heldBack({ ...nobody, ...facts }, [])).toEqual([])
  })
  test('an enterprise without an owner hears with all others', () => expect(heldBack({ ...nobody, tier: 'enterprise' }, usualHold)).toEqual([]))
  test('whoever is being written to at this moment, always', () => expect(heldBack({ ...nobody, inHand: true }, [])).toEqual(['in-hand']))
  test('who asked in public where there is nothing to say in public, and whom it is too long for, always', () => {
    expect(heldBack({ ...nobody, public: true }, [])).toEqual(['public'])
    expect(heldBack({ ...nobody, tooLong: true }, [])).toEqual(['too-long'])
  })
  test('whom nothing reaches that is sent, always', () => expect(heldBack({ ...nobody, notReached: true }, [])).toEqual(['not-reached']))
  test('all reasons are told', () =>
    expect(
      heldBack(
        {
          ...{ mood: 'angry', reasons: ['legal', 'safety', 'vulnerable'], vulnerability: 'x', tier: 'enterprise', owner: 'o' },
          ...{ stillBroken: true, inHand: true, public: true, tooLong: true, notReached: true },
        },
        holdReasons,
      ),
    ).toEqual([...holdReasons]))
})

describe('An answer reads for one of many', () => {
  test('with what is theirs', () => expect(said('Hello {name}, {account} ({number}).', values)).toBe('Hello Ann, Acme (#7).'))
  test('what nobody knows is left out with the space before it', () =>
    expect(said('Hello {name}, all well.', { ...values, name: null })).toBe('Hello, all well.'))
  test('or what was written for that stands there', () =>
    expect(said('Hello {name|there}. Next: {next_update|soon}.', { ...values, name: null })).toBe('Hello there. Next: soon.'))
  test('in public nothing that is known of the customer is a variable', () => {
    expect(wrongIn('More at {status_page}, next at {next_update|noon}', publicVariables)).toBeUndefined()
    for (const name of ['name', 'account', 'number'])
      expect(wrongIn(`Dear {${name}}`, publicVariables)).toMatch(/is of the customer, and this is said in public/)
    expect(
      said('Dear {name|customer}', withoutPerson({ name: 'Ann', account: 'A', number: '#1', last_update: null, next_update: null, status_page: null })),
    ).toBe('Dear customer')
  })
  test('a value is never read again', () => expect(said('Hello {name}', { ...values, name: '{account}' })).toBe('Hello {account}'))
  test('an unknown variable is told with those that there are', () => expect(wrongIn('Dear {firstname}')).toMatch(/\{firstname\} is no variable.*\{name\}/))
  test.each(['{', 'a } b', '{{name}}', '{name', '{na me}'])('a brace that stands alone is told: %s', (text) => expect(wrongIn(text)).toMatch(/brace|variable/))
  test('in the reader’s language, else in English, else in what there is', () => {
    expect(textFor({ en: 'e', de: 'd' }, 'de-AT').text).toBe('d')
    expect(textFor({ en: 'e', de: 'd' }, 'fr').text).toBe('e')
    expect(textFor({ de: 'd', fr: 'f' }, '__proto__').text).toBe('d')
  })
  test('two customers never read what is the other’s', () =>
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.string({ maxLength: 40 }), (one, other, text) => {
        fc.pre(one !== other && !text.includes(other))
        expect(said(`${text} {name} {account}`, { ...values, name: one, account: one })).not.toContain(other)
      }),
    ))
})
