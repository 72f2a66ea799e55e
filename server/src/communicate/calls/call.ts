// What a call comes to: who is reached is told; who does not answer is called again, three times in all.
import type { callOutcomes } from './calls.contract.ts'

type CallOutcome = (typeof callOutcomes)[number]
export type CallEnd = { state: 'delivered' | 'deferred' | 'bounced' | 'failed'; reason: string | null; dueAt: Date | null }

export const mostCalls = 3
const minutesBetweenCalls = 15

/** @param before how often somebody called before this time */
export function afterCall(outcome: CallOutcome, before: number, now: Date): CallEnd {
  switch (outcome) {
    case 'reached':
      return { state: 'delivered', reason: null, dueAt: null }
    case 'wrong-number':
      return { state: 'bounced', reason: 'unknown-user', dueAt: null }
    case 'refused':
      return { state: 'failed', reason: 'refused', dueAt: null }
    case 'no-answer':
      return before + 1 >= mostCalls
        ? { state: 'failed', reason: 'given-up', dueAt: null }
        : { state: 'deferred', reason: 'no-answer', dueAt: new Date(now.getTime() + minutesBetweenCalls * 60_000) }
  }
}
