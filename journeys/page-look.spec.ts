// How a status page looks, where it is reached, and the language that a browser is led to.
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('The look of a status page', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let port: number
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 4)
    ann = await system.person('Ann', 'administrator')
    await system.web.refreshStatus()
    await system.web.status.listen({ host: '127.0.0.1', port: 0 })
    port = (system.web.status.server.address() as { port: number }).port
  })
  afterAll(() => system.close())

  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET', body = '') => {
    await system.web.refreshStatus()
    return new Promise<{ status: number; headers: Record<string, string>; body: string }>((tell, failed) => {
      const asking = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        let text = ''
        answer.on('data', (chunk) => {
          text += chunk
        })
        answer.on('end', () => tell({ status: answer.statusCode ?? 0, headers: answer.headers as Record<string, string>, body: text }))
      })
      asking.on('error', failed).end(body)
    })
  }
  const brand = (more: object) => ann.put(`/api/brands/${company.slug}`, { name: 'Acme', sender: 'updates@acme.example', ...more })

  describe('leads a browser to its language', () => {
    test('from the front page, once, and not away from a choice', async () => {
      const german = await ask(`/${company.slug}/`, { 'accept-language': 'de-DE,de;q=0.9,en;q=0.8' })
      expect([german.status, german.headers.location, german.headers['cache-control']]).toEqual([302, './de/', 'no-store'])
      for (const header of ['en-GB,de;q=0.5', 'en', 'ko,en;q=0.5', '*', 'ko', 'x'.repeat(500), 'de;q=0'])
        expect((await ask(`/${company.slug}/`, { 'accept-language': header })).status, header).toBe(200)
      expect((await ask(`/${company.slug}/`)).headers.vary).toContain('Accept-Language')
      expect((await ask(`/${company.slug}/?language=en`, { 'accept-language': 'de' })).body).toContain('<html lang="en"')
      expect((await ask(`/${company.slug}/history`, { 'accept-language': 'de' })).status).toBe(200)
      expect((await ask(`/${company.slug}/de/`)).body).toContain('href="../?language=en"')
    })
  })

  describe('may have a name of its own', () => {
    test('where its paths have no word for the brand, and its links lead there', async () => {
      expect((await brand({ domain: 'status.acme.example' })).body).toMatchObject({ domain: 'status.acme.example' })
      const host = { host: 'status.acme.example:443' }
      expect((await ask('/', host)).body).toContain('Acme <small>Status page')
      expect(JSON.parse((await ask('/api/v2/summary.json', host)).body).page.url).toBe('https://status.acme.example/')
      expect((await ask('/subscribe', host)).body).toContain('Be told when something goes wrong')
      expect((await ask('/history', { host: 'STATUS.acme.example' })).status).toBe(200)
      // Below the shared address it is there as before, and another name is nobody's.
      expect((await ask(`/${company.slug}/`)).status).toBe(200)
      expect((await ask('/history', { host: 'status.other.example' })).status).not.toBe(200)
    })
    test('and signed links keep working under it', async () => {
      const { body } = await ann.post('/api/accounts/A1/my-page', { brand: company.slug })
      expect((await ask(new URL(body.url).pathname, { host: 'status.acme.example' })).status).toBe(200)
    })
    test('mails lead there', async () => {
      const { body: crisis } = await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })
      await system.runJobs()
      const { body } = await ann.post(`/api/crises/${crisis.id}/updates`, { ...update(), nextUpdateAt: null })
      await ann.post(`/api/updates/${body.id}/submission`, {})
      await system.deliver()
      expect(system.live.sent.at(-1)?.text).toContain('https://status.acme.example/')
      expect((await ask('/history.atom', { host: 'status.acme.example' })).body).toContain('https://status.acme.example/incidents/C-2030-001')
    })
    test('one that another brand has, or that is none, is refused; left out it stays; null takes it away', async () => {
      expect((await ann.put('/api/brands/second', { name: 'Second', sender: 'a@b.example', domain: 'status.acme.example' })).status).toBe(409)
      for (const domain of ['https://x.example', 'x', 'x..y', 'ä.example', 7]) expect((await brand({ domain })).status, String(domain)).toBe(400)
      expect((await brand({})).body.domain).toBe('status.acme.example')
      expect((await brand({ domain: null })).body.domain).toBe(null)
      expect((await ask('/history', { host: 'status.acme.example' })).status).not.toBe(200)
    })
  })

  describe('wears the colours, the logo and the words of its brand', () => {
    const logo = {
      type: 'image/svg+xml',
      base64: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>').toString('base64'),
    }
    test('on every page at once', async () => {
      const { status, body } = await ann.put(`/api/brands/${company.slug}/theme`, {
        accent: { light: '#7a1fa2', dark: '#d9a7f0' },
        logo,
        header: 'Call us: **+49 30 123456**. {{ state }}',
        footer: '© {{ year }} {{ brand }}',
      })
      expect([status, body.logo]).toEqual([200, true])
      for (const path of ['', 'de/', 'history', 'incidents/C-2030-001']) {
        const page = (await ask(`/${company.slug}/${path}`)).body
        expect(page, path).toContain('--link:#7a1fa2')
        expect(page, path).toMatch(/<img class="logo" src="(\.\.\/)*logo\.svg" alt="">/)
        expect(page, path).toMatch(/<strong>\+49 30 123456<\/strong>[\s\S]*© 2030 Acme/)
      }
      const picture = await ask(`/${company.slug}/logo.svg`)
      expect([picture.status, picture.headers['content-type'], picture.headers['content-security-policy']?.includes("script-src 'self'")]).toEqual([
        200,
        'image/svg+xml; charset=utf-8',
        true,
      ])
    })
    test('and loses them again', async () => {
      await ann.put(`/api/brands/${company.slug}/theme`, { logo: null })
      expect((await ask(`/${company.slug}/logo.svg`)).status).toBe(404)
      expect((await ask(`/${company.slug}/`)).body).not.toContain('logo.svg')
    })
    test('what cannot be read or does more than show is refused', async () => {
      for (const body of [
        { accent: { light: '#ffee00', dark: '#d9a7f0' } },
        { accent: { light: 'red', dark: '#fff' } },
        { logo: { type: 'image/svg+xml', base64: Buffer.from('<svg onload="x()"></svg>').toString('base64') } },
        { logo: { type: 'image/png', base64: 'AAAA' } },
        { header: '{{ nothing }}' },
        { footer: 'x'.repeat(2_001) },
      ])
        expect([400, 422], JSON.stringify(body)).toContain((await ann.put(`/api/brands/${company.slug}/theme`, body)).status)
      const observer = await system.person('Olga', 'observer')
      expect((await observer.put(`/api/brands/${company.slug}/theme`, {})).status).toBe(403)
      expect((await ann.get('/api/brands/nobody/theme')).status).toBe(404)
    })
  })

  describe('is seen before it is kept', () => {
    const look = (body: object) => ann.post(`/api/brands/${company.slug}/theme/preview`, body)
    test('in the light and in the dark, with its contrasts, and nothing of it is kept', async () => {
      const logo = { type: 'image/svg+xml', base64: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>').toString('base64') }
      const { status, body } = await look({ accent: { light: '#7a1fa2', dark: '#d9a7f0' }, logo, header: 'Hello **{{ brand }}**', footer: '' })
      expect([status, body.problem]).toEqual([200, null])
      expect(body.contrast.light).toBeGreaterThan(4.5)
      for (const html of Object.values(body.html) as string[]) {
        expect(html).toContain('Hello <strong>Acme</strong>')
        expect(html).toContain('<img class="logo" src="data:image/svg+xml;base64,')
        expect(html).not.toContain('prefers-color-scheme')
      }
      expect(body.html.dark).toContain('@media all{:root{--link:#d9a7f0')
      expect(body.html.light).toContain('@media not all{:root{--link:#d9a7f0')
      expect((await ask(`/${company.slug}/`)).body).not.toContain('Hello')
    })
    test('what would be refused is said, with what is wrong', async () => {
      const unreadable = (await look({ accent: { light: '#ffee00', dark: '#d9a7f0' } })).body
      expect([unreadable.problem, unreadable.contrast.light]).toEqual([expect.stringContaining('accent.light: has a contrast of 1.2'), 1.2])
      expect((await look({ header: '{{ nothing }}' })).body.problem).toContain('header, line 1')
      expect((await look({ logo: { type: 'image/png', base64: 'AAAA' } })).body.problem).toContain('logo: is no PNG')
      for (const body of [{ accent: { light: 'red', dark: '#fff' } }, { footer: 'x'.repeat(2_001) }, { logo: 7 }]) expect((await look(body)).status).toBe(400)
      expect((await ann.post('/api/brands/nobody/theme/preview', {})).status).toBe(404)
      const olga = await system.person('Otto', 'observer')
      expect((await olga.post(`/api/brands/${company.slug}/theme/preview`, {})).status).toBe(403)
      expect((await olga.get(`/api/brands/${company.slug}/address`)).status).toBe(403)
    })
    test('a name is asked about before it is kept', async () => {
      const at = (query = '') => ann.get(`/api/brands/${company.slug}/address${query}`)
      expect((await at()).body).toMatchObject({ home: `http://status.test/${company.slug}/`, line: null, state: 'none', private: false })
      const { body } = await at('?domain=status.acme.example')
      expect(body).toMatchObject({
        state: 'wrong',
        line: { name: 'status.acme.example', type: 'CNAME', value: 'status.test' },
        sentence: expect.stringContaining('nowhere yet'),
      })
      for (const domain of ['x', 'https://x.example', '%00', '']) expect((await at(`?domain=${domain}`)).status, domain).toBe(400)
      expect((await ann.get('/api/brands/nobody/address')).status).toBe(404)
    })
  })

  describe('may be for those alone who have a link', () => {
    test('then nobody else reads any of it, by whatever way', async () => {
      expect((await brand({ private: true })).body.private).toBe(true)
      for (const path of ['', 'de/', 'history', 'history.atom', 'api/v2/summary.json', 'widget.json', '%2e/', 'badge.svg']) {
        const answer = await ask(`/${company.slug}/${path}`)
        expect([answer.status, answer.body.includes('Mail')], path).toEqual([answer.status === 404 ? 404 : 403, false])
      }
    })
    test('nor is anybody asked to subscribe there, where the names of its services stand', async () => {
      for (const path of ['subscribe', 'notifications']) expect((await ask(`/${company.slug}/${path}`)).status, path).toBe(404)
    })
    test('the link opens every page, and is kept by nobody on the way', async () => {
      const { body } = await ann.post(`/api/brands/${company.slug}/private-link`, {})
      const home = `${new URL(body.url).pathname}/`
      const front = await ask(home)
      expect([front.status, front.headers['cache-control'], front.headers['x-robots-tag']]).toEqual([200, 'private, max-age=10', 'noindex'])
      for (const [, href] of front.body.matchAll(/<a [^>]*href="(?!https?:)([^"#?]*)(?:\?[^"]*)?"/g)) {
        if (/subscribe|notifications/.test(href as string)) continue
        const answer = await ask(new URL(href as string, `http://x${home}`).pathname)
        expect(answer.status, href).toBe(200)
      }
      expect((await ask(home, { 'if-none-match': front.headers.etag as string })).status).toBe(304)
      expect((await ask(`${home.slice(0, -3)}xx/`)).status).toBe(410)
      expect((await ask('/private/x.y/')).status).toBe(410)
    })
    test('a mail has one', async () => {
      const { items } = (await ann.get('/api/crises')).body
      const { body } = await ann.post(`/api/crises/${items[0].id}/updates`, {
        ...update(),
        nextUpdateAt: null,
        parts: { title: 'Still down', happened: 'It lies.' },
      })
      await ann.post(`/api/updates/${body.id}/submission`, {})
      await system.deliver()
      const link = /http:\/\/status\.test(\/private\/\S+)/.exec(system.live.sent.at(-1)?.text ?? '')?.[1]
      expect((await ask(link as string)).body).toContain('Still down')
    })
    test('it stays closed where nothing is said of it', async () => {
      expect((await brand({})).body.private).toBe(true)
      expect((await ask(`/${company.slug}/`)).status).toBe(403)
    })
    test('open again, it is there for everybody', async () => {
      await brand({ private: false })
      expect((await ask(`/${company.slug}/`)).status).toBe(200)
    })
  })
})
