// A page tries its person's methods in order until one takes it: what failed is not tried again, what was put off is, later and later.

export type Method = { id: string | null; channel: 'email' | 'webhook'; destination: string }
/** What a method answered. `gone`: the address wants no more; `unknown`: it may have arrived, so the next method is the safer second try. */
export type Try = Pick<Method, 'channel' | 'destination'> & {
  state: 'accepted' | 'deferred' | 'bounced' | 'gone' | 'failed' | 'unknown'
  answer: string
  at: Date
  retryAfterSeconds?: number
}
export type NextTry = { state: 'planned'; method: Method; dueAt: Date } | { state: 'accepted' | 'failed' | 'unknown' }

const mostTriesEach = 8
const longestWaitSeconds = 300

/** What follows from the tries so far, the last of which was at `now`. */
export function nextTry(methods: Method[], tries: Try[], now: Date): NextTry {
  if (tries.some((each) => each.state === 'accepted')) return { state: 'accepted' }
  const of = (method: Method) => tries.filter((each) => each.channel === method.channel && each.destination === method.destination)
  const open = methods.filter((method) => of(method).every((each) => each.state === 'deferred') && of(method).length < mostTriesEach)
  const method = open.toSorted((one, other) => of(one).length - of(other).length)[0]
  if (!method) return { state: tries.some((each) => each.state === 'unknown') ? 'unknown' : 'failed' }
  return {
    state: 'planned',
    method,
    dueAt: new Date(
      Math.max(
        now.getTime(),
        ...of(method)
          .slice(-1)
          .map((last) => last.at.getTime() + waitMs(of(method).length, last)),
      ),
    ),
  }
}

/** 10 s, 20 s, 40 s … five minutes; longer only within that where the receiver said so. */
const waitMs = (count: number, { retryAfterSeconds = 0 }: Try) => Math.min(longestWaitSeconds, Math.max(5 * 2 ** count, retryAfterSeconds)) * 1_000
