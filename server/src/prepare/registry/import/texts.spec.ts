import { expect, test } from 'vitest'
import { texts } from './texts.ts'

test('UTF-8 with or without its mark is read, wherever the bytes are cut', async () => {
  for (const size of [1, 2, 3, 5, 64]) {
    expect(await read(Buffer.from('\uFEFFkey,name\n1,Zoë 日本 🚢\n2,x'), size)).toBe('key,name\n1,Zoë 日本 🚢\n2,x')
  }
})

test('bytes that are not UTF-8 mark their line only', async () => {
  const bytes = Buffer.concat([Buffer.from('a\nM'), Buffer.from([0xfc]), Buffer.from('ller\nZoë\n')])
  expect(await read(bytes, 4)).toBe('a\nM\uDC80ller\nZoë\n')
})

test('UTF-16 and spreadsheets are refused with what to do', async () => {
  await expect(read(Buffer.from('\uFEFFkey,name', 'utf16le'))).rejects.toThrow('This file is UTF-16')
  await expect(read(Buffer.from('key,name', 'utf16le'))).rejects.toThrow('This file is UTF-16')
  await expect(read(Buffer.from([0xfe, 0xff, 0, 0x6b]))).rejects.toThrow('This file is UTF-16')
  await expect(read(Buffer.from('PK\u0003\u0004…'))).rejects.toThrow('spreadsheet')
})

test('a very long line is handed on in whole characters', async () => {
  const line = '日'.repeat(400_000)
  expect(await read(Buffer.from(line), 100_000)).toBe(line)
})

async function read(bytes: Buffer, size = 1_000): Promise<string> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  let all = ''
  for await (const { text } of texts(pieces())) all += text
  return all
}
