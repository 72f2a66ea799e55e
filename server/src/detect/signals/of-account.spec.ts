import { describe, expect, test } from 'vitest'
import type { Signal } from './read-signals.ts'
import { saysOf, summed } from './of-account.ts'
import { told } from './telling.ts'

describe('What signals say of accounts', () => {
  test('usage is added up by day, whatever it is measured in', () =>
    expect(count([usage(3), usage(4), usage(undefined), usage(5, '2030-01-02T00:10:00Z')])).toEqual([
      { ...nothing, day: '2030-01-01', signals: 3, usage: 8 },
      { ...nothing, day: '2030-01-02', signals: 1, usage: 5 },
    ]))
  test('usage below nothing is nothing, and no number is too large', () =>
    expect(count([usage(-5), usage(Number.MAX_VALUE), usage(Number.MAX_VALUE)])).toEqual([{ ...nothing, day: '2030-01-01', signals: 2, usage: 2e30 }]))
  test('a message is a conversation, by how it sounds and by what it wants', () => {
    expect(count([wrote('Where do I find my invoice?')])).toMatchObject([{ conversations: 1, angry: 0, leaving: 0 }])
    expect(count([wrote('This is a disgrace. Nothing works, I am furious!')])).toMatchObject([{ conversations: 1, angry: 1 }])
    expect(count([wrote('I want to cancel my subscription today.')])).toMatchObject([{ conversations: 1, leaving: 1 }])
  })
  test.each([
    ['stripe.invoice.payment_failed', { failed: 1 }],
    ['stripe.charge.failed', { failed: 1 }],
    ['stripe.charge.dispute.created', { disputes: 1 }],
    ['shopify.disputes.create', { disputes: 1 }],
    ['shopify.order_transactions.create.failed', { failed: 1 }],
    ['chargeback', { disputes: 1 }],
    ['stripe.customer.subscription.deleted', { leaving: 1 }],
  ])('a payment called %s is counted', (name, counted) => expect(count([{ ...base, kind: 'payment', name }])).toMatchObject([counted]))
  test('what follows on a dispute is no other one, and a refund says nothing', () =>
    expect(
      count(
        ['stripe.charge.dispute.funds_withdrawn', 'shopify.disputes.update', 'stripe.refund.created'].map((name) => ({
          ...base,
          kind: 'payment' as const,
          name,
        })),
      ),
    ).toEqual([]))
  test('a machine that names an account says nothing of it, and who names none is not counted', () =>
    expect(
      count([
        { ...base, kind: 'alert', state: 'firing', title: 'down' },
        { name: 'logins', at: base.at, kind: 'usage', value: 3 },
      ]),
    ).toEqual([]))
})

const base = { account: 'A1', name: 'x', at: Date.parse('2030-01-01T09:00:00Z') }
const nothing = { account: 'A1', usage: 0, conversations: 0, angry: 0, leaving: 0, failed: 0, disputes: 0 }
const usage = (value: number | undefined, at = '2030-01-01T09:00:00Z'): Signal => ({
  ...base,
  kind: 'usage',
  at: Date.parse(at),
  ...(value === undefined ? {} : { value }),
})
const wrote = (body: string): Signal => ({ ...base, kind: 'complaint', body })
const count = (signals: Signal[]) =>
  summed(
    signals.map((signal) => {
      const { counts } = told(signal)
      return { signal, says: saysOf(signal, counts) }
    }),
  )
