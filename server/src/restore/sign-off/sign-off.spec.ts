import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from '../../platform/decider.ts'
import { specification } from '../../platform/specification.ts'
import { inForceOf, type SignOffCommand, type SignOffFact, signOff } from './sign-off.ts'

describe('A customer’s own word', () => {
  test('is taken once, however often the button is pressed', () => {
    given().when(says('works', 1)).then(confirmed('works', 1))
    given(confirmed('works', 1)).when(says('works', 1)).thenNothing()
  })
  test('of one contact never hides that it is still broken for another', () =>
    given(broken('still-broken', 1), opened).when(says('works', 2)).then(confirmed('still-broken', 2)))
  test('counts as working once nobody of the account says otherwise, and what was opened for it is closed', () =>
    given(broken('still-broken', 1), opened, confirmed('still-broken', 2))
      .when(says('works', 1))
      .then(confirmed('works', 1), { type: 'FollowUpClosed', accountId: 7, by: 'customer', outcome: 'works', at }))
  test('said for the whole account replaces what its contacts said', () =>
    given(broken('still-broken', 1), opened)
      .when({ type: 'Answer', answer: 'works', accountId: 7, way: 'api', round: 1, now: at })
      .then(
        { type: 'CustomerConfirmed', accountId: 7, way: 'api', round: 1, inForce: 'works', at },
        { type: 'FollowUpClosed', accountId: 7, by: 'customer', outcome: 'works', at },
      ))
  test('still broken is followed up, once, and anew when nobody looks after it any more', () => {
    given().when(says('still-broken', 1)).then(broken('still-broken', 1), opened)
    given(broken('still-broken', 1), opened).when(says('still-broken', 2)).then(broken('still-broken', 2))
    const closed: SignOffFact = { type: 'FollowUpClosed', accountId: 7, by: 'ann', outcome: 'not-reached', at }
    given(broken('still-broken', 1), opened, closed).when(says('still-broken', 1)).then(broken('still-broken', 1), opened)
  })
  test('words that come later are added to the same answer', () =>
    given(confirmed('works', 1))
      .when({ ...says('works', 1), textId: 't1' })
      .then({ ...confirmed('works', 1), textId: 't1' } as SignOffFact))
  test('of an earlier round counts no more when customers are asked anew', () =>
    given(broken('still-broken', 1), opened)
      .when({ ...says('works', 2), round: 2 })
      .then({ ...confirmed('works', 2), round: 2 } as SignOffFact, { type: 'FollowUpClosed', accountId: 7, by: 'customer', outcome: 'works', at }))
  test('is looked after by one person at a time, who closes it with what the customer says', () => {
    const taken: SignOffFact = { type: 'FollowUpTaken', accountId: 7, by: 'ann', at }
    given(broken('still-broken', 1), opened).when({ type: 'TakeFollowUp', by: 'ann', now: at }).then(taken)
    given(broken('still-broken', 1), opened, taken).when({ type: 'TakeFollowUp', by: 'ann', now: at }).thenNothing()
    given(broken('still-broken', 1), opened, taken).when({ type: 'TakeFollowUp', by: 'bo', now: at }).thenRefused('already-done')
    given(broken('still-broken', 1), opened, taken)
      .when({ type: 'CloseFollowUp', by: 'ann', outcome: 'works', now: at })
      .then(
        { type: 'FollowUpClosed', accountId: 7, by: 'ann', outcome: 'works', at },
        { type: 'CustomerConfirmed', accountId: 7, way: 'person', round: 1, inForce: 'works', at },
      )
  })
  test('that was never said, or is closed, is neither taken nor closed', () => {
    given().when({ type: 'TakeFollowUp', by: 'ann', now: at }).thenRefused('not-found')
    given(broken('still-broken', 1), opened, { type: 'FollowUpClosed', accountId: 7, by: 'ann', outcome: 'known', at })
      .when({ type: 'CloseFollowUp', by: 'ann', outcome: 'known', now: at })
      .thenRefused('already-done')
  })

  test('in any order of answers, repeats and closings the account counts once, and as its people said last', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('say' as const),
        who: fc.constantFrom(1, 2, 3, undefined),
        answer: fc.constantFrom('works' as const, 'still-broken' as const),
      }),
      fc.record({ kind: fc.constant('close' as const), outcome: fc.constantFrom('works' as const, 'known' as const, 'not-reached' as const) }),
      fc.record({ kind: fc.constant('take' as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const facts: SignOffFact[] = []
        let meant: Record<string, string> = {}
        for (const each of steps) {
          const state = fold(signOff, facts)
          const open = state.followUp === 'open' || state.followUp === 'taken'
          if (each.kind === 'say') {
            facts.push(...signOff.decide(says(each.answer, each.who), state))
            if (each.who === undefined) meant = { account: each.answer }
            else {
              delete meant.account
              meant[each.who] = each.answer
            }
          } else if (each.kind === 'take') {
            if (open) facts.push(...signOff.decide({ type: 'TakeFollowUp', by: 'ann', now: at }, state))
          } else if (open) {
            facts.push(...signOff.decide({ type: 'CloseFollowUp', by: 'ann', outcome: each.outcome, now: at }, state))
            if (each.outcome === 'works') meant = { account: 'works' }
          }
          // What a row of the account says after each fact is what its people said last.
          const last = facts.findLast((fact) => fact.type === 'CustomerConfirmed' || fact.type === 'CustomerStillBroken')
          const wanted = Object.keys(meant).length === 0 ? undefined : Object.values(meant).includes('still-broken') ? 'still-broken' : 'works'
          expect(last && 'inForce' in last ? last.inForce : undefined).toBe(wanted)
          const after = fold(signOff, facts)
          if (wanted) expect(inForceOf(after.said)).toBe(wanted)
          if (wanted === 'works') expect(['none', 'closed']).toContain(after.followUp)
        }
      }),
    )
  })
})

const at = new Date('2030-01-01T10:00:00Z')
const given = (...past: SignOffFact[]) => specification(signOff).given(...past)
const says = (answer: 'works' | 'still-broken', contactId?: number): Extract<SignOffCommand, { type: 'Answer' }> => ({
  type: 'Answer',
  answer,
  accountId: 7,
  ...(contactId === undefined ? {} : { contactId }),
  way: 'link',
  round: 1,
  now: at,
})
const said = (inForce: 'works' | 'still-broken', contactId: number) => ({ accountId: 7, contactId, way: 'link' as const, round: 1, inForce, at })
const confirmed = (inForce: 'works' | 'still-broken', contactId: number): SignOffFact => ({ type: 'CustomerConfirmed', ...said(inForce, contactId) })
const broken = (inForce: 'works' | 'still-broken', contactId: number): SignOffFact => ({ type: 'CustomerStillBroken', ...said(inForce, contactId) })
const opened: SignOffFact = { type: 'FollowUpOpened', accountId: 7, at }
