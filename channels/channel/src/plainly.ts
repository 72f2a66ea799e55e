// The plainest request there is, for tests against a server on loopback; the server brings one that guards where it leads.
import { request as http } from 'node:http'
import type { Request } from './channel.ts'

/** @param patience how long an answer is waited for, in milliseconds */
export const plainly =
  (patience = 2_000): Request =>
  (url, { method, headers, body }) =>
    new Promise((tell) => {
      let connected = false
      const outgoing = http(url, { method, headers, agent: false, signal: AbortSignal.timeout(patience) }, (response) => {
        const heard: Buffer[] = []
        response.on('data', (chunk: Buffer) => heard.push(chunk))
        response.on('error', (error) => tell({ kind: 'lost', why: error.message, sent: true }))
        response.on('end', () =>
          tell({
            kind: 'heard',
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body: Buffer.concat(heard).toString('utf8'),
          }),
        )
      })
      outgoing.on('socket', (socket) => socket.once('connect', () => (connected = true)))
      outgoing.on('error', (error) => tell({ kind: 'lost', why: error.message, sent: connected }))
      outgoing.end(body)
    })
