// What asking is: a place to go on from goes in, what was new and the next place come out, or in words why not.
import { retryAfter } from '@leeward/channel'
import type { Heard, Outgoing } from '../../platform/outgoing/outgoing.ts'
import type { Told } from '../signals/forms/form.ts'

/**
 * `place`: what this asker gave back the last time; empty at first. `since`: what was written before it is no news.
 * `call`: bounded in time and size (`mostAnswer`), and never follows a redirect.
 */
export type Asking<Settings, Place> = { settings: Settings; secret: string | null; place: Place; since: Date; now: Date; call: Outgoing }
/** `more`: there is more to be read at once. `waitSeconds`: how long it asked us to wait. */
export type Asked<Place> = { kind: 'well'; items: Told[]; place: Place; more?: boolean; waitSeconds?: number } | Trouble
/** `refused`: it will not be better by itself. */
export type Trouble = { kind: 'failed' | 'refused'; sentence: string; waitSeconds?: number }

export const mostAnswer = 4 * 1024 ** 2

/** What an answer that is not 200 means, in a sentence; undefined: it is one. */
export function troubleOf(heard: Heard, now: Date, hasSecret: boolean, encoding: BufferEncoding = 'utf8'): Trouble | undefined {
  if (heard.kind === 'refused') return { kind: 'refused', sentence: `It cannot be asked: ${heard.why}.` }
  if (heard.kind === 'lost') return { kind: 'failed', sentence: `No answer: ${heard.why}.` }
  const { status, body } = heard
  const wait = waitOf(heard.headers, now)
  const waits = wait === undefined ? {} : { waitSeconds: wait }
  if (status === 401 || status === 403)
    return { kind: 'refused', sentence: hasSecret ? 'The token is no longer valid, or may not do this.' : `It answers nobody without a token (${status}).` }
  if (status === 404 || status === 410) return { kind: 'refused', sentence: `Nothing is at this address (${status}).` }
  if (status === 429) return { kind: 'failed', sentence: 'It is asked too often.', waitSeconds: wait ?? 300 }
  if (status >= 300 && status < 400) return { kind: 'refused', sentence: 'It leads elsewhere: give the final address.' }
  if (status !== 200) return { kind: 'failed', sentence: `It answers ${status}.`, ...waits }
  // What was cut at the limit has at least so many bytes: half a character becomes a longer one.
  if (Buffer.byteLength(body, encoding) >= mostAnswer) return { kind: 'failed', sentence: `Its answer is larger than ${mostAnswer / 1024 ** 2} MB.` }
  return undefined
}

/** Seconds, as its headers ask us to wait; of an answer that is well only where nothing is left. */
export function waitOf(headers: Record<string, string>, now: Date): number | undefined {
  const asked = retryAfter(headers['retry-after'], now.getTime()).retryAfterSeconds
  if (asked) return asked
  if ((headers['x-ratelimit-remaining'] ?? headers['ratelimit-remaining']) !== '0') return undefined
  const until = headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'] ?? ''
  const seconds = Math.ceil(((/^\d{9,11}$/.test(until) ? Number(until) * 1_000 : Date.parse(until)) - now.getTime()) / 1_000)
  return seconds > 0 ? seconds : undefined
}

export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
