import { describe, expect, test } from 'vitest'
import { domainOf, normalAddress } from './email-address.ts'

describe('One spelling of an e-mail address', () => {
  test.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ['ADA+news@example.com', 'ada+news@example.com'],
    ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    ['ada@bücher。example', 'ada@xn--bcher-kva.example'],
    ['ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@example.com.', 'ada@example.com'],
    ['ada@ex ample.com', 'ada@ex ample.com'],
    ['ädä@', 'ädä@'],
    ['@ü', '@ü'],
    ['', ''],
  ])('“%s” is %s', (given, stored) => expect(normalAddress(given)).toBe(stored))
  test('its domain can be asked for in the DNS', () => expect(domainOf('Ada@Bücher.example')).toBe('xn--bcher-kva.example'))
})
