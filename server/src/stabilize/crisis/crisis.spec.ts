import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { type CrisisCommand, type CrisisFact, crisis } from './crisis.ts'

describe('Who is in command', () => {
  test('taking command seats the person and acknowledges at once', () =>
    declaredCrisis()
      .when({ type: 'TakeCommand', by: 'bo', now: at('09:05') })
      .then({ type: 'CommanderSeated', commander: 'bo', instead: 'ann', at: at('09:05') }, { type: 'CommanderAcknowledged', commander: 'bo', at: at('09:05') }))
  test('a page that is answered takes command where nobody has acknowledged yet', () =>
    declaredCrisis()
      .when({ type: 'TakeCommand', by: 'bo', unlessLed: true, now: at('09:05') })
      .then({ type: 'CommanderSeated', commander: 'bo', instead: 'ann', at: at('09:05') }, { type: 'CommanderAcknowledged', commander: 'bo', at: at('09:05') }))
  test('a page that is answered late takes command from nobody', () =>
    declaredCrisis({ type: 'CommanderAcknowledged', commander: 'ann', at: at('09:02') })
      .when({ type: 'TakeCommand', by: 'bo', unlessLed: true, now: at('09:05') })
      .thenNothing())
  test('the commander acknowledges once', () =>
    declaredCrisis({ type: 'CommanderAcknowledged', commander: 'ann', at: at('09:02') })
      .when({ type: 'Acknowledge', by: 'ann', now: at('09:03') })
      .thenNothing())
  test('nobody acknowledges in the commander’s name', () =>
    declaredCrisis()
      .when({ type: 'Acknowledge', by: 'bo', now: at('09:03') })
      .thenRefused('not-allowed'))
})

describe('A crisis that goes on after all', () => {
  const over: CrisisFact[] = [{ type: 'CommanderAcknowledged', commander: 'ann', at: at('09:02') }, restored('10:00')]
  const reopened = (by: string, more: object = {}): CrisisFact => ({
    type: 'CrisisReopened',
    troubles: [],
    by,
    ...more,
    restoredAt: at('10:00'),
    at: at('10:20'),
  })
  test('is led on by the commander who reopens it', () =>
    declaredCrisis(...over)
      .when({ type: 'Reopen', troubles: [], by: 'ann', now: at('10:20') })
      .then(reopened('ann')))
  test('by somebody else, it is led by nobody until somebody says so anew', () => {
    declaredCrisis(...over)
      .when({ type: 'Reopen', troubles: [], by: 'bo', now: at('10:20') })
      .then(reopened('bo', { unled: true }))
    declaredCrisis(...over, reopened('bo', { unled: true }))
      .when({ type: 'TakeCommand', by: 'cy', unlessLed: true, now: at('10:21') })
      .then({ type: 'CommanderSeated', commander: 'cy', instead: 'ann', at: at('10:21') }, { type: 'CommanderAcknowledged', commander: 'cy', at: at('10:21') })
    declaredCrisis(...over, reopened('bo', { unled: true }))
      .when({ type: 'Acknowledge', by: 'ann', now: at('10:21') })
      .then({ type: 'CommanderAcknowledged', commander: 'ann', at: at('10:21') })
  })
})

describe('The end of a crisis', () => {
  const reopened: CrisisFact = { type: 'CrisisReopened', troubles: ['Mail fails.'], by: 'ann', restoredAt: at('10:00'), at: at('10:20') }
  const asked = (round: number, by: 'final-update' | 'request'): CrisisFact => ({ type: 'SignOffAsked', round, with: by, at: at('10:05') })
  test('is recorded once', () => {
    declaredCrisis()
      .when({ type: 'Restore', now: at('10:00') })
      .then(restored('10:00'))
    declaredCrisis(restored('10:00'))
      .when({ type: 'Restore', now: at('10:01') })
      .thenNothing()
  })
  test('names what failed where the commander said so nevertheless', () =>
    declaredCrisis()
      .when({ type: 'Restore', despite: ['Mail answers'], reasonId: 'r', now: at('10:00') })
      .then({ type: 'CrisisRestored', despite: ['Mail answers'], reasonId: 'r', at: at('10:00') }))
  test('is taken back where it is not over: the same crisis goes on, and can be restored again', () => {
    declaredCrisis(restored('10:00'))
      .when({ type: 'Reopen', troubles: ['Mail fails.'], by: 'ann', now: at('10:20') })
      .then(reopened)
    declaredCrisis(restored('10:00'), reopened)
      .when({ type: 'Close', now: at('10:30') })
      .thenRefused('out-of-order')
    declaredCrisis(restored('10:00'), reopened)
      .when({ type: 'Restore', now: at('11:00') })
      .then(restored('11:00'))
  })
  test('is only taken back from what was restored', () => {
    declaredCrisis()
      .when({ type: 'Reopen', troubles: [], by: 'ann', now: at('10:20') })
      .thenRefused('out-of-order')
    declaredCrisis(restored('10:00'), closed)
      .when({ type: 'Reopen', troubles: [], by: 'ann', now: at('10:20') })
      .thenRefused('already-done')
  })
  test('customers are asked once, by the final update where the playbook lets it, and the silent once more', () => {
    const final = (wanted: boolean): CrisisCommand => ({ type: 'AskSignOff', with: 'final-update', wanted, now: at('10:05') })
    declaredCrisis(restored('10:00')).when(final(true)).then(asked(1, 'final-update'))
    declaredCrisis(restored('10:00')).when(final(false)).thenNothing()
    declaredCrisis().when(final(true)).thenNothing()
    declaredCrisis(restored('10:00'), asked(1, 'final-update')).when(final(true)).thenNothing()
    declaredCrisis(restored('10:00'), asked(1, 'final-update'))
      .when({ type: 'AskSignOff', now: at('10:10') })
      .then({ type: 'SignOffReminded', round: 1, at: at('10:10') })
    declaredCrisis(restored('10:00'), asked(1, 'final-update'), { type: 'SignOffReminded', round: 1, at: at('10:10') })
      .when({ type: 'AskSignOff', now: at('10:11') })
      .thenNothing()
  })
  test('after it was taken back they are asked anew', () =>
    declaredCrisis(restored('10:00'), asked(1, 'request'), reopened, restored('11:00'))
      .when({ type: 'AskSignOff', now: at('11:05') })
      .then({ type: 'SignOffAsked', round: 2, with: 'request', at: at('11:05') }))
})

describe('The order of things', () => {
  test('a crisis is declared once', () => declaredCrisis().when(declare).thenRefused('already-done'))
  test('an unknown crisis cannot be commanded', () =>
    crisisOf()
      .when({ type: 'TakeCommand', by: 'bo', now: at('09:00') })
      .thenRefused('not-found'))
  test('customers are asked after restoring, not before', () =>
    declaredCrisis()
      .when({ type: 'AskSignOff', now: at('09:30') })
      .thenRefused('out-of-order'))
  test('a crisis is closed after restoring, not before', () =>
    declaredCrisis()
      .when({ type: 'Close', now: at('09:30') })
      .thenRefused('out-of-order'))
  test('a closed crisis takes no commands', () =>
    declaredCrisis(restored('10:00'), { type: 'CrisisClosed', at: at('11:00') })
      .when({ type: 'TakeCommand', by: 'bo', now: at('11:01') })
      .thenRefused('already-done'))
  test('a note may be added to a closed crisis', () =>
    declaredCrisis(restored('10:00'), { type: 'CrisisClosed', at: at('11:00') })
      .when({ type: 'WriteNote', textId: 't', now: at('11:01') })
      .then({ type: 'NoteWritten', textId: 't', at: at('11:01') }))
  test('the same severity again says nothing new', () =>
    declaredCrisis()
      .when({ type: 'ChangeSeverity', severity: 2, reasonId: 'r', now: at('09:10') })
      .thenNothing())
  test('whoever keeps the severity against the rules says so with a reason, and the rules do not say the same again', () => {
    const proposed: CrisisFact = { type: 'SeverityProposed', severity: 1, reasons: ['many'], at: at('09:05') }
    const kept: CrisisFact = { type: 'SeverityKept', severity: 2, against: 1, reasonId: 'r', at: at('09:10') }
    declaredCrisis(proposed)
      .when({ type: 'ChangeSeverity', severity: 2, reasonId: 'r', now: at('09:10') })
      .then(kept)
    declaredCrisis(proposed, kept)
      .when({ type: 'ProposeSeverity', severity: 1, reasons: ['many'], now: at('09:20') })
      .thenNothing()
  })
  test('a severity that a person set against the rules is not proposed away at the next look', () =>
    declaredCrisis(
      { type: 'SeverityProposed', severity: 1, reasons: ['many'], at: at('09:05') },
      { type: 'SeverityChanged', severity: 3, from: 2, reasonId: 'r', at: at('09:10') },
    )
      .when({ type: 'ProposeSeverity', severity: 1, reasons: ['many'], now: at('09:20') })
      .thenNothing())
  test('nor is one that was set against the rules when it was declared', () => {
    const declared: CrisisFact = { type: 'CrisisDeclared', ...facts, severity: 3, proposed: 2, overrideReasonId: 'r', at: at('09:00') }
    crisisOf(declared)
      .when({ type: 'ProposeSeverity', severity: 2, reasons: ['some'], now: at('09:20') })
      .thenNothing()
    crisisOf(declared)
      .when({ type: 'ProposeSeverity', severity: 1, reasons: ['many'], now: at('09:20') })
      .then({ type: 'SeverityProposed', severity: 1, reasons: ['many'], at: at('09:20') })
  })
  test('once the rules say something else, what they said before counts anew', () =>
    declaredCrisis(
      { type: 'SeverityProposed', severity: 1, reasons: ['many'], at: at('09:05') },
      { type: 'SeverityKept', severity: 2, against: 1, reasonId: 'r', at: at('09:10') },
      { type: 'SeverityProposed', severity: 2, reasons: ['fewer'], at: at('09:20') },
    )
      .when({ type: 'ProposeSeverity', severity: 1, reasons: ['many'], now: at('09:30') })
      .then({ type: 'SeverityProposed', severity: 1, reasons: ['many'], at: at('09:30') }))
  test('the same assessment recorded again says nothing new', () =>
    declaredCrisis({ type: 'ImpactAssessed', ...assessed(1), at: at('09:01') })
      .when({ type: 'RecordImpact', ...assessed(1), now: at('09:10') })
      .thenNothing())
  test('assessments that were recorded before they had numbers are counted', () =>
    declaredCrisis({ type: 'ImpactAssessed', ...assessed(), at: at('09:01') }, { type: 'ImpactAssessed', ...assessed(), at: at('09:05') })
      .when({ type: 'RecordImpact', ...assessed(3), now: at('09:10') })
      .then({ type: 'ImpactAssessed', ...assessed(3), at: at('09:10') }))
})

const assessed = <N extends number | undefined = undefined>(number?: N) => ({
  number: number as N,
  cause: 'declared',
  by: 'ann',
  accounts: 5,
  added: 5,
  removed: 0,
  changed: 0,
  vulnerable: 1,
})
const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const crisisOf = (...past: CrisisFact[]) => specification(crisis).given(...past)
const facts = {
  severity: 2,
  proposed: 2,
  reasons: ['because'],
  kind: 'service-outage',
  commander: 'ann',
  onsetAt: at('08:50'),
  detectedAt: at('08:58'),
  clockPolicy: {},
}
const declare: CrisisCommand = { type: 'Declare', ...facts, now: at('09:00') }
const declaredCrisis = (...then: CrisisFact[]) => crisisOf({ type: 'CrisisDeclared', ...facts, at: at('09:00') }, ...then)
const restored = (time: string): CrisisFact => ({ type: 'CrisisRestored', at: at(time) })
const closed: CrisisFact = { type: 'CrisisClosed', at: at('10:10') }
