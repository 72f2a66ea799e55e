import { describe, expect, test } from 'vitest'
import type { CrisisRoom } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'
import { endangered } from './endangered.ts'

type Clock = CrisisRoom['clocks'][number]

describe('The promise that a holding update would keep', () => {
  test('is the one whose reminder came', () => expect(of([clock({ reminded: true })])?.id).toBe('next-update/2'))
  test('not one with time left', () => expect(of([clock({})])).toBeUndefined())
  test('nor one that a message does not keep', () => expect(of([clock({ kind: 'strategic-review', reminded: true })])).toBeUndefined())
  test('is the missed one, until customers read something', () => {
    const missed = clock({ id: 'next-update/1', state: 'missed', deadline: '2030-01-01T09:30:00.000Z' })
    expect(of([missed, clock({})])?.id).toBe('next-update/1')
    expect(of([missed, clock({})], { updates: [{ status: 'published', publishedAt: '2030-01-01T09:40:00.000Z' }] as CrisisRoom['updates'] })).toBeUndefined()
  })
  test('none while an update waits for approval: that one is what is needed', () =>
    expect(of([clock({ reminded: true })], { updates: [{ status: 'awaiting-approval', publishedAt: null }] as CrisisRoom['updates'] })).toBeUndefined())
  test('none once customers can work again', () => expect(of([clock({ reminded: true })], { status: 'restored' })).toBeUndefined())
})

const of = (clocks: Clock[], more: Partial<CrisisRoom> = {}) => endangered({ status: 'commanded', updates: [], clocks, ...more })
const clock = (more: Partial<Clock>): Clock => ({
  id: 'next-update/2',
  kind: 'next-update',
  audience: null,
  state: 'running',
  startedAt: '2030-01-01T09:30:00.000Z',
  deadline: '2030-01-01T10:00:00.000Z',
  endedAt: null,
  reminded: false,
  inside: false,
  byHand: false,
  ...more,
})
