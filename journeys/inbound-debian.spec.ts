// The whole way over other people's programs: Leeward's mail goes out through Debian's postfix, is refused, and the real failure notice comes back through Debian's dovecot.
import { createEmail } from '@leeward/email'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planDeliveries } from '../server/src/communicate/deliveries/deliveries.plan.ts'
import { messageId } from '../server/src/communicate/deliveries/mail.ts'
import { watchMailbox } from '../server/src/communicate/inbound/imap.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type Dovecot, startDovecot } from './support/dovecot.ts'
import { noPostfix, type Postfix, startPostfix } from './support/postfix.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const dovecot = await startDovecot()
const why = dovecot ? noPostfix() : 'there is no /usr/sbin/dovecot (Debian: apt-get install dovecot-imapd)'
if (why) process.stdout.write(`skipped: a real failure notice, for ${why}\n`)

describe.skipIf(why)('A real failure notice', () => {
  let system: TestSystem
  let postfix: Postfix
  let farAway: SMTPServer
  const stop = new AbortController()
  let watching: Promise<void>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    // The server of the recipients: knows a1, has a full mailbox for a2, and refuses a3 only once it has heard the mail.
    farAway = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onRcptTo: ({ address }, _, done) => {
        if (address.startsWith('a1@'))
          return done(Object.assign(new Error('5.1.1 <a1@real.example>: Recipient address rejected: User unknown'), { responseCode: 550 }))
        if (address.startsWith('a2@')) return done(Object.assign(new Error('5.2.2 Mailbox is over its quota'), { responseCode: 552 }))
        return done()
      },
      onData: (stream, session, done) => {
        stream.resume()
        stream.on('end', () =>
          session.envelope.rcptTo[0]?.address.startsWith('a3@')
            ? done(Object.assign(new Error('5.7.1 Message rejected as spam'), { responseCode: 554 }))
            : done(),
        )
      },
    })
    await new Promise<void>((up) => farAway.listen(0, '127.0.0.1', up))
    const port = (farAway.server.address() as { port: number }).port
    postfix = await startPostfix({ domain: 'real.example', port }, { address: 'care@acme.example', maildir: (dovecot as Dovecot).mails })
  })
  afterAll(async () => {
    stop.abort()
    await watching
    await postfix?.stop()
    await new Promise<void>((down) => (farAway ? farAway.close(() => down()) : down()))
    await system?.close()
    await dovecot?.stop()
  })

  test('what was refused is known within seconds, each for its own reason; what arrived stays accepted', async () => {
    const company = await smallCompany(system, 4)
    const ann = await system.person('Ann', 'administrator')
    const crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })).body.id
    await system.runJobs()
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, update())
    await sql`update updates set status = 'published', published_at = ${system.now()} where id = ${body.id}`.execute(system.db)
    await planDeliveries(system.db, body.id)
    const live = createEmail(`smtp://127.0.0.1:${postfix.port}?ignoreTLS=true`, 2)
    const planned = await sql<{ id: number; destination: string }>`select id, destination from deliveries where update_id = ${body.id}`.execute(system.db)
    for (const { id, destination } of planned.rows) {
      const mail = { from: { name: 'Acme', address: 'care@acme.example' }, to: destination, subject: 'Mail is down', text: 'It fell.', html: '<p>It fell.</p>' }
      expect(await live.send({ id: messageId(body.id, id, 'care@acme.example'), ...mail })).toMatchObject({ state: 'accepted' })
      await sql`update deliveries set state = 'accepted' where id = ${id}`.execute(system.db)
    }
    await live.close()
    watching = watchMailbox(system.deps, { url: (dovecot as Dovecot).url(), after: 'seen' }, stop.signal, { look: 1_000, turn: 100, longest: 500 })

    const expected = {
      'a1@real.example': ['bounced', 'unknown-user'],
      'a2@real.example': ['bounced', 'mailbox-full'],
      'a3@real.example': ['bounced', 'spam'],
      'a4@real.example': ['accepted', null],
    }
    for (let tries = 0; tries < 300; tries += 1) {
      if ((await sql`select 1 from deliveries where state = 'bounced'`.execute(system.db)).rows.length === 3) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const { rows } = await sql<{
      destination: string
      state: string
      reason: string | null
    }>`select destination, state, reason from deliveries order by destination`.execute(system.db)
    expect(Object.fromEntries(rows.map(({ destination, state, reason }) => [destination, [state, reason]]))).toEqual(expected)
    expect((await ann.get('/api/suppressions')).body.items).toMatchObject([{ destination: 'a1@real.example', reason: 'unknown-user', scope: 'all' }])
    expect((await ann.get('/api/inbound/mails?route=bounce')).body.items).toHaveLength(3)
  })
})
