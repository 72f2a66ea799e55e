import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { type RemediesCommand, type RemediesFact, remedies } from './remedies.ts'

describe('Approving what customers get', () => {
  test('one person is enough where the playbook says so', () => plannedFor().when(approve('ann', 1)).then(approved('ann'), granted))
  test('where two must agree, the first approval grants nothing', () => plannedFor().when(approve('ann', 2)).then(approved('ann')))
  test('the second person’s approval grants', () => plannedFor(approved('ann')).when(approve('bo', 2)).then(approved('bo'), grantedBy('ann', 'bo')))
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

describe('Taking a line back', () => {
  const back = { grantId: 7, accountId: 3, remedy: 'service-credit', reasonId: 'r', by: 'ann' }
  test('is a fact of its own', () =>
    plannedFor(approved('ann'), granted)
      .when({ type: 'TakeBack', ...back, now: at })
      .then({ type: 'RemedyTakenBack', ...back, at }))
  test('happens once', () =>
    plannedFor(approved('ann'), granted, { type: 'RemedyTakenBack', ...back, at })
      .when({ type: 'TakeBack', ...back, now: at })
      .thenRefused('already-done'))
})

const at = new Date('2030-01-01T09:00:00Z')
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
const grantedBy = (...agreed: string[]): RemediesFact => ({ type: 'RemediesGranted', planId: 'p1', accounts: 3, agreed, at })
const granted: RemediesFact = { type: 'RemediesGranted', planId: 'p1', accounts: 3, agreed: ['ann'], at }
