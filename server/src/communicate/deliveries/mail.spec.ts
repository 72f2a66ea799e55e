import { describe, expect, test } from 'vitest'
import { composeMail, type Links, type MailUpdate, type Recipient } from './mail.ts'

const said = ['happened', 'affected', 'known', 'unknown', 'doing', 'can', 'must', 'workaround', 'estimate', 'why', 'prevention']

describe('A mail to a customer', () => {
  test.each(['update', 'remedy-notice', 'sign-off-request'] as const)('whatever people write, a %s has no tag that is not ours', (kind) => {
    const evil = `</title></style>--><![endif]--><script>alert(1)</script><!--[if mso]><img src=x onerror=alert(1)>"'&`
    const tags = (text: string) => mail({ kind, text }).html.match(/<[^<]*?>/g)
    expect(tags(evil)).toEqual(tags('harmless'))
    expect(mail({ kind, text: evil }).html).not.toMatch(/<script|<img|onerror=alert\(1\)>/)
  })
  test('it loads nothing from anywhere, so that it looks the same offline and tells nobody that it was opened', () =>
    expect(mail().html).not.toMatch(/<img|<link|\ssrc=|url\(|@import|@font-face|background=/))
  test('as plain text it says everything that it says as HTML', () => {
    const { text, html } = mail()
    for (const part of said) {
      expect(html).toContain(`${part} words`)
      expect(text).toContain(`${part} words`)
    }
    for (const link of Object.values(links).slice(0, 2)) expect(text).toContain(link)
  })
  test('behind the subject a list of mails shows what matters most', () =>
    expect(/<div style="display:none[^>]*>([^<&]*)/.exec(mail().html)?.[1]).toBe('Cause known. must words'))
  test('all updates of a crisis have the subject of the first, in its reader’s language; what asks something of the reader has its own', () => {
    const firstTitles = { en: 'We look into it', de: 'Wir sehen nach' }
    const calm = { title: 'We found it', known: 'A disk.' }
    expect(mail({ firstTitles, parts: calm }).subject).toBe('We look into it [C-2030-001]')
    expect(mail({ firstTitles, parts: calm }).html).toContain('Cause known. We found it. A disk.')
    expect(mail({ firstTitles, parts: calm, locale: 'de-AT' }).subject).toBe('Wir sehen nach [C-2030-001]')
    expect(mail({ firstTitles, parts: { ...calm, must: 'Change your password.' } }).subject).toBe('We found it [C-2030-001]')
    expect(mail({ parts: calm }).subject).toBe('We found it [C-2030-001]')
  })
  test('what must be done stands first', () => expect(mail().html.indexOf('must words</p>')).toBeLessThan(mail().html.indexOf('happened words</p>')))
  test('it stays below what large mailboxes cut off', () => expect(mail({ text: 'x'.repeat(2_000) }).html.length).toBeLessThan(102_000))
  test('updates can be left, by header and by hand; what is owed cannot', () => {
    expect(mail({ leave: true })).toMatchObject({
      headers: { 'List-Unsubscribe': '<https://s.example/u>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    })
    expect(mail({ leave: true }).text).toContain('Unsubscribe: https://s.example/u')
    expect(mail({ kind: 'remedy-notice' }).headers).not.toHaveProperty('List-Unsubscribe')
  })
  test('answers go where the brand wants them', () => {
    expect(mail().replyTo).toBeUndefined()
    expect(mail({ replyTo: 'help@acme.example' }).replyTo).toBe('help@acme.example')
  })
  test('whoever had to ask for it is not told that they need not', () => {
    expect(mail({ kind: 'remedy-notice' }).text).toContain('Without your having to ask')
    expect(mail({ kind: 'remedy-notice', asked: true }).text).not.toContain('having to ask')
  })
  test('the mails of a crisis are one conversation, each of its own', () => {
    const [one, other] = [mail({ id: 'u1' }), mail({ id: 'u2' })]
    expect(one.id).not.toBe(other.id)
    expect([one.inReplyTo, one.references]).toEqual([other.inReplyTo, [other.inReplyTo]])
  })
})

const links: Links = { statusPage: 'https://s.example/acme/', unsubscribe: 'https://s.example/u', works: 'https://s.example/w', broken: 'https://s.example/b' }

type Wanted = {
  kind?: MailUpdate['class']
  text?: string
  leave?: boolean
  replyTo?: string | null
  id?: string
  firstTitles?: Record<string, string>
  parts?: MailUpdate['parts']
  locale?: string
  asked?: boolean
}
function mail({ kind = 'update', text = '', leave, replyTo = null, id = 'u1', firstTitles, parts: given, locale = 'en', asked = false }: Wanted = {}) {
  const parts = given ?? { title: text || 'Mail is down', ...Object.fromEntries(said.map((part) => [part, text || `${part} words`])) }
  const brand = { slug: 'acme', name: text || 'Acme', sender: 'care@acme.example', senderName: text || 'Acme', replyTo }
  const update: MailUpdate = {
    id,
    class: kind,
    crisisNumber: 'C-2030-001',
    crisisId: 'c1',
    sequence: 1,
    phase: 'identified',
    parts,
    nextUpdateAt: new Date('2030-01-01T10:00:00Z'),
    lastTitle: text || null,
    ...(firstTitles ? { firstTitles } : {}),
    brand,
  }
  const remedies = [{ remedy: 'call', sentence: text || 'A call', amountMinor: 0, currency: 'EUR', asked }]
  const to: Recipient = { deliveryId: 1, address: 'a@b.example', name: text || 'Ada', account: text || 'Ada Ltd', locale, timeZone: 'Etc/UTC', remedies }
  const { unsubscribe, ...others } = links
  return composeMail(update, to, (leave ?? kind === 'update') && unsubscribe ? { ...others, unsubscribe } : others)
}
