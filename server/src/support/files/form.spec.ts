import { describe, expect, test } from 'vitest'
import { createGate, filesIn, readForm } from './form.ts'

const form = (body: string | Buffer, boundary = 'edge') => {
  const request = { raw: {} as never, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
  return { request, read: () => readForm(request, Buffer.from(body)) }
}
const field = (name: string, value: string, more = '') => `--edge\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`

describe('A form with files', () => {
  test('gives its fields as texts and its files as they are, under their own names', async () => {
    const { request, read } = form(
      `${field('text', 'Grüße')}--edge\r\nContent-Disposition: form-data; name="files"; filename="Räume “neu” 部屋.txt"\r\nContent-Type: text/plain\r\n\r\na\r\nb\0c\r\n--edge--\r\n`,
    )
    expect(await read()).toEqual({ text: 'Grüße', attached: 'yes' })
    expect(filesIn(request)).toMatchObject([{ filename: 'Räume “neu” 部屋.txt', mimeType: 'text/plain', disposition: 'attachment' }])
    expect(filesIn(request)[0]?.content.toString()).toBe('a\r\nb\0c')
  })
  test('has no file where none was chosen', async () => {
    const { request, read } = form(
      `${field('text', 'x')}--edge\r\nContent-Disposition: form-data; name="files"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--edge--\r\n`,
    )
    await read()
    expect(filesIn(request)).toEqual([])
  })
  test('is refused where it cannot be read, is none, or has more parts than a form of ours', async () => {
    for (const body of ['', 'x', '--edge\r\n', `${field('text', 'x')}`, `${Array.from({ length: 61 }, (_, n) => field(`f${n}`, 'x')).join('')}--edge--\r\n`])
      await expect(form(body).read(), body.slice(0, 30)).rejects.toThrow(/form/)
    await expect(form('x', '').read()).rejects.toThrow(/no form of ours/)
  })
  test('a field of any name is only a field', async () => {
    const fields = await form(`${field('__proto__', 'x')}--edge--\r\n`).read()
    expect([Object.getPrototypeOf(fields), Object.keys(fields)]).toEqual([Object.prototype, ['__proto__']])
  })
})

describe('How much of them comes in', () => {
  const at = (minutes: number) => new Date(Date.UTC(2030, 0, 1, 9, minutes))
  test('so much an hour from one place, however small the pieces', () => {
    const gate = createGate()
    for (let n = 0; n < 10; n += 1) (gate.admit('a', 10_000_000, at(0)) as () => void)()
    expect(gate.admit('a', 200_000, at(59))).toBe('too-much')
    expect(gate.admit('b', 200_000, at(59))).toBeTypeOf('function')
    expect(gate.admit('a', 200_000, at(60))).toBeTypeOf('function')
  })
  test('so much at once from everybody together; a message without files is never held up by it', () => {
    const gate = createGate()
    const done = Array.from({ length: 6 }, (_, n) => gate.admit(String(n), undefined, at(0)) as () => void)
    expect(gate.admit('x', 200_000, at(0))).toBe('busy')
    expect(gate.admit('x', 5_000, at(0))).toBeTypeOf('function')
    done[0]?.()
    done[0]?.()
    expect(gate.admit('x', 20_000_000, at(0))).toBeTypeOf('function')
    expect(gate.admit('x', 200_000, at(0))).toBe('busy')
  })
})
