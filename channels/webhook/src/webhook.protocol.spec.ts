// Against a receiver on loopback that checks signatures with the reference library, and answers as told.
import { createServer, type Server } from 'node:http'
import { plainly } from '@leeward/channel/plainly'
import { Webhook as Reference } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWebhook, newSecret, type Webhook } from './webhook.ts'

describe('A webhook over a real line', () => {
  let server: Server
  let url: string
  let webhook: Webhook
  const secret = newSecret()
  const verified: { id: string; body: unknown }[] = []
  beforeAll(async () => {
    server = createServer((incoming, response) => {
      let body = ''
      incoming.on('data', (chunk) => {
        body += chunk
      })
      incoming.on('end', () => {
        try {
          const read = new Reference(secret).verify(body, incoming.headers as Record<string, string>)
          verified.push({ id: String(incoming.headers['webhook-id']), body: read })
        } catch {
          return response.writeHead(401).end('bad signature')
        }
        const status = Number(incoming.url?.slice(1))
        if (status === 0) return incoming.socket.destroy()
        response.writeHead(status, { 'retry-after': '7', location: 'http://elsewhere.example/' }).end('said')
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
    webhook = createWebhook(plainly())
  })
  afterAll(() => server.close())
  const send = (status: number, more: object = {}) =>
    webhook.send({ id: 'page_1', to: `${url}/${status}`, secret, type: 'page.test', timestamp: new Date('2030-01-01T09:00:00Z'), data: { a: 'ä' }, ...more })

  test('what arrives is signed so that the reference library takes it, and says what, when and about what', async () => {
    expect(await send(204)).toMatchObject({ state: 'accepted' })
    expect(verified.at(-1)).toEqual({ id: 'page_1', body: { type: 'page.test', timestamp: '2030-01-01T09:00:00.000Z', data: { a: 'ä' } } })
  })
  test('another secret is not taken', async () =>
    expect(await send(200, { secret: newSecret() })).toMatchObject({ state: 'failed', answer: '401 bad signature' }))
  test('while a new secret takes the place of an old one, both sign', async () =>
    expect(await send(200, { secret: [newSecret(), secret] })).toMatchObject({ state: 'accepted' }))
  test.each([
    [200, 'accepted'],
    [410, 'gone'],
    [404, 'failed'],
    [301, 'failed'],
    [307, 'failed'],
  ])('%d is %s', async (status, state) => expect((await send(status)).state).toBe(state))
  test.each([429, 500, 503])('%d is asked again later, when the receiver said', async (status) =>
    expect(await send(status)).toMatchObject({ state: 'deferred', retryAfterSeconds: 7 }),
  )
  test('a line that breaks without an answer leaves the outcome unknown', async () => expect((await send(0)).state).toBe('unknown'))
  test('a receiver out of reach is asked again later', async () => expect((await send(200, { to: 'http://127.0.0.1:1/' })).state).toBe('deferred'))
  test('a message beyond 20 kB is not sent', async () => {
    const before = verified.length
    expect(await send(200, { data: { a: 'x'.repeat(20_000) } })).toMatchObject({ state: 'failed' })
    expect(verified).toHaveLength(before)
  })
})
