import { describe, expect, test } from 'vitest'
import { plainRead } from './plain-read.ts'

describe('A plain read', () => {
  test('is a whole GET or HEAD; a query changes nothing about the path', () => {
    expect(plainRead(head('GET /acme/?utm=x HTTP/1.1', 'Host: status.example'), 0)).toMatchObject({ read: { method: 'GET', path: '/acme/' }, end: 51 })
    expect(plainRead(head('HEAD /acme/history HTTP/1.1', 'Host: s'), 0)?.read).toMatchObject({ method: 'HEAD', path: '/acme/history' })
  })
  test('says what the reader has and takes, however the names are written', () => {
    const text = head('GET / HTTP/1.1', 'hOST: s', 'If-none-match:"a", W/"b" ', 'IF-MODIFIED-SINCE: x', 'accept-encoding: \tbr', 'Connection: Keep-Alive')
    expect(plainRead(text, 0)?.read).toMatchObject({ method: 'GET', path: '/', ifNoneMatch: '"a", W/"b"', ifModifiedSince: 'x', acceptEncoding: 'br' })
  })
  test('may be what a browser sends, with everything that changes nothing', () => {
    const lines = ['Host: s', 'Cookie: a=b; c=d', 'User-Agent: Mozilla/5.0 (x)', 'Accept: */*', 'Range: bytes=0-9', 'Sec-Fetch-Mode: navigate', 'X-Name: \xe9']
    expect(plainRead(head('GET / HTTP/1.1', ...lines), 0)).toBeDefined()
  })
  test('is found behind another, one after the other', () => {
    const [one, other] = [head('GET /1 HTTP/1.1', 'Host: s'), head('GET /2 HTTP/1.1', 'Host: s')]
    const first = plainRead(one + other, 0)
    expect(first).toMatchObject({ read: { path: '/1' }, end: one.length })
    expect(plainRead(one + other, first?.end as number)).toMatchObject({ read: { path: '/2' }, end: one.length + other.length })
    expect(plainRead(one + other, one.length + other.length)).toBeUndefined()
  })
  test('is not begun by less than a whole head, wherever it is cut', () => {
    const text = head('GET /acme/ HTTP/1.1', 'Host: s', 'If-None-Match: "x"')
    for (let cut = 0; cut < text.length; cut += 1) expect(plainRead(text.slice(0, cut), 0), `cut at ${cut}`).toBeUndefined()
  })
  test.each([
    ['a body that is announced', 'Content-Length: 5'],
    ['even an empty one', 'Content-Length: 0'],
    ['a body in pieces', 'Transfer-Encoding: chunked'],
    ['spaces before the colon', 'Content-Length : 5'],
    ['a folded line', 'X: a\r\n Content-Length: 5'],
    ['a line that begins with a space', ' X: a'],
    ['a line without a name', ': a'],
    ['a line without a colon', 'nothing'],
    ['a line feed alone', 'X: a\nContent-Length: 5'],
    ['a carriage return alone', 'X: a\rContent-Length: 5'],
    ['a zero byte', 'X: a\0b'],
    ['the wish to end the connection', 'Connection: close'],
    ['two wishes for the connection', 'Connection: keep-alive, Upgrade'],
    ['another protocol', 'Upgrade: websocket'],
    ['a wait for our word', 'Expect: 100-continue'],
    ['a second host', 'Host: other'],
    ['a tag that is given twice', 'If-None-Match: "a"\r\nIf-None-Match: "b"'],
    ['encodings that are given twice', 'Accept-Encoding: br\r\nAccept-Encoding: gzip'],
    ['a very long head', `X: ${'a'.repeat(9_000)}`],
  ])('%s is for the parser', (_, line) => expect(plainRead(head('GET / HTTP/1.1', 'Host: s', line), 0)).toBeUndefined())
  test.each([
    ['HTTP/1.0', 'GET / HTTP/1.0'],
    ['HTTP/2', 'GET / HTTP/2.0'],
    ['another method', 'POST / HTTP/1.1'],
    ['a method in small letters', 'get / HTTP/1.1'],
    ['a whole address', 'GET http://s/ HTTP/1.1'],
    ['two spaces', 'GET  / HTTP/1.1'],
    ['a space in the path', 'GET /a b HTTP/1.1'],
    ['a letter beyond ASCII in the path', 'GET /\xe9 HTTP/1.1'],
    ['an empty line before it', '\r\nGET / HTTP/1.1'],
  ])('%s is for the parser as well', (_, line) => expect(plainRead(head(line, 'Host: s'), 0)).toBeUndefined())
  test('a request that does not say its host, or says none, is for the parser', () => {
    expect(plainRead(head('GET / HTTP/1.1', 'Accept: */*'), 0)).toBeUndefined()
    expect(plainRead(head('GET / HTTP/1.1', 'Host: '), 0)).toBeUndefined()
    expect(plainRead('GET / HTTP/1.1\r\n\r\n', 0)).toBeUndefined()
  })
})

const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`
