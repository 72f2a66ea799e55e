import assert from 'node:assert/strict'
import { type Decider, fold } from './decider.ts'
import { Refused } from './refused.ts'

/** given(past).when(command).then(new facts): the tests read as the specification. */
export const specification = <S, C, F>(decider: Decider<S, C, F>) => ({
  given: (...past: F[]) => ({
    when: (command: C) => {
      const decided = () => decider.decide(command, fold(decider, past))
      return {
        then: (...expected: F[]) => assert.deepEqual(decided(), expected),
        thenNothing: () => assert.deepEqual(decided(), []),
        thenRefused: (code: string) => assert.throws(decided, (error) => error instanceof Refused && error.code === code),
      }
    },
    wakesAt: (expected: Date | undefined) => assert.deepEqual(decider.wakeAt?.(fold(decider, past)), expected),
  }),
})
