// Against a server that speaks SMTP on loopback and misbehaves as told.
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Channel, createEmail, type Message } from './email.ts'

describe('E-mail over a real line', () => {
  let server: Server
  let email: Channel
  beforeAll(async () => {
    server = misbehaving()
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    email = createEmail(`smtp://127.0.0.1:${(server.address() as { port: number }).port}`, 2)
  })
  afterAll(async () => {
    await email.close()
    server.close()
  })

  test('an accepted mail says so', async () => expect(await email.send(mail('fine@x.example'))).toMatchObject({ state: 'accepted', answer: '250 taken' }))
  test('a refused address bounces', async () =>
    expect(await email.send(mail('gone@x.example'))).toMatchObject({ state: 'bounced', answer: '550 no such person' }))
  test('an address that is greylisted is asked again later', async () => expect(await email.send(mail('later@x.example'))).toMatchObject({ state: 'deferred' }))
  test('a refused message is our failure', async () => expect(await email.send(mail('spam@x.example'))).toMatchObject({ state: 'failed' }))
  test('a line that breaks after the message leaves the outcome unknown', async () =>
    expect(await email.send(mail('drop@x.example'))).toMatchObject({ state: 'unknown' }))
  test('after that the next mail goes out', async () => expect(await email.send(mail('fine@x.example'))).toMatchObject({ state: 'accepted' }))
  test('a copy says to whom it was written and goes to nobody but its reader', async () => {
    heard.length = 0
    const copy = { ...mail('fine@x.example'), headed: { to: 'first@x.example', cc: ['fine@x.example', 'third@x.example'] } }
    expect(await email.send(copy)).toMatchObject({ state: 'accepted' })
    expect(heard.filter((line) => /^(MAIL|RCPT)/.test(line))).toEqual([expect.stringContaining('<a@x.example>'), 'RCPT TO:<fine@x.example>'])
    expect(heard).toEqual(expect.arrayContaining(['To: first@x.example', 'Cc: fine@x.example, third@x.example']))
  })
  test('a server that is not there is asked again later', async () => {
    const nowhere = createEmail('smtp://127.0.0.1:1', 1)
    expect(await nowhere.send(mail('fine@x.example'))).toMatchObject({ state: 'deferred' })
    await nowhere.close()
  })
})

const heard: string[] = []
const mail = (to: string): Message => ({ id: `<${to}>`, from: { name: 'A', address: 'a@x.example' }, to, subject: 's', html: '<p>h</p>', text: 't' })

function misbehaving(): Server {
  return createServer((socket) => {
    let to = ''
    let inMessage = false
    const say = (line: string) => socket.write(`${line}\r\n`)
    socket.on('error', () => {})
    say('220 ready')
    let unread = ''
    socket.on('data', (chunk) => {
      unread += chunk.toString('latin1')
      for (let end = unread.indexOf('\r\n'); end >= 0; end = unread.indexOf('\r\n')) {
        const line = unread.slice(0, end)
        unread = unread.slice(end + 2)
        heard.push(line)
        if (inMessage) {
          if (line !== '.') continue
          inMessage = false
          if (to.startsWith('drop')) return void socket.destroy()
          say(to.startsWith('spam') ? '554 not wanted' : '250 taken')
        } else if (/^RCPT/i.test(line)) {
          to = /<(.*?)>/.exec(line)?.[1] ?? ''
          say(to.startsWith('gone') ? '550 no such person' : to.startsWith('later') ? '451 come back later' : '250 ok')
        } else if (/^DATA/i.test(line)) {
          inMessage = true
          say('354 go on')
        } else say(/^QUIT/i.test(line) ? '221 bye' : '250 ok')
      }
    })
  })
}
