// What every channel is: a name, send(message) with an honest outcome, close. A channel knows nothing of crises, and nothing of networks: who may be called is decided by the request that it is given.

/**
 * What was said of one message. `accepted`: taken; whether it arrives is told later, or never. `deferred`: it was not taken and may be tried again.
 * `bounced`: its destination does not work. `failed`: it is wrong itself, and stays wrong. `unknown`: no answer was heard, so it may have been taken.
 */
export type Outcome = {
  state: 'accepted' | 'deferred' | 'bounced' | 'failed' | 'unknown'
  /** In the other side's words where it said some; at most 500 characters. */
  answer: string
  /** It was the provider's doing (away, no credit, not signed in, asks for less): another provider may take it. */
  provider?: true
  /** How long the other side asked us to wait. */
  retryAfterSeconds?: number
  /** The destination wants nothing more: it is stopped for good. */
  gone?: true
  /** Why, in one word of ours: unknown-user, stopped, not-permitted … */
  reason?: string
  /** How the provider calls this message in what it reports later. */
  reference?: string
}

export type Channel<Message> = {
  name: string
  /** Never throws for anything the other side does. */
  send: (message: Message) => Promise<Outcome>
  /** Where the provider can be asked: what became of a message of which nothing was heard; undefined where it does not know it. */
  lookUp?: (message: Message) => Promise<Outcome | undefined>
  close: () => Promise<void>
}

export type Call = { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string | Buffer }
/** One call to an address. It never throws, never follows a redirect, and bounds time and size. `lost`: no answer; `sent`: the request may have arrived. */
export type Request = (url: string, call: Call) => Promise<Answer>
export type Answer =
  | { kind: 'heard'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'refused'; why: string }
  | { kind: 'lost'; why: string; sent: boolean }

/** What an answer means where nobody knows more than HTTP: 2xx accepted, 410 gone, 429 and 5xx deferred, everything else (redirects too) failed. */
export function outcomeOf(answer: Answer): Outcome {
  if (answer.kind === 'refused') return { state: 'failed', answer: said(answer.why), reason: 'not-permitted' }
  if (answer.kind === 'lost') return { state: answer.sent ? 'unknown' : 'deferred', answer: said(answer.why) }
  const { status, headers, body } = answer
  const words = said(`${status} ${body}`)
  if (status >= 200 && status < 300) return { state: 'accepted', answer: words }
  if (status === 410) return { state: 'bounced', gone: true, reason: 'gone', answer: words }
  if (status === 429 || status >= 500) return { state: 'deferred', answer: words, ...retryAfter(headers['retry-after']) }
  return { state: 'failed', answer: status >= 300 && status < 400 ? said(`${words} (redirects are not followed: give the final address)`) : words }
}

/** Retry-After: seconds, or a date. */
export function retryAfter(text: string | undefined, now: number = Date.now()): { retryAfterSeconds?: number } {
  if (!text) return {}
  const seconds = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Math.ceil((Date.parse(text) - now) / 1_000)
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterSeconds: seconds } : {}
}

/** An answer as it is kept: without control characters, short. */
export const said = (text: string): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, 500)

export type Fake<Message> = Channel<Message> & { sent: Message[] }

/** A channel's fake: keeps what it was given, answers as told. For tests, and for practice, where nothing may leave. */
export function createFake<Message>(name: string, answer: (message: Message) => Outcome = () => ({ state: 'accepted', answer: 'rehearsed' })): Fake<Message> {
  const sent: Message[] = []
  return {
    name,
    sent,
    send: async (message) => {
      sent.push(message)
      return answer(message)
    },
    close: async () => {},
  }
}
