// What every provider's reader gives: whether the request is really theirs, and what it says in our words.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Reason } from '../../bounces/bounces.ts'
import { isHard } from '../../bounces/bounces.ts'
import { judge } from '../../bounces/reason.ts'
import type { Outgoing } from '../../../platform/outgoing/outgoing.ts'
import { Refused } from '../../../platform/refused.ts'
import type { Feedback } from '../../suppressions/feedback.ts'

export type Request = { raw: Buffer; body: unknown; headers: IncomingHttpHeaders; secret: string; now: Date; call: Outgoing }
/** `id`: the provider's own, the same whenever it tells the same again. `feedback`: nothing where the event is none of ours. */
export type ProviderEvent = { id: string; feedback?: Feedback }
/** Throws a refusal where the request is not signed as it must be; then every event it holds, known and unknown. */
export type Reader = (request: Request) => Promise<ProviderEvent[]>

export const notTheirs = (why: string) => new Refused('not-allowed', why)

/** Compares secrets without telling by its time how much was right. */
export function same(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return given !== undefined && timingSafeEqual(digest(given), digest(expected))
}

type Fields = Record<string, unknown>
export const fieldsOf = (value: unknown): Fields => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {})
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, 5_000) : [])

/** A moment that a provider names; never in the future, and now where it names none. */
export function momentOf(value: unknown, now: Date): Date {
  const at = typeof value === 'number' || /^\d{9,11}(\.\d+)?$/.test(textOf(value)) ? new Date(Number(value) * 1_000) : new Date(textOf(value))
  return Number.isNaN(at.getTime()) || at > now || at.getTime() < 0 ? now : at
}

/** What a provider's bounce means: its own verdict says whether it is for good, its text says why. */
export function bounced(address: string, answer: string, permanent: boolean | undefined, status?: string): Pick<Feedback, 'outcome' | 'reason'> {
  const reason: Reason = judge({ address, answer, around: '', alone: true, status: status || undefined, action: 'failed' }).reason
  return { outcome: (permanent ?? isHard(reason, status)) && isAboutTheAddress(reason) ? 'hard' : 'soft', reason }
}

/** A refusal of the mail is not for good, whatever it is called: spam, policy, size, reputation. */
const isAboutTheAddress = (reason: Reason) => ['unknown-user', 'unknown-host', 'moved', 'no-mail-accepted', 'on-hold', 'filtered', 'suspended'].includes(reason)
