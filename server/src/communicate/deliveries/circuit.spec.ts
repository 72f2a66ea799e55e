import { describe, expect, test } from 'vitest'
import { afterAnswers, type Health, healthy, trustIn } from './circuit.ts'

describe('The circuit of a provider', () => {
  test('four failures in a row are bad luck', () => expect(trustIn(after(bad, bad, bad, bad), at(0))).toBe('whole'))
  test('the fifth opens it for half a minute', () => {
    const health = after(bad, bad, bad, bad, bad)
    expect([trustIn(health, at(29)), trustIn(health, at(30))]).toEqual(['none', 'one'])
  })
  test('an answer in between counts from the beginning', () => expect(trustIn(after(bad, bad, bad, bad, good, bad), at(0))).toBe('whole'))
  test('what was in the air when it opened does not open it again', () =>
    expect(after(bad, bad, bad, bad, bad, bad, bad)).toMatchObject({ opened: 1, openUntil: at(30) }))
  test('the mail that tries it closes it', () => expect(afterAnswers(opened(1, 30), [good], at(31))).toEqual(healthy))
  test('or opens it for twice as long, up to a quarter of an hour', () => {
    expect(afterAnswers(opened(1, 30), [bad], at(31))).toMatchObject({ opened: 2, openUntil: at(91) })
    expect(afterAnswers(opened(9, 30), [bad], at(31))).toMatchObject({ openUntil: at(31 + 900) })
  })
})

const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1) + seconds * 1_000)
const [good, bad] = [{ ok: true }, { ok: false }]
const after = (...answers: { ok: boolean }[]) => afterAnswers(healthy, answers, at(0))
const opened = (times: number, until: number): Health => ({ failures: 5, opened: times, openUntil: at(until) })
