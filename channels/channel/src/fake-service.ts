// A service on loopback that answers as it should until it is told to misbehave: what the fakes of channels over HTTP are made of.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What goes wrong with one request. `refuse`: hung up before reading. `accept-then-drop`: what came is kept, then hung up before a word.
 * `slow`: kept, and answered late. `bad-json`: kept, and answered by what nobody can read. `hang`, `status` and `throttle` keep nothing.
 */
export type Fault =
  | { kind: 'hang' }
  | { kind: 'slow'; ms: number }
  | { kind: 'refuse' }
  | { kind: 'accept-then-drop' }
  | { kind: 'status'; code: number; body?: string; headers?: Record<string, string> }
  | { kind: 'throttle'; retryAfterSeconds: number }
  | { kind: 'bad-json' }

export const hang: Fault = { kind: 'hang' }
export const refuse: Fault = { kind: 'refuse' }
export const acceptThenDrop: Fault = { kind: 'accept-then-drop' }
export const badJson: Fault = { kind: 'bad-json' }
export const slow = (ms: number): Fault => ({ kind: 'slow', ms })
export const throttle = (retryAfterSeconds: number): Fault => ({ kind: 'throttle', retryAfterSeconds })
export const status = (code: number, body = '', headers: Record<string, string> = {}): Fault => ({ kind: 'status', code, body, headers })

export type Asked = { method: string; path: string; query: URLSearchParams; headers: IncomingMessage['headers']; body: Buffer }
export type Reply = { status: number; headers?: Record<string, string>; body?: string }
export type FakeService = {
  url: string
  /** What goes wrong with the requests to come, one each; after them all is well again. */
  faults: (next: Fault[]) => void
  close: () => Promise<void>
}

/**
 * @param answer what the real service would do with it
 * @param throttled what it says, besides 429 and Retry-After, to whom asks too much
 */
export async function startFakeService(answer: (asked: Asked) => Reply, throttled: (asked: Asked) => string = () => 'too many requests'): Promise<FakeService> {
  let queue: Fault[] = []
  const server = createServer((incoming, response) => {
    const fault = queue.shift()
    if (fault?.kind === 'refuse') return void incoming.socket.destroy()
    void read(incoming).then((asked) => answered(asked, response, fault, answer, throttled))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults: (next) => {
      queue = [...next]
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

function answered(
  asked: Asked,
  response: ServerResponse,
  fault: Fault | undefined,
  answer: (asked: Asked) => Reply,
  throttled: (asked: Asked) => string,
): void {
  const say = ({ status, headers = {}, body = '' }: Reply) => response.writeHead(status, headers).end(body)
  if (fault?.kind === 'hang') return
  if (fault?.kind === 'status') {
    say({ status: fault.code, headers: fault.headers, body: fault.body })
  } else if (fault?.kind === 'throttle') {
    say({ status: 429, headers: { 'retry-after': String(fault.retryAfterSeconds) }, body: throttled(asked) })
  } else {
    const reply = answer(asked)
    if (fault?.kind === 'accept-then-drop') response.socket?.destroy()
    else if (fault?.kind === 'bad-json') say({ ...reply, body: '<html>{"ok":' })
    else if (fault?.kind === 'slow') setTimeout(() => say(reply), fault.ms).unref()
    else say(reply)
  }
}

async function read(incoming: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://fake')
  return { method: incoming.method ?? '', path: pathname, query: searchParams, headers: incoming.headers, body: Buffer.concat(chunks) }
}
