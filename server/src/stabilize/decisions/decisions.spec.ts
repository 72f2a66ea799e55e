import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { type DecisionsFact, decisions } from './decisions.ts'

describe('The decision log', () => {
  test('a decision is recorded with who and when, and when to look again', () =>
    log()
      .when({ type: 'RecordDecision', decision: 'd', by: 'ann', lookAgainAt: at('10:00'), now: at('09:00') })
      .then(recorded))
  test('a time to look again that is past is refused', () =>
    log()
      .when({ type: 'RecordDecision', decision: 'd', by: 'ann', lookAgainAt: at('08:00'), now: at('09:00') })
      .thenRefused('not-valid'))
  test('the reminder wakes it', () => log(recorded).wakesAt(at('10:00')))
  test('the reminder comes once', () => log(recorded, due).wakesAt(undefined))
  test('looking again may let it stand, until another time', () =>
    log(recorded, due)
      .when({ type: 'LookAgain', decision: 'd', outcome: 'stands', lookAgainAt: at('11:00'), by: 'bo', now: at('10:02') })
      .then({ type: 'DecisionLookedAt', decision: 'd', outcome: 'stands', lookAgainAt: at('11:00'), by: 'bo', at: at('10:02') }))
  test('or reverse it, once', () => {
    log(recorded)
      .when({ type: 'LookAgain', decision: 'd', outcome: 'reversed', noteId: 'n', by: 'bo', now: at('09:30') })
      .then(reversed)
    log(recorded, reversed)
      .when({ type: 'LookAgain', decision: 'd', outcome: 'stands', by: 'cy', now: at('09:31') })
      .thenRefused('already-done')
  })
  test('an unknown decision is refused', () =>
    log()
      .when({ type: 'LookAgain', decision: 'x', outcome: 'stands', by: 'bo', now: at('10:02') })
      .thenRefused('not-found'))
  test('a closed crisis takes no decisions', () =>
    log({ type: 'DecisionsStopped', at: at('08:50') })
      .when({ type: 'RecordDecision', decision: 'd', by: 'ann', now: at('09:00') })
      .thenRefused('already-done'))
  test('in a closed crisis one may still look, but promise no further look: nobody would be reminded', () => {
    const look = { type: 'LookAgain', decision: 'd', outcome: 'stands', by: 'bo', now: at('10:02') } as const
    const closed = log(recorded, { type: 'DecisionsStopped', at: at('09:40') })
    closed.when({ ...look, lookAgainAt: at('11:00') }).thenRefused('already-done')
    closed.when(look).then({ type: 'DecisionLookedAt', decision: 'd', outcome: 'stands', by: 'bo', at: at('10:02') })
  })
  test('nobody is reminded once the crisis is closed', () => log(recorded, { type: 'DecisionsStopped', at: at('09:40') }).wakesAt(undefined))
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const log = (...past: DecisionsFact[]) => specification(decisions).given(...past)
const recorded: DecisionsFact = { type: 'DecisionRecorded', decision: 'd', by: 'ann', lookAgainAt: at('10:00'), at: at('09:00') }
const due: DecisionsFact = { type: 'DecisionLookDue', decision: 'd', lookAgainAt: at('10:00'), at: at('10:00') }
const reversed: DecisionsFact = { type: 'DecisionLookedAt', decision: 'd', outcome: 'reversed', noteId: 'n', by: 'bo', at: at('09:30') }
