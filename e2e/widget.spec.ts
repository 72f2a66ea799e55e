// The widget on a page of somebody else, with a strict policy of its own, in a real browser; what is published is seen at the next look.
import { createServer, type Server } from 'node:http'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from './support/accessibility.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('The widget on the page of a company', () => {
  let leeward: Leeward
  let browser: Browser
  let console_: Page
  let shop: Server
  let shopUrl: string
  let attributes = ''
  const others: Record<string, string> = {}
  let crisis: { id: string }
  const refused: string[] = []
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    console_ = await openConsole(browser, leeward)
    await signIn(console_, leeward)
    crisis = (await (await console_.request.get('/api/crises')).json()).items[0]
    shop = createServer(({ url = '/' }, response) => {
      const other = others[url]
      if (other) return response.writeHead(200, { 'content-type': url.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8' }).end(other)
      const policy = `default-src 'none'; script-src ${leeward.statusUrl}; connect-src ${leeward.statusUrl}; base-uri 'none'; form-action 'none'`
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
        .end(`<!doctype html><html lang="en"><title>Shop</title>
<script src="${leeward.statusUrl}/tidewater/widget.js" ${attributes} defer></script><body><main><h1>Our shop</h1><p><a href="#">Buy</a></p></main></body></html>`)
    })
    await new Promise<void>((listening) => shop.listen(0, '127.0.0.1', listening))
    shopUrl = `http://localhost:${(shop.address() as { port: number }).port}/`
  })
  afterAll(async () => {
    shop?.close()
    await browser?.close()
    await leeward?.stop()
  })

  const visit = async (with_: string, options: BrowserContextOptions = {}) => {
    attributes = with_
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    page.on('console', (message) => {
      if (/Content Security Policy|Content-Security-Policy/i.test(message.text())) refused.push(message.text())
    })
    page.on('pageerror', (error) => refused.push(error.message))
    await page.clock.install()
    await page.goto(shopUrl)
    return page
  }
  const publish = async (title: string, phase = 'identified') => {
    const call = async (path: string, data: object) => {
      const answer = await console_.request.post(path, { data, headers: { origin: leeward.consoleUrl } })
      expect(answer.ok(), await answer.text()).toBe(true)
      return answer.json()
    }
    const parts = {
      title,
      happened: 'A valve <i>jammed</i>.',
      affected: 'Some of you.',
      doing: 'We free it.',
      known: 'Which valve.',
      unknown: 'Why.',
      can: 'Wait.',
    }
    const nextUpdateAt = new Date(Date.now() + 20 * 60_000).toISOString()
    const { id } = await call(`/api/crises/${crisis.id}/updates`, { phase, parts, audience: { kind: 'affected' }, nextUpdateAt })
    await call(`/api/updates/${id}/submission`, {})
  }
  const banner = (page: Page) => page.locator('leeward-status .row')
  /** The next look comes within seventy-two seconds, by the browser's clock, which is moved once the words are there to be seen. */
  const nextLook = async (page: Page, text: string) => {
    await expect.poll(async () => (await fetch(`${leeward.statusUrl}/tidewater/widget.json`)).text(), { timeout: 30_000 }).toContain(text)
    await page.clock.fastForward(75_000)
    await banner(page).getByText(text).waitFor()
  }

  test('says what is wrong, in spite of a strict policy, and asks for no cookie and no place to store', async () => {
    const page = await visit('')
    await banner(page).first().waitFor()
    expect(await banner(page).first().innerText()).toMatch(/(Investigating|Cause known): .+\n[\s\S]*Read what happened/)
    expect(await banner(page).first().getByRole('link').getAttribute('href')).toMatch(new RegExp(`^${leeward.statusUrl}/tidewater/incidents/C-`))
    expect(await page.locator('leeward-status [aria-live=polite]').count()).toBe(1)
    expect([await page.context().cookies(), await page.evaluate(() => localStorage.length)]).toEqual([[], 0])
    await page.context().close()
    expect(refused).toEqual([])
  })

  test('a newer word is seen at the next look; put away, it is gone until there is a newer one', async () => {
    const page = await visit('')
    await banner(page).first().waitFor()
    await publish('The valve <img src=x onerror=alert(1)> jammed')
    await nextLook(page, 'The valve <img src=x onerror=alert(1)> jammed')
    expect(await page.locator('leeward-status img').count()).toBe(0)
    expect(await banner(page).first().innerText()).toContain('We write again by')
    await banner(page)
      .getByRole('button', { name: /^Hide this update: The valve/ })
      .click()
    await banner(page).waitFor({ state: 'detached' })
    await page.reload()
    await page.locator('leeward-status .toggle').waitFor()
    await page.clock.fastForward(120_000)
    expect(await banner(page).count()).toBe(0)
    await publish('The valve is being replaced')
    await nextLook(page, 'The valve is being replaced')
    await page.context().close()
    expect(refused).toEqual([])
  })

  test('the help opens by keys, tells the last word and where to read on, and closes by Escape', async () => {
    const page = await visit('data-affected="https://shop.example/check"')
    await banner(page).first().waitFor()
    const help = page.getByRole('button', { name: 'Help and status' })
    await help.press('Enter')
    const panel = page.getByRole('dialog', { name: 'Help and status' })
    await panel.getByText('A valve <i>jammed</i>.').waitFor()
    expect(await panel.getByRole('link', { name: 'Am I affected?' }).getAttribute('href')).toBe('https://shop.example/check')
    expect(await panel.getByRole('link', { name: 'Status page' }).getAttribute('href')).toBe(`${leeward.statusUrl}/tidewater/`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label'))).toBe('Close')
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'hidden' })
    expect(await help.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button)).toBe(true)
    await page.context().close()
  })

  test('who uses nothing that is hurt sees no banner; who does, sees it', async () => {
    const { components } = (await (await fetch(`${leeward.statusUrl}/tidewater/api/v2/components.json`)).json()) as {
      components: { id: string; name: string; status: string; group: boolean }[]
    }
    const named = (well: boolean) => components.find(({ status, group }) => !group && (status === 'operational') === well) as { id: string; name: string }
    const spared = await visit(`data-service="${named(true).id}"`)
    await spared.getByRole('button', { name: 'Help and status' }).waitFor()
    await spared.waitForLoadState('networkidle')
    expect(await banner(spared).count()).toBe(0)
    await spared.context().close()
    const hurt = await visit(`data-service="${named(true).id}, ${named(false).name.toUpperCase()}"`)
    await banner(hurt).first().waitFor()
    await hurt.context().close()
  })

  for (const colorScheme of ['light', 'dark'] as const)
    test(`breaks no rule of WCAG 2.2 AA, ${colorScheme}, in six languages`, async () => {
      const helps = { en: 'Help and status', de: 'Hilfe und Status', fr: 'Aide et état du service', es: 'Ayuda y estado', pt: 'Ayuda', ja: 'ヘルプと稼働状況' }
      for (const [locale, help] of Object.entries({ ...helps, pt: 'Ajuda e status' })) {
        const page = await visit(`data-locale="${locale}-XX"`, { colorScheme, bypassCSP: true, viewport: { width: 390, height: 844 } })
        await banner(page).first().waitFor()
        await page.getByRole('button', { name: help }).click()
        // The page of the shop has no style of its own; its canvas follows the browser.
        expect(await violations(page), locale).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
        await page.context().close()
      }
    })

  test('the example page shows it under its own strict policy', async () => {
    others['/example'] = readFileSync(join(root, 'examples/widget.html'), 'utf8').replaceAll('http://127.0.0.1:4781', leeward.statusUrl)
    const page = await browser.newPage()
    page.on('console', (message) => refused.push(message.text()))
    await page.goto(`${shopUrl}example`)
    await banner(page).first().waitFor()
    expect(await page.locator('leeward-status .toggle').evaluate((button) => getComputedStyle(button).backgroundColor)).toBe('rgb(91, 42, 134)')
    await page.close()
    expect(refused).toEqual([])
  })

  test('as a React component it comes, goes and comes back with what is shown there', async () => {
    const built = (await build({
      root,
      logLevel: 'error',
      configFile: false,
      build: { write: false, minify: false, rollupOptions: { input: join(root, 'examples/widget-react.tsx') } },
    })) as { output: { type: string; code?: string }[] }
    others['/app.js'] = built.output[0]?.code ?? ''
    others['/react'] =
      `<!doctype html><html lang="de" data-src="${leeward.statusUrl}"><title>x</title><div id="shop"></div><script type="module" src="/app.js"></script></html>`
    const page = await browser.newPage()
    page.on('pageerror', (error) => refused.push(error.message))
    await page.goto(`${shopUrl}react`)
    await banner(page).first().getByText('Lesen, was passiert ist').waitFor()
    expect(await page.locator('leeward-status .toggle').count()).toBe(0)
    await page.getByRole('button', { name: 'Without the status' }).click()
    await banner(page).first().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'With the status' }).click()
    await banner(page).first().waitFor()
    expect(await page.locator('script[src$="/widget.js"]').count()).toBe(1)
    await page.close()
    expect(refused).toEqual([])
  })
})

const root = join(import.meta.dirname, '..')
