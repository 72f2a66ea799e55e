// A name server on loopback that answers, denies, fails or stays silent as told.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** `{ 'TXT acme.example': ['v=spf1 ~all'] }`; instead of records: how it fails. The zone may be changed while it runs. */
export type LiveZone = Record<string, string[] | 'nxdomain' | 'servfail' | 'refused' | 'silent'>
const codes = { nxdomain: 3, servfail: 2, refused: 5 }
const kinds: Record<number, string> = { 1: 'A', 15: 'MX', 16: 'TXT' }

export async function nameServer(zone: LiveZone): Promise<{ address: string; close: () => void }> {
  const server = createSocket('udp4')
  server.on('message', (query, from) => {
    const [name, end] = nameIn(query)
    const kind = kinds[query.readUInt16BE(end)] ?? '?'
    const found = zone[name] ?? zone[`${kind} ${name}`] ?? []
    if (found === 'silent') return
    const records = typeof found === 'string' ? [] : found.map((text) => dataOf(kind, text))
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(0x8180 | (typeof found === 'string' ? codes[found] : 0), 2)
    head.writeUInt16BE(records.length, 6)
    head.writeUInt16BE(0, 10)
    const answers = records.map((data) => {
      const fixed = Buffer.from([0xc0, 12, 0, query[end + 1] as number, 0, 1, 0, 0, 0, 0, data.length >> 8, data.length & 255])
      return Buffer.concat([fixed, data])
    })
    server.send(Buffer.concat([head, query.subarray(12, end + 4), ...answers]), from.port, from.address)
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  return { address: `127.0.0.1:${server.address().port}`, close: () => server.close() }
}

function dataOf(kind: string, text: string): Buffer {
  if (kind === 'A') return Buffer.from(text.split('.').map(Number))
  if (kind === 'MX') return Buffer.concat([Buffer.from([0, 10]), ...text.split('.').map(sized), Buffer.from([0])])
  return Buffer.concat((text.match(/.{1,255}/g) ?? ['']).map(sized))
}
const sized = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])

function nameIn(query: Buffer): [string, number] {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] as number; length > 0; length = query[at] as number) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString())
    at += length + 1
  }
  return [labels.join('.').toLowerCase(), at + 1]
}
