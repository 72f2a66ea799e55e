// On real lines: what is ready is answered as Node would answer it, and everything else is answered by Node.
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Ready, serverWith } from './front.ts'

describe('Reads that are answered before the parser', () => {
  let server: Server
  let parsed: string[]
  let asked: number
  let news: Ready | undefined
  beforeEach(async () => {
    parsed = []
    asked = 0
    server = serverWith(
      ({ path, ifNoneMatch }) => {
        asked += 1
        if (path === '/news') return news
        return path !== '/page' ? (path === '/big' ? big : undefined) : ifNoneMatch === '"1"' ? same : page
      },
      (request, response) => {
        parsed.push(`${request.method} ${request.url}`)
        let body = ''
        request.on('data', (chunk) => {
          body += chunk
        })
        request.on('end', () => response.end(`parsed ${request.url} ${body}`))
      },
    )
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })
  const open = () => line((server.address() as AddressInfo).port)
  /** Everything the server says until it ends the connection. */
  const told = async (...pieces: string[]) => {
    const to = open()
    for (const piece of pieces) await to.send(piece)
    return to.rest()
  }
  /** The dull end of a conversation. */
  const bye = 'GET /bye HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n'

  test('a page has a status, its headers, a date, the wish to go on, and its body', async () => {
    const to = open()
    await to.send(get('/page'))
    expect((await to.until('hello')).replace(/Date: [^\r]+/, 'Date: then')).toBe(
      'HTTP/1.1 200 OK\r\netag: "1"\r\ncontent-length: 5\r\nDate: then\r\nConnection: keep-alive\r\nKeep-Alive: timeout=72\r\n\r\nhello',
    )
    to.end()
  })
  test('it has the same headers as from Node itself', async () => {
    const [plain, byNode] = [await told(get('/page'), bye), await told(get('/page', 'TE: trailers'), bye)]
    const first = (text: string) => text.slice(0, text.indexOf('hello')).replace(/Date: [^\r]+/, '')
    expect(first(plain)).toBe(first(byNode))
  })
  test('asked the same again on one line, it gives what is true by then, also that it is gone', async () => {
    const to = open()
    const ask = async (until: string) => {
      await to.send(get('/news'))
      return to.until(until)
    }
    news = { status: 200, headers: ['content-length', '3'], body: Buffer.from('one') }
    await ask('one')
    news = { status: 200, headers: ['content-length', '3'], body: Buffer.from('two') }
    expect((await ask('two')).match(/one|two|parsed \S+/g)).toEqual(['one', 'two'])
    news = undefined
    expect((await ask('parsed')).match(/one|two|parsed \S+/g)).toEqual(['one', 'two', 'parsed /news'])
    to.end()
  })
  test('asked for its head, it gives the head; what is unchanged has no body', async () => {
    const all = await told(get('/page').replace('GET', 'HEAD'), get('/page', 'If-None-Match: "1"'), bye)
    expect(all.match(/HTTP\/1.1 \d+|hello|parsed \S+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 304', 'HTTP/1.1 200', 'parsed /bye'])
  })
  test('requests that come at once are answered in their order, whoever answers', async () => {
    const all = await told(get('/page') + get('/other') + get('/page') + post('/form', 'a=b') + get('/page', 'If-None-Match: "1"') + bye)
    expect(all.match(/hello|parsed [^\r]+?(?=HTTP|$)|304/g)).toEqual(['hello', 'parsed /other ', 'hello', 'parsed /form a=b', '304', 'parsed /bye '])
  })
  test('a head that comes in pieces is put together, wherever it was cut', async () => {
    const text = get('/page') + get('/other')
    await Promise.all(
      Array.from({ length: text.length - 1 }, async (_, cut) => {
        const all = await told(text.slice(0, cut + 1), text.slice(cut + 1) + bye)
        expect(all.match(/hello|parsed \S+/g), `cut at ${cut + 1}`).toEqual(['hello', 'parsed /other', 'parsed /bye'])
      }),
    )
  })
  test('a request inside the body of another is never answered', async () => {
    const all = await told(`POST /form HTTP/1.1\r\nHost: s\r\nContent-Length: ${get('/page').length}\r\n\r\n${get('/page')}${bye}`)
    expect(all.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200'])
    expect(parsed).toEqual(['POST /form', 'GET /bye'])
  })
  test.each([
    ['a length and pieces', 'Content-Length: 5\r\nTransfer-Encoding: chunked', '0\r\n\r\n'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6', 'hello!'],
    ['a length on a folded line', 'X: a\r\n Content-Length: 5', 'hello'],
  ])('two readings of one request (%s) are refused, and what follows is not answered', async (_, lines, body) => {
    const all = await told(`GET /page HTTP/1.1\r\nHost: s\r\n${lines}\r\n\r\n${body}${get('/page')}`)
    expect(all).toMatch(/^HTTP\/1.1 400 /)
    expect(all).not.toContain('hello')
  })
  test('a request without a host is refused, as ever', async () => expect(await told('GET /page HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /))
  test('a head that is too long is refused, as ever', async () => expect(await told(get('/page', `X: ${'a'.repeat(20_000)}`))).toMatch(/^HTTP\/1.1 431 /))
  test('bytes that are no request are refused', async () => expect(await told('\x16\x03\x01\x02\x00\x01\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /))
  test('who wants the connection ended has it ended, also by the older protocol', async () => {
    expect(await told(get('/page', 'Connection: close'))).toMatch(/Connection: close[\s\S]*hello$/)
    expect(await told('GET /page HTTP/1.0\r\n\r\n')).toMatch(/Connection: close[\s\S]*hello$/)
  })
  test('who says nothing more after the question hears the answer, and the end', async () => {
    const to = open()
    to.socket.end(get('/page'))
    expect(await to.rest()).toMatch(/hello$/)
  })
  test('two hundred questions at once to a page larger than the line takes are all answered, in order', async () => {
    const to = open()
    to.socket.write(get('/big').repeat(200) + bye)
    const all = await to.rest()
    expect(all.match(/x{200000}/g)?.length).toBe(200)
    expect(all.slice(-12)).toBe('parsed /bye ')
  })
  test('and what is asked behind them, later, is answered as well', async () => {
    const to = open()
    to.socket.write(get('/big').repeat(200))
    await new Promise((later) => setImmediate(later))
    await to.send(get('/page'))
    await to.send(post('/form', 'a=1'))
    await to.send(bye)
    const all = await to.rest()
    expect(all.match(/x{200000}/g)?.length).toBe(200)
    expect(all).toContain('hello')
    expect(all).toContain('parsed /form a=1')
    expect(all.slice(-12)).toBe('parsed /bye ')
  })
  test('from who asks and asks and does not read the answers, no more questions are taken', async () => {
    const to = open()
    to.socket.pause()
    to.socket.write(get('/big').repeat(100_000))
    for (let turn = 0; turn < 2_000; turn += 1) await new Promise((later) => setImmediate(later))
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThan(50_000)
    to.end()
  })
  test('a line on which nobody asks again is closed after a while, and so is one on which nothing was ever asked', async () => {
    server.keepAliveTimeout = 400
    const [asked, silent] = [open(), open()]
    await asked.send(get('/page'))
    expect(await asked.rest()).toMatch(/hello$/)
    expect(await silent.rest()).toBe('')
  })
  test('a stop ends the lines on which nothing is asked, and waits for no one', async () => {
    const [asked, silent] = [open(), open()]
    await Promise.all([asked.send(get('/page')), silent.ready])
    await asked.until('hello')
    await new Promise<void>((closed) => server.close(() => closed()))
    expect([await asked.rest(), await silent.rest()]).toEqual([expect.stringContaining('hello'), ''])
  })
})

const page: Ready = { status: 200, headers: ['etag', '"1"', 'content-length', '5'], body: Buffer.from('hello') }
const same: Ready = { status: 304, headers: ['etag', '"1"'] }
const big: Ready = { status: 200, headers: ['content-length', '200000'], body: Buffer.alloc(200_000, 'x') }
const get = (path: string, ...lines: string[]) => `GET ${path} HTTP/1.1\r\n${['Host: s', ...lines].join('\r\n')}\r\n\r\n`
const post = (path: string, body: string) => `POST ${path} HTTP/1.1\r\nHost: s\r\nContent-Length: ${body.length}\r\n\r\n${body}`

function line(port: number) {
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  let heard = ''
  let wake = () => {}
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1')
    wake()
  })
  const closed = new Promise<void>((over) => {
    socket.on('end', () => over())
    socket.on('error', () => over())
    socket.on('close', () => over())
  })
  const until = (holds: () => boolean) =>
    Promise.race([
      closed,
      new Promise<void>((done) => {
        wake = () => holds() && done()
        wake()
      }),
    ])
  return {
    socket,
    ready: new Promise<void>((ready) => socket.once('connect', () => ready())),
    /** Until the kernel has it, so that two pieces go out as two. */
    send: (text: string) => new Promise<void>((sent) => socket.write(text, 'latin1', () => setImmediate(sent))),
    until: async (part: string) => {
      await until(() => heard.includes(part))
      return heard
    },
    rest: async () => {
      await closed
      socket.destroy()
      return heard
    },
    end: () => socket.destroy(),
  }
}
