import { describe, expect, test } from 'vitest'
import { aheadBy, marksOf, turnParts, turnSentence, type TurnFacts } from './turn.ts'

describe('Why a conversation stands where it does', () => {
  test('each part is named with what it is of this customer, the heaviest first, in hours and minutes', () => {
    expect(turnParts(row({ parts: { mood: 60, severity: 240, vulnerability: 180, tier: 120 } }))).toEqual([
      'severity 1 +4 h',
      'regulated +3 h',
      'enterprise +2 h',
      'angry +1 h',
    ])
    expect(aheadBy(row({ parts: { mood: 60, severity: 240 } }))).toBe(5 * 3_600_000)
  })
  test('the sentence says the sum; without parts there is nothing to say', () => {
    expect(turnSentence(row({ parts: { severity: 240, reason: 90 }, reasons: ['deadline', 'complaint'] }))).toBe(
      'Counts as if it had waited 5 h 30 min longer: severity 1 +4 h, what it says (deadline) +1 h 30 min.',
    )
    expect(turnSentence(row({ parts: {} }))).toBeUndefined()
  })
  test('marks are few and the gravest first; what says nothing to an agent is none', () => {
    expect(marksOf(['complaint', 'refund', 'legal', 'wants-person', 'safety'])).toEqual(['safety', 'legal', 'refund'])
  })
})

const row = (some: Partial<TurnFacts>): TurnFacts => ({
  parts: {},
  mood: 'angry',
  reasons: [],
  account: { id: 1, key: 'A1', name: 'Acme', tier: 'enterprise', vulnerability: 'regulated', ownerEmail: null },
  crisis: { id: 'c', number: 'C-1', title: 'x', severity: 1, status: 'active', link: 'linked', by: null, confidence: null, why: [] },
  ...some,
})
