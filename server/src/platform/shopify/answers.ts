// What an answer of a shop's Admin API means: whether something was done, whether to wait, or whether nobody can know.
import type { Heard } from '../outgoing/outgoing.ts'

type Cost = { requestedQueryCost?: number; throttleStatus?: { maximumAvailable?: number; currentlyAvailable?: number; restoreRate?: number } }

/**
 * `data`: it was carried out; `waitMs` is how long to leave the shop alone until as much again is there. `later`: nothing was done, ask again after so long.
 * `refused`: nothing was done, and asking again does not help; `denied`: the token may not ask for this at all. `unknown`: a change may have been made.
 */
export type ShopAnswer<T> =
  | { kind: 'data'; data: T; waitMs: number }
  | { kind: 'later'; why: string; afterMs: number }
  | { kind: 'refused'; why: string; denied?: true }
  | { kind: 'unknown'; why: string }

export function answerOf<T>(heard: Heard): ShopAnswer<T> {
  if (heard.kind === 'refused') return { kind: 'refused', why: `The shop cannot be called: ${heard.why}` }
  if (heard.kind === 'lost')
    return heard.sent
      ? { kind: 'unknown', why: `The shop gave no answer: ${heard.why}` }
      : { kind: 'later', why: `The shop cannot be reached: ${heard.why}`, afterMs: aWhile }
  return byStatus(heard.status) ?? tooMany(heard) ?? ofBody(heard.status, heard.body)
}

const aWhile = 5_000

function byStatus(status: number): ShopAnswer<never> | undefined {
  const why = statusSays[status]
  if (why) return { kind: 'refused', why }
  if (status >= 500) return { kind: 'unknown', why: `The shop answers ${status}.` }
  return undefined
}

const statusSays: Record<number, string> = {
  401: 'The shop does not know this token. Give an access token that is valid.',
  402: 'The shop is frozen: its owner owes Shopify money.',
  403: 'The shop refuses this token. Give the app the scopes that it needs.',
  404: 'There is no such shop, or it does not know this version of the API.',
  423: 'The shop is locked by Shopify.',
}

function tooMany({ status, headers }: Extract<Heard, { kind: 'heard' }>): ShopAnswer<never> | undefined {
  if (status !== 429 && status !== 430) return undefined
  const seconds = Number(headers['retry-after'])
  return {
    kind: 'later',
    why: 'The shop wants fewer requests for a moment.',
    afterMs: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 600) * 1_000 : 2_000,
  }
}

type Body = { data?: unknown; errors?: unknown; extensions?: { cost?: Cost } }

function ofBody<T>(status: number, text: string): ShopAnswer<T> {
  const body = parsed(text)
  if (!body)
    return status >= 400 && status < 500
      ? { kind: 'refused', why: `The shop answers ${status}.` }
      : { kind: 'unknown', why: 'The shop’s answer cannot be read.' }
  const errors = Array.isArray(body.errors)
    ? (body.errors as { message?: unknown; extensions?: { code?: unknown } }[])
    : body.errors
      ? [{ message: body.errors }]
      : []
  if (errors.length > 0) return ofErrors(errors, body)
  if (typeof body.data !== 'object' || body.data === null) return { kind: 'unknown', why: 'The shop’s answer holds nothing.' }
  return { kind: 'data', data: body.data as T, waitMs: waitFor(body.extensions?.cost) }
}

function ofErrors(errors: { message?: unknown; extensions?: { code?: unknown } }[], { data, extensions }: Body): ShopAnswer<never> {
  const codes = errors.map((error) => String(error?.extensions?.code ?? ''))
  const said = String(errors[0]?.message ?? 'no reason given').slice(0, 300)
  if (codes.includes('THROTTLED'))
    return { kind: 'later', why: 'The shop wants fewer requests for a moment.', afterMs: Math.max(200, waitFor(extensions?.cost)) }
  // With data beside them, a part was carried out.
  if (data !== undefined && data !== null && Object.values(data).some((each) => each !== null))
    return { kind: 'unknown', why: `The shop answers in part: ${said}` }
  if (codes.some((code) => code === 'INTERNAL_SERVER_ERROR' || code === 'TIMEOUT')) return { kind: 'unknown', why: `The shop failed: ${said}` }
  return { kind: 'refused', why: `The shop refuses the request: ${said}`, ...(codes.includes('ACCESS_DENIED') ? { denied: true as const } : {}) }
}

/** Until as much as this request cost is there again. */
function waitFor(cost: Cost | undefined): number {
  const { currentlyAvailable, restoreRate } = cost?.throttleStatus ?? {}
  const needed = cost?.requestedQueryCost
  if (typeof needed !== 'number' || typeof currentlyAvailable !== 'number' || typeof restoreRate !== 'number' || !(restoreRate > 0)) return 0
  return Math.min(600_000, Math.max(0, Math.ceil(((needed - currentlyAvailable) / restoreRate) * 1_000)))
}

function parsed(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined
  } catch {
    return undefined
  }
}
