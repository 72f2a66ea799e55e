import { describe, expect, test } from 'vitest'
import { bounceAddressOf, deliveryOfBounce } from './bounce-address.ts'

const key = Buffer.alloc(32, 5)
const address = bounceAddressOf(key, 'bounces@b.acme.example', 17)

describe('Where an undeliverable mail returns', () => {
  test('the address names its delivery', () => expect(deliveryOfBounce(key, address)).toBe(17))
  test('in whatever case it comes back', () => expect(deliveryOfBounce(key, address.toUpperCase())).toBe(17))
  test('it fits into an address', () =>
    expect(bounceAddressOf(key, `${'b'.repeat(30)}@b.example`, 999_999_999_999_999).split('@')[0]?.length).toBeLessThanOrEqual(64))
  test.each([address.replace('+17-', '+18-'), address.replace(/.@/, 'x@'), 'bounces@b.acme.example', 'bounces+17@b.acme.example', '', '+17-@'])(
    'one that somebody made up (%s) names nothing',
    (made) => expect(deliveryOfBounce(key, made)).toBeUndefined(),
  )
  test('nor one of another installation', () => expect(deliveryOfBounce(Buffer.alloc(32, 6), address)).toBeUndefined())
})
