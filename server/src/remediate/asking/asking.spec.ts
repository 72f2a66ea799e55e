import { describe, expect, test } from 'vitest'
import { RemedyPolicy, type RemedyRule } from '../policies/policy.ts'
import { calledOf, offersOf, saidIn } from './asking.ts'

describe('What a customer may ask for', () => {
  test('is what the policy gives only to those who ask, each remedy once, in its order', () => {
    expect(
      offered([rule('help', { optIn: true }), rule('credit', { days: 3 }), rule('call', { optIn: true }), rule('help', { optIn: true, days: 1 })]),
    ).toEqual(['help', 'call'])
    expect(offered([rule('credit', { days: 3 })])).toEqual([])
  })
  test('only where the rule is meant for this account and this crisis', () => {
    const only = (more: Partial<RemedyRule>) => offered([rule('help', { optIn: true, ...more })])
    expect(only({ tiers: ['enterprise'] })).toEqual([])
    expect(only({ severity: 1 })).toEqual([])
    expect(only({ minMinutes: 61 })).toEqual([])
    expect(only({ minMinutes: 60, severity: 2, tiers: ['standard'] })).toEqual(['help'])
  })
  test('not what they get anyway, as much or more', () => {
    expect(offered([rule('credit', { days: 3 }), rule('credit', { days: 3, optIn: true })])).toEqual([])
    expect(offered([rule('credit', { days: 3 }), rule('credit', { days: 2, optIn: true })])).toEqual([])
    expect(offered([rule('credit', { days: 3 }), rule('credit', { days: 5, optIn: true })])).toEqual(['credit'])
  })
  test('in their language where the policy has it, else in its own words', () => {
    const [offer] = offersOf(policy([rule('help', { optIn: true, translations: { pt: 'Ajuda', de: 'Hilfe' } })]), hurt)
    expect(['pt-BR', 'de', 'ko', '__proto__'].map((locale) => offer && saidIn(offer, locale))).toEqual([
      'Ajuda',
      'Hilfe',
      'The words of help',
      'The words of help',
    ])
  })
  test('keeps a name when the policy knows it no more', () => {
    expect(calledOf(policy([rule('credit')]), 'free-return').sentence).toBe('free return')
    expect(calledOf(policy([rule('help', { optIn: true })]), 'help').sentence).toBe('The words of help')
  })
})

const hurt = {
  severity: 2,
  kind: 'service-outage',
  tier: 'standard',
  region: 'east',
  degree: 'down',
  minutes: 60,
  mrrMinor: 3_000,
  currency: 'EUR',
  missedPromise: false,
}
const rule = (remedy: string, more: Partial<RemedyRule> = {}) => ({ remedy, sentence: `The words of ${remedy}`, ...more }) as RemedyRule
const policy = (rules: RemedyRule[]) => ({ ...RemedyPolicy.parse({ version: '1', rules }), slas: {} })
const offered = (rules: RemedyRule[]) => offersOf(policy(rules), hurt).map(({ remedy }) => remedy)
