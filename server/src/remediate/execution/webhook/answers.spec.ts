import { describe, expect, test } from 'vitest'
import { foundInAnswer, outcomeOfAnswer } from './answers.ts'

const heard = (status: number, body: unknown = '', headers: Record<string, string> = {}) =>
  ({ kind: 'heard', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }) as const

describe('What the receiver of a payment’s webhook answers', () => {
  test('done is a 2xx with an id', () => expect(outcomeOfAnswer(heard(201, { id: 'booking-7' }))).toEqual({ kind: 'applied', providerId: 'booking-7' }))
  test('a 2xx without an id could be anybody’s page: looked up', () => {
    for (const body of ['', 'OK', '<html>', '[]', 'null', { id: '' }, { id: 7 }])
      expect(outcomeOfAnswer(heard(200, body))).toMatchObject({ kind: 'unknown', lookUp: true })
  })
  test('what is wrong with the line is refused in its words', () =>
    expect(outcomeOfAnswer(heard(422, 'no such customer'))).toEqual({ kind: 'refused', why: 'it answered 422: no such customer' }))
  test('too many: later, as long as it says', () =>
    expect(outcomeOfAnswer(heard(429, '', { 'retry-after': '9' }))).toMatchObject({ kind: 'later', afterMs: 9_000 }))
  test('an error of its own: nobody can say', () => {
    for (const status of [408, 409, 500, 503]) expect(outcomeOfAnswer(heard(status))).toMatchObject({ kind: 'unknown', lookUp: true })
  })
  test('not let in, gone, or leading elsewhere: nothing more is called until a person acts', () => {
    for (const status of [301, 307, 401, 403, 410]) expect(outcomeOfAnswer(heard(status)).kind).toBe('barred')
    expect(outcomeOfAnswer({ kind: 'refused', why: 'not public' }).kind).toBe('barred')
  })
  test('no answer: nobody can say; nothing sent: later', () => {
    expect(outcomeOfAnswer({ kind: 'lost', why: 'no answer in time', sent: true }).kind).toBe('unknown')
    expect(outcomeOfAnswer({ kind: 'lost', why: 'refused', sent: false }).kind).toBe('later')
  })
})

describe('A look-up at the receiver', () => {
  test('finds what names the reference and an id', () =>
    expect(foundInAnswer(heard(200, { reference: 'r/1', id: 'x' }), 'r/1')).toEqual({ kind: 'found', providerId: 'x' }))
  test('believes that it was not done only where that is said of this reference', () => {
    expect(foundInAnswer(heard(404, { reference: 'r/1', done: false }), 'r/1')).toEqual({ kind: 'absent' })
    for (const answer of [
      heard(404, 'Not found'),
      heard(404, {}),
      heard(404, { reference: 'r/2', done: false }),
      heard(200, { id: 'x' }),
      heard(500, { reference: 'r/1', done: false }),
    ])
      expect(foundInAnswer(answer, 'r/1').kind).toBe('unknown')
  })
  test('that was not answered says nothing', () => expect(foundInAnswer({ kind: 'lost', why: 'no answer in time', sent: true }, 'r/1').kind).toBe('unknown'))
})
