// What Slack's answers mean. A webhook speaks in HTTP statuses and one word; the Web API says 200 and puts the word into JSON.
import { type Answer, outcomeOf as answered, type Outcome, retryAfter, said } from '@leeward/channel'

/** What marks our posts, so that they can be found again. */
export const eventType = 'leeward_update'

/** An incoming webhook: 200 and “ok” is taken. Any other 2xx comes from somebody who is not Slack: nobody knows what became of it. */
export function webhookOutcome(answer: Answer): Outcome {
  const outcome = answered(answer)
  if (answer.kind !== 'heard') return outcome
  const word = answer.body.trim()
  if (outcome.state === 'accepted') return word === 'ok' || parsed(word)?.ok === true ? { state: 'accepted', answer: 'ok' } : { ...outcome, state: 'unknown' }
  if (outcome.state === 'deferred') return outcome
  const { status } = answer
  if (status === 403 || status === 404) return meaningOf(word, { ...outcome, state: 'bounced', reason: status === 403 ? 'not-allowed' : 'wrong-address' })
  return status >= 400 ? meaningOf(word, outcome) : outcome
}

/** chat.postMessage. `reference` is its ts, which replies name as their thread and which is its id within the channel. */
export function apiOutcome(answer: Answer): Outcome {
  if (answer.kind !== 'heard' || answer.status < 200 || answer.status >= 300) return answered(answer)
  const body = parsed(answer.body)
  if (body?.ok === true && typeof body.ts === 'string') return { state: 'accepted', answer: 'ok', reference: body.ts }
  if (body?.ok === true) return { state: 'accepted', answer: 'ok, without a ts' }
  if (body?.ok !== false || typeof body.error !== 'string') return { state: 'unknown', answer: said(`${answer.status}, not understood: ${answer.body}`) }
  const words = said([body.error, body.needed && `needs ${body.needed}`].filter(Boolean).join(', '))
  if (later.has(body.error)) return { state: 'deferred', answer: words, ...retryAfter(answer.headers['retry-after']) }
  // Slack says of these that some of it may have been done before it went wrong.
  if (halfDone.has(body.error)) return { state: 'unknown', answer: words }
  return meaningOf(body.error, { state: 'failed', answer: words })
}

export type HistoryPage = Outcome | { messages: Posted[]; next: string }
type Posted = { ts?: unknown; metadata?: { event_type?: unknown; event_payload?: { key?: unknown } } } | null

/** A page of conversations.history or .replies; where it could not be read, nothing is known of the post that is looked for. */
export function pageOf(answer: Answer): HistoryPage {
  const body = answer.kind === 'heard' && answer.status === 200 ? parsed(answer.body) : undefined
  if (body?.ok === true && Array.isArray(body.messages)) {
    const next = (body.response_metadata as { next_cursor?: unknown } | undefined)?.next_cursor
    return { messages: body.messages as Posted[], next: typeof next === 'string' ? next : '' }
  }
  const { answer: words, retryAfterSeconds } = apiOutcome(answer)
  return { state: 'unknown', answer: said(`could not be looked up: ${words}`), ...(retryAfterSeconds ? { retryAfterSeconds } : {}) }
}

/** Our post among them. */
export function found(messages: Posted[], key: string): Outcome | undefined {
  const there = messages.find((each) => each?.metadata?.event_type === eventType && each.metadata.event_payload?.key === key)
  return typeof there?.ts === 'string' ? { state: 'accepted', answer: 'found in the channel', reference: there.ts } : undefined
}

const later = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'org_login_required',
])
const halfDone = new Set(['fatal_error', 'internal_error'])

/** The destination does not work. `stays`: nothing that may change by itself or by an invitation; it is set up anew. */
const broken = new Map(
  Object.entries<{ reason: string; stays?: true }>({
    no_service: { reason: 'gone', stays: true },
    no_service_id: { reason: 'gone', stays: true },
    no_active_hooks: { reason: 'gone', stays: true },
    no_team: { reason: 'gone', stays: true },
    team_disabled: { reason: 'gone', stays: true },
    channel_is_archived: { reason: 'archived', stays: true },
    is_archived: { reason: 'archived', stays: true },
    token_revoked: { reason: 'revoked', stays: true },
    account_inactive: { reason: 'revoked', stays: true },
    invalid_token: { reason: 'wrong-token' },
    invalid_auth: { reason: 'wrong-token' },
    token_expired: { reason: 'wrong-token' },
    not_authed: { reason: 'wrong-token' },
    channel_not_found: { reason: 'no-channel' },
    user_not_found: { reason: 'no-channel' },
    not_in_channel: { reason: 'not-invited' },
    missing_scope: { reason: 'missing-scope' },
    no_permission: { reason: 'not-allowed' },
    access_denied: { reason: 'not-allowed' },
    accesslimited: { reason: 'not-allowed' },
    team_access_not_granted: { reason: 'not-allowed' },
    ekm_access_denied: { reason: 'not-allowed' },
    action_prohibited: { reason: 'not-allowed' },
    posting_to_general_channel_denied: { reason: 'not-allowed' },
  }),
)
const tooLarge = /too_(long|large|many)/

function meaningOf(word: string, otherwise: Outcome): Outcome {
  const known = broken.get(word) ?? (word.startsWith('restricted_action') ? { reason: 'not-allowed' } : undefined)
  if (known) return { state: 'bounced', answer: otherwise.answer, reason: known.reason, ...(known.stays ? { gone: true as const } : {}) }
  if (otherwise.state === 'bounced') return otherwise
  return otherwise.reason ? otherwise : { ...otherwise, reason: tooLarge.test(word) ? 'too-large' : 'bad-message' }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
