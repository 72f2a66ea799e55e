import { describe, expect, test } from 'vitest'
import { wrongIn } from '../answers/answer.ts'
import { WriteMacro } from './macros.contract.ts'
import { type Actions, type Facts, mayUse, stepsOf, wrongWith } from './macros.ts'
import { shippedMacros } from './shipped.ts'

describe('What a macro does', () => {
  test('its steps, in the order in which they are done', () => {
    const steps = stepsOf(
      macro({
        addTags: ['late'],
        assign: 'me',
        link: true,
        task: { text: 'Call them', accountable: 'commander' },
        goodwill: { amounts: { EUR: 500 }, reason: 'Late' },
      }),
      facts({ crisis: { id: 'x', number: 'C-1', closed: false, linked: false } }),
    )
    expect(steps.map(({ kind, why }) => [kind, why])).toEqual(['reply', 'link', 'tag', 'assign', 'goodwill', 'task', 'state'].map((kind) => [kind, null]))
  })
  test('nothing that is so already', () => {
    const done = facts({ tags: ['late'], assignee: 'ann', crisis: { id: 'x', number: 'C-1', closed: false, linked: true } })
    expect(stepsOf(macro({ addTags: ['late'], removeTags: ['old'], assign: 'me', link: true }), done).map(({ kind }) => kind)).toEqual(['reply', 'state'])
  })
  test('a text that goes nowhere by itself is said to be kept', () => {
    expect([facts({}), facts({ goesOut: false })].map((known) => stepsOf(macro({}), known)[0]?.says)).toEqual([{ goesOut: 1 }, { goesOut: 0 }])
  })
  test('a link needs a crisis, a task a team', () => {
    expect(why({ link: true }, {}, 'link')).toMatch('say which one')
    expect(why({ task: { text: 'x', accountable: 'commander' } }, {}, 'task')).toMatch('no team')
    expect(why({ task: { text: 'x', accountable: 'commander' } }, { crisis: { id: 'x', number: 'C-1', closed: true, linked: true } }, 'task')).toMatch('closed')
  })
  test('goodwill needs an account, its currency, and somebody who may give', () => {
    const goodwill = { amounts: { EUR: 500 }, reason: 'Late' }
    expect(why({ goodwill }, { account: undefined }, 'goodwill')).toMatch('which account')
    expect(why({ goodwill }, { account: { name: 'A', currency: 'JPY' } }, 'goodwill')).toMatch('pays in JPY')
    expect(why({ goodwill }, { mayGive: false }, 'goodwill')).toMatch('may give no goodwill')
    expect(why({ goodwill }, {}, 'goodwill')).toBe(null)
  })
  test('what makes no sense is refused when it is saved', () => {
    expect(wrongWith({ texts: {}, actions: actions() })).toMatch('does nothing')
    expect(wrongWith(macro({ snoozeHours: 4, then: 'closed' }))).toMatch('close')
    expect(wrongWith(macro({ addTags: ['a'], removeTags: ['a'] }))).toMatch('tag a')
    expect(wrongWith({ texts: {}, actions: actions({ then: 'closed' }) })).toBeUndefined()
  })
  test('whoever it is for may use it; where nobody is named, whoever answers customers', () => {
    expect(mayUse([], ['support'])).toBe(true)
    expect(mayUse(['customer-success'], ['support'])).toBe(false)
    expect(mayUse(['customer-success', 'support'], ['support'])).toBe(true)
  })
})

describe('The macros that ship', () => {
  test('are in order, in English and German', () => {
    expect(new Set(shippedMacros.map(({ id }) => id)).size).toBe(shippedMacros.length)
    for (const { id, ...given } of shippedMacros) {
      const parsed = WriteMacro.parse(given)
      expect(wrongWith(parsed), id).toBeUndefined()
      for (const text of Object.values(parsed.texts)) expect(wrongIn(text), id).toBeUndefined()
      if (Object.keys(parsed.texts).length > 0) expect(Object.keys(parsed.texts).sort(), id).toEqual(['de', 'en'])
    }
  })
})

function actions(given: Partial<Actions> = {}): Actions {
  return { addTags: [], removeTags: [], assign: null, then: 'waiting', snoozeHours: null, link: false, task: null, goodwill: null, ...given }
}
function macro(given: Partial<Actions> = {}) {
  return { texts: { en: 'Dear {name|customer}' }, actions: actions(given) }
}
function facts(given: Partial<Facts> = {}): Facts {
  return {
    channel: 'email',
    goesOut: true,
    tags: [],
    assignee: null,
    me: 'ann',
    assigneeName: '',
    crisis: undefined,
    account: { name: 'A', currency: 'EUR' },
    mayGive: true,
    ...given,
  }
}
const why = (given: Partial<Actions>, of: Partial<Facts>, kind: string) => stepsOf(macro(given), facts(of)).find((step) => step.kind === kind)?.why
