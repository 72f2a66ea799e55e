// Against a name server on loopback that answers, denies, fails or stays silent as told.
import { createSocket, type Socket } from 'node:dgram'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDns, type Dns } from './dns.ts'

describe('Questions to the DNS over a real line', () => {
  let server: Socket
  let dns: Dns
  beforeAll(async () => {
    server = nameServer()
    await new Promise<void>((bound) => server.bind(0, '127.0.0.1', bound))
    dns = createDns([`127.0.0.1:${server.address().port}`], { timeoutMs: 200, deadlineMs: 1_000 })
  })
  afterAll(() => void server.close())

  test('a record of several strings is read as one text', async () => expect(await dns.txt('long.test')).toEqual({ found: [`${'a'.repeat(255)}bc`] }))
  test('several records stay several', async () => expect((await dns.txt('two.test')).found?.sort()).toEqual(['one', 'two']))
  test('a name that there is not has nothing', async () => expect(await dns.txt('nxdomain.test')).toEqual({ found: [] }))
  test('nor has one without such a record', async () => expect(await dns.mx('nodata.test')).toEqual({ found: [] }))
  test('a server that fails is not taken for “nothing”', async () => expect((await dns.txt('servfail.test')).failed).toContain('SERVFAIL'))
  test('nor one that refuses', async () => expect((await dns.txt('refused.test')).failed).toBe('refused to answer'))
  test('one that stays silent is given up in time', async () => {
    const began = performance.now()
    expect((await dns.txt('silent.test')).failed).toBe('did not answer in time')
    expect(performance.now() - began).toBeLessThan(2_000)
  })
  test('a name that cannot be one is no failure of ours', async () => expect((await dns.txt(`${'x'.repeat(70)}.test`)).found ?? []).toEqual([]))
  test('addresses that nobody can tell are not “none”', async () => expect((await dns.addresses('servfail.test')).failed).toContain('SERVFAIL'))
})

const texts: Record<string, string[][]> = { 'long.test': [['a'.repeat(255), 'bc']], 'two.test': [['one'], ['two']] }
const codes: Record<string, number> = { 'nxdomain.test': 3, 'servfail.test': 2, 'refused.test': 5 }

function nameServer(): Socket {
  const server = createSocket('udp4')
  server.on('message', (query, from) => {
    const [name, end] = nameIn(query)
    if (name === 'silent.test') return
    const records = query.readUInt16BE(end) === 16 ? (texts[name] ?? []) : []
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(0x8180 | (codes[name] ?? 0), 2)
    head.writeUInt16BE(records.length, 6)
    head.writeUInt16BE(0, 10)
    const answers = records.map((strings) => {
      const data = Buffer.concat(strings.map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])))
      const fixed = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, data.length >> 8, data.length & 255])
      return Buffer.concat([fixed, data])
    })
    server.send(Buffer.concat([head, query.subarray(12, end + 4), ...answers]), from.port, from.address)
  })
  return server
}

function nameIn(query: Buffer): [string, number] {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] as number; length > 0; length = query[at] as number) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString())
    at += length + 1
  }
  return [labels.join('.').toLowerCase(), at + 1]
}
