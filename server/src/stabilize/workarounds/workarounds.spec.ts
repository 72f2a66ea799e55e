import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { type WorkaroundsFact, workarounds } from './workarounds.ts'

describe('Workarounds', () => {
  test('one is added once', () =>
    written()
      .when({ type: 'AddWorkaround', workaround: 'w', by: 'ann', now: at('09:01') })
      .thenNothing())
  test('where one person is enough its author may publish it', () => written().when(publish('ann', 1)).then(published('ann')))
  test('where two must agree its author may not', () => written().when(publish('ann', 2)).thenRefused('not-allowed'))
  test('but somebody else may', () => written().when(publish('bo', 2)).then(published('bo')))
  test('whoever changes it becomes its author, so that nobody slips words past the second pair of eyes', () =>
    written({ type: 'WorkaroundChanged', workaround: 'w', by: 'bo', at: at('09:05') })
      .when(publish('bo', 2))
      .thenRefused('not-allowed'))
  test('nobody publishes words that were changed after they read them', () => {
    const changed: WorkaroundsFact = { type: 'WorkaroundChanged', workaround: 'w', by: 'ann', at: at('09:05') }
    written(changed)
      .when({ ...publish('bo', 2), revision: 1 })
      .thenRefused('changed-meanwhile')
    written(changed)
      .when({ ...publish('bo', 2), revision: 2 })
      .then(published('bo'))
  })
  test('a program is nobody’s second pair of eyes: where two must agree somebody makes its words their own first', () => {
    const byProgram: WorkaroundsFact = { type: 'WorkaroundAdded', workaround: 'w', by: 'key:1', at: at('09:00') }
    specification(workarounds).given(byProgram).when(publish('bo', 2)).thenRefused('not-allowed')
    specification(workarounds).given(byProgram).when(publish('bo', 1)).then(published('bo'))
    specification(workarounds)
      .given(byProgram, { type: 'WorkaroundChanged', workaround: 'w', by: 'ann', at: at('09:05') })
      .when(publish('bo', 2))
      .then(published('bo'))
  })
  test('what customers read is not changed under their eyes', () =>
    written(published('bo'))
      .when({ type: 'ChangeWorkaround', workaround: 'w', by: 'ann', now: at('09:20') })
      .thenRefused('already-done'))
  test('withdrawn, it cannot be published again', () =>
    written(published('bo'), { type: 'WorkaroundWithdrawn', workaround: 'w', by: 'ann', at: at('09:20') })
      .when(publish('bo', 1))
      .thenRefused('already-done'))
  test('an unknown one is refused', () =>
    written()
      .when({ ...publish('bo', 1), workaround: 'x' })
      .thenRefused('not-found'))
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const written = (...then: WorkaroundsFact[]) =>
  specification(workarounds).given({ type: 'WorkaroundAdded', workaround: 'w', by: 'ann', at: at('09:00') }, ...then)
const publish = (by: string, people: number) => ({ type: 'PublishWorkaround', workaround: 'w', by, people, now: at('09:10') }) as const
const published = (by: string): WorkaroundsFact => ({ type: 'WorkaroundPublished', workaround: 'w', by, at: at('09:10') })
