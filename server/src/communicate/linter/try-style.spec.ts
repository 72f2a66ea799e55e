import { describe, expect, test } from 'vitest'
import { HouseStyle } from './linter.contract.ts'
import { tried } from './try-style.ts'

describe('A text under settings of the house', () => {
  const rules = (style: object, text = sorryTwice) => tried(HouseStyle.parse(style), text, now).byHouse.map(({ rule }) => rule)
  test('an apology more than once, never, or as one likes', () => {
    expect(rules({ apology: 'once' })).toEqual(['apology'])
    expect(rules({ apology: 'never' })).toEqual(['apology', 'apology'])
    expect(rules({ apology: 'free' })).toEqual([])
  })
  test('words that the house never writes are errors', () => {
    const [finding] = tried(HouseStyle.parse({ banned: ['glitch'] }), 'A glitch stops sign-in.', now).byHouse
    expect(finding).toMatchObject({ rule: 'banned-word', severity: 'error', from: 2, to: 8 })
  })
  test('the grade that it takes, and whether it is too high for the house', () => {
    const hard =
      'Notwithstanding continuous observation of infrastructural components, intermittent degradation of authentication functionality necessitated organisational coordination of remediation activities across several geographically distributed engineering departments and their international subsidiaries.'
    expect(tried(HouseStyle.parse({ grade: 8 }), hard, now)).toMatchObject({ grade: expect.any(Number), byHouse: [{ rule: 'grade', severity: 'warning' }] })
    expect(tried(HouseStyle.parse({}), 'Short.', now).grade).toBeNull()
  })
  test('what is found whatever the settings are stands apart, and missing parts are no matter of them', () => {
    const { byHouse, always } = tried(HouseStyle.parse({}), 'Rest assured, sign-in fails for you.', now)
    expect(byHouse).toEqual([])
    expect(always.map(({ rule }) => rule)).toContain('false-reassurance')
    expect(always.map(({ rule }) => rule)).not.toContain('missing-part')
  })
})

const now = new Date('2030-01-01T09:00:00Z')
const sorryTwice = 'You cannot sign in. We are sorry. We apologise again.'
