// The channel over threads, against a server that speaks SMTP on loopback.
import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel, Message } from './email.ts'
import { createEmailThreads } from './email-threads.ts'

describe('E-mail over threads', () => {
  let server: Server
  let email: Channel
  let open = 0
  let mostOpen = 0
  const lines = new Set<Socket>()
  let body = ''
  beforeAll(async () => {
    server = createServer((line) => {
      open += 1
      mostOpen = Math.max(mostOpen, open)
      lines.add(line)
      line.on('error', () => {})
      line.on('close', () => {
        open -= 1
      })
      let [unread, inMessage, to] = ['', false, '']
      line.write('220 ready\r\n')
      line.on('data', (chunk) => {
        unread += chunk.toString('latin1')
        for (let end = unread.indexOf('\r\n'); end >= 0; end = unread.indexOf('\r\n')) {
          const command = unread.slice(0, end)
          unread = unread.slice(end + 2)
          if (inMessage) {
            if (command !== '.') {
              body += `${command}\n`
              continue
            }
            inMessage = false
            line.write('250 taken\r\n')
          } else if (/^DATA/i.test(command)) {
            inMessage = true
            body = ''
            line.write('354 go on\r\n')
          } else {
            to = /^RCPT TO:<(.*?)>/i.exec(command)?.[1] ?? to
            line.write(/^RCPT/i.test(command) && to.startsWith('gone') ? '550 no such person\r\n' : '250 ok\r\n')
          }
        }
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    email = createEmailThreads(`smtp://127.0.0.1:${(server.address() as { port: number }).port}`, 5, { threads: 2 })
  })
  afterAll(async () => {
    await email.close()
    for (const line of lines) line.destroy()
    server.close()
  })

  test('each mail gets its own answer, over no more connections than there may be', async () => {
    const outcomes = await Promise.all(Array.from({ length: 60 }, (_, n) => email.send(mail(n % 3 === 0 ? `gone${n}@x.example` : `fine${n}@x.example`))))
    expect(outcomes.map(({ state }) => state)).toEqual(Array.from({ length: 60 }, (_, n) => (n % 3 === 0 ? 'bounced' : 'accepted')))
    expect(mostOpen).toBeLessThanOrEqual(5)
  })
  test('a mail that cannot be handed over is refused, and the others go on', async () => {
    await expect(email.send({ ...mail('a@x.example'), headers: { x: (() => 'x') as never } })).rejects.toThrow()
    expect(await email.send(mail('fine@x.example'))).toMatchObject({ state: 'accepted' })
  })
  test('a file of shared memory goes out as it is', async () => {
    const content = new Uint8Array(new SharedArrayBuffer(300)).map((_, n) => n % 251)
    expect(await email.send({ ...mail('fine@x.example'), attachments: [{ filename: 'Räume <1>.bin', content }] })).toMatchObject({ state: 'accepted' })
    expect(body.replaceAll('\n', '')).toContain(Buffer.from(content).toString('base64'))
    expect(body).toMatch(/content-disposition: attachment/i)
  })
  test('closed, it opens anew with the next mail', async () => {
    await email.close()
    expect(await email.send(mail('fine@x.example'))).toMatchObject({ state: 'accepted' })
  })
})

const mail = (to: string): Message => ({ id: `<${to}>`, from: { name: 'A', address: 'a@x.example' }, to, subject: 's', html: '<p>h</p>', text: 't' })
