// What the three providers of the fake share: what they keep, what they are asked, how they answer.
import type { IncomingHttpHeaders } from 'node:http'

export type Provider = 'twilio' | 'vonage' | 'http'
/** One message that was taken, whatever its sender heard of it. */
export type Sent = {
  provider: Provider
  reference: string
  delivery?: string
  from: string
  to: string
  text: string
  statusUrl?: string
  at: Date
  status: string
  code?: number
}
export type Asked = { method: string; url: URL; headers: IncomingHttpHeaders; body: string }
export type Reply = { status: number; body: string; headers?: Record<string, string> }

/** What the provider itself says no with; for Vonage perhaps to one part only. */
export type Refusal = { code: number; message?: string; part?: number }
export type Fault =
  | { kind: 'hang' }
  | { kind: 'slow'; ms: number }
  /** The line is reset before the request is read. */
  | { kind: 'refuse' }
  | { kind: 'accept-then-drop' }
  | { kind: 'status'; code: number; body?: string; headers?: Record<string, string> }
  | { kind: 'throttle'; seconds: number }
  /** The message is taken, and the answer torn off. */
  | { kind: 'bad-json' }
  | ({ kind: 'refusal' } & Refusal)

/** A provider of the fake: answers what it is asked, and says no in its own way. */
export type House = {
  answer: (asked: Asked, refusal?: Refusal) => Reply
  throttled: (seconds: number) => Reply
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
})
export const isNumber = (text: string): boolean => /^\+?[1-9]\d{6,14}$/.test(text)
