// The help that customers open: in their language, with what goes on now, asked once whether it helped; nothing internal, nothing that runs, and closed where the page is.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { privateLink } from '../server/src/communicate/status-page/private.links.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('The help portal', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let help: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 4)
    help = `/${company.slug}/help`
    ann = await system.person('Ann', 'administrator')
    await brand({})
    const reset = await publish(
      {
        title: 'Resetting a password',
        body: 'Choose **Forgotten**.\n\n## Then\n\nWait. <img src=x onerror=alert(1)> [x](javascript:alert(1))',
        services: [company.mail],
      },
      'en',
    )
    await ann.put(`/api/knowledge/articles/${reset}/texts/de`, { title: 'Passwort zurücksetzen', body: 'Wählen Sie *Vergessen*.', revision: 0 })
    await ann.post(`/api/knowledge/articles/${reset}/publication`, { revisions: { de: 1 } })
    await publish({ title: '<b>Bold</b> & "invoices"', body: 'Invoices are sent on the first.' }, 'en')
    await publish({ title: 'Secret vault', body: 'Cassiopeia', open: false }, 'en')
  })
  afterAll(() => system.close())

  const brand = async (more: object) => {
    const body = { name: 'Acme', sender: 'updates@acme.example', senderName: 'Acme care', locale: 'en', timeZone: 'Etc/UTC', languages: ['de', 'ja'], ...more }
    expect((await ann.put(`/api/brands/${company.slug}`, body)).status).toBe(200)
    await system.web.refreshStatus()
  }
  const publish = async (words: object, locale: string) => {
    const { body } = await ann.post('/api/knowledge/articles', { ...words, locale })
    await ann.post(`/api/knowledge/articles/${body.id}/publication`, { revisions: { [locale]: 1 } })
    return body.id as string
  }
  const open = (url: string, headers: Record<string, string> = {}) => system.web.status.inject({ method: 'GET', url, headers })
  const form = (url: string, payload: string, headers: Record<string, string> = {}) =>
    system.web.status.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } })

  test('is linked from the status page, and has a search, what is read, and each service', async () => {
    expect((await open(`/${company.slug}/`)).body).toContain('<a href="help">Help</a>')
    const home = await open(help)
    expect([home.statusCode, home.headers['cache-control'], home.headers['content-security-policy']]).toEqual([
      200,
      'public, max-age=10, stale-while-revalidate=60',
      expect.stringContaining("script-src 'self'"),
    ])
    expect(home.body).toContain('<form class="ask" role="search" action="help/search">')
    expect(home.body).toMatch(/<h3>Mail<\/h3><ul class="links"><li><a href="help\/articles\/resetting-a-password">Resetting a password<\/a>/)
    expect(home.body).toContain('&lt;b&gt;Bold&lt;/b&gt; &amp; &quot;invoices&quot;')
    expect(home.body).not.toMatch(/Secret vault|What is going on now/)
    expect((await open(help, { 'if-none-match': String(home.headers.etag) })).statusCode).toBe(304)
    expect((await open('/help')).headers.location).toBe(help)
    expect((await open(`${help}/`)).headers.location).toBe('../help')
  })

  test('shows an article as it was sanitised, with nothing that runs or loads', async () => {
    const { body, statusCode } = await open(`${help}/articles/resetting-a-password`)
    expect(statusCode).toBe(200)
    expect(body).toMatch(/<h2>Resetting a password<\/h2><div class="lookback"><p>Choose <strong>Forgotten<\/strong>\.<\/p>\s*<h3>Then<\/h3>/)
    expect(body).not.toMatch(/<img src=x|href="javascript|<script>/)
    expect(body).toContain('About: Mail')
    for (const wrong of [
      'articles/secret-vault',
      'articles/nothing',
      'articles/%00',
      'articles/..%2f..',
      'x/y/z',
      'workarounds/x',
      'services/x',
      `services/00000000-0000-4000-8000-000000000000`,
    ]) {
      const answer = await open(`${help}/${wrong}`)
      expect([answer.statusCode, answer.body.includes('Search for it') || answer.body.includes('no longer needed')], wrong).toEqual([404, true])
    }
  })

  test('speaks the reader’s language, and says so where an article does not', async () => {
    const german = (await open(`/${company.slug}/de/help/articles/resetting-a-password`)).body
    expect(german).toMatch(/<html lang="de">[\s\S]*<article class="article" lang="de"><h2>Passwort zurücksetzen/)
    expect(german).toContain('Hat das geholfen?')
    const japanese = (await open(`/${company.slug}/ja/help/articles/resetting-a-password`)).body
    expect(japanese).toContain('英語で表示しています')
    expect(japanese).toContain('<article class="article" lang="en">')
    expect((await open(help, { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' })).headers.location).toBe('./de/help')
    expect((await open(`${help}?language=en`, { 'accept-language': 'de' })).statusCode).toBe(200)
    expect((await open(`/${company.slug}/de/help`)).body).toContain('href="../help?language=en"')
    for (const odd of ['fr', 'en', 'xx', '__proto__', '%00']) expect((await open(`/${company.slug}/${odd}/help`)).statusCode, odd).toBe(404)
  })

  test('finds what there is, marked, and notes what there is not, without what belongs to a person', async () => {
    const found = (await open(`${help}/search?q=passwords`)).body
    expect(found).toContain('One result for “passwords”')
    expect(found).toContain('<a href="../help/articles/resetting-a-password">')
    expect((await open(`/${company.slug}/de/help/search?q=Passw`)).body).toMatch(
      /<a href="\.\.\/help\/articles\/resetting-a-password">Passwort zurücksetzen<\/a>/,
    )
    expect((await open(`${help}/search?q=invoice`)).body).toContain('<mark>Invoices</mark>')
    expect((await open(`${help}/search?q=cassiopeia`)).body).toContain('Nothing was found')
    const hostile = (await open(`${help}/search?q=${encodeURIComponent('"><script>unicorn</script> robin@customer.example')}`)).body
    expect(hostile).not.toContain('<script>unicorn')
    const { body: misses } = await ann.get('/api/knowledge/misses')
    expect(misses.map(({ text, brand: slug, side }: { text: string; brand: string; side: string }) => [text, slug, side])).toEqual(
      expect.arrayContaining([
        ['cassiopeia', company.slug, 'customers'],
        ['"><script>unicorn</script> [e-mail]', company.slug, 'customers'],
      ]),
    )
    for (const odd of ['', '?q=', '?q=%00', '?q=a&q=b', '?q[]=1', `?q=${'x'.repeat(5_000)}`, '?q=%ED%A0%80', "?q='%20or%201=1"])
      expect((await open(`${help}/search${odd}`)).statusCode, odd.slice(0, 20)).toBe(200)
  })

  test('what was searched for in vain is kept a thousand times and no more', async () => {
    await sql`insert into knowledge_misses (brand_id, side, locale, text, first_at, last_at) select ${company.brandId}, 'customers', 'en', 'old ' || n, '2029-01-01', '2029-01-01' from generate_series(1, 1500) n`.execute(
      system.db,
    )
    await open(`${help}/search?q=brandnewmiss`)
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from knowledge_misses`.execute(system.db)
    expect(rows[0]?.count).toBe(1_000)
    expect((await sql`select 1 from knowledge_misses where text = 'brandnewmiss'`.execute(system.db)).rows).toHaveLength(1)
  })

  test('asks once whether it helped: by a form, never by an address; the last answer counts', async () => {
    const votes = `${help}/articles/resetting-a-password/votes`
    const votesNow = async () => (await ann.get('/api/knowledge/articles?search=resetting')).body.items[0].votes
    expect((await open(`${votes}?helpful=yes`)).headers.location).toBe('../resetting-a-password')
    expect(await votesNow()).toEqual({ helpful: 0, not: 0 })
    const thanks = await form(votes, 'helpful=yes', { 'user-agent': 'one' })
    expect([thanks.statusCode, thanks.headers['cache-control'], thanks.body.includes('What is missing, or wrong?')]).toEqual([200, 'no-store', true])
    await form(votes, 'helpful=yes', { 'user-agent': 'one' })
    await form(votes, 'helpful=no&words=Call+me+at+%2B49+30+1234567', { 'user-agent': 'one' })
    await form(votes, 'helpful=yes', { 'user-agent': 'two' })
    expect(await votesNow()).toEqual({ helpful: 1, not: 1 })
    const { rows } = await sql`select words, helpful from article_votes where words is not null`.execute(system.db)
    expect(rows).toEqual([{ words: 'Call me at [phone]', helpful: false }])
    for (const odd of ['', 'helpful=perhaps', 'helpful=yes&helpful=no', `helpful=yes&words=${'x'.repeat(1_001)}`, '%', 'helpful=yes&words=%00'])
      expect([200, 400, 413, 422], odd.slice(0, 20)).toContain((await form(votes, odd)).statusCode)
    expect((await form(`${help}/articles/secret-vault/votes`, 'helpful=yes')).statusCode).toBe(404)
    expect((await system.web.status.inject({ method: 'POST', url: votes, payload: { helpful: { $gt: '' } } })).statusCode).toBe(422)
  })

  test('counts what is opened, and shows first what is read most', async () => {
    for (let n = 0; n < 40; n += 1) await open(`${help}/articles/b-bold-b-invoices`)
    await system.web.refreshStatus()
    expect((await ann.get('/api/knowledge/articles?search=invoices')).body.items[0]).toMatchObject({ views: 40 })
    const home = (await open(help)).body
    expect(home.indexOf('Bold')).toBeLessThan(home.indexOf('Resetting a password'))
  })

  test('says what goes on now, with the words that were approved last and when the next ones come, and a way around at once', async () => {
    const crisis = (
      await ann.post('/api/crises', {
        title: 'Internal words',
        kind: 'service-outage',
        scope: [{ serviceId: company.mail, degree: 'down' }],
        severity: 4,
        severityReason: 'small',
      })
    ).body.id
    expect((await open(help)).body).not.toContain('What is going on now')
    const draft = (
      await ann.post(`/api/crises/${crisis}/updates`, {
        ...update(),
        nextUpdateAt: '2030-03-01T09:20:00Z',
        parts: { title: 'Mail is down', happened: '<i>It fell.</i>' },
        translations: { de: { title: 'Mail geht nicht', happened: 'Es fiel aus.' } },
      })
    ).body
    await ann.post(`/api/updates/${draft.id}/submission`)
    const [{ id }] = (await ann.post(`/api/crises/${crisis}/workarounds`, { body: 'Use the <web> client.', forWhom: 'Everybody' })).body.workarounds
    await ann.post(`/api/crises/${crisis}/workarounds/${id}/publication`)
    const home = (await open(help)).body
    expect(home).toContain('What is going on now')
    expect(home).toContain('We write again by <time datetime="2030-03-01T09:20:00.000Z">')
    expect(home).toContain('&lt;i&gt;It fell.')
    expect(home).toContain('Use the &lt;web&gt; client.')
    expect(home).not.toContain('Internal words')
    expect((await open(`/${company.slug}/de/help`)).body).toContain('Es fiel aus.')
    expect((await open(`${help}/articles/resetting-a-password`)).body).toContain('There is trouble at the moment: Mail is down')
    expect((await open(`${help}/search?q=mail+down`)).body).toMatch(new RegExp(`<a href="\\.\\./help/workarounds/${id}">A way around it: Everybody</a>`))
    const around = (await open(`${help}/workarounds/${id}`)).body
    expect(around).toMatch(/A way around it, while this goes on[\s\S]*Use the &lt;web&gt; client\.[\s\S]*incidents\/C-2030-001">Mail is down/)
    await ann.post(`/api/crises/${crisis}/workarounds/${id}/withdrawal`)
    expect((await open(`${help}/workarounds/${id}`)).statusCode).toBe(404)
    expect((await open(help)).body).not.toContain('web')
  })

  test('my page leads there, to articles about what hurts this account', async () => {
    const { url } = (await ann.post('/api/accounts/A1/my-page', { brand: company.slug })).body
    await system.runJobs()
    const mine = (await open(new URL(url).pathname)).body
    expect(mine).toContain(`href="http://status.test${help}"`)
    expect(mine).toMatch(new RegExp(`Articles that may help[\\s\\S]*href="http://status\\.test${help}/articles/resetting-a-password">Resetting a password`))
  })

  test('of a page that is not for everybody is read behind its link alone, by the same rules', async () => {
    await brand({ private: true })
    expect((await open(help)).statusCode).toBe(403)
    expect((await open(`${help}/articles/resetting-a-password`)).statusCode).toBe(403)
    expect((await form(`${help}/articles/resetting-a-password/votes`, 'helpful=yes')).statusCode).toBe(403)
    const path = new URL(privateLink(system.deps, company.slug).url).pathname
    const home = await open(`${path}/help`)
    expect([home.statusCode, home.headers['cache-control'], home.headers['x-robots-tag']]).toEqual([200, 'private, no-cache', 'noindex'])
    expect((await open(`${path}/de/help/articles/resetting-a-password`)).body).toContain('Passwort zurücksetzen')
    expect((await open(`${path}/help/search?q=password`)).body).toContain('One result')
    await form(`${path}/help/articles/b-bold-b-invoices/votes`, 'helpful=yes')
    await form(`${path}/help/articles/b-bold-b-invoices/votes`, 'helpful=yes', { 'user-agent': 'another' })
    expect((await ann.get('/api/knowledge/articles?search=invoices')).body.items[0].votes).toEqual({ helpful: 1, not: 0 })
    expect((await open('/private/none/help')).statusCode).toBe(410)
    await brand({ private: false })
    expect((await open(help)).statusCode).toBe(200)
  })

  test('under a brand’s own name it is there without the word for the brand', async () => {
    await brand({ domain: 'status.acme.example' })
    expect((await open('/help', { host: 'status.acme.example' })).body).toContain('<form class="ask"')
    expect((await open('/de/help/articles/resetting-a-password', { host: 'status.acme.example' })).body).toContain('Passwort zurücksetzen')
    await brand({ domain: null })
    expect((await ann.put('/api/brands/help', { name: 'x', sender: 'x@acme.example', locale: 'en', timeZone: 'Etc/UTC', languages: [] })).status).toBe(400)
  })

  test('asked by everybody at once each page is made once; when the database is away the last ones are there', async () => {
    const url = `${help}/articles/resetting-a-password`
    const answers = await Promise.all(Array.from({ length: 50 }, () => open(url)))
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode}${body}`)).size).toBe(1)
    await sql`alter table articles rename to articles_away`.execute(system.db)
    expect((await open(url)).statusCode).toBe(200)
    expect(await open(`${help}/search?q=x`)).toMatchObject({ statusCode: 503 })
    await sql`alter table articles_away rename to articles`.execute(system.db)
    expect((await open(`${help}/search?q=password`)).statusCode).toBe(200)
  })
})
