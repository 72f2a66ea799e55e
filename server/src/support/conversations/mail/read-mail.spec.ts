import { describe, expect, test } from 'vitest'
import { processorWatch } from '../../../../../journeys/support/processor-time.ts'
import { mailParts } from '../../../communicate/bounces/mail-parts.ts'
import { nobodyWroteMail, readMail } from './read-mail.ts'

const ours = { addresses: ['care@acme.example'], domains: ['acme.example'], names: ['Acme Broadband'] }
const read = (text: string | Buffer) => readMail(typeof text === 'string' ? Buffer.from(text.replace(/\n/g, '\r\n')) : text, { ours })
const head =
  'From: Ann Example <Ann@North.example>\nTo: Care <care@acme.example>, bob@north.example\nCc: cy@north.example\nReply-To: desk@north.example\nSubject: =?utf-8?q?Re=3A_L=C3=A4mp?=\nDate: Tue, 1 Jan 2030 10:00:00 +0100\nMessage-ID: <a1@north.example>\nIn-Reply-To: <s1@acme.example>\nReferences: <s0@acme.example>\n <s1@acme.example>\n'

describe('A customer’s mail', () => {
  test('is read: who, to whom, what about, what it answers', async () =>
    expect(await read(`${head}\nStill broken.\n\nOn Mon, 31 Dec 2029 at 09:00, Acme <care@acme.example> wrote:\n> We are sorry.\n`)).toMatchObject({
      readable: true,
      from: { address: 'ann@north.example', name: 'Ann Example' },
      to: [
        { address: 'care@acme.example', name: 'Care' },
        { address: 'bob@north.example', name: '' },
      ],
      cc: [{ address: 'cy@north.example', name: '' }],
      replyTo: [{ address: 'desk@north.example', name: '' }],
      subject: 'Re: Lämp',
      date: new Date('2030-01-01T09:00:00Z'),
      messageId: '<a1@north.example>',
      inReplyTo: ['<s1@acme.example>'],
      references: ['<s0@acme.example>', '<s1@acme.example>'],
      written: 'Still broken.',
      quoted: 'On Mon, 31 Dec 2029 at 09:00, Acme <care@acme.example> wrote:\n> We are sorry.',
      html: null,
      attachments: [],
      notes: [],
    }))
  test('in HTML alone has a text, and what it quotes is told apart in both', async () => {
    const mail = await read(
      `${head}Content-Type: text/html; charset=utf-8\n\n<p>Still <b>broken</b>.<script>x()</script></p><blockquote type="cite">We are sorry.</blockquote>`,
    )
    expect(mail).toMatchObject({ written: 'Still broken.', quoted: '> We are sorry.', html: '<p>Still <b>broken</b>.</p>' })
    expect(mail.quotedHtml).toContain('We are sorry.')
  })
  test('shows its pictures where the HTML names them, and lists other files', async () => {
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
    const mail = await read(
      `${head}Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>See <img src="cid:lamp@x"> and <img src="https://north.example/a.png"></p>\n--b\nContent-Type: image/png; name="lamp.png"\nContent-ID: <lamp@x>\nContent-Transfer-Encoding: base64\n\n${pixel}\n--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="=?utf-8?q?setup=2Eexe?="\n\nMZ\n--b--\n`,
    )
    expect(mail.html).toBe('<p>See <img data-cid="lamp@x"> and <img data-remote="https://north.example/a.png"></p>')
    expect(mail).toMatchObject({
      remoteImages: 1,
      inline: [{ cid: 'lamp@x', type: 'image/png', verdict: 'kept' }],
      attachments: [{ name: 'setup.exe', verdict: 'refused' }],
    })
  })
  test('says what an agent should know of its sender', async () => {
    expect((await read('From: Acme Broadband <billing@gmail.example>\nSubject: Pay now\n\nPay.')).notes.join()).toMatch(/called like Acme Broadband/)
    expect((await read('From: "care@acme.example" <x@evil.example>\n\nPay.')).notes.join()).toMatch(/calls themselves care@acme\.example/)
  })
  test('that is too large says so, and keeps no file that is cut off', async () => {
    const file = (name: string, lines: number) =>
      `--b\nContent-Type: application/pdf; name=${name}\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nJVBERi0x\n${`${'A'.repeat(76)}\n`.repeat(lines)}`
    const mail = await read(`${head}Content-Type: multipart/mixed; boundary=b\n\n${file('a.pdf', 10)}${file('b.pdf', 140_000)}--b--\n`)
    expect(mail.attachments.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['a.pdf', 'kept'],
      ['b.pdf', 'refused'],
    ])
    expect(mail.attachments[1]?.why).toMatch(/may be cut off/)
    expect(mail.notes.join()).toMatch(/larger than what is read/)
  })
  test('that claims to come from us says so', async () =>
    expect((await read('From: care@acme.example\nSubject: x\n\nHi')).notes.join()).toMatch(/from an address of ours/))
  test('that nobody wrote is told from others', async () => {
    expect(nobodyWroteMail(await read(`${head}Auto-Submitted: auto-replied\n\nI am away.`), 0)).toMatch(/machine/)
    expect(nobodyWroteMail(await read(`${head}\nHello.`), 0)).toBeUndefined()
  })
  test.each([
    ['nothing', ''],
    ['bytes', Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 256))],
    ['zeros', Buffer.alloc(100_000)],
    ['a page', '<html><body>Hello</body></html>'],
  ])('that is none is told so: %s', async (_, raw) => {
    const mail = await read(raw)
    expect(mail).toMatchObject({ readable: false, why: 'It has none of the headers of a mail.', written: '', attachments: [] })
  })
  test.each([
    ['an unknown character set', `${head}Content-Type: text/plain; charset=klingon-1\n\nHi`],
    ['no boundary', `${head}Content-Type: multipart/mixed\n\n--b\n\nHi`],
    ['a boundary that never comes', `${head}Content-Type: multipart/mixed; boundary=b\n\nHi`],
    ['a boundary that never ends', `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHi`],
    ['broken base64', `${head}Content-Transfer-Encoding: base64\n\n!!!SGk`],
    ['bytes that are no text', Buffer.concat([Buffer.from(`${head}\nHi `), Buffer.from([0xff, 0xfe, 0, 0xc0, 0x80])])],
    ['half a surrogate', `${head}Content-Type: text/html\n\nHi &#xD800; &#x110000; &#0;`],
    ['a date of no calendar', 'From: a@b.example\nDate: 99 Foo 99999\n\nHi'],
    ['no sender', 'Subject: x\n\nHi'],
    ['a sender that is none', 'From: <<<>>>,,,@\n\nHi'],
    ['ids that are none', `From: a@b.example\nMessage-ID: ${'<'.repeat(5_000)}\nReferences: ${'<a@b> '.repeat(10_000)}\n\nHi`],
  ])('is read whatever is wrong with it: %s', async (_, raw) => {
    const mail = await read(raw)
    expect(mail.readable).toBe(true)
    expect(JSON.stringify(mail)).not.toContain('\\u0000')
    expect(mail.written.isWellFormed()).toBe(true)
  })
  test.each([
    ['ten thousand headers', `${'X-A: b\n'.repeat(10_000)}${head}\nHi`, true],
    ['headers without end', 'X-A: b\n'.repeat(600_000), false],
    ['one endless header', `From: a@b.example\nSubject: ${'=?utf-8?q?a?= '.repeat(140_000)}\n\nHi`, true],
    ['a hundred thousand recipients', `From: a@b.example\nTo: ${'a@b.example, '.repeat(100_000)}\n\nHi`, true],
    [
      'nested without end',
      `${head}${Array.from({ length: 2_000 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`).join('')}\nHi`,
      false,
    ],
    ['mails in mails', `${head}${'Content-Type: message/rfc822\n\nSubject: x\n'.repeat(5_000)}\nHi`, true],
    ['a hundred thousand parts', `${head}Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(100_000)}`, true],
    ['a hundred thousand files', `${head}Content-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Disposition: attachment\n\nx\n'.repeat(100_000)}`, true],
    ['one line of ten megabytes', `${head}\n${'x'.repeat(10_000_000)}`, true],
    ['ten million empty lines', `${head}\n${'\n'.repeat(5_000_000)}`, true],
    ['five megabytes of marks', `${head}Content-Type: text/html\n\n${'<div>'.repeat(1_000_000)}`, true],
    ['five megabytes of half marks', `${head}Content-Type: text/html\n\n${'<a '.repeat(1_600_000)}`, true],
    [
      'a text and marks',
      `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHi\n--b\nContent-Type: text/html\n\n${'<!-- <a href="'.repeat(500_000)}`,
      true,
    ],
    ['ten megabytes of a file', `${head}Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n${`${'A'.repeat(76)}\n`.repeat(130_000)}`, true],
  ])('made to be slow or large is read in bounded time: %s', async (_, raw, readable) => {
    const spent = processorWatch()
    const mail = await read(raw)
    expect(mail.readable).toBe(readable)
    expect(spent()).toBeLessThan(8_000)
    expect(mail.written.length + mail.quoted.length).toBeLessThan(500_000)
    expect(mail.attachments.length).toBeLessThanOrEqual(120)
  })
  test('of megabytes of empty lines does not take the memory of all who read mails here', async () => {
    const before = process.memoryUsage().rss
    await mailParts(Buffer.from(`${head}\n${'\n'.repeat(2_000_000)}`))
    expect((process.memoryUsage().rss - before) / 1024 ** 2).toBeLessThan(700)
  })
})
