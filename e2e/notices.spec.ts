// What customers see outside their mail: notices in the browser, and a banner in the app of the company, in a real browser.
import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Notices to customers', () => {
  let leeward: Leeward
  let browser: Browser
  let console_: Page
  let app: Server
  let appUrl: string
  let html = ''
  beforeAll(async () => {
    leeward = await startLeeward({ LEEWARD_PUSH_HOSTS: 'push.example' })
    browser = await openBrowser()
    console_ = await openConsole(browser, leeward)
    await signIn(console_, leeward)
    app = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html))
    await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening))
    appUrl = `http://127.0.0.1:${(app.address() as { port: number }).port}/`
  })
  afterAll(async () => {
    app?.close()
    await browser?.close()
    await leeward?.stop()
  })

  const visitor = async (): Promise<BrowserContext> => {
    const context = await browser.newContext({ baseURL: leeward.statusUrl, locale: 'en-GB' })
    context.setDefaultTimeout(15_000)
    return context
  }

  test('a visitor of the status page turns notices on, one is shown without the page, and turns them off again', async () => {
    const context = await visitor()
    await context.grantPermissions(['notifications'], { origin: leeward.statusUrl })
    // The push service of a browser's maker is out of reach here; what it would give is well known.
    await context.addInitScript(() => {
      const json = {
        endpoint: 'https://push.example/1',
        keys: { p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'BTBZMqHH6r4Tts7J_aSIgg' },
      }
      let there = false
      const given = { endpoint: json.endpoint, toJSON: () => json }
      PushManager.prototype.subscribe = (async () => {
        there = true
        return given
      }) as never
      PushManager.prototype.getSubscription = (async () => (there ? given : null)) as never
    })
    const page = await context.newPage()
    await page.goto('/tidewater/')
    await page.getByRole('link', { name: 'Notices in this browser' }).click()
    await page.getByText('This browser shows no notices of ours.').waitFor()
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    await page.getByRole('button', { name: 'Show me notices' }).click()
    await page.getByText('This browser shows our notices.').waitFor()
    const endpoints = async () => (await (await console_.request.get('/api/endpoints?channel=push')).json()).items
    expect(await endpoints()).toMatchObject([{ shown: 'push.example' }])
    await push(context, page, { title: 'Mail is down', body: 'Investigating.', url: `${leeward.statusUrl}/tidewater/`, tag: 'c1' })
    await expect.poll(() => shown(page), { timeout: 30_000 }).toEqual([{ title: 'Mail is down', body: 'Investigating.' }])
    await push(context, page, { title: 'Mail works again', body: 'Resolved.', tag: 'c1' })
    await expect.poll(() => shown(page), { timeout: 30_000 }).toEqual([{ title: 'Mail works again', body: 'Resolved.' }])
    await page.getByRole('button', { name: 'No more notices' }).click()
    await page.getByText('This browser shows no notices of ours.').waitFor()
    expect(await endpoints()).toEqual([])
    await context.close()
  })

  test('without a script the page says what else there is', async () => {
    const context = await browser.newContext({ baseURL: leeward.statusUrl, javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto('/tidewater/notifications')
    expect(await page.locator('noscript').innerText()).toContain('This browser cannot show notices.')
    await context.close()
  })

  test('the company’s own app shows a banner to the account that is hurt, counts that it was seen, and closes it', async () => {
    const call = async (method: 'post' | 'put', path: string, data: object = {}) =>
      (await console_.request[method](path, { data, headers: { origin: leeward.consoleUrl } })).json()
    await call('put', '/api/brands/tidewater/channels', { textSeverity: null, nextChannelMinutes: 30, inApp: true })
    const { secret } = await call('post', '/api/brands/tidewater/in-app-secret')
    const [crisis] = (await (await console_.request.get('/api/crises')).json()).items
    const { items } = await (await console_.request.get(`/api/crises/${crisis.id}/impact/accounts?limit=1`)).json()
    const account = items[0].account?.key ?? items[0].key
    const proof = createHmac('sha256', secret).update(account).digest('hex')
    html = `<!doctype html><html lang="en"><title>Shop</title><style>p,section{color:red!important;font-size:40px!important}</style><body><main><h1>Our shop</h1></main>
<script src="${leeward.statusUrl}/in-app.js" data-brand="tidewater" data-account="${account}" data-proof="${proof}" async></script></body></html>`
    const context = await visitor()
    const page = await context.newPage()
    await page.goto(appUrl)
    const banner = page.getByRole('status')
    await banner.getByText('Live video and uploads').waitFor()
    // The app's own style does not leak into it.
    expect(await banner.evaluate((element) => getComputedStyle(element).fontSize)).toBe('15px')
    expect((await new AxeBuilder({ page }).analyze()).violations.filter(({ id }) => id !== 'region')).toEqual([])
    const delivered = async () =>
      (await (await console_.request.get(`/api/crises/${crisis.id}/dispatches`)).json()).dispatches
        .filter((each: { channel: string }) => each.channel === 'in-app')
        .reduce((sum: number, each: { counts: { delivered: number } }) => sum + each.counts.delivered, 0)
    await expect.poll(delivered, { timeout: 30_000 }).toBe(1)
    await page.getByRole('button', { name: 'Close' }).click()
    await banner.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('heading', { name: 'Our shop' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await banner.count()).toBe(0)
    await context.close()
  })
})

const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    return (await registration.getNotifications()).map(({ title, body }) => ({ title, body }))
  })

/** As the browser's maker would deliver it: to the worker, whether or not the page is open. */
async function push(context: BrowserContext, page: Page, data: object) {
  const session = await context.newCDPSession(page)
  const found = new Promise<string>((tell) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) tell(registrations[0].registrationId)
    }),
  )
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.deliverPushMessage', { origin: new URL(page.url()).origin, registrationId: await found, data: JSON.stringify(data) })
  await session.detach()
}
