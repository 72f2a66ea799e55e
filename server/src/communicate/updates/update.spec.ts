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
describe('What waits can be sent back', () => {
  const back = (by: string, seal?: string): UpdateCommand => ({
    type: 'SendBack',
    by,
    reasonId: 'r1',
    draft: 'd1',
    ...(seal ? { seal } : {}),
    now: at('09:12'),
  })
  const sentBack: UpdateFact = { type: 'UpdateSentBack', by: 'bo', reasonId: 'r1', draft: 'd1', at: at('09:12') }
  test('by somebody else than its author, with a reason', () => updateOf(submitted(2)).when(back('bo')).then(sentBack))
  test('not by its author, who withdraws it', () => updateOf(submitted(2)).when(back('ann')).thenRefused('not-allowed'))
  test('a draft is not sent back', () => updateOf().when(back('bo')).thenRefused('out-of-order'))
  test('once it is sent back nobody approves it any more', () => updateOf(submitted(2), sentBack).when(approve('cy')).thenRefused('already-done'))
  test('and nobody sends it back again', () => updateOf(submitted(2), sentBack).when(back('cy')).thenRefused('already-done'))
  test('nor is it submitted again: its words go on under another id', () => updateOf(submitted(2), sentBack).when(submit(2)).thenRefused('already-done'))
})
describe('Whoever read it elsewhere agrees to the words that were read', () => {
  const sealed: UpdateFact = { ...submitted(2), seal: 's1' } as UpdateFact
  const approveWith = (seal: string): UpdateCommand => ({ type: 'Approve', by: 'bo', seal, now: at('09:12') })
  test('the same words are approved', () =>
    updateOf(sealed)
      .when(approveWith('s1'))
      .then({ type: 'UpdateApproved', by: 'bo', at: at('09:12') }, published('09:12')))
  test('others are not', () => updateOf(sealed).when(approveWith('s2')).thenRefused('changed-meanwhile'))
  test('and are not sent back either', () =>
    updateOf(sealed)
      .when({ type: 'SendBack', by: 'bo', reasonId: 'r1', draft: 'd1', seal: 's2', now: at('09:12') })
      .thenRefused('changed-meanwhile'))
})
describe('Whoever leads may let it go out without the second person', () => {
  const anyway: UpdateCommand = { type: 'PublishAnyway', by: 'cy', reasonId: 'r1', now: at('09:12') }
  test('it is a fact of its own, with how many were missing', () =>
    updateOf(submitted(3), { type: 'UpdateApproved', by: 'bo', at: at('09:11') })
      .when(anyway)
      .then({ type: 'SecondPersonWaived', by: 'cy', reasonId: 'r1', missing: 1, at: at('09:12') }, published('09:12')))
  test('a draft is submitted first', () => updateOf().when(anyway).thenRefused('out-of-order'))
  test('what went out does not go out again', () => updateOf(submitted(1), published('09:10')).when(anyway).thenRefused('already-done'))
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
const submitted = (people: number): UpdateFact => ({
  type: 'UpdateSubmitted',
  by: 'ann',
  people,
  ...(people > 1 ? { asked: [] } : {}),
  ...promised,
  at: at('09:10'),
})
const published = (time: string): UpdateFact => ({ type: 'UpdatePublished', ...promised, at: at(time) })
const approve = (by: string): UpdateCommand => ({ type: 'Approve', by, now: at('09:12') })
