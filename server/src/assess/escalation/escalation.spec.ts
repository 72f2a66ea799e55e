import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import type { Policy } from '../../prepare/on-call/policy.ts'
import { type EscalationCommand, type EscalationFact, type EscalationState, escalation, wakeAt } from './escalation.ts'

describe('The search for somebody to lead, when a crisis is declared', () => {
  test('the first step is asked at once', () =>
    given()
      .when(arm('09:00'))
      .then(armed('09:00'), reached(1, 0, ['ann'], '09:00', '09:05')))
  test('a second declaration of the same crisis arms nothing', () =>
    given(...begun)
      .when(arm('09:01'))
      .thenNothing())
  test('without a policy, everybody who may lead is asked', () =>
    given()
      .when({ ...arm('09:00'), policy: undefined, onCall: { 'group/commander': ['cleo'], 'group/administrator': ['cleo', 'dora'] } })
      .then(
        {
          ...armed('09:00'),
          policy: { id: null, name: 'Everybody who may lead', steps: [{ afterMinutes: 0, targets: everybody }], repeats: 0, repeatAfterMinutes: 5 },
        },
        reached(1, 0, ['cleo', 'dora'], '09:00', '09:05'),
      ))
})

describe('While nobody takes command', () => {
  test('nothing happens before the next step is due', () =>
    given(...begun)
      .when(check('09:04'))
      .thenNothing())
  test('the next step is asked when its time has come', () =>
    given(...begun)
      .when(check('09:05'))
      .then(reached(1, 1, ['bob'], '09:05', '09:15')))
  test('after the last step it begins anew, as often as the policy says', () =>
    given(...begun, reached(1, 1, ['bob'], '09:05', '09:15'))
      .when(check('09:15'))
      .then(reached(2, 0, ['ann'], '09:15', '09:20')))
  test('after the last round that is said, and the last step is asked again and again', () => {
    given(...lastRound)
      .when(check('09:30'))
      .then(exhausted('09:30'), reached(3, 1, ['bob'], '09:30', '09:40'))
    given(...lastRound, exhausted('09:30'), reached(3, 1, ['bob'], '09:30', '09:40'))
      .when(check('09:40'))
      .then(reached(4, 1, ['bob'], '09:40', '09:50'))
  })
  test('a step that is late is asked late, says since when it was due, and leaves the next its time', () =>
    given(...begun)
      .when(check('10:00'))
      .then({ ...reached(1, 1, ['bob'], '10:00', '10:10'), dueAt: at('09:05') } as EscalationFact))
  test('whoever is on call at that moment is asked, not who was when it began', () =>
    given(...begun)
      .when({ ...check('09:05'), onCall: { 'person/bob': ['eve'] } })
      .then(reached(1, 1, ['eve'], '09:05', '09:15')))
  test('somebody behind two targets of a step is asked once', () =>
    given()
      .when({
        ...arm('09:00'),
        onCall: { 'rotation/r': ['bob'], 'person/bob': ['bob'] },
        policy: { ...policy, steps: [{ afterMinutes: 0, targets: [rotation, bob] }] },
      })
      .then({ ...armed('09:00'), policy: { ...policy, steps: [{ afterMinutes: 0, targets: [rotation, bob] }] } }, reached(1, 0, ['bob'], '09:00', '09:10')))
})

describe('A step behind which nobody stands', () => {
  test('is said, and the next is asked at once', () =>
    given()
      .when({ ...arm('09:00'), onCall: { 'person/bob': ['bob'] } })
      .then(armed('09:00'), empty(1, 0, '09:00'), reached(1, 1, ['bob'], '09:00', '09:10')))
  test('where it is so with all, everybody who may lead is asked', () =>
    given()
      .when({ ...arm('09:00'), onCall: { 'group/administrator': ['root'] } })
      .then(armed('09:00'), empty(1, 0, '09:00'), empty(1, 1, '09:00'), { ...reached(2, 0, ['root'], '09:00', '09:05'), lastResort: true } as EscalationFact))
  test('where not even such a person is there, it says so and tries again later', () =>
    given()
      .when({ ...arm('09:00'), onCall: {} })
      .then(armed('09:00'), empty(1, 0, '09:00'), empty(1, 1, '09:00'), { ...reached(2, 0, [], '09:00', '09:05'), lastResort: true } as EscalationFact))
})

describe('When somebody takes command', () => {
  test('paging ends', () =>
    given(...begun)
      .when({ type: 'AcknowledgeEscalation', by: 'bob', now: at('09:03') })
      .then(acknowledged('09:03')))
  test('also out of a pause', () =>
    given(...begun, paused('09:02', null))
      .when({ type: 'AcknowledgeEscalation', by: 'bob', now: at('09:03') })
      .then(acknowledged('09:03')))
  test('no time is waited for any more', () => given(...begun, acknowledged('09:03')).wakesAt(undefined))
  test('a pause is refused: there is nothing to pause', () =>
    given(...begun, acknowledged('09:03'))
      .when(pause('09:04', null))
      .thenRefused('out-of-order'))
})

describe('A pause of the search', () => {
  test('keeps the time that was left, and goes on with it', () =>
    given(...begun, paused('09:02', null))
      .when({ type: 'ResumeEscalation', now: at('10:00') })
      .then(resumed('10:00', '10:03')))
  test('with an end resumes by itself', () => {
    given(...begun, paused('09:02', '09:30')).wakesAt(at('09:30'))
    given(...begun, paused('09:02', '09:30'))
      .when(check('09:30'))
      .then(resumed('09:30', '09:33'))
  })
  test('with an end that passed while the server was down: what was due meanwhile is asked now', () =>
    given(...begun, paused('09:02', '09:30'))
      .when(check('11:00'))
      .then({ ...resumed('11:00', '09:33') }, { ...reached(1, 1, ['bob'], '11:00', '11:10'), dueAt: at('09:33') } as EscalationFact))
  test('without an end waits for a person', () => given(...begun, paused('09:02', null)).wakesAt(undefined))
  test('may be given another end; the time that was left stays', () =>
    given(...begun, paused('09:02', '09:30'), paused('09:20', '09:45'))
      .when(check('09:45'))
      .then(resumed('09:45', '09:48')))
  test('of which the end is past is refused', () =>
    given(...begun)
      .when(pause('09:04', '09:03'))
      .thenRefused('not-valid'))
})

describe('When the severity changes before anybody took command', () => {
  test('for the worse, the next step is asked at once', () => {
    given(...begun)
      .when(worsen('09:02', 1))
      .then(hastened('09:02', 1))
    given(...begun, hastened('09:02', 1))
      .when(check('09:02'))
      .then(reached(1, 1, ['bob'], '09:02', '09:12'))
  })
  test('for the worse, also out of a pause: it was agreed for something milder', () =>
    given(...begun, paused('09:01', null))
      .when(worsen('09:02', 1))
      .then(hastened('09:02', 1)))
  test('for the better, nothing changes', () =>
    given(...begun)
      .when(worsen('09:02', 3))
      .thenNothing())
  test('down and up again to what it was, nothing changes', () =>
    given(...begun)
      .when(worsen('09:02', 2))
      .thenNothing())
})

describe('A crisis that was over and goes on, led by nobody', () => {
  const again = (time: string, nth: number): EscalationFact => ({ ...armed(time), again: nth }) as EscalationFact
  const rearm = (time: string): EscalationCommand => ({ ...arm(time), type: 'Rearm' })
  test('is paged for anew from the first step on, whether somebody led it or nobody ever did', () => {
    given(...begun, acknowledged('09:03'))
      .when(rearm('12:00'))
      .then(again('12:00', 2), { ...reached(1, 0, ['ann'], '12:00', '12:05'), again: 2 } as EscalationFact)
    given(...begun, { type: 'EscalationStopped', at: at('09:03') })
      .when(rearm('12:00'))
      .then(again('12:00', 2), { ...reached(1, 0, ['ann'], '12:00', '12:05'), again: 2 } as EscalationFact)
    given(...begun, acknowledged('09:03'), again('12:00', 2), acknowledged('12:01'))
      .when(rearm('15:00'))
      .then(again('15:00', 3), { ...reached(1, 0, ['ann'], '15:00', '15:05'), again: 3 } as EscalationFact)
  })
  test('once: while somebody is being paged nothing begins anew', () =>
    given(...begun, acknowledged('09:03'), again('12:00', 2))
      .when(rearm('12:00'))
      .thenNothing())
  test('and the next step is asked when its time has come', () =>
    given(...begun, acknowledged('09:03'), again('12:00', 2), { ...reached(1, 0, ['ann'], '12:00', '12:05'), again: 2 } as EscalationFact)
      .when(check('12:05'))
      .then({ ...reached(1, 1, ['bob'], '12:05', '12:15'), again: 2 } as EscalationFact))
})

test('a crisis that is over pages nobody any more', () => {
  given(...begun)
    .when({ type: 'StopEscalation', now: at('09:03') })
    .then({ type: 'EscalationStopped', at: at('09:03') })
  given(...begun, { type: 'EscalationStopped', at: at('09:03') }).wakesAt(undefined)
})

test('whatever happens in whatever order: a running escalation has a next moment, no due step stays unasked, no step is asked twice', () => {
  const minutes = fc.integer({ min: 0, max: 40 })
  const who = fc.subarray(['person/ann', 'person/bob', 'group/commander'])
  const command = fc.oneof(
    fc.record({ type: fc.constant('CheckEscalation' as const), who }),
    fc.record({ type: fc.constant('PauseEscalation' as const), until: fc.option(fc.integer({ min: 1, max: 60 })) }),
    fc.record({ type: fc.constant('ResumeEscalation' as const) }),
    fc.record({ type: fc.constant('WorsenEscalation' as const), severity: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ type: fc.constant('AcknowledgeEscalation' as const) }),
  )
  fc.assert(
    fc.property(who, fc.integer({ min: 0, max: 3 }), fc.array(fc.tuple(minutes, command), { maxLength: 30 }), (first, repeats, later) => {
      let now = at('09:00')
      const asked = new Set<string>()
      let state: EscalationState = escalation.initial
      const tell = (given: EscalationCommand) => {
        let facts: EscalationFact[] = []
        try {
          facts = escalation.decide(given, state)
        } catch {
          return // refused: nothing happened
        }
        for (const fact of facts) {
          state = escalation.evolve(state, fact)
          if (fact.type !== 'EscalationStepReached') continue
          expect(asked.has(`${fact.round}/${fact.step}`)).toBe(false)
          asked.add(`${fact.round}/${fact.step}`)
        }
        if (state.status === 'running') expect(wakeAt(state)).toBeInstanceOf(Date)
        if (state.status === 'paused' && state.until) expect(wakeAt(state)).toEqual(state.until)
        if (given.type === 'CheckEscalation' || given.type === 'Arm') if (wakeAt(state)) expect(wakeAt(state)?.getTime()).toBeGreaterThan(now.getTime())
      }
      const onCall = (keys: string[]) => Object.fromEntries(keys.map((key) => [key, [key]]))
      tell({ ...arm('09:00'), policy: { ...policy, repeats }, onCall: onCall(first) } as EscalationCommand)
      for (const [wait, { type, ...more }] of later) {
        now = new Date(now.getTime() + wait * 60_000)
        const { who: keys, until, severity = 4 } = more as { who?: string[]; until?: number | null; severity?: number }
        const end = until ? new Date(now.getTime() + until * 60_000) : null
        tell({ type, now, by: 'x', reasonId: 'r', severity, until: end, onCall: onCall(keys ?? []) } as EscalationCommand)
      }
    }),
    { numRuns: 500 },
  )
})

const spec = specification(escalation)
const given = (...past: EscalationFact[]) => spec.given(...past)
const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const [ann, bob, rotation] = [
  { kind: 'person' as const, id: 'ann' },
  { kind: 'person' as const, id: 'bob' },
  { kind: 'rotation' as const, id: 'r' },
]
const everybody = [
  { kind: 'group' as const, group: 'commander' as const },
  { kind: 'group' as const, group: 'administrator' as const },
]
/** Ann at once, Bob after five minutes; after ten more it begins anew, once. */
const policy: Policy = {
  id: 'p',
  name: 'Service down',
  steps: [
    { afterMinutes: 0, targets: [ann] },
    { afterMinutes: 5, targets: [bob] },
  ],
  repeats: 1,
  repeatAfterMinutes: 10,
}
const both = { 'person/ann': ['ann'], 'person/bob': ['bob'] }
const arm = (time: string) => ({ type: 'Arm' as const, severity: 2, kind: 'service-outage', services: [], policy, onCall: both, now: at(time) })
const check = (time: string) => ({ type: 'CheckEscalation' as const, onCall: both, now: at(time) })
const pause = (time: string, until: string | null) => ({ type: 'PauseEscalation' as const, until: until ? at(until) : null, reasonId: 'r', now: at(time) })
const worsen = (time: string, severity: number) => ({ type: 'WorsenEscalation' as const, severity, now: at(time) })
const armed = (time: string) => ({ type: 'EscalationArmed' as const, policy, severity: 2, at: at(time) })
const reached = (round: number, step: number, persons: string[], time: string, next: string): EscalationFact => ({
  type: 'EscalationStepReached',
  round,
  step,
  persons,
  dueAt: at(time),
  nextAt: at(next),
  at: at(time),
})
const empty = (round: number, step: number, time: string): EscalationFact => ({ type: 'EscalationStepEmpty', round, step, at: at(time) })
const exhausted = (time: string): EscalationFact => ({ type: 'EscalationExhausted', rounds: 2, everyMinutes: 10, at: at(time) })
const acknowledged = (time: string): EscalationFact => ({ type: 'EscalationAcknowledged', by: 'bob', at: at(time) })
const paused = (time: string, until: string | null): EscalationFact => ({
  type: 'EscalationPaused',
  until: until ? at(until) : null,
  reasonId: 'r',
  at: at(time),
})
const resumed = (time: string, next: string): EscalationFact => ({ type: 'EscalationResumed', nextAt: at(next), at: at(time) })
const hastened = (time: string, severity: number): EscalationFact => ({ type: 'EscalationHastened', severity, at: at(time) })
const begun: EscalationFact[] = [armed('09:00'), reached(1, 0, ['ann'], '09:00', '09:05')]
const lastRound: EscalationFact[] = [
  ...begun,
  reached(1, 1, ['bob'], '09:05', '09:15'),
  reached(2, 0, ['ann'], '09:15', '09:20'),
  reached(2, 1, ['bob'], '09:20', '09:30'),
]
