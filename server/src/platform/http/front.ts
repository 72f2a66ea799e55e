// A server that answers plain reads of what is ready straight from the line, and leaves everything else to Node's own HTTP, untouched. See docs/adr/0007-reads-before-the-parser.md.
// A connection begins here; with the first bytes that are not certainly a plain read of something ready, it goes to Node with those bytes, for good.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pathOf, plainRead, type Read } from './plain-read.ts'

/** An answer that is ready before anybody asks. `headers`: names and values in turn, without those of the connection and the date; they name the body's length. */
export type Ready = { status: 200 | 304; headers: string[]; body?: Buffer; pieces?: Pieces }
/** As it goes over a line, made in this second. */
type Pieces = { second: number; head: Buffer; whole: Buffer }
/** What is ready for a read; undefined: the usual way. `revision`: while it is the same, so is the answer to the same read. */
export type First = { (read: Read): Ready | undefined; revision?: () => number }

export function serverWith(first: First, handler: RequestListener): Server {
  const server = createServer((request, response) => {
    if (!answered(first, request, response)) handler(request, response)
  })
  // As the framework sets it where it makes the server itself.
  server.keepAliveTimeout = 72_000
  const parsers = server.listeners('connection') as ((socket: Socket) => void)[]
  server.removeAllListeners('connection')
  const ours = new Set<Line>()
  const sweep = sweeping(server, ours)
  server.on('connection', (socket: Socket) => {
    const line: Line = { socket, usedAt: Date.now(), slow: false, waits: false }
    ours.add(line)
    sweep()
    readPlainly(
      line,
      first,
      server.keepAliveTimeout,
      () => ours.delete(line),
      () => {
        for (const parser of parsers) parser.call(server, socket)
      },
    )
  })
  closing(server, ours)
  return server
}

/** A connection on which only plain reads have come. `usedAt`: when the last one did, in milliseconds; `slow`: its reader did not take an answer at once, so that its own timer ends it; `waits`: nothing more is read before it did. */
type Line = { socket: Socket; usedAt: number; slow: boolean; waits: boolean }

/** One look over all lines instead of a timer for each, which would be set anew with every read and every write. */
function sweeping(server: Server, ours: Set<Line>): () => void {
  let timer: NodeJS.Timeout | undefined
  const look = () => {
    timer = undefined
    const idleMs = server.keepAliveTimeout
    for (const { socket, usedAt, slow } of ours) if (!slow && Date.now() - usedAt >= idleMs) socket.destroy()
    if (ours.size > 0) arm()
  }
  const arm = () => {
    if (timer === undefined) timer = setTimeout(look, Math.min(server.keepAliveTimeout / 4, 5_000)).unref()
  }
  return arm
}

function readPlainly(line: Line, first: First, idleMs: number, gone: () => void, parse: () => void) {
  const { socket } = line
  let last: { bytes: Buffer; read: Read; ready: Ready; revision: number | undefined } | undefined
  const answer = (ready: Ready, read: Read, now: number) => {
    socket.write(bytesOf(ready, read, idleMs, now))
    if (socket.writableLength === 0) return
    if (!line.slow) socket.setTimeout(idleMs)
    line.slow = true
    line.waits = socket.writableNeedDrain
  }
  const read = (bytes: Buffer) => {
    const now = Date.now()
    line.usedAt = now
    // Who keeps a line open mostly asks the same again, byte for byte: that is not read twice, and while nothing has changed it is not looked for either.
    if (last?.bytes.equals(bytes)) {
      const revision = first.revision?.()
      const ready = revision !== undefined && revision === last.revision ? last.ready : first(last.read)
      if (ready) {
        last.ready = ready
        last.revision = revision
        return answer(ready, last.read, now)
      }
    }
    const rest = answerAll(bytes, now)
    if (rest) handOver(rest)
  }
  /** Gives what is for Node. */
  const answerAll = (bytes: Buffer, now: number): Buffer | undefined => {
    const text = bytes.toString('latin1')
    for (let at = 0; at < bytes.length; ) {
      const next = plainRead(text, at)
      const revision = first.revision?.()
      const ready = next && first(next.read)
      // Who asks for more than the line takes is slowed down by Node.
      if (!ready || (at > 0 && socket.writableNeedDrain)) return bytes.subarray(at)
      answer(ready, next.read, now)
      if (next.end - at === bytes.length) last = { bytes, read: next.read, ready, revision }
      at = next.end
    }
    return undefined
  }
  const drain = () => {
    line.waits = false
    // Reading goes on where it was stopped below.
    socket._read(0)
  }
  const listeners = { drain, end: () => socket.end(), timeout: () => socket.destroy(), error: () => {}, close: gone }
  const handOver = (rest: Buffer) => {
    // From here on bytes go the way of every stream, and are read on.
    line.waits = false
    delete (socket as Partial<Socket>).push
    for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener)
    socket.setTimeout(0)
    gone()
    socket.pause()
    socket.unshift(rest)
    parse()
    process.nextTick(() => socket.resume())
  }
  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener)
  takeBytes(line, read)
}

/**
 * What comes is taken where the line gives it to its stream (`push`), and not put into the stream: its queue, its events and its looks for more cost as much as an answer.
 * The end of the line goes the usual way, and so does everything once somebody else reads.
 */
function takeBytes(line: Line, read: (bytes: Buffer) => void) {
  const { socket } = line
  socket.push = (chunk: Buffer | null) => {
    if (chunk === null) return Readable.prototype.push.call(socket, null)
    read(chunk)
    return !line.waits
  }
}

/** The whole answer in one piece, made anew once a second because it carries the date. A piece is never changed: it may still be on its way to somebody. */
function bytesOf(ready: Ready, { method }: Read, idleMs: number, now: number): Buffer {
  const second = Math.floor(now / 1_000)
  if (ready.pieces?.second !== second) ready.pieces = piecesOf(ready, second, idleMs)
  return method === 'HEAD' ? ready.pieces.head : ready.pieces.whole
}

function piecesOf(ready: Ready, second: number, idleMs: number): Pieces {
  const lines = ready.headers.map((text, i) => (i % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('')
  const connection = `Date: ${new Date(second * 1_000).toUTCString()}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(idleMs / 1_000)}\r\n`
  const head = Buffer.from(`HTTP/1.1 ${ready.status} ${ready.status === 200 ? 'OK' : 'Not Modified'}\r\n${lines}${connection}\r\n`, 'latin1')
  return { second, head, whole: ready.body ? Buffer.concat([head, ready.body]) : head }
}

/** The same on a connection that Node reads. */
function answered(first: First, { method, url = '', headers }: IncomingMessage, response: ServerResponse): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const ready = first({
    method,
    path: pathOf(url),
    query: url.includes('?'),
    host: headers.host,
    acceptLanguage: headers['accept-language'],
    ifNoneMatch: headers['if-none-match'],
    ifModifiedSince: headers['if-modified-since'],
    acceptEncoding: headers['accept-encoding'] as string | undefined,
  })
  if (!ready) return false
  response.writeHead(ready.status, ready.headers).end(method === 'HEAD' ? undefined : ready.body)
  return true
}

/** Nobody here is ever in the middle of a request: a stop ends these lines at once, what was answered still going out. */
function closing(server: Server, ours: Set<Line>) {
  const [idle, all] = [server.closeIdleConnections.bind(server), server.closeAllConnections.bind(server)]
  server.closeIdleConnections = () => {
    for (const { socket } of ours) socket.destroySoon()
    idle()
  }
  server.closeAllConnections = () => {
    for (const { socket } of ours) socket.destroy()
    all()
  }
}
