// The flood over other people's programs: fifty customers write through Debian's postfix into dovecot's mailbox, Leeward answers them all at once, and their own mail programs answer in the thread. Then mails made to harm.
import { createEmail } from '@leeward/email'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { watchMailbox } from '../server/src/communicate/inbound/imap.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type Dovecot, startDovecot } from './support/dovecot.ts'
import { hostileMails } from './support/hostile-mails.ts'
import { conversationWith, sendReplies } from './support/mails.ts'
import { noPostfix, type Postfix, startPostfix } from './support/postfix.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const dovecot = await startDovecot()
const why = dovecot ? noPostfix() : 'there is no /usr/sbin/dovecot (Debian: apt-get install dovecot-imapd)'
if (why) process.stdout.write(`skipped: a flood of mails over postfix and dovecot, for ${why}\n`)
const care = 'care@acme.example'

describe.skipIf(why)('A flood of mails over postfix and dovecot', { timeout: 120_000 }, () => {
  let system: TestSystem
  let postfix: Postfix
  let customers: SMTPServer
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let agent: typeof ann
  let crisis: string
  let mail: string
  const got = new Map<string, Email[]>()
  const stop = new AbortController()
  let watching: Promise<void>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    const company = await smallCompany(system, 60)
    mail = company.mail
    await sql`update brands set support_address = ${care}, sender = ${care}`.execute(system.db)
    ann = await system.person('Ann', 'administrator')
    agent = await system.person('Agnes', 'support')
    customers = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onData: (stream, { envelope }, done) => {
        const parts: Buffer[] = []
        stream.on('data', (part) => parts.push(part))
        stream.on('end', async () => {
          const parsed = await PostalMime.parse(Buffer.concat(parts))
          for (const { address } of envelope.rcptTo) got.set(address, [...(got.get(address) ?? []), parsed])
          done()
        })
      },
    })
    await new Promise<void>((up) => customers.listen(0, '127.0.0.1', up))
    postfix = await startPostfix(
      { domain: 'real.example', port: (customers.server.address() as { port: number }).port },
      { address: care, maildir: (dovecot as Dovecot).mails },
    )
    system.senders.live.splice(0, 1, { name: 'postfix', channel: createEmail(`smtp://127.0.0.1:${postfix.port}?ignoreTLS=true`, 5), connections: 5 })
    watching = watchMailbox(system.deps, { url: (dovecot as Dovecot).url(), after: 'seen' }, stop.signal, { look: 500, turn: 100, longest: 500 })
  })
  afterAll(async () => {
    stop.abort()
    await watching
    await system?.senders.live[0]?.channel.close()
    await postfix?.stop()
    await new Promise<void>((down) => (customers ? customers.close(() => down()) : down()))
    await system?.close()
    await dovecot?.stop()
  })

  const transport = () => createTransport({ host: '127.0.0.1', port: postfix.port, ignoreTLS: true, pool: true })
  /** Until it holds; other people's programs take their time. */
  async function until(holds: () => Promise<boolean> | boolean) {
    for (let tries = 0; tries < 400; tries += 1) {
      if (await holds()) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('it did not come to pass')
  }
  const taken = async (count: number) => {
    await until(async () => {
      await system.tasks['take-mails']?.({}, new AbortController().signal)
      return (
        (await sql<{ count: number }>`select count(*)::int as count from conversation_messages where kind = 'in'`.execute(system.db)).rows[0]?.count === count
      )
    })
  }
  const sent = (address: string) => got.get(address) ?? []
  const automatic = (address: string, kind: string) =>
    sent(address).filter(({ headers }) => headers.some(({ key, value }) => key === 'auto-submitted' && value === kind))
  const show = async (address: string) => (await agent.get(`/api/conversations/${await conversationWith(system, address)}`)).body

  test('fifty write; each has a conversation and one acknowledgement', async () => {
    const to = transport()
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        to.sendMail({
          from: `Person ${n + 1} <a${n + 1}@real.example>`,
          to: care,
          subject: n % 2 ? 'Mail ist weg' : 'Mail is down',
          text: n % 2 ? 'Unsere Mail geht nicht.' : 'Our mail is down.',
        }),
      ),
    )
    to.close()
    await taken(50)
    await sendReplies(system)
    await until(() => [...got.values()].flat().length === 50)
    for (let n = 1; n <= 50; n += 1) expect(automatic(`a${n}@real.example`, 'auto-replied')).toHaveLength(1)
  })

  test('one answer reaches all of them, in their own thread; their programs answer into it', async () => {
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: mail }], onsetAt: '2030-01-02T08:50:00Z' }))
      .body.id
    await system.runJobs()
    const body = { texts: { en: 'Hello {name}, we know and work on it.', de: 'Hallo {name}, wir wissen es und arbeiten daran.' }, hold: [] }
    const preview = (await ann.post(`/api/crises/${crisis}/answers/preview`, body)).body
    expect(preview).toMatchObject({ total: 50, answered: 50 })
    await ann.post(`/api/crises/${crisis}/answers`, { ...body, seal: preview.seal })
    await system.tasks['send-answers']?.({}, new AbortController().signal)
    await sendReplies(system)
    await until(() => [...got.keys()].filter((address) => automatic(address, 'auto-generated').length === 1).length === 50)
    expect(automatic('a2@real.example', 'auto-generated')[0]?.text).toMatch(/^Hallo Person A2, wir wissen es/)
    const answer = automatic('a1@real.example', 'auto-generated')[0]
    const to = transport()
    await to.sendMail({
      from: 'a1@real.example',
      to: care,
      subject: `Re: ${answer?.subject}`,
      inReplyTo: answer?.messageId,
      references: answer?.messageId,
      text: `Thank you.\n\nOn Wed, 2 Jan 2030 at 09:10, Acme care <${care}> wrote:\n> Hello`,
    })
    // The same mail of ours, answered by another customer: it never meets the first one's thread.
    await to.sendMail({
      from: 'a51@real.example',
      to: care,
      subject: `Re: ${answer?.subject}`,
      inReplyTo: answer?.messageId,
      references: answer?.messageId,
      text: 'Forwarded to me: our mail is down too.',
    })
    to.close()
    await taken(52)
    const first = await show('a1@real.example')
    expect(first.thread.filter(({ kind }: { kind: string }) => kind === 'in').map(({ text }: { text: string }) => text)).toEqual([
      'Our mail is down.',
      'Thank you.',
    ])
    expect((await show('a51@real.example')).id).not.toBe(first.id)
    // Late, and linked: the answer in force, once.
    await system.tasks['send-answers']?.({}, new AbortController().signal)
    await sendReplies(system)
    await until(() => automatic('a51@real.example', 'auto-generated').length === 1)
  })

  test('restored: all hear it once; who says “still broken” is next', async () => {
    await ann.post(`/api/crises/${crisis}/acknowledgement`)
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, {
      ...update(),
      phase: 'resolved',
      nextUpdateAt: null,
      translations: {},
      parts: { title: 'Mail works again', happened: 'A switch failed.', why: 'It was old.', doing: 'We replaced it.', prevention: 'Two of them.' },
    })
    await ann.post(`/api/updates/${body.id}/submission`)
    await system.runJobs()
    await system.tasks['send-answers']?.({}, new AbortController().signal)
    await sendReplies(system)
    const told = (address: string) => sent(address).filter(({ text }) => text?.includes('Mail works again'))
    await until(() => Array.from({ length: 51 }, (_, n) => told(`a${n + 1}@real.example`).length).every((count) => count >= 1))
    for (let n = 1; n <= 51; n += 1) expect(told(`a${n}@real.example`)).toHaveLength(1)
    const last = automatic('a9@real.example', 'auto-generated').at(-1)
    const to = transport()
    await to.sendMail({
      from: 'a9@real.example',
      to: care,
      subject: `Re: ${last?.subject}`,
      inReplyTo: last?.messageId,
      references: last?.messageId,
      text: 'It is still broken for us.',
    })
    to.close()
    await taken(53)
    expect(await show('a9@real.example')).toMatchObject({ stillBroken: true })
    expect((await agent.post('/api/conversations/next')).body.id).toBe(await conversationWith(system, 'a9@real.example'))
  })

  test('mails made to harm are taken, shown harmless, and hold nobody up', async () => {
    const token = sent('a1@real.example')[0]?.messageId as string
    const hostile = hostileMails({ to: care, token })
    const to = transport()
    for (const { raw, from } of hostile) await to.sendMail({ envelope: { from, to: care }, raw })
    to.close()
    await taken(53 + hostile.filter(({ writes }) => writes).length)
    const { rows } = await sql<{ left: number }>`select count(*)::int as left from inbound_mails where not conversed`.execute(system.db)
    expect(rows[0]?.left).toBe(0)
    for (const { from, name, expected } of hostile.filter(({ writes }) => writes)) {
      const shown = await show(from)
      const [message] = shown.thread
      expect(`${name}: ${JSON.stringify(message.html)}`).not.toMatch(/<script|onload=|onerror=|javascript:|<svg|<iframe| src="http/i)
      expect({ name, files: message.files.map(({ verdict }: { verdict: string }) => verdict), note: message.senderNote !== null }).toEqual({
        name,
        ...expected,
      })
    }
    expect((await show('a1@real.example')).thread.filter(({ kind }: { kind: string }) => kind === 'in')).toHaveLength(2)
  })
})
