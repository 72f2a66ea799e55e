// What a shop's answer to a change means for a ledger line. A shop that names errors of the input did nothing; what nobody can know is looked up before any repeat.
import type { ShopAnswer } from '../../../platform/shopify/shop.ts'
import { AskLater, type Found, type Outcome } from '../payer.ts'

export type UserError = { code?: unknown; message?: unknown }

/** An answer without data, as the outcome of a payment. What whoever runs the shop or this installation can mend puts the line off and loses nothing. */
export function withoutData(answer: Exclude<ShopAnswer<unknown>, { kind: 'data' }>): Outcome {
  if (answer.kind === 'refused') return { kind: 'later', why: answer.why, afterMs: untilMended }
  return answer
}

/** An answer without data, as what a look-up found: nothing is known, and a limit says when to look again. */
export const notFoundOut = (answer: Exclude<ShopAnswer<unknown>, { kind: 'data' }>): Found => ({
  kind: 'unknown',
  why: answer.why,
  ...(answer.kind === 'later' ? { afterMs: answer.afterMs } : {}),
})

/** An answer without data, where what is there is asked for a report. */
export const notShown = ({ why, afterMs }: { why: string; afterMs?: number }): Error => (afterMs === undefined ? new Error(why) : new AskLater(why, afterMs))

const untilMended = 300_000

/** `taken`: the very thing is there already. */
export function fromUserErrors(errors: UserError[]): Outcome | 'taken' | undefined {
  const [error] = errors
  if (!error) return undefined
  const [code, message] = [String(error.code ?? ''), String(error.message ?? '')]
  if (code === 'TAKEN' || (code === '' && /has already been taken/i.test(message))) return 'taken'
  if (unsure.has(code) || (code === '' && /idempoten|in progress|concurrent/i.test(message)))
    return { kind: 'unknown', why: `The shop says: ${message.slice(0, 300) || code}` }
  return { kind: 'refused', why: sentences[code] ?? `The shop refuses it: ${message.slice(0, 300) || code || 'no reason given'}` }
}

const unsure = new Set(['INTERNAL_ERROR', 'INTERNAL_SERVER_ERROR', 'IDEMPOTENCY_CONCURRENT_REQUEST', 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH'])

const sentences: Record<string, string> = {
  ACCOUNT_NOT_FOUND: 'This customer has no store credit account.',
  OWNER_NOT_FOUND: 'The shop has no such customer.',
  CUSTOMER_NOT_FOUND: 'The shop has no such customer.',
  CREDIT_LIMIT_EXCEEDED: 'This customer would have more store credit than the shop allows.',
  DEBIT_LIMIT_EXCEEDED: 'The shop does not take back as much at a time.',
  INSUFFICIENT_FUNDS: 'The customer spent it already: there is not enough store credit left to take back.',
  EXPIRES_AT_IN_PAST: 'The credit would be over before it begins.',
  MISMATCHING_CURRENCY: 'This customer’s store credit is in another currency.',
  UNSUPPORTED_CURRENCY: 'The shop has no store credit in this currency.',
  NEGATIVE_OR_ZERO_AMOUNT: 'The shop gives no credit of nothing.',
  GIFT_CARD_NOT_FOUND: 'The shop has no such gift card.',
}
