// What Stripe reports that matters here: a refund that failed later, a credit note that somebody voided, and what may settle a line that nobody knows of.

export type Report = { eventId: string; type: string; objectId: string; effect: 'undone' | 'look'; why: string | null }

type Event = { id: string; type: string; data: { object: Record<string, unknown> } }

/** Undefined: nothing of ours. */
export function reportOf({ id, type, data: { object } }: Event): Report | undefined {
  const objectId = typeof object.id === 'string' ? object.id : undefined
  if (!objectId) return undefined
  const report = (effect: Report['effect'], why: string | null, of = objectId): Report => ({ eventId: id, type, objectId: of, effect, why })
  switch (type) {
    case 'refund.failed':
    case 'refund.updated':
    case 'charge.refund.updated': {
      if (object.status !== 'failed' && object.status !== 'canceled') return undefined
      const reason = typeof object.failure_reason === 'string' ? `: ${object.failure_reason.replaceAll('_', ' ')}` : ''
      return report('undone', `The refund ${object.status === 'failed' ? 'failed later' : 'was cancelled later'}${reason}`)
    }
    case 'credit_note.voided':
      return report('undone', 'The credit note was voided at Stripe')
    case 'charge.refunded':
      return report('look', null, typeof object.payment_intent === 'string' ? object.payment_intent : objectId)
    case 'customer.subscription.updated':
      return report('look', null)
    default:
      return undefined
  }
}
