// The signature as a receiving server would judge it, worked out here from RFC 6376 and not by what made it.
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Channel, createEmail, type Message } from './email.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const published = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

describe('A signed e-mail', () => {
  let server: Server
  let email: Channel
  const raw: string[] = []
  const senders: string[] = []
  beforeAll(async () => {
    server = keeping(raw, senders)
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    email = createEmail(`smtp://127.0.0.1:${(server.address() as { port: number }).port}`, 1)
  })
  afterAll(async () => {
    await email.close()
    server.close()
  })
  const sent = async (more: Partial<Message> = {}) => {
    raw.length = 0
    senders.length = 0
    expect(await email.send({ ...mail, ...more })).toMatchObject({ state: 'accepted' })
    return raw[0] as string
  }

  test('is verified with the published key', async () => expect(judged(await sent())).toBe('pass'))
  test('with one letter changed in its text is not', async () => expect(judged((await sent()).replace('sehr', 'mehr'))).toBe('the body was changed'))
  test('with another subject is not', async () => expect(judged((await sent()).replace(/^Subject: /m, 'Subject: X'))).toBe('the headers were changed'))
  test('with another way to leave is not', async () =>
    expect(judged((await sent()).replace('https://status.x.example/', 'https://evil.example/'))).toBe('the headers were changed'))
  test('signs everything a reader relies on', async () => {
    const signed = tagsOf(await sent())
      .h?.toLowerCase()
      .split(':')
    for (const name of [
      'from',
      'to',
      'subject',
      'date',
      'message-id',
      'list-unsubscribe',
      'list-unsubscribe-post',
      'auto-submitted',
      'references',
      'in-reply-to',
    ])
      expect(signed).toContain(name)
    for (const name of ['mime-version', 'content-type', 'reply-to']) expect(signed).toContain(name)
  })
  test('names its domain and the selector under which the key is found', async () =>
    expect(tagsOf(await sent())).toMatchObject({ d: 'x.example', s: 'lw1', a: 'rsa-sha256' }))
  test('carries the date it was given', async () => expect(await sent()).toContain('Date: Tue, 01 Jan 2030 09:00:00 +0000'))
  test('bounces to the address in its envelope, which readers do not see', async () => {
    expect(await sent({ envelopeFrom: 'bounces+1-abc@b.x.example' })).not.toContain('bounces+1-abc')
    expect(senders).toEqual(['bounces+1-abc@b.x.example'])
  })
  test('without a key goes out unsigned', async () => expect(await sent({ dkim: undefined })).not.toContain('DKIM-Signature'))
})

const mail: Message = {
  id: '<1@x.example>',
  from: { name: 'Äcme', address: 'a@x.example' },
  to: 'b@y.example',
  replyTo: 'help@x.example',
  subject: 'Störung: einige Kunden können sich zurzeit nicht anmelden, und wir wissen schon, warum',
  html: `<p>${'Das ist sehr schade. '.repeat(40)}</p>`,
  text: `${'Das ist sehr schade. '.repeat(40)}\n\n.\n  \n\n`,
  references: ['<crisis@x.example>'],
  inReplyTo: '<crisis@x.example>',
  headers: {
    'List-Unsubscribe': '<https://status.x.example/leave/abc>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
  date: new Date('2030-01-01T09:00:00Z'),
  dkim: { domain: 'x.example', selector: 'lw1', privateKey },
}

function judged(message: string): string {
  const tags = tagsOf(message)
  const [head, body] = split(message)
  const hash = createHash('sha256').update(relaxedBody(body), 'latin1').digest('base64')
  if (hash !== tags.bh) return 'the body was changed'
  const headers = fieldsOf(head).reverse()
  const signed = (tags.h as string).split(':').map((name) => {
    const at = headers.findIndex((field) => nameOf(field) === name.toLowerCase())
    return at < 0 ? '' : relaxed(headers.splice(at, 1)[0] as string)
  })
  const own = fieldsOf(head).find((field) => nameOf(field) === 'dkim-signature') as string
  const said = [...signed, relaxed(own.replace(/(;\s*b=)[\s\S]*$/, '$1'))].join('\r\n')
  const key = createPublicKey({ key: Buffer.from(published, 'base64'), format: 'der', type: 'spki' })
  return verify('sha256', Buffer.from(said, 'latin1'), key, Buffer.from(tags.b as string, 'base64')) ? 'pass' : 'the headers were changed'
}

function tagsOf(message: string): Record<string, string> {
  const field = fieldsOf(split(message)[0]).find((each) => nameOf(each) === 'dkim-signature') ?? ''
  const value = field.slice(field.indexOf(':') + 1).replace(/\s+/g, '')
  return Object.fromEntries(
    value
      .split(';')
      .filter(Boolean)
      .map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]),
  )
}

const split = (message: string) => [message.slice(0, message.indexOf('\r\n\r\n')), message.slice(message.indexOf('\r\n\r\n') + 4)] as const
const fieldsOf = (head: string) => head.split(/\r\n(?![ \t])/)
const nameOf = (field: string) => field.slice(0, field.indexOf(':')).trim().toLowerCase()
const relaxed = (field: string) =>
  `${nameOf(field)}:${field
    .slice(field.indexOf(':') + 1)
    .replaceAll('\r\n', '')
    .replace(/[ \t]+/g, ' ')
    .trim()}`
const relaxedBody = (body: string) =>
  `${body
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(\r\n)+$/, '')}\r\n`

/** Keeps each message as it went over the line, dots unstuffed. */
function keeping(raw: string[], senders: string[]): Server {
  return createServer((socket) => {
    let [unread, message, inMessage] = ['', '', false]
    const say = (line: string) => socket.write(`${line}\r\n`)
    socket.on('error', () => {})
    say('220 ready')
    socket.on('data', (chunk) => {
      unread += chunk.toString('latin1')
      for (let end = unread.indexOf('\r\n'); end >= 0; end = unread.indexOf('\r\n')) {
        const line = unread.slice(0, end)
        unread = unread.slice(end + 2)
        if (inMessage && line !== '.') message += `${line.replace(/^\./, '')}\r\n`
        else if (inMessage) {
          raw.push(message)
          ;[message, inMessage] = ['', false]
          say('250 taken')
        } else if (/^DATA/i.test(line)) {
          inMessage = true
          say('354 go on')
        } else {
          if (/^MAIL FROM/i.test(line)) senders.push(/<(.*?)>/.exec(line)?.[1] ?? '')
          say(/^QUIT/i.test(line) ? '221 bye' : '250 ok')
        }
      }
    })
  })
}
