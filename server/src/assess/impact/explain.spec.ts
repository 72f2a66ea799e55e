import { describe, expect, test } from 'vitest'
import { judgeScope } from './explain-scope.ts'
import { judgeCondition, type KnownExposure } from './explain.ts'
import { ImpactQuery } from './query.contract.ts'

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const services = new Map([['video', 'Live video']])
const account = {
  key: 'A1',
  tier: 'standard',
  region: 'east',
  kind: 'person',
  locale: 'en',
  currency: 'EUR',
  mrrMinor: 12_300,
  minorPerUnit: 100,
  vulnerability: null,
  owner: null,
}
const exposure = (given: Partial<KnownExposure> = {}): KnownExposure => ({
  service: 'video',
  region: 'east',
  sku: null,
  lot: null,
  order: null,
  integration: null,
  since: null,
  until: null,
  ...given,
})
const rule = (field: string, operator: string, value: unknown) => ({ field, operator, value })

describe('Why an account is hurt or not', () => {
  const judged = (query: unknown, ...exposures: KnownExposure[]) => judgeCondition(ImpactQuery.parse(query), { account, exposures, services })
  const said = (query: unknown, ...exposures: KnownExposure[]) => judged(query, ...exposures).lines.map(({ depth, sentence }) => `${depth} ${sentence}`)

  test('every rule is answered with what is known of the account', () =>
    expect(
      said({ combinator: 'and', rules: [rule('account.tier', '=', 'enterprise'), rule('account.revenue', '>', 100), rule('account.owner', 'null', null)] }),
    ).toEqual([
      '0 All of these must hold: not fulfilled.',
      '1 Tier is “enterprise”: no, it is “standard”.',
      '1 Monthly revenue is above 100: yes, it is 123 EUR.',
      '1 Account owner is not known: yes, it is not known.',
    ]))
  test('this lot in this region means the same exposure', () => {
    const query = { combinator: 'and', rules: [{ combinator: 'and', rules: [rule('exposure.lot', '=', 'L7'), rule('exposure.region', '=', 'east')] }] }
    const apart = [exposure({ lot: 'L7', region: 'west' }), exposure({ lot: 'L1', region: 'east' })]
    expect(said(query, ...apart)).toEqual(['1 An exposure whose lot is “L7” and region is “east”: no, none of the 2 in force in this time does.'])
    expect(judged(query, ...apart, exposure({ lot: 'L7' }))).toMatchObject({ holds: true, exposures: [2] })
    expect(said(query)).toEqual(['1 An exposure whose lot is “L7” and region is “east”: no, it has none in force in this time.'])
  })
  test('without a group of their own, two rules may be answered by two exposures', () =>
    expect(
      judged(
        { combinator: 'and', rules: [rule('exposure.lot', '=', 'L7'), rule('exposure.region', '=', 'east')] },
        exposure({ lot: 'L7', region: 'west' }),
        exposure(),
      ),
    ).toMatchObject({ holds: true, exposures: [0, 1] }))
  test('a negated group about an exposure holds where there is none', () => {
    const query = { combinator: 'and', rules: [{ combinator: 'and', not: true, rules: [rule('exposure.lot', '=', 'L7')] }] }
    expect(judged(query, exposure())).toMatchObject({ holds: true, exposures: [] })
    expect(said(query, exposure({ lot: 'L7' }))).toEqual(['1 No exposure whose lot is “L7”: no, one of them does: Live video in east, lot L7.'])
  })

  const scope = { service: 'video', regions: ['east'], degree: 'down', since: null, until: null }
  const window = { start: at('09:00'), end: at('10:00') }
  const scoped = (...exposures: KnownExposure[]) => judgeScope(scope, window, true, { exposures, services })[0]?.sentence
  test.each([
    ['uses it', [exposure()], 'Live video in east (down): yes, it uses Live video in east.'],
    ['uses something else', [exposure({ service: 'mail' })], 'Live video in east (down): no, it does not use this service.'],
    [
      'uses it elsewhere',
      [exposure({ region: 'west' }), exposure({ region: null })],
      'Live video in east (down): no, it uses this service in west, an unknown region only.',
    ],
    [
      'stopped before',
      [exposure({ until: at('08:00') })],
      'Live video in east (down): no, its use ended on 2030-01-01 08:00 UTC, before the window began on 2030-01-01 09:00 UTC.',
    ],
    [
      'began after',
      [exposure({ since: at('11:00') })],
      'Live video in east (down): no, its use began on 2030-01-01 11:00 UTC, after the window ended on 2030-01-01 10:00 UTC.',
    ],
  ])('whoever %s is told so', (_, exposures, sentence) => expect(scoped(...exposures)).toBe(sentence))
  test('where conditions decide, being in scope is not enough', () =>
    expect(judgeScope(scope, window, false, { exposures: [exposure()], services })).toMatchObject([
      { holds: false, sentence: 'Live video in east (down): yes, it uses Live video in east. But being in scope is not enough here: a condition must hold.' },
    ]))
  test('a window outside the crisis counts for nobody', () =>
    expect(judgeScope({ ...scope, until: at('08:00') }, undefined, true, { exposures: [exposure()], services })[0]).toMatchObject({
      sentence: 'Live video in east (down, until 2030-01-01 08:00 UTC): no, its window does not lie in the crisis.',
    }))
})
