import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { type UpdateCommand, type UpdateFact, update } from './update.ts'

describe('Where one person is enough', () => {
  test('submitting publishes', () => updateOf().when(submit(1)).then(submitted(1), published('09:10')))
})
describe('Where two people must agree', () => {
  test('submitting waits for the second', () => updateOf().when(submit(2)).then(submitted(2)))
  test('the second person’s approval publishes', () =>
    updateOf(submitted(2))
      .when(approve('bo'))
      .then({ type: 'UpdateApproved', by: 'bo', at: at('09:12') }, published('09:12')))
  test('the author cannot be the second person', () => updateOf(submitted(2)).when(approve('ann')).thenRefused('not-allowed'))
  test('a draft cannot be approved', () => updateOf().when(approve('bo')).thenRefused('out-of-order'))
  test('a promised time that passed meanwhile is left to the rhythm', () =>
    updateOf({ ...submitted(2), nextUpdateAt: at('09:11') } as UpdateFact)
      .when(approve('bo'))
      .then({ type: 'UpdateApproved', by: 'bo', at: at('09:12') }, published('09:12')))
})
describe('What is said is said', () => {
  test('a published update is not submitted again', () => updateOf(submitted(1), published('09:10')).when(submit(1)).thenRefused('already-done'))
  test('a published update is not withdrawn', () =>
    updateOf(submitted(1), published('09:10'))
      .when({ type: 'Withdraw', now: at('09:11') })
      .thenRefused('already-done'))
  test('an update that waits can be withdrawn', () =>
    updateOf(submitted(2))
      .when({ type: 'Withdraw', now: at('09:11') })
      .then({ type: 'UpdateWithdrawn', at: at('09:11') }))
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const updateOf = (...past: UpdateFact[]) => specification(update).given(...past)
const promised = { full: true, final: false, nextUpdateAt: null }
const submit = (people: number): UpdateCommand => ({ type: 'Submit', by: 'ann', people, ...promised, now: at('09:10') })
const submitted = (people: number): UpdateFact => ({ type: 'UpdateSubmitted', by: 'ann', people, ...promised, at: at('09:10') })
const published = (time: string): UpdateFact => ({ type: 'UpdatePublished', ...promised, at: at(time) })
const approve = (by: string): UpdateCommand => ({ type: 'Approve', by, now: at('09:12') })
