// One line, a provider that keeps keys for a day and forgets them, and an executor that dies: for the property over many histories. No clock but its own.
import type { Found, Outcome } from './payer.ts'
import { begun, fresh, heard, lookedUp, lost, type Manners, type Payout, retried, saidByPerson, workOf } from './payout.ts'

export type Happening = {
  what:
    | 'answered'
    | 'refused'
    | 'put-off'
    | 'saved-500'
    | 'lost-500'
    | 'in-time-out'
    | 'late-502'
    | 'refused-at-the-door'
    | 'closed-before'
    | 'closed-after'
    | 'died-before'
    | 'died-after'
    | 'hidden'
    | 'person-retries'
    | 'person-saw-nothing'
  /** Of a time-out: how long after the call the money moves; always before `graceMs`. */
  landsAfterMs: number
  thenMs: number
}
type Kept = { at: number; answer: Outcome | 'under-way' }

export function worldOfOneLine(manners: Manners) {
  let now = new Date('2030-01-01T09:00:00Z').getTime()
  let line: Payout = fresh
  /** When money moved. */
  const moved: number[] = []
  const keys = new Map<number, Kept>()
  const flights: { at: number; attempt: number }[] = []
  const clock = () => new Date(now)

  const land = () => {
    for (const flight of flights.filter(({ at }) => at <= now)) {
      flights.splice(flights.indexOf(flight), 1)
      moved.push(flight.at)
      keys.set(flight.attempt, { at: flight.at, answer: done })
    }
    for (const [attempt, { at }] of keys) if (now - at >= 24 * 3_600_000) keys.delete(attempt)
  }
  const done: Outcome = { kind: 'applied', providerId: 'id' }

  /** What the provider does with a call under this attempt's key, and what the caller hears of it; undefined: nothing, it died. */
  function call(what: Happening['what'], landsAfterMs: number): Outcome | undefined {
    if (what === 'died-before') return undefined
    if (what === 'closed-before') return { kind: 'unknown', why: 'closed' }
    if (what === 'put-off') return { kind: 'later', why: 'too many', afterMs: 1_000 }
    // Before its key was looked at: it says nothing of a call before.
    if (what === 'refused-at-the-door') return { kind: 'refused', why: 'not valid' }
    const kept = keys.get(line.attempt)
    if (kept?.answer === 'under-way') return { kind: 'unknown', why: 'its key is in use' }
    const answer = kept?.answer ?? carryOut(what, landsAfterMs)
    if (answer === 'under-way') return what === 'late-502' ? { kind: 'unknown', why: 'error 502', lookUp: true } : { kind: 'unknown', why: 'no answer in time' }
    if (what === 'died-after') return undefined
    if (what === 'closed-after') return { kind: 'unknown', why: 'closed' }
    return answer
  }
  function carryOut(what: Happening['what'], landsAfterMs: number): Kept['answer'] {
    const keep = (answer: Kept['answer']) => {
      keys.set(line.attempt, { at: now, answer })
      return answer
    }
    if (what === 'refused') return keep({ kind: 'refused', why: 'no' })
    if (what === 'in-time-out' || what === 'late-502') {
      flights.push({ at: now + landsAfterMs, attempt: line.attempt })
      return keep('under-way')
    }
    if (what !== 'saved-500') moved.push(now)
    // An error whose money moved all the same, or did not: both are kept under the key.
    if (what === 'saved-500' || what === 'lost-500') return keep({ kind: 'unknown', why: 'error 500', lookUp: true })
    return keep(done)
  }
  /** It shows what was done since the line was first called, as a shop that keeps nothing of ours can only be asked. */
  function find(what: Happening['what']): Found {
    if (what === 'hidden') return { kind: 'unknown', why: 'no answer' }
    return moved.some((at) => line.firstCalledAt && at >= line.firstCalledAt.getTime()) ? { kind: 'found', providerId: 'id' } : { kind: 'absent' }
  }

  function happen({ what, landsAfterMs, thenMs }: Happening) {
    const work = workOf(line, manners, clock())
    if (what === 'person-retries' && (line.state === 'failed' || (line.state === 'unknown' && !line.dueAt))) line = retried(line, true, clock())
    else if (what === 'person-saw-nothing' && line.state === 'unknown') line = saidByPerson(line, false, null)
    else if (work === 'call') {
      line = begun(line, clock())
      const outcome = call(what, landsAfterMs)
      line = outcome ? heard(line, outcome, clock()) : lost(line, clock())
    } else if (work === 'look-up') line = lookedUp(line, find(what), manners, clock())
    now += thenMs
    land()
  }
  return {
    happen,
    moved: () => moved.length,
    /** From now on all goes well, and what a person saw is tried again: until nothing is left to do. */
    calm: () => {
      for (let turn = 0; turn < 200 && line.state !== 'applied' && (line.state !== 'failed' || line.doubt); turn += 1) {
        if (line.state === 'failed' || (line.state === 'unknown' && !line.dueAt)) line = retried(line, true, clock())
        happen({ what: 'answered', landsAfterMs: 0, thenMs: 20 * 60_000 })
      }
      return line
    },
  }
}
