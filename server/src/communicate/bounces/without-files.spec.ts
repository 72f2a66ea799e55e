import { describe, expect, test } from 'vitest'
import { mailParts } from './mail-parts.ts'
import { withoutFiles } from './without-files.ts'

describe('A mail without what its files hold', () => {
  const file = Buffer.alloc(60_000, 7).toString('base64').replace(/.{76}/g, '$&\r\n')
  const mail = (...parts: string[]) =>
    Buffer.from(['Subject: x', 'Content-Type: multipart/mixed; boundary=b', '', ...parts.flatMap((part) => ['--b', part]), '--b--', ''].join('\r\n'))
  const text = (said: string) => `Content-Type: text/plain\r\n\r\n${said}`
  const picture = `Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}`

  test('keeps every part and every word, before and behind a file', async () => {
    const given = mail(text('Before.'), picture, text('Behind.'))
    const cut = withoutFiles(given)
    expect(cut.length).toBeLessThan(1_000)
    const parts = await mailParts(given)
    expect([parts.readable, parts.subject]).toEqual([true, 'x'])
    expect(parts.text).toContain('Before.')
    expect(parts.text).toContain('Behind.')
  })
  test('leaves long texts, packed or not, as they are', () => {
    const long = mail(text('A word. '.repeat(5_000)), `Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}`)
    expect(Buffer.compare(withoutFiles(long), long)).toBe(0)
  })
  test('leaves what is no mail, and what is broken, as it is', () => {
    for (const odd of [Buffer.alloc(50_000, '\n--'), Buffer.alloc(50_000, 65), Buffer.from(`Content-Type: image/png\n${'x'.repeat(20_000)}`)])
      expect(Buffer.compare(withoutFiles(odd), odd)).toBe(0)
  })
  test('a whole mail that is one file is shortened too', () => {
    expect(withoutFiles(Buffer.from(`Subject: x\r\n${picture}`)).length).toBeLessThan(300)
  })
})
