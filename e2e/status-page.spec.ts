// The status page as its readers have it: every language, both colour schemes, phone and paper, without a script, in their own time zone; and subscribing from it.
import { createServer, type Server } from 'node:http'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foreign } from '../journeys/support/foreign.ts'
import { tooWide, violations } from './support/accessibility.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

const languages = ['', 'de/', 'fr/', 'es/', 'pt/', 'ja/']

describe.skipIf(!browserPath)('The status page in a browser', () => {
  let leeward: Leeward
  let browser: Browser
  let home: string
  let crisis: { number: string }
  let console_: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    home = `${leeward.statusUrl}/tidewater/`
    console_ = await openConsole(browser, leeward)
    await signIn(console_, leeward)
    crisis = (await (await console_.request.get('/api/crises')).json()).items[0]
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })
  const open = async (path: string, options = {}) => {
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    await page.goto(path.startsWith('http') ? path : home + path)
    return page
  }

  for (const colorScheme of ['light', 'dark'] as const)
    test(`nobody is shut out, in any language, ${colorScheme}`, async () => {
      const found: string[] = []
      const page = await open('', { colorScheme })
      for (const language of languages)
        for (const path of ['', 'history', `incidents/${crisis.number}`]) {
          await page.goto(`${home}${language}${path}${language === '' && path === '' ? '?language=en' : ''}`)
          found.push(...(await violations(page)).map((each) => `${language}${path}: ${each}`))
        }
      for (const path of ['subscribe', 'subscribe?language=ja', 'notifications']) {
        await page.goto(home + path)
        found.push(...(await violations(page)).map((each) => `${path}: ${each}`))
      }
      expect(found).toEqual([])
      await page.context().close()
    }, 180_000)

  test('weighs at most 30 kB packed, all together, in every language', async () => {
    for (const language of languages) {
      const parts = await Promise.all(
        [`${language}?language=en`, 'times.js'].map(async (path) => gzipSync(Buffer.from(await (await fetch(home + path)).arrayBuffer())).length),
      )
      expect(
        parts.reduce((sum, bytes) => sum + bytes, 0),
        language,
      ).toBeLessThan(30_000)
    }
  })
  test('fits a phone in every language', async () => {
    const page = await open('', { viewport: { width: 360, height: 740 } })
    for (const language of languages) {
      await page.goto(`${home}${language}?language=en`)
      expect(await tooWide(page), language).toBe(0)
    }
    await page.context().close()
  })
  test('says everything without a script, and times in the reader’s own zone with one', async () => {
    const without = await open('?language=en', { javaScriptEnabled: false, timezoneId: 'Asia/Tokyo' })
    expect(await without.getByRole('article').first().innerText()).toMatch(/UTC/)
    await without.context().close()
    const page = await open('?language=en', { timezoneId: 'Asia/Tokyo' })
    expect(await page.getByRole('article').first().locator('time').first().innerText()).toMatch(/GMT\+9/)
    expect(await page.locator('footer').innerText()).toContain('Times are in Asia/Tokyo.')
    await page.context().close()
  })
  test('a German browser is led to German, and stays in English once that was chosen', async () => {
    const page = await open('', { locale: 'de-DE' })
    expect(page.url()).toBe(`${home}de/`)
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Services', exact: true }).waitFor()
    await page.context().close()
  })
  test('one click says whether an update helped', async () => {
    const page = await open('?language=en', { javaScriptEnabled: false })
    await page.getByRole('button', { name: 'Yes' }).first().click()
    await page.getByText('Thank you. That helps us to write better.').waitFor()
    await page.getByRole('link', { name: 'Back to the current state' }).click()
    await page.getByRole('heading', { name: 'Services', exact: true }).waitFor()
    await page.context().close()
  })
  test('a visitor subscribes, confirms from the mail and ends it', async () => {
    const page = await open('subscribe', { javaScriptEnabled: false })
    const form = page.getByRole('form', { name: 'Be told when something goes wrong' })
    await form.getByLabel('Your e-mail address').fill('visitor@reader.example')
    await form.getByLabel('Only these:').check()
    await form.getByLabel('Billing').check()
    await form.getByRole('button', { name: 'Subscribe' }).click()
    await page.getByText('Look into your mailbox').waitFor()
    const link = await letter('visitor@reader.example')
    await page.goto(link)
    expect(await violations(await open(link))).toEqual([])
    await page.getByRole('button', { name: 'Yes, tell me' }).click()
    await page.getByText('Done. From now on we tell you.').waitFor()
    expect(await page.getByLabel('Billing').isChecked()).toBe(true)
    expect(await page.getByLabel('Uploads').isChecked()).toBe(false)
    await page.getByRole('button', { name: 'No more notices' }).click()
    await page.getByText('Done. We tell you no more.').waitFor()
    await page.context().close()
  })

  test('and by text: a number as people write it, and the button behind the short link', async () => {
    const page = await open('subscribe', { javaScriptEnabled: false })
    const form = page.getByRole('form', { name: 'By text message' })
    await form.getByLabel('Your number with the country').fill('+49 (0)30 / 555-4321')
    await form.getByRole('button', { name: 'Subscribe' }).click()
    await page.getByText('If texts can reach that number').waitFor()
    await page.goto(await letter('+49305554321'))
    await page.getByRole('button', { name: 'Yes, tell me' }).click()
    await page.getByText('Done. From now on we tell you.').waitFor()
    await page.getByRole('button', { name: 'No more notices' }).click()
    await page.getByText('Done. We tell you no more.').waitFor()
    await page.context().close()
  })

  /** The link in the letter, as the demo's mailbox got it. */
  async function letter(to: string): Promise<string> {
    for (let tries = 0; tries < 100; tries += 1) {
      const { items } = await (await console_.request.get(`/api/mailbox?search=${encodeURIComponent(to)}`)).json()
      const mail = items?.[0] && (await (await console_.request.get(`/api/mailbox/${items[0].id}`)).json())
      const found = /https?:\/\/\S+\/subscriptions\/[\w.-]+/.exec(JSON.stringify(mail ?? ''))?.[0]
      if (found) return found
      await new Promise((later) => setTimeout(later, 200))
    }
    throw new Error('the letter did not arrive within twenty seconds')
  }

  test('the widget of Statuspage shows our state on another page', async ({ skip }) => {
    const folder = await foreign({ '@statuspage/status-widget': '1.0.5' })
    if (!folder) return skip('the package cannot be had here')
    // It asks at the root of a host: the page has a name of its own, as it would have there.
    const brand = (await (await console_.request.get('/api/brands')).json())[0]
    const named = await console_.request.put('/api/brands/tidewater', { data: { ...brand, domain: 'tidewater.localhost' } })
    expect(named.status(), await named.text()).toBe(200)
    const root = `http://tidewater.localhost:${new URL(home).port}`
    const script = readFileSync(join(folder, 'node_modules/@statuspage/status-widget/dist/src.77de5100.js'), 'utf8')
    const other: Server = createServer(({ url }, response) => {
      if (url === '/widget.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<!doctype html><title>Elsewhere</title><statuspage-widget src="${root}"></statuspage-widget><script src="/widget.js"></script>`)
    })
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
    const page = await open(`http://localhost:${(other.address() as { port: number }).port}/`)
    const summary = (await (await fetch(`${home}api/v2/summary.json`)).json()) as { status: { description: string }; incidents: { name: string }[] }
    await expect
      .poll(() => page.evaluate(() => document.querySelector('statuspage-widget')?.shadowRoot?.textContent ?? ''), { timeout: 40_000 })
      .toMatch(new RegExp(`${summary.status.description}|${summary.incidents[0]?.name}`))
    await page.context().close()
    other.close()
  })
})
