import { describe, expect, test } from 'vitest'
import { Refused } from '../../platform/refused.ts'
import { decideDefinition } from './definition.ts'
import { definitionInWords } from './words.ts'

const now = new Date('2030-01-01T09:00:00Z')

describe('The definition of who is hurt', () => {
  test('may be changed by whoever saw what it is', () =>
    expect(decideDefinition({ type: 'ChangeConditions', conditions: 2, everyoneInScope: false, revision: 4, now }, 4)).toEqual([
      { type: 'ImpactConditionsChanged', conditions: 2, everyoneInScope: false, at: now },
    ]))
  test('may not be changed by whoever saw an older one', () =>
    expect(() => decideDefinition({ type: 'ChangeConditions', conditions: 2, everyoneInScope: false, revision: 3, now }, 4)).toThrow(
      new Refused('changed-meanwhile', 'Somebody changed who is hurt while you were at it. Look at it again, then make your change.'),
    ))
  test('of scope and conditions may be changed at once', () =>
    expect(
      decideDefinition({ type: 'ChangeConditions', conditions: 0, everyoneInScope: true, services: ['s'], revision: 0, now }, 0).map((fact) => fact.type),
    ).toEqual(['ScopeChanged', 'ImpactConditionsChanged']))
  test('is taken as it comes from who does not say what they saw', () =>
    expect(decideDefinition({ type: 'RemoveImpactList', list: 'exclude', now }, 7)).toEqual([{ type: 'ImpactListRemoved', list: 'exclude', at: now }]))

  test('is said a sentence a line', () => {
    const none = { since: null, until: null }
    const query = { combinator: 'and' as const, not: false, rules: [{ field: 'exposure.lot' as const, operator: 'in' as const, value: ['L7', 'L8'] }] }
    const scope = [{ service: 'Live video', regions: ['us-east', 'us-central'], degree: 'down', since: now, until: null }]
    const lists = [
      { list: 'exclude' as const, degree: 'down', accounts: 1 },
      { list: 'include' as const, degree: 'degraded', accounts: 1200 },
    ]
    const said = { everyoneInScope: true, scope, conditions: [{ degree: 'at-risk', query, ...none }], lists, services: new Map() }
    expect(definitionInWords(said)).toEqual([
      'Live video in us-east, us-central: down, since 2030-01-01 09:00 UTC.',
      'And accounts whose lot is “L7” or “L8”: at-risk.',
      'And 1,200 accounts by list: degraded.',
      'But not the 1 account listed to be left out.',
    ])
    expect(definitionInWords({ ...said, everyoneInScope: false, lists: [] }).slice(1)).toEqual([
      'Not everybody who uses it, but who fulfils a condition:',
      'Accounts whose lot is “L7” or “L8”: at-risk.',
    ])
    expect(definitionInWords({ ...said, everyoneInScope: false, conditions: [], lists: [] })).toContain(
      'Nobody is hurt for being in scope alone, and there is no condition yet.',
    )
  })
})
