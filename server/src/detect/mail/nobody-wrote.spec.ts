import { describe, expect, test } from 'vitest'
import { mailParts } from '../../communicate/bounces/mail-parts.ts'
import { mostAnHour, nobodyWrote } from './nobody-wrote.ts'

const judged = async (lines: string[], lately = 0) =>
  nobodyWrote(await mailParts(Buffer.from(`From: Ann <ann@customer.example>\nTo: care@acme.example\n${lines.join('\n')}\n\nIt is broken.\n`)), lately)

describe('A mail that nobody wrote', () => {
  test.each([
    ['Auto-Submitted: auto-replied', 'A machine sent it (Auto-Submitted: auto-replied).'],
    ['Auto-Submitted: auto-generated; owner=x', 'A machine sent it (Auto-Submitted: auto-generated).'],
    ['Auto-Submitted: Auto-Notified', 'A machine sent it (Auto-Submitted: auto-notified).'],
    ['X-Autoreply: yes', 'An answering machine sent it.'],
    ['X-Loop: care@acme.example', 'An answering machine sent it.'],
    ['Precedence: bulk', 'It went to many (Precedence: bulk).'],
    ['List-Id: <news.example>', 'It came over a list.'],
    ['List-Unsubscribe: <https://news.example/u>', 'It came over a list.'],
    ['Return-Path: <>', 'Nobody may be answered (an empty return path): a machine sent it.'],
    ['X-Leeward-Crisis: C-2030-001', 'It is a mail of ours that came back.'],
    ['Subject: Unsubscribe', 'It only asks to be taken off a list.'],
    ['Subject: Abmelden', 'It only asks to be taken off a list.'],
  ])('%s', async (line, sentence) => expect(await judged([line])).toBe(sentence))
  test.each(['noreply', 'no-reply', 'MAILER-DAEMON', 'postmaster', 'bounces+12'])('is told by the name of its sender: %s', async (name) =>
    expect(nobodyWrote(await mailParts(Buffer.from(`From: ${name}@shop.example\nSubject: x\n\nx`)), 0)).toBe('Its sender is a machine by its name.'),
  )
  test('is told by how many of them come: a loop counts at its beginning only', async () => {
    expect(await judged(['Subject: x'], mostAnHour - 1)).toBe(undefined)
    expect(await judged(['Subject: x'], mostAnHour)).toMatch(/More than 20 mails/)
  })
  test.each(['Auto-Submitted: no', 'X-Priority: 1', 'Subject: Unsubscribe does not work!', 'X-Mailer: Outlook', 'Return-Path: <ann@customer.example>'])(
    'is none with %s',
    async (line) => expect(await judged([line])).toBe(undefined),
  )
})
