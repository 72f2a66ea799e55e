// What each error of Stripe means for a call: nothing was done, nothing ever will be, or nobody can say.
import type { Outcome } from '../payer.ts'

/** What of an error of the SDK is looked at. */
export type StripeFault = {
  type: string
  code?: string
  param?: string
  statusCode?: number
  message: string
  headers?: Record<string, string>
  /** Of a connection that failed: what the network said. */
  detail?: unknown
}

const second = 1_000
/** Before anything was sent: nobody listened, or the name leads nowhere. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']

export function outcomeOfError(fault: StripeFault): Outcome {
  const { type, statusCode, headers } = fault
  const why = wordsOf(fault)
  switch (type) {
    case 'StripeRateLimitError':
      return { kind: 'later', why, afterMs: (Number(headers?.['retry-after']) || 1) * second }
    case 'StripeAuthenticationError':
      return { kind: 'barred', why: `Stripe refuses the key: ${why}. Enter a valid one, then resume.` }
    case 'StripePermissionError':
      return { kind: 'barred', why: `The key may not do this at Stripe: ${why}. Give it the permission, then resume.` }
    // The same key with other words: something was carried out under it, and this says not what.
    case 'StripeIdempotencyError':
      return { kind: 'unknown', lookUp: true, why }
    case 'StripeConnectionError':
      return neverSent.includes(networkCode(fault)) ? { kind: 'later', why, afterMs: 5 * second } : { kind: 'unknown', why }
    case 'StripeCardError':
      return { kind: 'refused', why }
    case 'StripeInvalidRequestError':
      return { kind: 'refused', why }
    case 'StripeAPIError':
      // 409: another call under this key is under way, so the key is asked again in a moment. Else the error is kept under the key, which would only say it again.
      return statusCode === 409 ? { kind: 'unknown', why } : { kind: 'unknown', lookUp: true, why }
    default:
      return { kind: 'unknown', lookUp: true, why }
  }
}

/** Whether what was asked for is not there at all. */
export const isMissing = (error: unknown): boolean => (error as StripeFault | undefined)?.code === 'resource_missing'

const sentences: Record<string, string> = {
  resource_missing: 'Stripe does not know it (any more)',
  charge_already_refunded: 'This payment was refunded in full already',
  charge_disputed: 'This payment is disputed: the customer’s bank decides',
  amount_too_large: 'The amount is larger than what is left of it',
  amount_too_small: 'The amount is below the least that Stripe moves',
}

function wordsOf({ code, param, message }: StripeFault): string {
  const said = message.replace(/\s+/g, ' ').slice(0, 250)
  if (param === 'currency' || /currency/i.test(message)) return `The customer’s currency at Stripe is another one (${said})`
  return code && sentences[code] ? `${sentences[code]} (${said})` : said
}

const networkCode = ({ detail, code }: StripeFault): string => String((detail as { code?: unknown } | undefined)?.code ?? code ?? '')
