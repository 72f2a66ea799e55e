// A customer's system on loopback: takes webhooks, checks their signatures with the reference library, and answers as told.
import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'

export type Received = { path: string; id: string; body: { type: string; timestamp: string; data: Record<string, unknown> } }
type Answer = { status: number; headers?: Record<string, string>; body?: string } | 'drop' | 'hang'

export async function receiver() {
  const received: Received[] = []
  const secrets = new Map<string, string>()
  let answer: (path: string) => Answer = () => ({ status: 204 })
  const server = createServer((incoming, response) => {
    let body = ''
    incoming.on('data', (chunk) => {
      body += chunk
    })
    incoming.on('end', () => {
      const path = incoming.url ?? ''
      const secret = secrets.get(path)
      try {
        const read = secret ? new Webhook(secret).verify(body, incoming.headers as Record<string, string>) : JSON.parse(body || '{}')
        received.push({ path, id: String(incoming.headers['webhook-id']), body: read as Received['body'] })
      } catch {
        return response.writeHead(401).end('bad signature')
      }
      const said = answer(path)
      if (said === 'hang') return
      if (said === 'drop') return incoming.socket.destroy()
      response.writeHead(said.status, said.headers).end(said.body ?? 'said')
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    received,
    /** What signs the calls to a path; others are not checked. */
    secrets,
    answers: (next: typeof answer) => {
      answer = next
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
