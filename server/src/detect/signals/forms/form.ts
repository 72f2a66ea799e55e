// What the senders' own forms have in common: each becomes signals, and whatever is odd in them is left out, cut or unknown, never a reason to lose the rest.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Refused } from '../../../platform/refused.ts'
import { mostLabels } from '../signals.contract.ts'

export type Sent = { raw: Buffer; body: unknown; headers: Record<string, string | string[] | undefined>; secret: string | null; now: Date }
/** Not yet checked: what it gives goes through the contract like anything that is sent. */
export type Form = (sent: Sent) => unknown[]

export type Told = Record<string, unknown>
export const told = (value: unknown): Told => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Told) : {})
export const listed = (value: unknown, most = 1_000): unknown[] => (Array.isArray(value) ? value.slice(0, most) : [])

/** One line of text, or nothing. */
export const line = (value: unknown, most = 200): string | undefined => text(value, most)?.replace(/\s+/g, ' ').trim() || undefined
export function text(value: unknown, most = 8_000): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return undefined
  return value.replaceAll('\0', '').slice(0, most).toWellFormed().trim() || undefined
}

export function link(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 2_000 || !URL.canParse(value)) return undefined
  return /^https?:$/.test(new URL(value).protocol) ? value : undefined
}

/** Milliseconds since 1970; undefined for what is no time, also for the year 1 that stands for “not yet”. */
export function instant(value: unknown): number | undefined {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(at) && at > 0 && at < 7_258_118_400_000 ? Math.round(at) : undefined
}

export const labels = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(told(value))
      .flatMap(([name, said]) => {
        const short = text(said, 200)
        return short && name.length <= 80 && name.length > 0 ? [[name, short] as const] : []
      })
      .slice(0, mostLabels),
  )

const severities: Record<string, string> = {
  critical: 'critical',
  fatal: 'critical',
  page: 'critical',
  emergency: 'critical',
  high: 'error',
  error: 'error',
  major: 'error',
  warning: 'warning',
  warn: 'warning',
  minor: 'warning',
  medium: 'warning',
  info: 'info',
  low: 'info',
  debug: 'info',
  none: 'info',
}
export const severity = (value: unknown): string | undefined => (typeof value === 'string' ? severities[value.toLowerCase()] : undefined)

/** What is undefined is left out, as the contract wants it. */
export const signal = (fields: Told): Told => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

export const header = ({ headers }: Sent, name: string): string => [headers[name]].flat()[0] ?? ''

/** Refuses what its sender did not sign: `given` must be the HMAC-SHA256 of `over`. */
export function mustBeSigned(given: string, over: Buffer | string, secret: string | Buffer, encoding: 'hex' | 'base64'): void {
  const expected = createHmac('sha256', secret).update(over).digest()
  const said = Buffer.from(given, encoding)
  if (said.length !== expected.length || !timingSafeEqual(said, expected))
    throw new Refused(
      'not-allowed',
      'The signature is not right. Give this source the secret that the sender signs with, and let nothing on the way change the body.',
    )
}
