// What customers and monitors write by mail, through the pipe that keeps every mail: told once, masked, by whom; machines are left out.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { takeInbound } from '../server/src/communicate/inbound/inbound.store.ts'
import { readMails } from '../server/src/detect/mail/mail.store.ts'
import { createIntake } from '../server/src/detect/signals/take.store.ts'
import { lookAtAlerts } from '../server/src/detect/suspicions/alerts.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Mails as signals', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let monitorKey: string
  beforeAll(async () => {
    system = await testSystem()
    company = await smallCompany(system, 6)
    ann = await system.person('Ann', 'administrator')
    await arrives({ subject: 'From before', text: 'Nobody listens to this yet.' })
    expect(await look()).toBe(0)
    await add({ name: 'Support', kind: 'mail', service: 'shop-real', settings: { kind: 'mail', addresses: ['Care@acme.example'] } })
    const monitor = await add({
      name: 'Old monitor',
      kind: 'mail-alerts',
      settings: { kind: 'mail-alerts', addresses: ['care@acme.example'], subject: '[nagios]' },
    })
    monitorKey = monitor.key
  })
  afterAll(() => system.close())
  const add = async (more: object) => {
    const { status, body } = await ann.post('/api/signal-sources', { brand: company.slug, ...more })
    expect(status, JSON.stringify(body)).toBe(201)
    return body
  }
  let nth = 0
  const arrives = (given: { from?: string; to?: string; subject?: string; text?: string; headers?: string[]; id?: string }) => {
    const { from = 'Customer <a2@real.example>', to = 'Acme <care@acme.example>', subject = 'Order', text = 'x', headers = [], id } = given
    nth += 1
    const head = [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: ${id ?? `<${nth}@customer.example>`}`, ...headers]
    return takeInbound(system.deps, Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}\r\n`), 'test')
  }
  const look = (deps = system.deps) => readMails(deps, createIntake(deps))
  const told = async () => (await ann.get('/api/signals?limit=200')).body
  const untold = async () =>
    (await sql<{ count: number }>`select count(*)::int as count from inbound_mails where not told and route <> 'unparseable'`.execute(system.db)).rows[0]?.count

  test('what was there before anybody asked for it is nobody’s news', async () => {
    expect(await look()).toBe(0)
    expect(await told()).toEqual([])
  })
  test('what a customer writes is read, masked, and theirs by their address', async () => {
    await arrives({
      subject: 'Re: Your order',
      text: 'This is the third time it broke. I want my money back! Call +49 30 1234567.\r\n\r\nOn Mon, 1 Jan 2030 at 08:00, Acme <care@acme.example> wrote:\r\n> We are sorry.\r\n> Call 0800 123456.',
    })
    await look()
    const [mail, ...others] = await told()
    expect(others).toEqual([])
    expect(mail).toMatchObject({
      source: 'Support',
      kind: 'message',
      name: 'mail',
      service: 'Shop',
      account: 'A2',
      title: 'Your order',
      body: 'This is the third time it broke. I want my money back! Call [phone].',
    })
    const { rows } = await sql<{ name: string; watched: boolean }>`select name, watched from series order by name`.execute(system.db)
    expect(rows).toEqual([
      { name: 'mail', watched: false },
      ...['texts', 'texts.complaint', 'texts.negative', 'texts.refund'].map((name) => ({ name, watched: true })),
    ])
  })
  test('the same mail again, and over another mailbox, is told once', async () => {
    await arrives({ id: '<twice@customer.example>', subject: 'Twice', text: 'Is it down?' })
    await arrives({ id: '<twice@customer.example>', subject: 'Twice', text: 'Is it down?', headers: ['Received: from elsewhere'] })
    await Promise.all([look(), look()])
    await look()
    expect((await told()).filter(({ title }: { title: string }) => title === 'Twice')).toHaveLength(1)
  })
  test('nobody waits behind a flood of bounces', async () => {
    const raw = (nth: number) =>
      Buffer.from(
        `From: mailer-daemon@relay.example\nTo: bounces@acme.example\nSubject: Undelivered Mail Returned to Sender\n\n<${nth}@gone.example>: 550 5.1.1 no such user`,
      )
    for (let i = 0; i < 60; i += 1) await takeInbound(system.deps, raw(i), 'test')
    await arrives({ subject: 'Behind them', text: 'Is it down?' })
    expect(await look()).toBe(1)
    expect((await told()).some(({ title }: { title: string }) => title === 'Behind them')).toBe(true)
  })
  test('an address that stands in no account, or in several, names none', async () => {
    await sql`insert into contacts (account_id, practice, email) select id, practice, 'agency@real.example' from accounts where key in ('A1', 'A3')`.execute(
      system.db,
    )
    await arrives({ from: 'agency@real.example', subject: 'Agency' })
    await arrives({ from: 'nobody@elsewhere.example', subject: 'Nobody' })
    await look()
    for (const title of ['Agency', 'Nobody']) expect((await told()).find((each: { title: string }) => each.title === title)).toMatchObject({ account: null })
  })
  test('machines, lists, bounces and whoever only leaves are not told', async () => {
    const before = (await told()).length
    for (const headers of [['Auto-Submitted: auto-replied'], ['List-Id: <x>'], ['Precedence: bulk'], ['Return-Path: <>']]) await arrives({ headers })
    await arrives({ subject: 'Unsubscribe' })
    await arrives({ from: 'noreply@shop.example' })
    await arrives({ to: 'sales@acme.example' })
    await arrives({ from: 'mailer-daemon@relay.example', subject: 'Undelivered Mail Returned to Sender', text: '<a3@real.example>: 550 5.1.1 no such user' })
    await look()
    expect(await told()).toHaveLength(before)
    expect(await untold()).toBe(0)
  })
  test('two machines that answer each other count at the beginning only', async () => {
    for (let i = 0; i < 30; i += 1) await arrives({ from: 'robot@elsewhere.example', subject: `Loop ${i}` })
    while ((await look()) > 0);
    expect((await told()).filter(({ title }: { title: string }) => title.startsWith('Loop'))).toHaveLength(20)
  })
  test('a monitor writes to an address with its key, and its alert is a suspicion until it is over', async () => {
    await arrives({
      from: 'nagios@mon.example',
      to: `care+${monitorKey}@acme.example`,
      subject: '[nagios] PROBLEM: disk full on db1',
      headers: ['Auto-Submitted: auto-generated'],
    })
    await look()
    await lookAtAlerts(system.deps)
    expect((await ann.get('/api/suspicions')).body).toMatchObject([{ title: '[nagios] PROBLEM: disk full on db1' }])
    // By the rule for its subject, too.
    await arrives({ from: 'nagios@mon.example', subject: '[nagios] RECOVERY: disk full on db1' })
    await look()
    await lookAtAlerts(system.deps)
    await system.at('09:30')
    expect((await ann.get('/api/suspicions')).body).toEqual([])
  })
  test('its mail is an alert also where it reads like a report of a mail server', async () => {
    const [headers, text] = [['Auto-Submitted: auto-replied'], '<queue@mon.example>: 550 5.1.1 mail was not delivered']
    const subject = 'PROBLEM: Undelivered mail on mx1'
    expect(await arrives({ from: 'mailer-daemon@mon.example', to: `care+${monitorKey}@acme.example`, subject, text, headers })).not.toMatchObject({
      route: 'other',
    })
    await arrives({ from: 'mailer-daemon@mon.example', subject: `[nagios] ${subject}`, text, headers })
    await look()
    expect((await told()).filter(({ title }: { title: string }) => title.endsWith(subject))).toMatchObject([{ title: subject, state: 'firing' }])
  })
  test('its key opens no other door: it stands in addresses that others read', async () => {
    const answer = await system.web.console.inject({
      method: 'POST',
      url: '/api/signals',
      headers: { authorization: `Bearer ${monitorKey}` },
      payload: { name: 'a' },
    })
    expect(answer.statusCode).toBe(403)
    const { id } = (await ann.get('/api/signal-sources')).body.find(({ name }: { name: string }) => name === 'Old monitor')
    expect((await ann.put(`/api/signal-sources/${id}`, { name: 'x', kind: 'signals', brand: company.slug })).status).toBe(404)
  })
  test('whoever dies while it is stored leaves it for the next look, which tells it once', async () => {
    await arrives({ subject: 'Killed', text: 'Is it down?' })
    const intake = createIntake(system.deps)
    const dying = {
      take: async (...given: Parameters<typeof intake.take>) => {
        await intake.take(...given)
        throw new Error('killed')
      },
    }
    await expect(readMails(system.deps, dying)).rejects.toThrow('killed')
    expect((await told()).some(({ title }: { title: string }) => title === 'Killed')).toBe(false)
    expect(await untold()).toBe(1)
    await look()
    await look()
    expect((await told()).filter(({ title }: { title: string }) => title === 'Killed')).toHaveLength(1)
  })
  test('hostile mails are no failure', async () => {
    for (const text of ['<script>alert(1)</script>', '\u0000\u0001', 'x'.repeat(300_000), '> '.repeat(50_000), ''])
      await arrives({ subject: `=?utf-8?B?${Buffer.from(`Odd\0${text.length}`).toString('base64')}?=`, text })
    await arrives({ from: '', subject: '', id: '<>' })
    expect(await look()).toBeGreaterThan(0)
    expect(await untold()).toBe(0)
  })
  test('settings that make no sense are refused by name', async () => {
    for (const [more, sentence] of [
      [{ kind: 'mail' }, /settings/],
      [{ kind: 'signals', settings: { kind: 'mail' } }, /settings/],
      [{ kind: 'mail', settings: { kind: 'feed', url: 'https://a.example' } }, /settings/],
      [{ kind: 'mail', settings: { kind: 'mail', addresses: ['no address'] } }, /must be an address/],
      [{ kind: 'mail-alerts', settings: { kind: 'mail-alerts', firing: [] } }, /must name a word/],
    ] as const) {
      const { status, body } = await ann.post('/api/signal-sources', { name: 'x', brand: company.slug, ...more })
      expect(status).toBe(400)
      expect(JSON.stringify(body)).toMatch(sentence)
    }
  })
})
