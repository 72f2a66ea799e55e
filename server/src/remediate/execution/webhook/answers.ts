// What a webhook's receiver answered means: it must say so plainly, since anything else could be somebody else's page.
import type { Heard } from '../../../platform/outgoing/outgoing.ts'
import type { Entry, Found, Outcome } from '../payer.ts'

const second = 1_000

/** Done is a 2xx whose JSON names an id. */
export function outcomeOfAnswer(heard: Heard): Outcome {
  if (heard.kind === 'refused') return { kind: 'barred', why: `${heard.why}. Change the address, then resume.` }
  if (heard.kind === 'lost') return heard.sent ? { kind: 'unknown', lookUp: true, why: heard.why } : { kind: 'later', why: heard.why, afterMs: 5 * second }
  const { status, headers, body } = heard
  const why = `it answered ${status}${body ? `: ${body.replace(/\s+/g, ' ').slice(0, 200)}` : ''}`
  if (status >= 200 && status < 300) {
    const id = jsonOf(body)?.id
    return typeof id === 'string' && id !== ''
      ? { kind: 'applied', providerId: id.slice(0, 200) }
      : { kind: 'unknown', lookUp: true, why: `${why}, without an id` }
  }
  if (status === 401 || status === 403 || status === 410)
    return { kind: 'barred', why: `The receiver lets us in no more: ${why}. Put that right, then resume.` }
  if (status === 429) return { kind: 'later', why, afterMs: (Number(headers['retry-after']) || 5) * second }
  if (status === 409 || status === 408 || status >= 500) return { kind: 'unknown', lookUp: true, why }
  if (status >= 300 && status < 400)
    return { kind: 'barred', why: `The address leads elsewhere (${status}), and redirects are not followed. Enter the right one, then resume.` }
  return { kind: 'refused', why }
}

/** Found is an id; not done is only what says `"done": false` of this very reference: a page that is not there says nothing of the money. */
export function foundInAnswer(heard: Heard, reference: string): Found {
  if (heard.kind !== 'heard') return { kind: 'unknown', why: heard.why }
  const said = jsonOf(heard.body)
  const about = said?.reference === reference
  if (heard.status === 200 && about && typeof said?.id === 'string' && said.id !== '') return { kind: 'found', providerId: said.id.slice(0, 200) }
  if ((heard.status === 200 || heard.status === 404) && about && said?.done === false) return { kind: 'absent' }
  return { kind: 'unknown', why: `the look-up answered ${heard.status} without saying whether ${reference} was done` }
}

export function entryInAnswer(heard: Heard, reference: string): Entry | undefined {
  const found = foundInAnswer(heard, reference)
  if (found.kind === 'unknown') throw new Error(found.why)
  if (found.kind === 'absent' || heard.kind !== 'heard') return undefined
  const said = jsonOf(heard.body)
  const [amount, currency] = [said?.amountMinor, said?.currency]
  return {
    reference,
    providerId: found.providerId,
    amountMinor: Number.isSafeInteger(amount) ? (amount as number) : null,
    currency: typeof currency === 'string' ? currency : null,
    takenBack: false,
  }
}

function jsonOf(body: string): Record<string, unknown> | undefined {
  try {
    const said: unknown = JSON.parse(body)
    return typeof said === 'object' && said !== null && !Array.isArray(said) ? (said as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
