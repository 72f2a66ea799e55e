import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { type DispatchFact, dispatch } from './dispatch.ts'

describe('A dispatch', () => {
  test('is paused once, and goes on', () => {
    of().when({ type: 'Pause', by: 'ann', now }).then(paused)
    of(paused).when({ type: 'Pause', by: 'bo', now }).thenNothing()
    of(paused).when({ type: 'Resume', by: 'bo', now }).then({ type: 'DispatchResumed', by: 'bo', at: now })
    of().when({ type: 'Resume', by: 'bo', now }).thenNothing()
  })
  test('is stopped for good: it does not go on, and is not paused', () => {
    of(paused).when({ type: 'Stop', by: 'ann', now }).then(stopped)
    of(stopped).when({ type: 'Stop', by: 'bo', now }).thenNothing()
    of(stopped).when({ type: 'Resume', by: 'bo', now }).thenRefused('already-done')
    of(stopped).when({ type: 'Pause', by: 'bo', now }).thenRefused('already-done')
  })
  test('says its sums once, and again when they have changed', () => {
    of()
      .when({ type: 'Finish', channel: 'email', ...sums, now })
      .then(finished)
    of(finished)
      .when({ type: 'Finish', channel: 'email', ...sums, now })
      .thenNothing()
    of(finished)
      .when({ type: 'Finish', channel: 'email', ...sums, accepted: 8, unknown: 0, now })
      .then({ ...finished, accepted: 8, unknown: 0 } as DispatchFact)
    of(finished)
      .when({ type: 'Finish', ...sums, channel: 'sms', now })
      .then({ ...finished, channel: 'sms' } as DispatchFact)
  })
})

const now = new Date('2030-01-01T10:00:00Z')
const paused: DispatchFact = { type: 'DispatchPaused', by: 'ann', at: now }
const stopped: DispatchFact = { type: 'DispatchStopped', by: 'ann', at: now }
const sums = { accepted: 7, bounced: 1, complained: 0, failed: 0, suppressed: 1, cancelled: 0, unknown: 1, total: 10 }
const finished: DispatchFact = { type: 'DeliveriesFinished', channel: 'email', ...sums, at: now }
const of = (...past: DispatchFact[]) => specification(dispatch).given(...past)
