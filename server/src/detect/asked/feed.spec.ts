import { describe, expect, test } from 'vitest'
import type { Heard } from '../../platform/outgoing/outgoing.ts'
import { mostAnswer } from './ask.ts'
import { askFeed, type FeedPlace } from './feed.ask.ts'
import { readFeed } from './feed.read.ts'

const rss = (items: string, head = '<?xml version="1.0"?>') =>
  `${head}<rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel><title>News</title><link>https://n.example</link>${items}</channel></rss>`
const item = (more: string) => `<item>${more}</item>`
const read = (document: string | Buffer, type?: string) => {
  const found = readFeed(Buffer.from(document as string), type)
  if ('wrong' in found) throw new Error(found.wrong)
  return found
}

describe('A feed', () => {
  test('of RSS says what, when and where', () =>
    expect(
      read(
        rss(
          item(
            '<title>Acme &amp; trains</title><link>https://n.example/1</link><guid>g1</guid><pubDate>Tue, 01 Jan 2030 09:00:00 GMT</pubDate><description>&lt;p&gt;All &lt;b&gt;stand&lt;/b&gt;&amp;nbsp;still.&lt;/p&gt;</description>',
          ),
        ),
      ),
    ).toEqual({
      whole: true,
      entries: [
        {
          key: expect.stringMatching(/^[\w-]{16}$/),
          at: Date.parse('2030-01-01T09:00:00Z'),
          title: 'Acme & trains',
          body: 'All stand still.',
          link: 'https://n.example/1',
        },
      ],
    }))
  test('of Atom, with its words in XHTML', () => {
    const { entries } = read(`<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><link rel="self" href="https://n.example/feed"/>
      <entry><id>tag:1</id><title type="html">It &lt;i&gt;burns&lt;/i&gt;</title><link rel="self" href="https://n.example/x"/><link rel="alternate" href="https://n.example/1"/>
      <published>2030-01-01T09:00:00+01:00</published><updated>2031-01-01T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Smoke <em>everywhere</em>.</p></div></content></entry></feed>`)
    expect(entries).toMatchObject([{ at: Date.parse('2030-01-01T08:00:00Z'), title: 'It burns', link: 'https://n.example/1' }])
    expect(entries[0]?.body?.replace(/\s+/g, ' ')).toBe('Smoke everywhere.')
  })
  test('of RDF, where entries stand beside the channel', () =>
    expect(
      read('<rdf:RDF xmlns:rdf="r"><channel/><item rdf:about="x"><title>Old</title><dc:date>2030-01-01T09:00:00Z</dc:date></item></rdf:RDF>').entries,
    ).toMatchObject([{ title: 'Old', at: Date.parse('2030-01-01T09:00:00Z') }]))
  test('in the encoding that it names itself, or its server', () => {
    const latin = Buffer.from(rss(item('<title>Störung</title>'), '<?xml version="1.0" encoding="ISO-8859-1"?>'), 'latin1')
    expect(readFeed(latin)).toMatchObject({ entries: [{ title: 'Störung' }] })
    expect(readFeed(Buffer.from(rss(item('<title>Störung</title>')), 'latin1'), 'text/xml; charset=iso-8859-1')).toMatchObject({
      entries: [{ title: 'Störung' }],
    })
    expect(readFeed(Buffer.from(`\ufeff${rss(item('<title>障害</title>'))}`, 'utf16le'))).toMatchObject({ entries: [{ title: '障害' }] })
  })
  test('that was written by hand is read as far as it goes', () => {
    const { entries, whole } = read(
      rss(
        `${item('<title>AT&T & friends <b>bold</title>')}${item('<link>javascript:alert(1)</link><pubDate>soon</pubDate>')}${item('<media:group><media:title>not this</media:title></media:group><title>This</title>')}`,
      ),
    )
    expect(whole).toBe(false)
    expect(entries.map(({ title }) => title).join('|')).toContain('AT&T & friends')
    for (const { link, at } of entries) expect([link, at]).toEqual([undefined, undefined])
  })
  test('an entry that broke off is left out, and said', () =>
    expect(read(`<rss><channel>${item('<guid>1</guid><title>Whole</title>')}<item><guid>2</guid><title>Brok`)).toMatchObject({
      whole: false,
      entries: [{ title: 'Whole' }],
    }))
  test('two that say the same thing are one, two of one title and different addresses are two', () => {
    const keys = (document: string) => new Set(read(document).entries.map(({ key }) => key)).size
    expect(keys(rss(item('<guid>1</guid><title>A</title>') + item('<guid>1</guid><title>A, corrected</title>')))).toBe(1)
    expect(keys(rss(item('<title>A</title><link>https://n.example/1</link>') + item('<title>A</title><link>https://n.example/2</link>')))).toBe(2)
  })
  test('that defines entities is refused, and nothing is ever carried out', () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>${rss(item('<title>&b;</title>'), '')}`
    expect(readFeed(Buffer.from(`<?xml version="1.0"?>${bomb}`))).toEqual({ wrong: 'It defines entities of its own, which no feed needs: it is not read.' })
    const outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    expect(readFeed(Buffer.from(outside + rss(item('<title>&x;</title>'), '')))).toHaveProperty('wrong')
    expect(read(rss(item('<title>&x; stays</title>'))).entries[0]?.title).toBe('&x; stays')
    // An article about them may name them.
    expect(read(rss(item('<title>On bombs</title><description><![CDATA[<!ENTITY a "lol">]]></description>'))).entries).toHaveLength(1)
  })
  test.each(['', '<html><body>Not found</body></html>', '{"items":[]}', 'rss', '<a>'.repeat(200_000), '\0'.repeat(1_000), '<rss'.repeat(100_000)])(
    'what is none is refused in words (%#)',
    (document) => expect(readFeed(Buffer.from(document))).toHaveProperty('wrong', expect.stringMatching(/feed|read/)),
  )
  test('of four megabytes is read in seconds, and its first thousand entries count', () => {
    const began = performance.now()
    expect(read(rss(item(`<title>x</title><description>${'&lt;b&gt;'.repeat(100)}</description>`).repeat(4_000))).entries).toHaveLength(1_000)
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

describe('Asking for a feed', () => {
  const now = new Date('2030-01-01T10:00:00Z')
  const dated = (guid: string, time: string) => item(`<guid>${guid}</guid><title>${guid}</title><pubDate>2030-01-01T${time}:00Z</pubDate>`)
  const heard = (body: string, headers: Record<string, string> = {}, status = 200): Heard => ({ kind: 'heard', status, headers, body })
  const ask = async (answer: Heard | ((url: string, headers: Record<string, string>) => Heard), place: FeedPlace = {}) =>
    askFeed({
      settings: { kind: 'feed', url: 'https://n.example/feed', ours: [], everySeconds: 300 },
      secret: null,
      place,
      since: new Date('2030-01-01T09:00:00Z'),
      now,
      call: async (url, call) => (typeof answer === 'function' ? answer(url, call?.headers ?? {}) : answer),
    })
  const titles = (asked: Awaited<ReturnType<typeof ask>>) => (asked.kind === 'well' ? asked.items.map(({ title }) => title) : asked.sentence)
  const placeOf = (asked: Awaited<ReturnType<typeof ask>>) => (asked.kind === 'well' ? asked.place : {})

  test('what stood there before is known and no news; then each entry is, once', async () => {
    const first = await ask(heard(rss(dated('old', '08:00') + dated('new', '09:30') + item('<guid>undated</guid>'))))
    expect(titles(first)).toEqual(['new'])
    const second = await ask(
      heard(rss(dated('late', '08:30') + item('<guid>undated</guid>') + dated('new', '09:30') + item('<guid>also undated</guid><title>also undated</title>'))),
      placeOf(first),
    )
    expect(titles(second)).toEqual(['late', 'also undated'])
    // It falls out of the feed for a while.
    const third = await ask(heard(rss('')), placeOf(second))
    expect(titles(await ask(heard(rss(dated('new', '09:30'))), placeOf(third)))).toEqual([])
  })
  test('only where it has changed', async () => {
    const first = await ask(heard(rss(dated('a', '09:30')), { etag: '"1"', 'last-modified': 'Tue, 01 Jan 2030 09:00:00 GMT' }))
    const second = await ask((_url, headers) => {
      expect(headers).toMatchObject({ 'if-none-match': '"1"', 'if-modified-since': 'Tue, 01 Jan 2030 09:00:00 GMT' })
      return heard('', {}, 304)
    }, placeOf(first))
    expect(second).toMatchObject({ kind: 'well', items: [], place: placeOf(first) })
  })
  test('what broke off is asked for again as a whole', async () =>
    expect(placeOf(await ask(heard(rss(dated('a', '09:30')).slice(0, -20), { etag: '"1"' })))).not.toHaveProperty('etag'))
  test('one that has moved is followed, three times at most', async () => {
    const moved = await ask((url) => (url.endsWith('/new') ? heard(rss(dated('a', '09:30'))) : heard('', { location: '/new' }, 301)))
    expect(titles(moved)).toEqual(['a'])
    let calls = 0
    const round = await ask(() => {
      calls += 1
      return heard('', { location: '/again' }, 302)
    })
    expect([titles(round), calls]).toEqual(['It leads elsewhere: give the final address.', 4])
  })
  test.each([
    [heard('x'.repeat(mostAnswer)), 'Its answer is larger than 4 MB.'],
    [heard('', {}, 404), 'Nothing is at this address (404).'],
    [heard('', {}, 401), 'It answers nobody without a token (401).'],
    [heard('', {}, 500), 'It answers 500.'],
    [heard('<html>'), 'What is there is no feed (RSS or Atom).'],
    [{ kind: 'lost', why: 'no answer in time', sent: true } as Heard, 'No answer: no answer in time.'],
    [{ kind: 'refused', why: '10.0.0.1 may not be called' } as Heard, 'It cannot be asked: 10.0.0.1 may not be called.'],
  ])('trouble is told in words (%#)', async (answer, sentence) => expect(titles(await ask(answer))).toBe(sentence))
  test('it is asked later where it says so', async () => {
    expect(await ask(heard('', { 'retry-after': '900' }, 429))).toMatchObject({ kind: 'failed', waitSeconds: 900 })
    expect(await ask(heard('', { 'retry-after': 'Tue, 01 Jan 2030 10:10:00 GMT' }, 503))).toMatchObject({ waitSeconds: 600 })
  })
})
