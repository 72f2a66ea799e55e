// Failure notices, complaints and answering machines, written for this file in the shapes that mail systems use.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { processorWatch } from '../../../../journeys/support/processor-time.ts'
import { readReport } from './report.ts'

describe('What came back is read', () => {
  test('a standard notice names the address, the code and the answer', async () => {
    const report = await read(
      standard({
        status: '5.1.1',
        diagnostic: 'smtp; 550 5.1.1 <ann@customer.example>: Recipient address rejected: User unknown (in reply to RCPT TO command)',
      }),
    )
    expect(report).toMatchObject({ kind: 'bounce', originalMessageId: '<update.17@sender.example>' })
    expect(report.recipients).toMatchObject([
      { address: 'ann@customer.example', status: '5.1.1', reply: '550', hard: true, reason: 'unknown-user', action: 'failed' },
    ])
  })

  test.each([
    ['5.2.2', 'smtp; 552 5.2.2 Mailbox over quota', 'mailbox-full'],
    ['5.1.1', 'smtp; 552 5.1.1 this mailbox is full', 'mailbox-full'],
    ['5.7.26', 'smtp; 550 5.7.26 This mail fails the DMARC policy of its domain', 'not-authenticated'],
    ['5.7.1', 'smtp; 554 5.7.1 Client host [192.0.2.4] blocked using a block list', 'blocked'],
    ['5.3.4', 'smtp; 552 5.3.4 Message size exceeds fixed limit', 'too-large'],
    ['4.4.7', 'smtp; 450 4.4.7 Message expired', 'expired'],
    ['5.0.0', 'smtp; 554 5.7.1 Message rejected as spam by content filter', 'spam'],
    ['5.2.1', 'smtp; 550 5.2.1 This account has been disabled', 'suspended'],
    ['5.0.0', 'smtp; 550 cannot find your reverse hostname', 'no-reverse-name'],
  ])('%s %s may pass: it is soft, because of %s', async (status, diagnostic, reason) => {
    expect((await read(standard({ status, diagnostic }))).recipients).toMatchObject([{ hard: false, reason }])
  })

  test.each([
    ['5.1.2', 'smtp; 550 5.1.2 Host unknown', 'unknown-host'],
    ['5.1.6', 'smtp; 550 5.1.6 The recipient has moved', 'moved'],
    ['5.1.10', 'dns; domain does not accept mail (Null MX)', 'no-mail-accepted'],
  ])('%s %s will never pass: it is hard, because of %s', async (status, diagnostic, reason) => {
    expect((await read(standard({ status, diagnostic }))).recipients).toMatchObject([{ hard: true, reason }])
  })

  test('“unknown” after the whole mail was heard, or without a code and a name, is not believed for good', async () => {
    expect((await read(standard({ status: '5.1.1', diagnostic: 'smtp; 550 no such user (in reply to end of DATA command)' }))).recipients[0]?.hard).toBe(false)
    expect((await read(standard({ status: '5.0.0', diagnostic: 'smtp; 550 user unknown' }))).recipients[0]?.hard).toBe(false)
  })

  test('a mail that still waits is a delay; one that arrived was delivered', async () => {
    expect((await read(standard({ action: 'delayed', status: '4.4.1', diagnostic: 'connection timed out' }))).kind).toBe('delay')
    expect(await read(standard({ action: 'delivered', status: '2.0.0', diagnostic: 'smtp; 250 ok' }))).toMatchObject({
      kind: 'delivered',
      recipients: [{ reason: 'delivered' }],
    })
  })

  test('a notice in plain words is read too, each address with its own reason', async () => {
    const report = await read(`Return-Path: <>
From: MAILER-DAEMON@mail.example
To: news@sender.example
Subject: Undelivered mail

Your message could not be delivered to the following addresses.

<ann@customer.example>:
192.0.2.1 refused. Remote host said: 550 5.1.1 no such user here

<bob@customer.example>:
192.0.2.1 refused. Remote host said: 452 4.2.2 mailbox full

--- Below this line is a copy of the message.

Received: from here
Message-ID: <update.18@sender.example>
From: news@sender.example
To: ann@customer.example, bob@customer.example
`)
    expect(report).toMatchObject({ kind: 'bounce', originalMessageId: '<update.18@sender.example>' })
    expect(report.recipients.map(({ address, reason, hard }) => [address, reason, hard])).toEqual([
      ['ann@customer.example', 'unknown-user', true],
      ['bob@customer.example', 'mailbox-full', false],
    ])
  })

  test('a complaint names its kind, and whom it was sent to', async () => {
    const report = await read(complaint)
    expect(report).toMatchObject({ kind: 'complaint', feedback: 'abuse', originalMessageId: '<update.17@sender.example>' })
    expect(report.recipients).toMatchObject([{ address: 'ann@customer.example', reason: 'complaint', hard: false }])
  })

  test('an answering machine is no bounce', async () => {
    const answer =
      'From: Ann <ann@customer.example>\nTo: news@sender.example\nSubject: Out of office: back on Monday\nIn-Reply-To: <update.17@sender.example>\nAuto-Submitted: auto-replied\n\nI am away.\n'
    expect(await read(answer)).toMatchObject({ kind: 'auto-reply', originalMessageId: '<update.17@sender.example>' })
  })

  test('a person who writes about a bounce, and a list that carries one, are neither', async () => {
    expect(
      (
        await read(
          'From: Ann <ann@customer.example>\nSubject: Re: mail delivery failed\nIn-Reply-To: <x@y.example>\n\nI got "550 user unknown" for bob@b.example. Why?\n',
        )
      ).kind,
    ).toBe('none')
    expect((await read(`List-Id: <talk.example>\nList-Post: <mailto:talk@list.example>\n${standard({ status: '5.1.1', diagnostic: 'x' })}`)).kind).toBe('none')
  })

  test('lines may end as on any machine', async () => {
    const mail = standard({ status: '5.1.1', diagnostic: 'smtp; 550 5.1.1 no such user' })
    for (const end of ['\n', '\r\n', '\r']) expect((await read(mail.replaceAll('\n', end))).recipients).toMatchObject([{ reason: 'unknown-user' }])
  })

  test('no bytes make it throw, and none take long', async () => {
    const seeds = [standard({ status: '5.1.1', diagnostic: 'smtp; 550 no' }), complaint]
    const broken = fc
      .record({ seed: fc.constantFrom(...seeds), cut: fc.nat(1_200), junk: fc.uint8Array({ maxLength: 400 }) })
      .map(({ seed, cut, junk }) => Buffer.concat([Buffer.from(seed.slice(0, cut)), junk, Buffer.from(seed.slice(cut))]))
    await fc.assert(
      fc.asyncProperty(fc.oneof(broken, fc.uint8Array({ maxLength: 2_000 })), async (raw) => {
        expect((await readReport(raw)).kind).toBeTypeOf('string')
      }),
      { numRuns: 300 },
    )
    const spent = processorWatch()
    for (const filler of [
      '<a@b.example> ',
      'blocked from server ',
      'Final-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n\n',
      '--b\nContent-Type: multipart/mixed; boundary=b\n\n',
    ])
      await read(`From: MAILER-DAEMON\nSubject: failure notice\nContent-Type: multipart/mixed; boundary=b\n\n${filler.repeat(20_000)}`)
    expect(spent()).toBeLessThan(8_000)
  })
})

const read = (mail: string) => readReport(Buffer.from(mail, 'utf8'))

const standard = ({
  action = 'failed',
  status,
  diagnostic,
}: {
  action?: string
  status: string
  diagnostic: string
}) => `From: Mail system <MAILER-DAEMON@relay.example>
To: news@sender.example
Subject: Returned to sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="=part"

--=part
Content-Type: text/plain

This is the relay. Something is to be said about your message.

--=part
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; Ann@customer.example
Action: ${action}
Status: ${status}
Diagnostic-Code: ${diagnostic}

--=part
Content-Type: message/rfc822

Message-ID: <update.17@sender.example>
From: news@sender.example
To: ann@customer.example
Subject: An update

Text
--=part--
`

const complaint = `From: feedback@provider.example
To: abuse@sender.example
Subject: a complaint
Content-Type: multipart/report; report-type=feedback-report; boundary="=part"

--=part
Content-Type: text/plain

This is a report of abuse.

--=part
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: provider/1
Version: 1
Original-Rcpt-To: ann@customer.example

--=part
Content-Type: message/rfc822

Message-ID: <update.17@sender.example>
From: news@sender.example
To: ann@customer.example

Text
--=part--
`
