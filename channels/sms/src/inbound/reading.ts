// What a provider tells us, as it came in over HTTP, and what can be read from it: never by trusting it before its signature is right.
import { timingSafeEqual } from 'node:crypto'

/** `url`: the full public address that was called, as the provider knows it. `secret`: what its signatures are made with. */
export type Inbound = { url: string; headers: Record<string, string | string[] | undefined>; raw: Buffer; contentType: string; secret: string; now: Date }

/** `id` is unique per event: the same event told twice has the same. `reference`: the provider's name for the message; `delivery`: ours, where it hands it back. */
export type SmsReceipt = {
  kind: 'receipt'
  id: string
  reference?: string
  delivery?: string
  outcome: 'delivered' | 'hard' | 'soft' | 'accepted'
  /** In one word of ours: delivered, accepted, unknown-user, stopped … */
  reason: string
  /** In the provider's words. */
  answer: string
  at?: Date
}
/** `part`: one of several that came separately; nobody has joined them. */
export type SmsText = {
  kind: 'text'
  id: string
  from: string
  to: string
  text: string
  at?: Date
  command?: 'stop' | 'start' | 'help'
  part?: { of: string; number: number; total: number }
}
export type SmsEvent = SmsReceipt | SmsText
/** `why`: a sentence for the log. An event of a kind that says nothing to us is read, and is no event. */
export type Reading = { ok: true; events: SmsEvent[] } | { ok: false; why: string }

class Unreadable extends Error {}
/** Ends a reading; only `reading` hears of it. */
export const unreadable = (why: string): Error => new Unreadable(why)

const largestBody = 100_000
const longestUrl = 8_000

export function reading(inbound: Inbound, read: () => SmsEvent[]): Reading {
  if (!inbound.secret) return { ok: false, why: 'No secret is set for this provider, so nobody can say who sent this.' }
  if (inbound.raw.length > largestBody) return { ok: false, why: `The body is larger than ${largestBody} bytes.` }
  if (inbound.url.length > longestUrl) return { ok: false, why: `The address is longer than ${longestUrl} characters.` }
  try {
    return { ok: true, events: read() }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, why: error.message }
    throw error
  }
}

/** Compared in a time that tells nothing of where they differ. */
export const same = (said: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(said), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** One header; given twice it is none. */
export function headerOf(headers: Inbound['headers'], name: string): string | undefined {
  const values = Object.entries(headers).flatMap(([each, value]) => (each.toLowerCase() === name ? (value ?? []) : []))
  return values.length === 1 && values[0] ? values[0].trim() : undefined
}

export type Pair = readonly [name: string, value: string]

export const queryOf = (url: string): Pair[] => {
  const at = url.indexOf('?')
  return at < 0 ? [] : [...new URLSearchParams(url.slice(at + 1).split('#')[0])]
}
export const formOf = (raw: Buffer): Pair[] => [...new URLSearchParams(raw.toString('utf8'))]

export function jsonOf(raw: Buffer): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(raw.toString('utf8'))
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>
  } catch {
    throw unreadable('The body says it is JSON and is not.')
  }
  throw unreadable('The body is JSON, and no object.')
}

/** A flat object's fields as text; a list or an object where a text is expected is refused. */
export const pairsOf = (read: Record<string, unknown>): Pair[] =>
  Object.entries(read).map(([name, value]): Pair => {
    if (typeof value === 'object' && value !== null) throw unreadable(`“${name.slice(0, 40)}” is a list or an object where a text is expected.`)
    return [name, value === null ? '' : String(value)]
  })

/** Reads fields by name. Absent, and present but empty, are the same; of one given twice with different values nobody knows which is meant. */
export const fieldsOf = (pairs: Pair[]) => {
  const seen = new Map<string, string>()
  const unsure = new Set<string>()
  for (const [name, value] of pairs) {
    if (seen.has(name) && seen.get(name) !== value) unsure.add(name)
    seen.set(name, value)
  }
  const optional = (name: string, most = 1_000): string | undefined => {
    if (unsure.has(name)) throw unreadable(`“${name}” is given twice.`)
    const value = seen.get(name)
    if (value && value.length > most) throw unreadable(`“${name}” is longer than ${most} characters.`)
    return value || undefined
  }
  const required = (name: string): string => {
    const value = optional(name)
    if (!value) throw unreadable(`“${name}” is missing.`)
    return value
  }
  return { has: (name: string) => seen.has(name), optional, required }
}

export const longestText = 10_000

export const momentOf = (text: string | undefined): { at?: Date } => {
  const at = new Date(text ?? '')
  return Number.isNaN(at.getTime()) ? {} : { at }
}

const toleranceSeconds = 300
/** Whoever kept an old request can show it for five minutes, no longer; clocks may differ as much. */
export function checkFresh(seconds: string, now: Date): void {
  if (!/^\d{1,12}$/.test(seconds)) throw unreadable('The time it was signed at is missing or no number of seconds.')
  if (Math.abs(now.getTime() / 1_000 - Number(seconds)) > toleranceSeconds) throw unreadable('It was signed more than five minutes ago, or ahead of our clock.')
}
