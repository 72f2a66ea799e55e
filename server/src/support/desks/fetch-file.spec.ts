import { describe, expect, test } from 'vitest'
import type { Heard } from '../../platform/outgoing/outgoing.ts'
import { fetchFile, mostFetched } from './fetch-file.ts'

const lettingIn = { origin: 'https://acme.desk.example', headers: { authorization: 'Basic secret' } }
const heard = (status: number, body = '', headers: Record<string, string> = {}): Heard => ({ kind: 'heard', status, headers, body })
function served(pages: Record<string, Heard>) {
  const asked: [string, string | undefined][] = []
  return {
    asked,
    get: (url: string) =>
      fetchFile(
        async (at, call) => {
          asked.push([at, call?.headers?.authorization])
          return pages[at] ?? heard(404)
        },
        url,
        lettingIn,
      ),
  }
}

describe('Fetching a file of a desk', () => {
  test('what lets us in is shown to the desk, and to nobody it sends us on to', async () => {
    const { get, asked } = served({
      'https://acme.desk.example/f/1': heard(302, '', { location: 'https://files.example/1?once' }),
      'https://files.example/1?once': heard(200, 'it', { 'content-length': '2' }),
    })
    expect(await get('https://acme.desk.example/f/1')).toEqual({ kind: 'file', content: Buffer.from('it') })
    expect(asked).toEqual([
      ['https://acme.desk.example/f/1', 'Basic secret'],
      ['https://files.example/1?once', undefined],
    ])
  })
  test('an address elsewhere, or of the same name by another way, is not let in', async () => {
    const { get, asked } = served({})
    await get('https://evil.example/f/1')
    await get('http://acme.desk.example/f/1')
    expect(asked.map(([, authorization]) => authorization)).toEqual([undefined, undefined])
  })
  test('what goes round and round, or on to what is no address, is given up', async () => {
    expect(await served({ 'https://a.example/': heard(302, '', { location: '/' }) }).get('https://a.example/')).toMatchObject({ kind: 'refused' })
    expect(await served({ 'https://a.example/': heard(302, '', { location: 'http://[' }) }).get('https://a.example/')).toMatchObject({ kind: 'refused' })
  })
  test('what broke off, or cannot be had now, is tried again; what is gone is not', async () => {
    const kindOf = async (answer: Heard) => (await served({ 'https://a.example/': answer }).get('https://a.example/')).kind
    expect(await kindOf(heard(200, 'half', { 'content-length': '8' }))).toBe('later')
    expect(await kindOf(heard(503))).toBe('later')
    expect(await kindOf(heard(401))).toBe('later')
    expect(await kindOf({ kind: 'lost', why: 'no answer', sent: true })).toBe('later')
    expect(await kindOf(heard(410))).toBe('refused')
    expect(await kindOf({ kind: 'refused', why: 'may not be called' })).toBe('refused')
  })
  test('bytes are kept as they are, and no more than one beyond what is kept', async () => {
    const bytes = Buffer.from([0, 255, 128, 10])
    expect(await served({ 'https://a.example/': heard(200, bytes.toString('latin1')) }).get('https://a.example/')).toEqual({ kind: 'file', content: bytes })
    const large = heard(200, 'x'.repeat(mostFetched), { 'content-length': String(mostFetched * 9) })
    expect((await served({ 'https://a.example/': large }).get('https://a.example/')).kind).toBe('file')
  })
})
