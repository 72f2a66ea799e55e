// What comes back, from end to end: a mailbox over real IMAP, reports of providers over HTTP, and what both do to deliveries.
import { createHmac } from 'node:crypto'
import { ImapFlow } from 'imapflow'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bounceAddressOf } from '../server/src/communicate/deliveries/bounce-address.ts'
import { watchMailbox } from '../server/src/communicate/inbound/imap.ts'
import { takeInbound } from '../server/src/communicate/inbound/inbound.store.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type Dovecot, startDovecot } from './support/dovecot.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const dovecot = await startDovecot()
const withImap = describe.skipIf(!dovecot)
if (!dovecot) process.stdout.write('skipped: a mailbox over real IMAP, for there is no /usr/sbin/dovecot (Debian: apt-get install dovecot-imapd)\n')

let system: TestSystem
let ann: Awaited<ReturnType<TestSystem['person']>>
beforeAll(async () => {
  system = await testSystem({ at: '2030-01-01T09:00:00Z' })
  const company = await smallCompany(system, 12)
  ann = await system.person('Ann', 'administrator')
  const crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })).body.id
  await system.runJobs()
  const { body } = await ann.post(`/api/crises/${crisis}/updates`, update())
  await sql`update updates set status = 'published', published_at = ${system.now()} where id = ${body.id}`.execute(system.db)
  const { planDeliveries } = await import('../server/src/communicate/deliveries/deliveries.plan.ts')
  await planDeliveries(system.db, body.id)
  await sql`update deliveries set state = 'accepted' where state = 'planned'`.execute(system.db)
})
afterAll(async () => {
  await system.close()
  await dovecot?.stop()
})

describe('Inbound mails', () => {
  test('a failure notice is kept, read and applied once, from wherever it comes again', async () => {
    const raw = await notice('a1@real.example')
    expect(await takeInbound(system.deps, raw, 'imap:x', '1/1')).toMatchObject({ route: 'bounce', again: false })
    for (const [source, uid] of [
      ['imap:x', '1/1'],
      ['imap:x', '2/9'],
      ['upload', undefined],
    ] as const)
      expect(await takeInbound(system.deps, raw, source, uid)).toMatchObject({ route: 'bounce', again: true })
    expect(await stateOf('a1@real.example')).toBe('bounced')
    expect((await ann.get('/api/suppressions?search=a1@')).body.items).toMatchObject([{ reason: 'unknown-user', scope: 'all' }])
  })

  test('a notice that came to the bounce address of a delivery is about that one, though it names neither our mail nor its address', async () => {
    const { rows } = await sql<{ id: number }>`select id from deliveries where destination = 'a4@real.example'`.execute(system.db)
    const bare = (to: string) =>
      Buffer.from(
        `From: mailer-daemon@relay.example\nTo: ${to}\nSubject: Undelivered Mail Returned to Sender\n\n<seven@elsewhere.example>: 550 5.1.1 no such user\n`,
      )
    const address = bounceAddressOf(system.deps.key, 'bounces@acme.example', rows[0]?.id ?? 0)
    await takeInbound(system.deps, bare(address.replace(/.@/, (end) => `${end === '0@' ? '1' : '0'}@`)), 'test')
    expect(await stateOf('a4@real.example')).toBe('accepted')
    await takeInbound(system.deps, bare(address), 'test')
    expect(await stateOf('a4@real.example')).toBe('bounced')
  })

  test('what is older than it may be kept is forgotten, and what came back stays known', async () => {
    await takeInbound(system.deps, Buffer.from('From: x@y.example\nSubject: Old\n\nx'), 'test')
    await sql`update inbound_mails set received_at = received_at - interval '401 days' where subject = 'Old'`.execute(system.db)
    await system.tasks['forget-inbound']?.({}, new AbortController().signal)
    const { items } = (await ann.get('/api/inbound/mails')).body
    expect(items.map(({ subject }: { subject: string }) => subject)).not.toContain('Old')
    expect(items.length).toBeGreaterThan(0)
    expect(await stateOf('a1@real.example')).toBe('bounced')
  })

  test('replies, answering machines, complaints, other mails and bytes that are no mail are told apart, kept and shown', async () => {
    const id = await messageId('a2@real.example')
    const mails: [string, string | Buffer][] = [
      ['reply', `From: Ann <a2@real.example>\nSubject: Re: Mail\nIn-Reply-To: ${id}\n\nThank you`],
      ['auto-reply', `From: Ann <a2@real.example>\nSubject: Out of office\nAuto-Submitted: auto-replied\nIn-Reply-To: ${id}\n\nAway`],
      ['other', 'From: x@y.example\nSubject: Buy <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>'],
      ['unparseable', Buffer.from([0, 255, 1, 254, 13, 13, 0, 200])],
      ['unparseable', ''],
    ]
    for (const [route, raw] of mails) expect(await takeInbound(system.deps, Buffer.from(raw), 'test')).toMatchObject({ route, again: false })
    const { items } = (await ann.get('/api/inbound/mails')).body
    expect(items.map((mail: { route: string }) => mail.route)).toEqual(expect.arrayContaining(['unparseable', 'other', 'auto-reply', 'reply', 'bounce']))
    const [bad] = (await ann.get('/api/inbound/mails?route=unparseable&limit=1')).body.items
    expect((await ann.get(`/api/inbound/mails/${bad.id}`)).body).toMatchObject({ route: 'unparseable', error: expect.stringContaining('no mail') })
    const [other] = (await ann.get('/api/inbound/mails?route=other')).body.items
    expect((await ann.get(`/api/inbound/mails/${other.id}`)).body).toMatchObject({
      text: expect.stringContaining('<img'),
      headers: expect.arrayContaining([{ name: 'from', value: 'x@y.example' }]),
    })
    expect((await ann.get('/api/inbound/mails/999999')).status).toBe(404)
    expect(await stateOf('a2@real.example')).toBe('accepted')
  })
})

describe('Reports of providers', () => {
  const key = 'signing-key-of-mailgun'
  const post = (provider: string, payload: string, headers: Record<string, string> = {}) =>
    system.web.console.inject({ method: 'POST', url: `/api/inbound/events/${provider}`, payload, headers: { 'content-type': 'application/json', ...headers } })
  const signed = (event: object, token: string, timestamp = String(system.now().getTime() / 1_000)) =>
    JSON.stringify({
      signature: {
        timestamp,
        token,
        signature: createHmac('sha256', key)
          .update(timestamp + token)
          .digest('hex'),
      },
      'event-data': event,
    })
  const bounce = async (address: string) => ({
    event: 'failed',
    severity: 'permanent',
    id: `e-${address}`,
    recipient: address,
    message: { headers: { 'message-id': (await messageId(address)).slice(1, -1) } },
    'delivery-status': { code: 550, message: '5.1.1 no such user' },
  })

  test('nothing is heard of a provider that is not set up, and its secret is never shown', async () => {
    expect((await post('mailgun', '{}')).statusCode).toBe(404)
    for (const [provider, secret] of [
      ['ses', 'my topic'],
      ['sendgrid', 'no key'],
      ['postmark', 'password'],
      ['mailgun', 'x'],
    ] as const)
      expect((await ann.put(`/api/inbound/providers/${provider}`, { secret })).status, provider).toBe(422)
    expect((await ann.put('/api/inbound/providers/mailgun', { secret: key })).status).toBe(200)
    const { body } = await ann.get('/api/inbound/providers')
    expect(body).toHaveLength(4)
    expect(body.find((each: { provider: string }) => each.provider === 'mailgun')).toMatchObject({
      setUp: true,
      url: 'http://console.test/api/inbound/events/mailgun',
    })
    expect(JSON.stringify(body)).not.toContain(key)
  })

  test('a bad signature is refused, whatever is not JSON too, and neither is a failure', async () => {
    expect((await post('mailgun', '{"signature":{"timestamp":"1","token":"x","signature":"y"}}')).statusCode).toBe(403)
    for (const [payload, status] of [
      ['{"signature":', 400],
      ['', 400],
      ['null', 403],
      ['[]', 403],
      ['{"__proto__":1}', 400],
    ] as const)
      expect((await post('mailgun', payload)).statusCode, payload).toBe(status)
    expect((await post('mailgun', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).statusCode).toBe(415)
    expect((await post('nobody', '{}')).statusCode).toBe(400)
  })

  test('an event counts once, however often it comes; one of an unknown kind counts for nothing', async () => {
    const event = signed(await bounce('a3@real.example'), 'token-1')
    expect((await post('mailgun', event)).json()).toEqual({ events: 1, fresh: 1, matched: 1 })
    expect((await post('mailgun', event)).json()).toEqual({ events: 1, fresh: 0, matched: 0 })
    expect(await stateOf('a3@real.example')).toBe('bounced')
    expect((await post('mailgun', signed({ event: 'something-new' }, 'token-2'))).json()).toEqual({ events: 1, fresh: 1, matched: 0 })
    // Told twice at the same moment.
    const twice = signed(await bounce('a4@real.example'), 'token-3')
    for (const answer of await Promise.all([post('mailgun', twice), post('mailgun', twice)])) expect(answer.statusCode).toBe(200)
    expect((await ann.get('/api/suppressions/changes?destination=a4@real.example')).body.items).toHaveLength(1)
  })

  test('what was set up is taken away again', async () => {
    expect((await ann.put('/api/inbound/providers/mailgun', { secret: null })).status).toBe(200)
    expect((await post('mailgun', '{}')).statusCode).toBe(404)
  })
})

withImap('A mailbox over real IMAP', () => {
  const imap = dovecot as Dovecot
  let stop = new AbortController()
  let watching: Promise<void>
  const pauses = { look: 60_000, turn: 100, longest: 300 }
  const watch = (after: 'seen' | { moveTo: string } = 'seen') => {
    stop = new AbortController()
    watching = watchMailbox(system.deps, { url: imap.url(), after }, stop.signal, pauses)
  }
  const end = async () => {
    stop.abort()
    await watching
  }
  afterAll(end)

  test('mails that wait there are taken, and one that arrives is told at once', async () => {
    await put(await notice('a5@real.example'))
    watch()
    await until(async () => (await stateOf('a5@real.example')) === 'bounced')
    await put(await notice('a6@real.example'))
    const began = Date.now()
    await until(async () => (await stateOf('a6@real.example')) === 'bounced')
    expect(Date.now() - began).toBeLessThan(10_000)
    expect(await flags()).toEqual([true, true])
  })

  test('a server that goes away and comes back loses nothing and repeats nothing', async () => {
    await imap.restart()
    await put(await notice('a7@real.example'))
    await until(async () => (await stateOf('a7@real.example')) === 'bounced')
    const before = await count()
    await end()
    watch()
    await put(await notice('a8@real.example'))
    await until(async () => (await stateOf('a8@real.example')) === 'bounced')
    expect(await count()).toBe(before + 1)
  })

  test('one node reads at a time; another goes on when the first stops', async () => {
    const other = new AbortController()
    const second = watchMailbox(system.deps, { url: imap.url(), after: 'seen' }, other.signal, pauses)
    await put(await notice('a9@real.example'))
    await until(async () => (await stateOf('a9@real.example')) === 'bounced')
    await end()
    await put(await notice('a10@real.example'))
    await until(async () => (await stateOf('a10@real.example')) === 'bounced')
    other.abort()
    await second
  })

  test('a mailbox that numbers anew keeps nothing twice, and taken mails are moved where that is asked', async () => {
    const before = await count()
    await sql`update inbound_places set uid_validity = uid_validity + 1`.execute(system.db)
    await client(async (connection) => {
      await connection.mailboxCreate('Taken')
    })
    watch({ moveTo: 'Taken' })
    await until(async () => (await inFolder('INBOX')) === 0)
    expect(await inFolder('Taken')).toBe(6)
    expect(await count()).toBe(before)
  })

  async function client<T>(act: (connection: ImapFlow) => Promise<T>): Promise<T> {
    const connection = new ImapFlow({ host: '127.0.0.1', port: imap.port, secure: false, auth: { user: 'bounces', pass: 'correct-horse' }, logger: false })
    await connection.connect()
    try {
      return await act(connection)
    } finally {
      await connection.logout()
    }
  }
  const put = (raw: Buffer) => client((connection) => connection.append('INBOX', raw))
  const inFolder = (folder: string) => client(async (connection) => ((await connection.status(folder, { messages: true })) || undefined)?.messages)
  const flags = () =>
    client(async (connection) => {
      await connection.mailboxOpen('INBOX')
      return (await connection.fetchAll('1:*', { flags: true })).map((mail) => mail.flags?.has('\\Seen'))
    })
})

async function until(true_: () => Promise<boolean>) {
  for (let tries = 0; tries < 150; tries += 1) {
    if (await true_()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('it did not come about in 15 s')
}
const count = async () => (await sql<{ count: number }>`select count(*)::int as count from inbound_mails`.execute(system.db)).rows[0]?.count ?? 0
const newest = async (address: string) =>
  (
    await sql<{
      id: number
      updateId: string
      state: string
    }>`select id, update_id as "updateId", state from deliveries where destination = ${address} order by id desc limit 1`.execute(system.db)
  ).rows[0]
const stateOf = async (address: string) => (await newest(address))?.state
const messageId = async (address: string) => {
  const delivery = await newest(address)
  return `<${delivery?.updateId}.${delivery?.id}@acme.example>`
}

/** A failure notice as a mail system writes it, about the newest mail to an address. */
const notice = async (address: string) =>
  Buffer.from(
    `Return-Path: <>
From: Mail system <MAILER-DAEMON@relay.example>
To: care@acme.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <notice-${address}>
Content-Type: multipart/report; report-type=delivery-status; boundary="=part"

--=part
Content-Type: text/plain

<${address}>: 550 5.1.1 no such user (in reply to RCPT TO command)

--=part
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; ${address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <${address}>: no such user

--=part
Content-Type: message/rfc822

Message-ID: ${await messageId(address)}
From: care@acme.example
To: ${address}
Subject: Mail is down

Text
--=part--
`.replaceAll('\n', '\r\n'),
  )
