import { describe, expect, test } from 'vitest'
import { type Method, nextTry, type Try } from './page-tries.ts'

describe('A page', () => {
  test('that a method took is done', () => expect(nextTry([mail, hook], [tried(mail, 'accepted')], at(0))).toEqual({ state: 'accepted' }))
  test.each(['failed', 'bounced', 'gone', 'unknown'] as const)('goes to the next method at once where the first %s', (state) =>
    expect(nextTry([mail, hook], [tried(mail, state)], at(0))).toEqual({ state: 'planned', method: hook, dueAt: at(0) }),
  )
  test('goes to the next method at once where the first put it off', () =>
    expect(nextTry([mail, hook], [tried(mail, 'deferred')], at(0))).toEqual({ state: 'planned', method: hook, dueAt: at(0) }))
  test('comes back to the first when all have put it off, ten seconds after its last try', () =>
    expect(nextTry([mail, hook], [tried(mail, 'deferred'), tried(hook, 'deferred', 1)], at(1))).toEqual({ state: 'planned', method: mail, dueAt: at(10) }))
  test('waits longer each time, but never beyond five minutes', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((times) => nextTry([mail], Array(times).fill(tried(mail, 'deferred')), at(0)))
    expect(waits.map((next) => next.state === 'planned' && (next.dueAt.getTime() - at(0).getTime()) / 1_000)).toEqual([10, 20, 40, 80, 160, 300, 300])
  })
  test('waits as long as the receiver asks, within those five minutes', () => {
    expect(nextTry([hook], [{ ...tried(hook, 'deferred'), retryAfterSeconds: 60 }], at(0))).toMatchObject({ dueAt: at(60) })
    expect(nextTry([hook], [{ ...tried(hook, 'deferred'), retryAfterSeconds: 86_400 }], at(0))).toMatchObject({ dueAt: at(300) })
  })
  test('has failed when every method has', () =>
    expect(nextTry([mail, hook], [tried(mail, 'bounced'), tried(hook, 'failed')], at(0))).toEqual({ state: 'failed' }))
  test('is unknown when one may have arrived and no other is left', () =>
    expect(nextTry([mail, hook], [tried(mail, 'unknown'), tried(hook, 'failed')], at(0))).toEqual({ state: 'unknown' }))
  test('is given up after eight tries of its last method', () =>
    expect(nextTry([mail], Array(8).fill(tried(mail, 'deferred')), at(0))).toEqual({ state: 'failed' }))
  test('for somebody who cannot be reached at all has failed', () => expect(nextTry([], [], at(0))).toEqual({ state: 'failed' }))
})

const mail: Method = { id: null, channel: 'email', destination: 'ann@house.test' }
const hook: Method = { id: 'h', channel: 'webhook', destination: 'https://hook.test/' }
const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1, 9, 0, seconds))
const tried = ({ channel, destination }: Method, state: Try['state'], seconds = 0): Try => ({ channel, destination, state, answer: '', at: at(seconds) })
