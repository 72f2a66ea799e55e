import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { begun, fresh, heard, lookedUp, lost, type Payout, retried, saidByPerson, takingBack, workOf } from './payout.ts'
import { worldOfOneLine } from './payout.world.ts'

const at = (time: string, day = 1) => new Date(`2030-01-0${day}T${time}:00Z`)
const manners = { keyLivesMs: 24 * 3_600_000, graceMs: 5 * 60_000 }
const calledAt = (time: string) => begun(fresh, at(time))
const unknownAt = (time: string) => lost(calledAt(time), at(time))

describe('What becomes of a line', () => {
  test('approved, it is called; the moment is known before the call', () => {
    expect(workOf(fresh, manners, at('09:00'))).toBe('call')
    expect(calledAt('09:00')).toMatchObject({ state: 'executing', calledAt: at('09:00'), firstCalledAt: at('09:00'), attempt: 1 })
  })
  test('done, it bears the id that the provider gave', () =>
    expect(heard(calledAt('09:00'), { kind: 'applied', providerId: 'cbtxn_1' }, at('09:00'))).toMatchObject({ state: 'applied', providerId: 'cbtxn_1' }))
  test('refused, it has failed, in the provider’s words', () =>
    expect(heard(calledAt('09:00'), { kind: 'refused', why: 'No such customer' }, at('09:00'))).toMatchObject({ state: 'failed', answer: 'No such customer' }))
  test('put off, it stands where it stood and waits', () => {
    const later = heard(calledAt('09:00'), { kind: 'later', why: 'too many', afterMs: 120_000 }, at('09:00'))
    expect(later).toMatchObject({ state: 'approved', attempt: 1, tries: 1, dueAt: at('09:02') })
    expect(workOf(later, manners, at('09:01'))).toBe('nothing')
    expect(workOf(later, manners, at('09:02'))).toBe('call')
  })
  test('put off again and again, it waits longer, as long as eight times what the limit says', () => {
    const after = (tries: number, afterMs: number) => heard({ ...calledAt('09:00'), tries }, { kind: 'later', why: 'too many', afterMs }, at('09:00')).dueAt
    expect([0, 2, 3, 9].map((tries) => after(tries, 200)?.toISOString().slice(17, 19))).toEqual(['01', '04', '08', '08'])
    expect(after(9, 20_000)).toEqual(at('09:01'))
  })
  test('its caller died: nobody knows, and the same key is called again', () => {
    expect(unknownAt('09:00')).toMatchObject({ state: 'unknown', doubt: 'repeat' })
    expect(workOf(unknownAt('09:00'), manners, at('09:00'))).toBe('call')
    expect(begun(unknownAt('09:00'), at('09:10'))).toMatchObject({ attempt: 1, firstCalledAt: at('09:00'), calledAt: at('09:10') })
  })
  test('an hour before its key may be forgotten, it is looked up instead', () => {
    expect(workOf(unknownAt('09:00'), manners, at('07:59', 2))).toBe('call')
    expect(workOf(unknownAt('09:00'), manners, at('08:00', 2))).toBe('look-up')
  })
  test('where keys protect from nothing, every repeat is preceded by a look-up', () =>
    expect(workOf(unknownAt('09:00'), { ...manners, keyLivesMs: null }, at('09:00'))).toBe('look-up'))
  test('an error of the provider’s server is kept under the key, so the key is not asked again', () => {
    const after = heard(calledAt('09:00'), { kind: 'unknown', why: 'error 500', lookUp: true }, at('09:00'))
    expect(workOf(after, manners, at('09:10'))).toBe('look-up')
  })
  test('put off while in doubt, it stays in doubt', () =>
    expect(heard(begun(unknownAt('09:00'), at('09:01')), { kind: 'later', why: 'too many', afterMs: 1 }, at('09:01'))).toMatchObject({
      state: 'unknown',
      doubt: 'repeat',
    }))
  test('a refusal of a repeat says nothing of the call before it: it is looked up', () =>
    expect(heard(begun(unknownAt('09:00'), at('09:01')), { kind: 'refused', why: 'no' }, at('09:01'))).toMatchObject({ state: 'unknown', doubt: 'look-up' }))
  test('a payer that lets nobody in any more leaves it as it was', () =>
    expect(heard(calledAt('09:00'), { kind: 'barred', why: 'the key is refused' }, at('09:00'))).toMatchObject({ state: 'approved', tries: 0 }))
})

describe('A look-up', () => {
  test('that finds it has found what was done', () =>
    expect(lookedUp(unknownAt('09:00'), { kind: 'found', providerId: 're_1' }, manners, at('09:00'))).toMatchObject({ state: 'applied', providerId: 're_1' }))
  test('that does not find it is believed once no call can land any more, and only then the attempt is raised', () => {
    const soon = lookedUp(unknownAt('09:00'), { kind: 'absent' }, manners, at('09:04'))
    expect(soon).toMatchObject({ state: 'unknown', attempt: 1, dueAt: new Date('2030-01-01T09:04:01Z'), tries: 1 })
    expect(lookedUp({ ...soon, tries: 9 }, { kind: 'absent' }, manners, at('09:04')).dueAt).toEqual(at('09:05'))
    expect(lookedUp(unknownAt('09:00'), { kind: 'absent' }, manners, at('09:05'))).toMatchObject({ state: 'approved', attempt: 2, tries: 0, doubt: null })
  })
  test('that hears nothing is made again, later and later', () => {
    const [one, two] = [0, 1].map((tries) => lookedUp({ ...unknownAt('09:00'), tries }, { kind: 'unknown', why: 'no answer' }, manners, at('09:00')))
    expect([one?.dueAt, two?.dueAt]).toEqual([new Date('2030-01-01T09:00:01Z'), new Date('2030-01-01T09:00:02Z')])
  })
  test('that a limit puts off is made again when the limit says so, however often', () => {
    const put = lookedUp({ ...unknownAt('09:00'), tries: 9 }, { kind: 'unknown', why: 'fewer requests', afterMs: 3_000 }, manners, at('09:00'))
    expect(put).toMatchObject({ state: 'unknown', tries: 9, dueAt: new Date('2030-01-01T09:00:03Z') })
    expect(lookedUp(put, { kind: 'unknown', why: 'fewer requests', afterMs: 0 }, manners, at('09:00')).dueAt).toEqual(new Date('2030-01-01T09:00:01Z'))
  })
  test('that hears nothing for two days becomes a person’s task, and says so', () => {
    const given = lookedUp({ ...unknownAt('09:00'), tries: 8 }, { kind: 'unknown', why: 'no answer' }, manners, at('09:00', 3))
    expect(given).toMatchObject({ state: 'unknown', dueAt: null, answer: 'no answer. A person must say whether it was done.' })
    expect(workOf(given, manners, at('09:00', 9))).toBe('nothing')
  })
  test('of one that was called days ago is made some times, before it is anybody’s task', () =>
    expect(lookedUp(unknownAt('09:00'), { kind: 'unknown', why: 'no answer' }, manners, at('09:00', 3)).dueAt).toEqual(new Date('2030-01-03T09:00:01Z')))
  test('that cannot be made at all is a person’s task at once', () =>
    expect(lookedUp(unknownAt('09:00'), { kind: 'unknown', why: 'no address', person: true }, manners, at('09:00')).dueAt).toBeNull())
})

describe('What people say of a line', () => {
  test('done or not done: it is settled', () => {
    expect(saidByPerson(unknownAt('09:00'), true, 'cbtxn_9')).toMatchObject({ state: 'applied', providerId: 'cbtxn_9' })
    expect(saidByPerson(unknownAt('09:00'), false, null)).toMatchObject({ state: 'failed', dueAt: null })
  })
  test('tried again: a look-up comes first', () => {
    const failed = heard(calledAt('09:00'), { kind: 'refused', why: 'no' }, at('09:00'))
    const again = retried(failed, true, at('10:00'))
    expect(workOf(again, manners, at('10:00'))).toBe('look-up')
    expect(lookedUp(again, { kind: 'absent' }, manners, at('10:00'))).toMatchObject({ state: 'approved', attempt: 2 })
    expect(lookedUp(again, { kind: 'found', providerId: 'x' }, manners, at('10:00'))).toMatchObject({ state: 'applied', attempt: 1 })
  })
  test('tried again after the payer itself refused: no call can land any more, so what is not found is called at once', () => {
    const failed = heard(calledAt('09:00'), { kind: 'refused', why: 'no' }, at('09:00'))
    expect(lookedUp(retried(failed, true, at('09:00')), { kind: 'absent' }, manners, at('09:00'))).toMatchObject({ state: 'approved', attempt: 2 })
  })
  test('tried again after a person’s word on what nobody heard: what may still land is waited for', () => {
    const failed = saidByPerson(unknownAt('09:00'), false, null)
    expect(lookedUp(retried(failed, true, at('09:01')), { kind: 'absent' }, manners, at('09:01'))).toMatchObject({ state: 'unknown', attempt: 1 })
    expect(lookedUp(retried(failed, true, at('09:01')), { kind: 'absent' }, manners, at('09:05'))).toMatchObject({ state: 'approved', attempt: 2 })
  })
  test('tried again, it is looked for since it was first called, however long ago that is', () => {
    const failed = saidByPerson(unknownAt('09:00'), false, null)
    expect(retried(failed, true, at('12:00'))).toMatchObject({ state: 'unknown', firstCalledAt: at('09:00'), calledAt: at('09:00') })
    expect(retried(heard(calledAt('09:00'), { kind: 'refused', why: 'no' }, at('09:00')), true, at('12:00'))).toMatchObject({ firstCalledAt: at('09:00') })
  })
  test('tried again where nothing can be looked up: their word stands, under a new key', () =>
    expect(retried({ ...calledAt('09:00'), state: 'failed' }, false, at('10:00'))).toMatchObject({ state: 'approved', attempt: 2, firstCalledAt: null }))
})

describe('A line that takes another back', () => {
  const of = (state: Payout['state'], more: Partial<Payout> = {}) => takingBack({ ...fresh, state, ...more })
  test('is called once that one was done', () => expect(of('applied')).toBe('call'))
  test('waits while nobody knows', () => expect([of('executing'), of('unknown'), of('approved', { doubt: 'repeat' })]).toEqual(['wait', 'wait', 'wait']))
  test('ends together with one that was never called', () => expect(of('approved')).toBe('end-both'))
  test('ends where nothing was done, or it is taken back already', () => expect([of('failed'), of('expired'), of('reversed')]).toEqual(['end', 'end', 'end']))
})

describe('Whatever happens', () => {
  // Answers of every kind, crashes before and after the call, money that moves after the caller gave up, keys that are forgotten, hours that pass.
  const happening = fc.oneof(
    ...(
      [
        'answered',
        'refused',
        'put-off',
        'saved-500',
        'lost-500',
        'in-time-out',
        'late-502',
        'refused-at-the-door',
        'closed-before',
        'closed-after',
        'died-before',
        'died-after',
        'hidden',
        'person-retries',
        'person-saw-nothing',
      ] as const
    ).map((what) =>
      fc.record({
        what: fc.constant(what),
        landsAfterMs: fc.integer({ min: 0, max: 200_000 }),
        thenMs: fc.constantFrom(0, 1_000, 60_000, 600_000, 20 * 3_600_000, 26 * 3_600_000),
      }),
    ),
  )
  test.each([
    ['under a key that lives for a day', manners],
    ['without any key', { ...manners, keyLivesMs: null }],
  ])('no line is paid twice %s; in the end it is paid once, or failed and was not', (_, its) =>
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
        const world = worldOfOneLine(its)
        for (const each of happenings) {
          world.happen(each)
          expect(world.moved()).toBeLessThanOrEqual(1)
        }
        const end = world.calm()
        expect(end.state === 'applied' ? 1 : 0).toBe(world.moved())
        expect(['applied', 'failed']).toContain(end.state)
      }),
      { numRuns: 2_000 },
    ),
  )
})
