// What becomes of a ledger line: marked before it is called, repeated only under a key that still protects, raised to a new attempt only once a look-up has shown that nothing was moved.
import type { Found, Outcome } from './payer.ts'

export type PayoutState = 'approved' | 'executing' | 'applied' | 'failed' | 'unknown' | 'reversed' | 'expired'

/**
 * `doubt`: null: no call of this attempt can have moved anything; `repeat`: one may have, and the same key may be called again while it lives;
 * `look-up`: its key says nothing any more. `dueAt`: not before; of an unknown one null means that a person must say.
 */
export type Payout = {
  state: PayoutState
  attempt: number
  tries: number
  doubt: 'repeat' | 'look-up' | null
  firstCalledAt: Date | null
  calledAt: Date | null
  dueAt: Date | null
  providerId: string | null
  answer: string | null
}

/** How a payer's keys and calls behave, in milliseconds. */
export type Manners = { keyLivesMs: number | null; graceMs: number }

const [second, minute, hour] = [1_000, 60_000, 3_600_000]
/** A repeat must not meet a key that is being forgotten at that moment: of a day, an hour is left. */
const keyShare = 23 / 24
/** Nobody looks up for longer than two days: then a person is asked. One that was called long ago is still looked up some minutes. */
const [lookUpFor, leastLookUps] = [48 * hour, 8]
const mostTries = 30_000

export const fresh: Payout = {
  state: 'approved',
  attempt: 1,
  tries: 0,
  doubt: null,
  firstCalledAt: null,
  calledAt: null,
  dueAt: null,
  providerId: null,
  answer: null,
}

/** What is to be done with it now. */
export function workOf({ state, doubt, dueAt, firstCalledAt }: Payout, { keyLivesMs }: Manners, now: Date): 'call' | 'look-up' | 'nothing' {
  if (state === 'approved') return !dueAt || dueAt <= now ? 'call' : 'nothing'
  if (state !== 'unknown' || !dueAt || dueAt > now) return 'nothing'
  return doubt === 'repeat' && keyLives(firstCalledAt, keyLivesMs, now) ? 'call' : 'look-up'
}

/** Stored before the call. */
export const begun = (payout: Payout, now: Date): Payout => ({
  ...payout,
  state: 'executing',
  calledAt: now,
  firstCalledAt: payout.firstCalledAt ?? now,
  dueAt: null,
})

/** Its caller died, or went silent: it may have been called. */
export const lost = (payout: Payout, now: Date): Payout => ({
  ...payout,
  state: 'unknown',
  doubt: 'repeat',
  dueAt: now,
  answer: 'the caller stopped before an answer was heard',
})

/** What the provider said of a call. A refusal of a repeat says nothing of the call before it: that is looked up. */
export function heard(payout: Payout, outcome: Outcome, now: Date): Payout {
  const { doubt, tries } = payout
  const again = (ms: number): Payout => ({
    ...payout,
    state: doubt ? 'unknown' : 'approved',
    dueAt: new Date(now.getTime() + ms),
    tries: Math.min(mostTries, tries + 1),
  })
  switch (outcome.kind) {
    case 'applied':
      return { ...payout, state: 'applied', doubt: null, dueAt: null, providerId: outcome.providerId, answer: outcome.answer ?? null }
    case 'refused':
      return doubt
        ? { ...payout, state: 'unknown', doubt: 'look-up', dueAt: now, answer: outcome.why }
        : { ...payout, state: 'failed', dueAt: null, answer: outcome.why }
    case 'later':
      // A limit knows best how long; who meets it again and again waits longer, and not so long that the last lines come late.
      return { ...again(Math.max(outcome.afterMs, Math.min(backOff(tries), minute, 8 * Math.max(outcome.afterMs, second)))), answer: outcome.why }
    case 'barred':
      return { ...again(0), tries, answer: outcome.why }
    case 'unknown':
      return { ...again(backOff(tries)), state: 'unknown', doubt: outcome.lookUp ? 'look-up' : 'repeat', answer: outcome.why }
  }
}

/** What a look-up says of an unknown one. `absent` is only believed once no call can land any more; until then it is asked again, so that what lands meanwhile is known soon. */
export function lookedUp(payout: Payout, found: Found, { graceMs }: Manners, now: Date): Payout {
  const { calledAt, attempt, tries, firstCalledAt } = payout
  if (found.kind === 'found') return { ...payout, state: 'applied', doubt: null, dueAt: null, providerId: found.providerId, answer: 'found there by a look-up' }
  if (found.kind === 'absent') {
    const certain = calledAt ? new Date(calledAt.getTime() + graceMs) : now
    if (now < certain)
      return {
        ...payout,
        doubt: 'look-up',
        dueAt: new Date(Math.min(certain.getTime(), now.getTime() + backOff(tries))),
        tries: Math.min(mostTries, tries + 1),
      }
    return { ...payout, state: 'approved', attempt: attempt + 1, tries: 0, doubt: null, firstCalledAt: null, dueAt: null, answer: 'a look-up did not find it' }
  }
  const since = firstCalledAt ?? calledAt ?? now
  if (found.person || (now.getTime() - since.getTime() >= lookUpFor && tries >= leastLookUps))
    return { ...payout, doubt: 'look-up', dueAt: null, answer: `${found.why}. A person must say whether it was done.` }
  // A limit says when to ask again: it is no try that came to nothing.
  if (found.afterMs !== undefined) return { ...payout, dueAt: new Date(now.getTime() + Math.max(found.afterMs, second)), answer: found.why }
  return { ...payout, dueAt: new Date(now.getTime() + backOff(tries)), tries: Math.min(mostTries, tries + 1), answer: found.why }
}

/** A line that takes another back waits until that one is settled; where nothing was ever moved, both end and nothing is called. */
export function takingBack(original: Payout): 'call' | 'wait' | 'end-both' | 'end' {
  if (original.state === 'applied') return 'call'
  if (original.state === 'executing' || original.state === 'unknown') return 'wait'
  if (original.state === 'approved') return original.doubt ? 'wait' : 'end-both'
  return 'end'
}

/** A person says what became of it. */
export const saidByPerson = (payout: Payout, applied: boolean, providerId: string | null): Payout => ({
  ...payout,
  state: applied ? 'applied' : 'failed',
  // What nobody heard may still land, whatever somebody saw: another try looks first.
  doubt: applied ? null : payout.doubt,
  dueAt: null,
  providerId: applied ? providerId : null,
  answer: applied ? 'a person saw that it was done' : 'a person saw that it was not done',
})

/**
 * A person wants another try: a look-up comes first, where the payer can be asked; else their word stands for it.
 * Where the payer itself refused, every call was answered: none can land any more, and what is not found is called at once.
 * When it was first called stays: some payers can only be asked what they did since then.
 */
export const retried = (payout: Payout, canLookUp: boolean, now: Date): Payout =>
  canLookUp
    ? {
        ...payout,
        state: 'unknown',
        doubt: 'look-up',
        dueAt: now,
        tries: 0,
        firstCalledAt: payout.firstCalledAt ?? payout.calledAt,
        calledAt: payout.doubt ? payout.calledAt : null,
        providerId: null,
      }
    : { ...fresh, attempt: payout.attempt + 1, calledAt: payout.calledAt, answer: payout.answer }

const keyLives = (firstCalledAt: Date | null, keyLivesMs: number | null, now: Date) =>
  keyLivesMs !== null && firstCalledAt !== null && now.getTime() < firstCalledAt.getTime() + keyLivesMs * keyShare

/** 1, 2, 4 … seconds, up to a quarter of an hour. */
const backOff = (tries: number) => Math.min(15 * minute, second * 2 ** Math.min(tries, 20))
