import { describe, expect, test } from 'vitest'
import { compared, type LedgerLine } from './reconcile.ts'

const line = (more: Partial<LedgerLine> = {}): LedgerLine => ({
  grantId: 1,
  accountId: 7,
  reference: 'r/1',
  amountMinor: 500,
  currency: 'EUR',
  state: 'applied',
  providerId: 'p1',
  takesBack: null,
  ...more,
})
const entry = (more = {}) => ({ reference: 'r/1', providerId: 'p1', amountMinor: 500, currency: 'EUR', takenBack: false, ...more })
const kinds = (lines: LedgerLine[], entries: ReturnType<typeof entry>[], inPlan = true) => {
  const { matched, differences } = compared(7, lines, entries, () => inPlan)
  return [matched, ...differences.map(({ kind }) => kind)]
}

describe('The ledger against the provider', () => {
  test('the same amount of the same reference agrees', () => expect(kinds([line()], [entry()])).toEqual([1]))
  test('done here and not there', () => expect(kinds([line()], [])).toEqual([0, 'missing-there']))
  test('there and not here', () => expect(kinds([], [entry()])).toEqual([0, 'missing-here']))
  test('of another plan or time, what is there is not missed here', () => expect(kinds([], [entry()], false)).toEqual([0]))
  test('another amount, another currency', () => {
    expect(kinds([line()], [entry({ amountMinor: 501 })])).toEqual([0, 'amounts-differ'])
    expect(kinds([line()], [entry({ currency: 'USD' })])).toEqual([0, 'amounts-differ'])
  })
  test('a part of our smallest unit is another amount', () =>
    expect(compared(7, [line()], [entry({ amountMinor: 500.4 })], () => true).differences).toMatchObject([{ kind: 'amounts-differ', providerMinor: 500 }]))
  test('twice there is said with both ids', () =>
    expect(compared(7, [line()], [entry(), entry({ providerId: 'p2' })], () => true).differences).toMatchObject([
      { kind: 'amounts-differ', providerMinor: 1_000, note: 'it is there 2 times: p1, p2' },
    ]))
  test('failed here and done there is said', () => expect(kinds([line({ state: 'failed' })], [entry()])).toEqual([0, 'amounts-differ']))
  test('failed here and not there agrees', () => expect(kinds([line({ state: 'failed' })], [])).toEqual([1]))
  test('what nobody knows yet is unsettled; what was not called yet is no difference', () => {
    expect(kinds([line({ state: 'unknown' })], [])).toEqual([0, 'unsettled'])
    expect(kinds([line({ state: 'approved' })], [])).toEqual([0])
  })
  test('undone there because it was taken back agrees', () => expect(kinds([line({ state: 'reversed' })], [entry({ takenBack: true })])).toEqual([1]))
  test('a means without amounts, such as days, agrees by its reference', () =>
    expect(kinds([line()], [entry({ amountMinor: null, currency: null })])).toEqual([1]))
})
