import { describe, expect, test } from 'vitest'
import { reportOf } from './reports.ts'

const said = (type: string, object: Record<string, unknown>) => reportOf({ id: 'evt_1', type, data: { object } })

describe('What Stripe reports', () => {
  test('a refund that failed later was not done after all', () =>
    expect(said('refund.failed', { id: 're_1', status: 'failed', failure_reason: 'expired_or_canceled_card' })).toMatchObject({
      objectId: 're_1',
      effect: 'undone',
      why: 'The refund failed later: expired or canceled card',
    }))
  test('a refund that is fine says nothing new', () => expect(said('refund.updated', { id: 're_1', status: 'succeeded' })).toBeUndefined())
  test('a credit note that was voided was taken back there', () => expect(said('credit_note.voided', { id: 'cn_1' })).toMatchObject({ effect: 'undone' }))
  test('a refunded payment or a changed subscription is a reason to look', () => {
    expect(said('charge.refunded', { id: 'ch_1', payment_intent: 'pi_1' })).toMatchObject({ effect: 'look', objectId: 'pi_1' })
    expect(said('customer.subscription.updated', { id: 'sub_1' })).toMatchObject({ effect: 'look', objectId: 'sub_1' })
  })
  test('anything else, and what has no id, is nothing of ours', () => {
    expect(said('invoice.paid', { id: 'in_1' })).toBeUndefined()
    expect(said('refund.failed', { id: 7, status: 'failed' })).toBeUndefined()
  })
})
