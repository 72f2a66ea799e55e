// What signals say of the accounts that they name: how much was used, who wrote and how, what became of payments. Summed by account and day, so that a request of a thousand signals is a few lines of the log.
import type { Signal } from './read-signals.ts'
import { mostValue } from './signals.contract.ts'

/** Of one account on one day (UTC). `leaving`: says that they leave, or left. `failed`: payments. */
export type Said = {
  account: string
  day: string
  signals: number
  usage: number
  conversations: number
  angry: number
  leaving: number
  failed: number
  disputes: number
}
type Counts = Omit<Said, 'account' | 'day' | 'signals'>

/** @param texts what its words count for (see `countsOf`) */
export function saysOf(signal: Pick<Signal, 'kind' | 'name' | 'value' | 'state'>, texts: readonly { name: string }[]): Counts {
  const reads = (name: string) => Number(texts.some((each) => each.name === name))
  const payment = signal.kind === 'payment'
  return {
    usage: signal.kind === 'usage' ? Math.min(Math.max(signal.value ?? 1, 0), mostValue) : 0,
    conversations: reads('texts'),
    angry: reads('texts.negative'),
    leaving: Math.max(reads('texts.cancel'), Number(payment && ended.test(signal.name))),
    failed: Number(payment && failed.test(signal.name)),
    disputes: Number(payment && disputed.test(signal.name)),
  }
}
const failed = /failed$/i
// A dispute has several events; it begins once.
const disputed = /disputes?(\.created?)?$|chargeback/i
const ended = /subscription\.deleted$/i

/** Those that name an account and say something of it, summed. */
export function summed(of: readonly { signal: Signal; says: Counts | undefined }[]): Said[] {
  const sums = new Map<string, Said>()
  for (const { signal, says } of of) {
    if (!says || signal.account === undefined || Object.values(says).every((count) => count === 0)) continue
    const day = new Date(signal.at).toISOString().slice(0, 10)
    const key = `${day}\0${signal.account}`
    const before = sums.get(key)
    if (!before) {
      sums.set(key, { account: signal.account, day, signals: 1, ...says })
      continue
    }
    before.signals += 1
    for (const name of Object.keys(says) as (keyof Counts)[]) before[name] += says[name]
  }
  return [...sums.values()]
}
