import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import { specification } from '../../platform/specification.ts'
import { type Trouble, type WatchCommand, type WatchFact, watch } from './watch.ts'

describe('The watch after restoring', () => {
  test('runs for as long as the severity says', () => {
    given()
      .when({ type: 'StartWatch', minutes: 240, despite: [], now: at('10:00') })
      .then(started)
    given(started).wakesAt(at('14:00'))
  })
  test('tells the room when it is over, once', () => {
    given(started)
      .when({ type: 'CheckWatch', now: at('13:59') })
      .thenNothing()
    given(started)
      .when({ type: 'CheckWatch', now: at('14:00') })
      .then(over)
    given(started, over)
      .when({ type: 'CheckWatch', now: at('14:01') })
      .thenNothing()
    given(started, over).wakesAt(undefined)
  })
  test('notices each trouble once, also after its time and until it is closed', () => {
    given(started)
      .when(look('11:00', fails, fails))
      .then(noticed)
    given(started, noticed).when(look('11:01', fails)).thenNothing()
    given(started, over)
      .when(look('15:00', fails))
      .then({ ...noticed, at: at('15:00') })
    given(started, closed).when(look('15:00', fails)).thenNothing()
  })
  test('reopens in one press where something was noticed, else with a reason', () => {
    given(started, noticed)
      .when({ type: 'SayReopened', by: 'ann', now: at('11:05') })
      .then({ type: 'ReopeningSaid', by: 'ann', troubles: ['Mail fails.'], at: at('11:05') })
    given(started)
      .when({ type: 'SayReopened', by: 'ann', now: at('11:05') })
      .thenRefused('not-valid')
    given(started)
      .when({ type: 'SayReopened', by: 'ann', reasonId: 'r', now: at('11:05') })
      .then({ type: 'ReopeningSaid', by: 'ann', troubles: [], reasonId: 'r', at: at('11:05') })
  })
  test('is closed before it is over with a reason only', () => {
    given(started).when(close('11:00')).thenRefused('not-valid')
    given(started)
      .when(close('11:00', 'r'))
      .then({ type: 'ClosingSaid', by: 'ann', left: 180, troubles: 0, reasonId: 'r', at: at('11:00') })
  })
  test('is closed without one when it is over, unless something was noticed', () => {
    given(started, over)
      .when(close('14:05'))
      .then({ type: 'ClosingSaid', by: 'ann', left: 0, troubles: 0, at: at('14:05') })
    given(started, noticed, over).when(close('14:05')).thenRefused('not-valid')
    given(started, noticed, over)
      .when(close('14:05', 'r'))
      .then({ type: 'ClosingSaid', by: 'ann', left: 0, troubles: 1, reasonId: 'r', at: at('14:05') })
  })
  test('that never began keeps nothing from being closed', () =>
    given()
      .when(close('10:00'))
      .then({ type: 'ClosingSaid', by: 'ann', left: 0, troubles: 0, at: at('10:00') }))
  test('restored once more begins anew, with nothing noticed yet', () => {
    const again: WatchFact = { ...started, until: at('18:00'), at: at('14:00') }
    given(started, noticed, { type: 'ReopeningSaid', by: 'ann', troubles: ['Mail fails.'], at: at('11:05') })
      .when({ type: 'StartWatch', minutes: 240, despite: [], now: at('14:00') })
      .then(again)
    given(started, noticed, again)
      .when(look('14:10', fails))
      .then({ ...noticed, at: at('14:10') })
  })

  test('whatever happens in whatever order, it is never closed early or despite trouble without a reason, and notices nothing twice', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('StartWatch' as const), minutes: fc.integer({ min: 1, max: 300 }), despite: fc.constant<string[]>([]) }),
      fc.record({
        type: fc.constant('LookAround' as const),
        troubles: fc.array(
          fc.constantFrom('a', 'b', 'c').map((key): Trouble => ({ ...fails, key })),
          { maxLength: 4 },
        ),
      }),
      fc.record({ type: fc.constant('CheckWatch' as const) }),
      fc.record({ type: fc.constant('SayClosed' as const), by: fc.constant('ann'), reasonId: fc.option(fc.constant('r'), { nil: undefined }) }),
      fc.record({ type: fc.constant('SayReopened' as const), by: fc.constant('ann'), reasonId: fc.option(fc.constant('r'), { nil: undefined }) }),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 120 }), step), { maxLength: 30 }), (steps) => {
        const facts: WatchFact[] = []
        let now = at('10:00')
        for (const [minutes, command] of steps) {
          now = new Date(now.getTime() + minutes * 60_000)
          const before = fold(watch, facts)
          try {
            const said = watch.decide({ ...command, now } as WatchCommand, before)
            const end = said.find((fact) => fact.type === 'ClosingSaid')
            if (end && !end.reasonId) {
              expect(before.state === 'running' && before.until && before.until > now).toBeFalsy()
              if (before.state !== 'ended') expect(before.troubles).toEqual([])
            }
            facts.push(...said)
          } catch (error) {
            if (!(error instanceof Refused)) throw error
          }
          const keys = fold(watch, facts).troubles.map(({ key }) => key)
          expect(new Set(keys).size).toBe(keys.length)
        }
      }),
    )
  })
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const given = (...past: WatchFact[]) => specification(watch).given(...past)
const started: Extract<WatchFact, { type: 'WatchStarted' }> = { type: 'WatchStarted', minutes: 240, until: at('14:00'), despite: [], at: at('10:00') }
const over: WatchFact = { type: 'WatchOver', troubles: 0, at: at('14:00') }
const closed: WatchFact = { type: 'ClosingSaid', by: 'ann', left: 0, troubles: 0, at: at('14:05') }
const fails: Trouble = { key: 'criterion/up', kind: 'criterion', sentence: 'Mail fails.' }
const noticed: Extract<WatchFact, { type: 'TroubleNoticed' }> = { type: 'TroubleNoticed', ...fails, at: at('11:00') }
const look = (time: string, ...troubles: Trouble[]): WatchCommand => ({ type: 'LookAround', troubles, now: at(time) })
const close = (time: string, reasonId?: string): WatchCommand => ({ type: 'SayClosed', by: 'ann', ...(reasonId ? { reasonId } : {}), now: at(time) })
