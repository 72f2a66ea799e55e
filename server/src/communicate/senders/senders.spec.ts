// What receivers make of a domain, said in plain words.
import { describe, expect, test } from 'vitest'
import { fakeDns, type Zone } from '../../../../journeys/support/dns.ts'
import { checkBounces } from './bounces.ts'
import { checkSender } from './check.ts'
import { checkDmarc } from './dmarc.ts'
import { keyLine, txtLine } from './dns-lines.ts'
import { checkKey } from './published-key.ts'
import { checkSpf } from './spf.ts'

const domain = 'acme.example'
const publicKey = 'A'.repeat(392)
const now = new Date('2030-01-10T09:00:00Z')

describe('The SPF record of a sender’s domain', () => {
  const spf = (zone: Zone, server?: string) => checkSpf(fakeDns(zone), domain, server)
  const of = (...records: string[]): Zone => ({ [`TXT ${domain}`]: records })
  const chain = (length: number): Zone =>
    Object.fromEntries(
      Array.from({ length }, (_, n) => [`TXT ${n === 0 ? domain : `s${n}.example`}`, [`v=spf1 ${n < length - 1 ? `include:s${n + 1}.example ` : ''}~all`]]),
    )

  test('one that ends in ~all is right, and its look-ups are counted', async () =>
    expect(await spf({ ...of('other', 'v=spf1 ip4:192.0.2.1 include:mail.example mx ~all'), 'TXT mail.example': ['v=spf1 a -all'] })).toMatchObject({
      state: 'right',
      sentence: 'acme.example has one SPF record, which needs 3 of 10 look-ups and ends in ~all.',
    }))
  test('where there is none, one is proposed that names our mail server', async () =>
    expect(await spf({}, 'smtp.mail.example')).toMatchObject({
      state: 'wrong',
      lines: [{ name: domain, type: 'TXT', value: 'v=spf1 a:smtp.mail.example ~all' }],
    }))
  test('two are as good as none, and become one', async () =>
    expect(await spf(of('v=spf1 include:a.example -all', 'V=SPF1 mx include:a.example ?all'))).toMatchObject({
      state: 'wrong',
      sentence: expect.stringContaining('has 2 SPF records'),
      lines: [{ value: 'v=spf1 include:a.example mx ~all' }],
    }))
  test('ten look-ups may be, eleven are too many', async () => {
    expect((await spf(chain(11))).state).toBe('right')
    expect(await spf(chain(12))).toMatchObject({ state: 'wrong', sentence: expect.stringContaining('needs 11 look-ups') })
  })
  test('a chain without end is not followed for ever', async () => {
    const dns = fakeDns(chain(500))
    expect(await checkSpf(dns, domain)).toMatchObject({ state: 'wrong', sentence: expect.stringContaining('more than 20') })
    expect(dns.asked.length).toBeLessThan(30)
  })
  test.each([
    ['v=spf1 +all', 'wrong', 'anybody may send'],
    ['v=spf1 mx all', 'wrong', 'anybody may send'],
    ['v=spf1 mx ?all', 'warning', 'End it with ~all'],
    ['v=spf1 mx', 'warning', 'End it with ~all'],
    ['v=spf1', 'warning', 'End it with ~all'],
    ['v=spf1 ptr -all', 'warning', 'uses ptr'],
    ['v=spf1 ipv4:192.0.2.1 -all', 'wrong', '“ipv4:192.0.2.1”, which SPF does not know'],
    ['v=spf1 include:nowhere.example -all', 'wrong', 'includes nowhere.example, which has none'],
    ['v=spf1 include:acme.example -all', 'wrong', 'circle'],
    ['v=spf1 include:%{i}._spf.acme.example exists:%{i}.acme.example -all', 'right', '2 of 10'],
    ['v=spf1 mx -ALL', 'right', 'ends in -all'],
    ['v=spf1 \u0000<script> -all', 'wrong', 'does not know'],
  ])('“%s” is %s: %s', async (record, state, words) => expect(await spf(of(record))).toMatchObject({ state, sentence: expect.stringContaining(words) }))
  test('a redirect is followed', async () =>
    expect(await spf({ ...of('v=spf1 redirect=_spf.acme.example'), 'TXT _spf.acme.example': ['v=spf1 mx -all'] })).toMatchObject({
      state: 'right',
      sentence: expect.stringContaining('2 of 10'),
    }))
  test('where the DNS does not answer, nobody claims to know', async () => {
    expect(await spf({ [`TXT ${domain}`]: 'did not answer in time' })).toMatchObject({
      state: 'unknown',
      sentence: expect.stringContaining('did not answer in time'),
    })
    expect(await spf({ ...of('v=spf1 include:mail.example -all'), 'TXT mail.example': 'refused to answer' })).toMatchObject({ state: 'unknown' })
  })
})

describe('The published key of a sender’s domain', () => {
  const key = (state: 'waiting' | 'signing' | 'retired', more = {}) => ({ domain, selector: 'lw1', publicKey, state, ...more })
  const shown = (state: 'waiting' | 'signing' | 'retired', records: string[] | string, more = {}) =>
    checkKey(fakeDns({ [`TXT lw1._domainkey.${domain}`]: records }), key(state, more), now)
  const line = keyLine(domain, 'lw1', publicKey).value

  test('the line to add is split where a string of the DNS ends', () => {
    const { value, zone } = keyLine(domain, 'lw1', publicKey)
    expect(value).toBe(`v=DKIM1; k=rsa; p=${publicKey}`)
    expect(zone).toMatch(/^lw1\._domainkey\.acme\.example\. IN TXT "[^"]{255}" "[^"]+"$/)
    expect(zone.replaceAll('" "', '')).toContain(`"${value}"`)
    expect(txtLine('x.example', '').zone).toBe('x.example. IN TXT ""')
  })
  test('one that is published is fit to switch to, then in use', async () => {
    expect(await shown('waiting', [line])).toMatchObject({ state: 'right', sentence: expect.stringContaining('Switch to it') })
    expect(await shown('signing', [line.replaceAll(' ', '')])).toMatchObject({ state: 'right', sentence: expect.stringContaining('signed with the key lw1') })
  })
  test.each([
    ['waiting', [], 'warning', 'is not published yet'],
    ['signing', [], 'wrong', 'Every signature fails'],
    ['signing', ['v=DKIM1; p='], 'wrong', 'revoked'],
    ['signing', ['v=DKIM1; p=BBBB'], 'wrong', 'Another key'],
    ['signing', [`v=DKIM1; k=ed25519; p=${publicKey}`], 'wrong', 'cannot be read as an RSA key'],
    ['signing', [`v=DKIM1; h=sha1; p=${publicKey}`], 'wrong', 'cannot be read as an RSA key'],
    ['signing', ['hello'], 'wrong', 'cannot be read as an RSA key'],
    ['signing', [line, line], 'wrong', '2 TXT records'],
    ['waiting', [`${line}; t=y:s`], 'warning', 'as a test'],
    ['signing', 'answered that it cannot tell (SERVFAIL)', 'unknown', 'SERVFAIL'],
  ] as const)('a key that is %s and shown as %s is %s: %s', async (state, records, found, words) =>
    expect(await shown(state, records as unknown as string[])).toMatchObject({ state: found, sentence: expect.stringContaining(words) }),
  )
  test('a former one stays while mails are under way, then may go', async () => {
    expect((await shown('retired', [line], { mayGoAt: new Date('2030-01-12') })).sentence).toContain('which mails under way need')
    expect((await shown('retired', [line], { mayGoAt: new Date('2030-01-08') })).sentence).toContain('may be removed now')
    expect((await shown('retired', [])).sentence).toContain('is gone')
  })
})

describe('The DMARC policy of a sender’s domain', () => {
  const dmarc = (records: string[] | string, { signed = true, bounces = [domain], at = domain } = {}) =>
    checkDmarc(fakeDns({ [`TXT _dmarc.${at}`]: records }), domain, signed, bounces)
  const good = 'v=DMARC1; p=quarantine; rua=mailto:d@acme.example'
  test('quarantine with reports and a signature is right', async () => expect(await dmarc([good])).toMatchObject({ state: 'right' }))
  test('where there is none, a first one is proposed', async () =>
    expect(await dmarc([])).toMatchObject({ state: 'wrong', lines: [{ name: `_dmarc.${domain}`, value: `v=DMARC1; p=none; rua=mailto:dmarc@${domain}` }] }))
  test.each([
    [['v=DMARC1; p=none; rua=mailto:d@acme.example'], 'warning', 'forged mail in your name is still delivered'],
    [['v=DMARC1; p=reject'], 'warning', 'no address for reports'],
    [[`${good}; pct=20`], 'warning', '20 %'],
    [['v=DMARC1; p=perhaps'], 'wrong', 'no policy that receivers know'],
    [['v=DMARC1'], 'wrong', 'no policy that receivers know'],
    [[good, good], 'wrong', '2 DMARC records'],
    ['did not answer in time', 'unknown', 'did not answer in time'],
  ] as const)('%s is %s: %s', async (records, state, words) =>
    expect(await dmarc(records as unknown as string[])).toMatchObject({ state, sentence: expect.stringContaining(words) }),
  )
  test('a domain below another takes that one’s policy for its kind', async () => {
    const zone = { 'TXT _dmarc.acme.example': ['v=DMARC1; p=reject; sp=none; rua=mailto:d@acme.example'] }
    expect(await checkDmarc(fakeDns(zone), 'news.acme.example', true, ['news.acme.example'])).toMatchObject({
      state: 'warning',
      sentence: expect.stringContaining('is none (from acme.example)'),
    })
  })
  test('who reads the reports of another domain must say so', async () => {
    const zone: Zone = { 'TXT _dmarc.acme.example': ['v=DMARC1; p=reject; rua=mailto:a@acme.example,mailto:r@reports.example!10m'] }
    expect(await checkDmarc(fakeDns(zone), domain, true, [domain])).toMatchObject({
      state: 'warning',
      sentence: expect.stringContaining('acme.example._report._dmarc.reports.example'),
    })
    zone['TXT acme.example._report._dmarc.reports.example'] = ['v=DMARC1']
    expect(await checkDmarc(fakeDns(zone), domain, true, [domain])).toMatchObject({ state: 'right' })
  })
  test('a top-level domain is never asked', async () => {
    const dns = fakeDns({})
    await checkDmarc(dns, 'a.b.acme.example', true, [])
    expect(dns.asked).toEqual(['TXT _dmarc.a.b.acme.example', 'TXT _dmarc.b.acme.example', 'TXT _dmarc.acme.example'])
  })
  test('unsigned, and bouncing to a stranger, nothing speaks for the domain', async () => {
    expect(await dmarc([good], { signed: false, bounces: ['mailer.example'] })).toMatchObject({
      state: 'wrong',
      sentence: expect.stringContaining('mailer.example, another domain'),
    })
    expect(await dmarc([`${good}; aspf=s`], { signed: false, bounces: ['b.acme.example'] })).toMatchObject({
      state: 'wrong',
      sentence: expect.stringContaining('aspf=s'),
    })
    expect(await dmarc([good], { signed: false, bounces: ['b.acme.example'] })).toMatchObject({
      state: 'warning',
      sentence: expect.stringContaining('only SPF'),
    })
  })
})

describe('Where bounces go', () => {
  const mx = (zone: Zone) => checkBounces(fakeDns(zone), domain, 'bounces@acme.example')
  test.each([
    [{ 'MX acme.example': ['mx.acme.example.'], 'A mx.acme.example': ['192.0.2.1'] }, 'right', 'which mx.acme.example takes'],
    [{ 'MX acme.example': ['mx.acme.example'] }, 'wrong', 'mx.acme.example has no address'],
    [{ 'MX acme.example': [''] }, 'wrong', 'takes no mail at all'],
    [{ 'A acme.example': ['192.0.2.1'] }, 'warning', 'no MX record'],
    [{}, 'wrong', 'they get lost'],
    [{ 'MX acme.example': 'refused to answer' }, 'unknown', 'refused to answer'],
    [{ 'A acme.example': 'refused to answer' }, 'unknown', 'refused to answer'],
  ] as [Zone, string, string][])('%j is %s: %s', async (zone, state, words) =>
    expect(await mx(zone)).toMatchObject({ state, sentence: expect.stringContaining(words) }),
  )
})

describe('A sender’s domain as a whole', () => {
  const brand = { slug: 'acme', name: 'Acme', sender: 'care@acme.example', senderName: 'Acme', replyTo: null, bounceAddress: null, quietHours: null }
  const ours = { statusUrl: 'https://status.acme.example' }
  test('links by which one leaves without https are not offered by mail programs, and that is said', async () => {
    const findings = await checkSender(fakeDns({}), domain, [brand], [], now, { statusUrl: 'http://status.acme.example' })
    expect(findings.at(-1)).toMatchObject({ about: 'unsubscribe', state: 'warning', sentence: expect.stringContaining('http://status.acme.example') })
  })
  test('without a key it is said that mails are not signed', async () => {
    const findings = await checkSender(fakeDns({}), domain, [brand], [], now, ours)
    expect(findings.map(({ about, state }) => `${about} ${state}`)).toEqual(['dkim wrong', 'spf wrong', 'dmarc wrong', 'bounces wrong'])
  })
  test('SPF is asked of the domain to which bounces go, for that is what it speaks for', async () => {
    const findings = await checkSender(fakeDns({}), domain, [{ ...brand, bounceAddress: 'b@mailer.example' }], [], now, ours)
    expect(findings.filter(({ about }) => about === 'spf').map((each) => each.domain)).toEqual(['mailer.example'])
  })
})
