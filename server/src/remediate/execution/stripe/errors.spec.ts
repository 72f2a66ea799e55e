import { describe, expect, test } from 'vitest'
import { outcomeOfError, type StripeFault } from './errors.ts'

const said = (type: string, more: Partial<StripeFault> = {}) => outcomeOfError({ type, message: 'Stripe says so', ...more })

describe('What an error of Stripe means', () => {
  test('too many requests: nothing was done, later', () => {
    expect(said('StripeRateLimitError')).toMatchObject({ kind: 'later', afterMs: 1_000 })
    expect(said('StripeRateLimitError', { headers: { 'retry-after': '7' } })).toMatchObject({ kind: 'later', afterMs: 7_000 })
  })
  test('a key that is refused or may not: nothing more is asked until a person acts', () => {
    expect(said('StripeAuthenticationError', { statusCode: 401 }).kind).toBe('barred')
    expect(said('StripePermissionError', { statusCode: 403 }).kind).toBe('barred')
  })
  test('what is not there, or is not possible: refused, in words', () => {
    expect(said('StripeInvalidRequestError', { code: 'resource_missing' })).toEqual({
      kind: 'refused',
      why: 'Stripe does not know it (any more) (Stripe says so)',
    })
    expect(said('StripeInvalidRequestError', { param: 'currency' })).toMatchObject({ kind: 'refused', why: expect.stringContaining('currency') })
    expect(said('StripeCardError', { statusCode: 402 }).kind).toBe('refused')
  })
  test('the same key with other words: only a look-up can tell', () => expect(said('StripeIdempotencyError')).toMatchObject({ kind: 'unknown', lookUp: true }))
  test('the same key at the same time: asked again in a moment', () => {
    const outcome = said('StripeAPIError', { statusCode: 409 })
    expect(outcome).toMatchObject({ kind: 'unknown' })
    expect(outcome).not.toHaveProperty('lookUp')
  })
  test('an error of the server is kept under its key: only a look-up can tell', () => {
    for (const statusCode of [500, 502, 503]) expect(said('StripeAPIError', { statusCode })).toMatchObject({ kind: 'unknown', lookUp: true })
  })
  test('a connection that closed or fell silent: nobody can say; one that was never made: later', () => {
    expect(said('StripeConnectionError', { detail: { code: 'ECONNRESET' } })).toEqual({ kind: 'unknown', why: 'Stripe says so' })
    expect(said('StripeConnectionError', { detail: { code: 'ETIMEDOUT' } }).kind).toBe('unknown')
    for (const code of ['ECONNREFUSED', 'ENOTFOUND']) expect(said('StripeConnectionError', { detail: { code } }).kind).toBe('later')
  })
  test('whatever else it is, nobody can say', () => expect(said('TypeError')).toMatchObject({ kind: 'unknown', lookUp: true }))
})
