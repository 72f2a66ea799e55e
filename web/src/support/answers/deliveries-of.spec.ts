import { describe, expect, test } from 'vitest'
import { deliveriesOf } from './deliveries-of.ts'

describe('How the mails of one answer fared', () => {
  test('what is on its way is one figure, and what did not arrive says how', () => {
    expect(deliveriesOf({ planned: 3, sending: 1, deferred: 1, accepted: 90, unknown: 2 }).map(({ label, count }) => [label, count])).toEqual([
      ['sending', 5],
      ['accepted', 90],
      ['nobody knows whether it arrived', 2],
    ])
    expect(deliveriesOf({})).toEqual([])
  })
})
