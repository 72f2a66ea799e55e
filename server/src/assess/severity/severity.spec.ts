import { describe, expect, test } from 'vitest'
import type { Answers, SeverityFacts } from './severity.contract.ts'
import { SeverityPlan } from './severity.contract.ts'
import { judge } from './severity.ts'

describe('How bad it is, from answers', () => {
  test('data, safety or law make it critical, whoever is hurt', () =>
    expect(judge(answers({ customersHurt: 'one', canWork: 'yes', dataSafetyOrLaw: true })).severity).toBe(1))
  test('all customers who cannot work as usual are critical', () => expect(judge(answers({ customersHurt: 'all', canWork: 'partly' })).severity).toBe(1))
  test('some who cannot work at all are high', () => expect(judge(answers({ customersHurt: 'some', canWork: 'no' })).severity).toBe(2))
  test('wrong money is high, also where everybody can work', () => expect(judge(answers({ canWork: 'yes', moneyWrong: true })).severity).toBe(2))
  test('one who can work is low, and the reason says so', () =>
    expect(judge(answers({ customersHurt: 'one', canWork: 'yes' }))).toEqual({ severity: 4, reasons: ['Few customers are hurt, and they can work.'] }))
  test('every rule that holds at the level is named', () =>
    expect(judge(answers({ customersHurt: 'all', canWork: 'no', dataSafetyOrLaw: true })).reasons).toEqual([
      'Data, safety or the law is involved.',
      'All customers are hurt and cannot work as usual.',
    ]))
})

describe('How bad it is, from facts', () => {
  test('half of all accounts make it critical, and the reason says how many it is now', () =>
    expect(judge(answers({ canWork: 'partly' }), undefined, facts({ affectedPercent: 61.4 }))).toEqual({
      severity: 1,
      reasons: ['Half of all accounts or more are hurt and cannot work as usual (now 61 %).'],
    }))
  test('before impact is assessed, rules about facts do not hold', () => expect(judge(answers({ customersHurt: 'one', canWork: 'partly' })).severity).toBe(4))
  test('one vulnerable customer who cannot work makes it high', () =>
    expect(judge(answers({ customersHurt: 'one', canWork: 'no' }), undefined, facts({ vulnerableAccounts: 1 })).severity).toBe(2))
})

describe('How bad it is, by a playbook', () => {
  const maintenance = SeverityPlan.parse({
    standardRules: false,
    questions: [{ key: 'overrun', ask: 'Does it take longer than announced?' }],
    rules: [{ severity: 2, when: { answers: { overrun: true }, canWork: ['no', 'partly'] }, reason: 'The work takes longer than announced.' }],
    otherwise: 4,
  })
  test('a playbook may leave the house’s rules out', () => expect(judge(answers({ customersHurt: 'all', canWork: 'partly' }), maintenance).severity).toBe(4))
  test('where no rule holds, it says why; or that none holds, never that few are hurt', () => {
    const wide = answers({ customersHurt: 'all', canWork: 'partly' })
    expect(judge(wide, maintenance).reasons).toEqual(['None of the playbook’s rules asks for another level.'])
    expect(judge(wide, { ...maintenance, otherwiseReason: 'It goes as announced.' }).reasons).toEqual(['It goes as announced.'])
  })
  test('its own question decides when it is answered yes', () =>
    expect(judge(answers({ canWork: 'partly', more: { overrun: true } }), maintenance).severity).toBe(2))
  test('a question nobody answered counts as no', () => expect(judge(answers({ canWork: 'no' }), maintenance).severity).toBe(4))
  test('its rules stand beside the house’s, and the strictest decides', () =>
    expect(
      judge(
        answers({ customersHurt: 'some', canWork: 'partly' }),
        SeverityPlan.parse({ rules: [{ severity: 1, when: { monthlyRevenue: { atLeast: 100_000 } }, reason: 'Much revenue is at risk.' }] }),
        facts({ monthlyRevenue: 250_000 }),
      ),
    ).toEqual({ severity: 1, reasons: ['Much revenue is at risk (now 250,000).'] }))
})

const answers = (given: Partial<Answers>): Answers => ({ customersHurt: 'some', canWork: 'partly', dataSafetyOrLaw: false, moneyWrong: false, ...given })
const facts = (given: Partial<SeverityFacts>): SeverityFacts => ({
  affectedPercent: 0,
  affectedAccounts: 0,
  vulnerableAccounts: 0,
  monthlyRevenue: 0,
  ...given,
})
