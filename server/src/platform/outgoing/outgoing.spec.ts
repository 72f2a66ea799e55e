// Hostile cases first: where a call must never lead.
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRange } from './addresses.ts'
import { createOutgoing, type Heard } from './outgoing.ts'

describe('A call that must not be made', () => {
  const refused: [string, string][] = [
    ['this machine', 'https://127.0.0.1/'],
    ['this machine, by name', 'https://localhost/'],
    ['this machine, as one number', 'https://2130706433/'],
    ['this machine, in hexadecimal', 'https://0x7f.1/'],
    ['this machine, in octal', 'https://0177.0.0.1/'],
    ['this machine, IPv6', 'https://[::1]/'],
    ['IPv4 in IPv6 clothes', 'https://[::ffff:127.0.0.1]/'],
    ['IPv4 in hexadecimal IPv6 clothes', 'https://[::ffff:7f00:1]/'],
    ['IPv4 in old IPv6 clothes', 'https://[::7f00:1]/'],
    ['the unspecified address', 'https://0.0.0.0/'],
    ['a private network', 'https://10.1.2.3/'],
    ['another private network', 'https://172.31.255.255/'],
    ['the network at home', 'https://192.168.0.1/'],
    ['a carrier’s network', 'https://100.64.0.1/'],
    ['the cloud’s own address', 'https://169.254.169.254/latest/meta-data/'],
    ['the cloud’s own address, IPv6', 'https://[fd00:ec2::254]/'],
    ['another cloud’s own, which is public', 'https://168.63.129.16/'],
    ['a link-local address', 'https://[fe80::1]/'],
    ['a unique local address', 'https://[fc00::1]/'],
    ['multicast', 'https://224.0.0.1/'],
    ['multicast, IPv6', 'https://[ff02::1]/'],
    ['broadcast', 'https://255.255.255.255/'],
    ['a tunnel to a private address', 'https://[2002:7f00:1::]/'],
    ['a translation of a private address', 'https://[64:ff9b::a00:1]/'],
    ['plain http on the internet', 'http://93.184.215.14/'],
    ['credentials in the address', 'https://user:secret@93.184.215.14/'],
    ['a file', 'file:///etc/passwd'],
    ['another protocol', 'gopher://93.184.215.14/'],
    ['no address at all', 'hello'],
  ]
  test.each(refused)('%s: %s', async (_, url) => expect((await createOutgoing({ allow: [] })(url)).kind).toBe('refused'))

  test('a name with one public and one private address is refused as a whole', async () => {
    const two = [
      { address: '93.184.215.14', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]
    expect(await createOutgoing({ allow: [], resolve: async () => two })('https://two.example/')).toMatchObject({ kind: 'refused' })
  })
  test('what hands out a cloud’s credentials stays refused even where its range is allowed', async () =>
    expect((await createOutgoing({ allow: ['169.254.0.0/16'] })('https://169.254.169.254/')).kind).toBe('refused'))
})

describe('A call that may be made', () => {
  let server: Server
  let port: number
  const asked: { url?: string; host?: string; body: string }[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        asked.push({ url: request.url, host: request.headers.host, body })
        if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' }).end('gone there')
        else if (request.url === '/endless') {
          response.writeHead(200)
          const more = setInterval(() => response.write('x'.repeat(10_000)), 1)
          response.on('close', () => clearInterval(more))
        } else if (request.url === '/silent') return
        else response.end('hello')
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    port = (server.address() as { port: number }).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const call = (path: string, more: Partial<Parameters<typeof createOutgoing>[0]> = {}, host = '127.0.0.1'): Promise<Heard> =>
    createOutgoing({ allow: ['127.0.0.0/8'], ...more })(`http://${host}:${port}${path}`, { body: 'ping' })

  test('an allowed internal address answers, by http too', async () => expect(await call('/')).toMatchObject({ kind: 'heard', status: 200, body: 'hello' }))
  test('a redirect is an answer; it is never followed', async () => {
    expect(await call('/moved')).toMatchObject({ kind: 'heard', status: 302 })
    expect(asked.some(({ url }) => url === '/elsewhere')).toBe(false)
  })
  test('the connection goes to the address that was judged, although the name says something else by now', async () => {
    let times = 0
    const rebinding = async () => [{ address: times++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
    expect(await call('/', { resolve: rebinding }, 'rebind.example')).toMatchObject({ kind: 'heard', status: 200 })
    expect(times).toBe(1)
    expect(asked.at(-1)?.host).toBe(`rebind.example:${port}`)
  })
  test('an answer that never ends is cut off', async () => {
    const answer = await call('/endless', { largestAnswer: 1_000 })
    expect(answer).toMatchObject({ kind: 'heard', status: 200, body: 'x'.repeat(1_000) })
  })
  test('no answer in time is lost, and may have arrived', async () =>
    expect(await call('/silent', { timeoutMs: 200 })).toEqual({ kind: 'lost', why: 'no answer in time', sent: true }))
  test('a machine that is not there was sent nothing', async () =>
    expect(await createOutgoing({ allow: ['127.0.0.0/8'] })('http://127.0.0.1:1/')).toMatchObject({ kind: 'lost', sent: false }))
  test('a name that never resolves is lost in time', async () =>
    expect(await call('/', { resolve: () => new Promise(() => {}), timeoutMs: 100 }, 'slow.example')).toMatchObject({ kind: 'lost', sent: false }))
})

test('a range is an address and a number of bits', () => {
  for (const good of ['10.0.0.0/8', '127.0.0.0/8', 'fd00::/8']) expect(isRange(good)).toBe(true)
  for (const bad of ['10.0.0.0', '10.0.0.0/33', 'x/8', '10.0.0.0/', '/8', 'fd00::/129']) expect(isRange(bad)).toBe(false)
})
