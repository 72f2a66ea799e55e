import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskPersonal } from './personal.ts'

const masked = (text: string) => maskPersonal(text).text

describe('What belongs to a person is masked', () => {
  test.each([
    ['write to ada.lovelace+x@mail.example.co.uk today', 'write to [e-mail] today'],
    ['ada (at) example (dot) com', '[e-mail]'],
    ['call +49 30 1234567 or (555) 123-4567', 'call [phone] or [phone]'],
    ['call 555-123-4567 555-123-4568 555-123-4569', 'call [phone] [phone] [phone]'],
    ['my number is 5551234567', 'my number is [phone]'],
    ['card 4111 1111 1111 1111, 12/26', 'card [card], 12/26'],
    ['4111 1111 1111 1111 12/26 and 378282246310005', '[card] 12/26 and [card]'],
    ['IBAN DE89 3704 0044 0532 0130 00 and gb29nwbk60161331926819.', 'IBAN [iban] and [iban].'],
    ['from 192.168.1.20 and 2001:db8::1', 'from [ip] and [ip]'],
    ['078-05-1120, 529.982.247-25, 12345678Z', '[id], [id], [id]'],
    ['Steuer-ID 86095742719', 'Steuer-ID [id]'],
    ['password: hunter2', 'password: [secret]'],
    ['Mein Passwort ist Sommer2024!', 'Mein Passwort ist [secret]'],
    ['the PIN is 4455', 'the PIN is [secret]'],
    ['Authorization: Bearer abcdefghijklmnop1234', 'Authorization: Bearer [secret]'],
    ['key sk_live_abcdefgh123 leaked', 'key [secret] leaked'],
    ['https://bob:pw@shop.example/a?token=1&e=a@b.example#x', 'https://shop.example/a?[link]'],
    ['I live at 12 Mill Lane', 'I live at [address]'],
    ['Hauptstraße 12a, 5 rue de la Paix, Calle Mayor 5', '[address], [address], [address]'],
    ['@ada_l told @BrightTel', '[name] told [name]'],
    ['電話 ０９０－１２３４－５６７８', '電話 [phone]'],
  ])('%s', (text, expected) => expect(masked(text)).toBe(expected))

  test.each([
    'order 00004587345 of 2024-01-31 10:20',
    'I waited 2 hours and 30 minutes on 3 calls',
    'order 4111 1111 1111 1112 was never a card',
    'my password is wrong and the token is not working',
    'it costs $1,234,567.89 or 1.234.567,89',
    'see https://example.com/help',
    'at 12:30:45 on 01.02.2024',
    'two ways on 5 roads',
  ])('what is nobody’s stays: %s', (text) => expect(maskPersonal(text)).toEqual({ text, counts: {} }))

  test('names of our own on social networks stay', () => expect(maskPersonal('@BrightTel and @ada', ['@brighttel']).text).toBe('@BrightTel and [name]'))
  test('it counts what it masked', () => expect(maskPersonal('a@b.example, c@d.example, call 555-123-4567').counts).toEqual({ 'e-mail': 2, phone: 1 }))
  test('characters that nobody sees hide nothing and are not kept', () => expect(masked('a\u200b@b.exa\0mple')).toBe('[e-mail]'))
  test('what is masked stays as it is when it is masked again', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'a@b.co',
        '+49 30 1234567',
        '4111 1111 1111 1111',
        'password: x1y2',
        'token is ab1',
        '192.168.1.1',
        'http://a.b/?q=1',
        'http://u:p@a.b',
        'DE89370400440532013000',
      ),
      fc.constantFrom(' ', ',', '.', '-', ':', '@', '(', '/', '12 Mill Lane', '555', '0', 'call ', '[phone]', '?', '078-05-1120', 'Bearer '),
      fc.string({ maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const once = masked(parts.join(''))
        expect(masked(once)).toBe(once)
      }),
      { numRuns: 3_000, seed: 7 },
    )
  })
})
