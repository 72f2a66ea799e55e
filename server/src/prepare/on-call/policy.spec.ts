import { describe, expect, test } from 'vitest'
import { type Filter, lastResortPolicy, policyFor } from './policy.ts'

describe('The policy of a crisis', () => {
  test('is the first that fits, in the order of the list', () => expect(chosen({ severities: [3] }, { severities: [1, 2] }, {})).toBe('second'))
  test('a filter that names nothing fits every crisis', () => expect(chosen({})).toBe('first'))
  test('of several services one is enough', () => expect(chosen({ services: ['mail', 'shop'] })).toBe('first'))
  test('every part of a filter must fit', () => expect(chosen({ severities: [1], kinds: ['data-breach'] })).toBe(lastResortPolicy.name))
  test('where none fits, everybody who may lead is asked', () => expect(policyFor([], crisis)).toBe(lastResortPolicy))
})

const crisis = { severity: 1, kind: 'service-outage', services: ['mail'] }
const names = ['first', 'second', 'third']
const chosen = (...filters: Filter[]) =>
  policyFor(
    filters.map((filter, i) => ({ ...lastResortPolicy, id: String(i), name: names[i] as string, filter })),
    crisis,
  ).name
