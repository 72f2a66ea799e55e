import { describe, expect, test } from 'vitest'
import { answerOf } from './answers.ts'

describe('What a shop’s answer means', () => {
  test('data is data, and says how long to wait until as much is there again', () => {
    expect(answerOf(said(200, { data: { a: 1 } }))).toEqual({ kind: 'data', data: { a: 1 }, waitMs: 0 })
    expect(answerOf(said(200, { data: { a: 1 }, extensions: { cost: cost(100, 40, 50) } }))).toMatchObject({ kind: 'data', waitMs: 1_200 })
    expect(answerOf(said(200, { data: { a: 1 }, extensions: { cost: cost(100, 400, 50) } }))).toMatchObject({ waitMs: 0 })
    for (const odd of [null, {}, { requestedQueryCost: 'x' }, cost(1, 0, 0), cost(1e9, 0, 1)])
      expect((answerOf(said(200, { data: { a: 1 }, extensions: { cost: odd } })) as { waitMs: number }).waitMs).toBeLessThanOrEqual(600_000)
  })
  test('nothing was sent: later, and nothing was done', () =>
    expect(answerOf({ kind: 'lost', why: 'ECONNREFUSED', sent: false })).toMatchObject({ kind: 'later' }))
  test('sent and not heard: nobody knows', () => expect(answerOf({ kind: 'lost', why: 'no answer in time', sent: true })).toMatchObject({ kind: 'unknown' }))
  test('what the guard refuses was never sent', () => expect(answerOf({ kind: 'refused', why: 'inside' })).toMatchObject({ kind: 'refused' }))
  test.each([401, 402, 403, 404, 423])('%i is refused, with what to do', (status) => expect(answerOf(said(status, {}))).toMatchObject({ kind: 'refused' }))
  test.each([500, 502, 503, 504])('%i may have been carried out', (status) => expect(answerOf(said(status, {}))).toMatchObject({ kind: 'unknown' }))
  test('too many is later, as long as it says', () => {
    expect(answerOf(said(429, {}, { 'retry-after': '3' }))).toMatchObject({ kind: 'later', afterMs: 3_000 })
    expect(answerOf(said(429, {}, { 'retry-after': 'soon' }))).toMatchObject({ kind: 'later', afterMs: 2_000 })
    expect(answerOf(said(200, { errors: [error('THROTTLED')], extensions: { cost: cost(60, 10, 50) } }))).toMatchObject({ kind: 'later', afterMs: 1_000 })
    expect(answerOf(said(200, { errors: [error('THROTTLED')] }))).toMatchObject({ kind: 'later', afterMs: 200 })
  })
  test('errors without data are refused; of the shop’s own failure, and beside data, nobody knows', () => {
    expect(answerOf(said(200, { errors: [error('ACCESS_DENIED')] }))).toMatchObject({ kind: 'refused' })
    expect(answerOf(said(200, { errors: [error('undefinedField')], data: { a: null } }))).toMatchObject({ kind: 'refused' })
    expect(answerOf(said(400, { errors: 'bad' }))).toMatchObject({ kind: 'refused' })
    expect(answerOf(said(200, { errors: [error('INTERNAL_SERVER_ERROR')] }))).toMatchObject({ kind: 'unknown' })
    expect(answerOf(said(200, { errors: [error('x')], data: { a: {} } }))).toMatchObject({ kind: 'unknown' })
  })
  test.each(['', '<html>', '[]', '"x"', 'null', '{}', '{"data":null}', '{"data":3}'])('garbage (%s) may have been carried out', (body) =>
    expect(answerOf({ kind: 'heard', status: 200, headers: {}, body })).toMatchObject({ kind: 'unknown' }),
  )
})

const said = (status: number, body: object, headers = {}) => ({ kind: 'heard' as const, status, headers, body: JSON.stringify(body) })
const error = (code: string) => ({ message: 'No', extensions: { code } })
const cost = (requestedQueryCost: number, currentlyAvailable: number, restoreRate: number) => ({
  requestedQueryCost,
  throttleStatus: { maximumAvailable: 2_000, currentlyAvailable, restoreRate },
})
