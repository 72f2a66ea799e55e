import { describe, expect, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { remediesFor, worth } from '../policies/policy.ts'
import { type RemediesCommand, type RemediesFact, remedies } from './remedies.ts'

describe('Approving what customers get', () => {
  test('one person is enough where the playbook says so', () => plannedFor().when(approve('ann', 1)).then(approved('ann'), granted))
  test('where two must agree, the first approval grants nothing', () => plannedFor().when(approve('ann', 2)).then(approved('ann')))
  test('the second person’s approval grants', () => plannedFor(approved('ann')).when(approve('bo', 2)).then(approved('bo'), granted))
  test('the same person does not count twice', () => plannedFor(approved('ann')).when(approve('ann', 2)).thenRefused('not-allowed'))
  test('another seal than the one looked at is refused', () =>
    plannedFor()
      .when({ ...approve('ann', 1), seal: 'other' })
      .thenRefused('changed-meanwhile'))
  test('an older plan cannot be approved', () => plannedFor(planned('p2', 2)).when(approve('ann', 1)).thenRefused('changed-meanwhile'))
  test('a granted plan is not granted again', () => plannedFor(approved('ann'), granted).when(approve('bo', 1)).thenRefused('already-done'))
  test('two people who plan at once do not overwrite each other', () =>
    plannedFor().when({ type: 'Plan', planId: 'x', revision: 1, seal: 's', accounts: 1, now: at }).thenRefused('changed-meanwhile'))
})

describe('What the policy gives', () => {
  test('30 days of a monthly price is that price', () => expect(worth(9_900, 30, 1)).toBe(9_900))
  test('days are rounded up, never down', () => expect(worth(10_000, 7, 1)).toBe(2_334))
  test('no price, no amount', () => expect(worth(0, 30, 1)).toBe(0))
  test('enterprise accounts get a call beside the credit', () =>
    expect(remediesFor(policy, { severity: 1, tier: 'enterprise', minutes: 10, mrrMinor: 3_000 }).map((each) => each.remedy)).toEqual([
      'service-credit',
      'executive-call',
    ]))
  test('those affected too briefly get nothing', () => expect(remediesFor(policy, { severity: 3, tier: 'standard', minutes: 29, mrrMinor: 3_000 })).toEqual([]))
})

const at = new Date('2030-01-01T09:00:00Z')
const policy = {
  version: '1',
  roundUpTo: 1,
  rules: [
    { severity: 1, remedy: 'service-credit', days: 30, sentence: 's' },
    { severity: 1, tiers: ['enterprise'], remedy: 'executive-call', sentence: 's' },
    { severity: 3, remedy: 'service-credit', days: 7, minMinutes: 30, sentence: 's' },
  ],
}
const planned = (planId: string, revision: number): RemediesFact => ({ type: 'RemediesPlanned', planId, revision, seal: 'seal', accounts: 3, at })
const plannedFor = (...then: RemediesFact[]) => specification(remedies).given(planned('p1', 1), ...then)
const approve = (by: string, people: number): Extract<RemediesCommand, { type: 'Approve' }> => ({
  type: 'Approve',
  planId: 'p1',
  seal: 'seal',
  by,
  people,
  now: at,
})
const approved = (by: string): RemediesFact => ({ type: 'RemediesApproved', planId: 'p1', by, at })
const granted: RemediesFact = { type: 'RemediesGranted', planId: 'p1', accounts: 3, at }
