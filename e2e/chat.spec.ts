// The chat from both sides, in real browsers: a customer asks, is answered from sources, asks for a person, and sees an agent's answer arrive; without a script; and from the widget on a shop's page.
import { createServer, type Server } from 'node:http'
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Frame, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { type Api, callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

describe.skipIf(!browserPath)('The chat with a customer', { timeout: 150_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let agent: Page
  let api: Api
  let shop: Server
  let shopUrl: string
  let attributes = ''
  const wrong: string[] = []
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    agent = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await agent.setViewportSize({ width: 1440, height: 900 })
    await signIn(agent, leeward)
    api = callApi(agent, leeward.consoleUrl)
    shop = createServer((_, response) => {
      const policy = `default-src 'none'; script-src ${leeward.statusUrl}; connect-src ${leeward.statusUrl}; frame-src ${leeward.statusUrl}; base-uri 'none'; form-action 'none'`
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
        .end(
          `<!doctype html><html lang="en"><title>Shop</title><script src="${leeward.statusUrl}/tidewater/widget.js" ${attributes} defer></script><body><main><h1>Our shop</h1><p><a href="#">Buy</a></p></main></body></html>`,
        )
    })
    await new Promise<void>((listening) => shop.listen(0, '127.0.0.1', listening))
    // Of one site with the status pages, as a shop and its status.shop are: then the browser lets the frame remember its chat.
    shopUrl = `http://127.0.0.1:${(shop.address() as { port: number }).port}/`
  }, 180_000)
  afterAll(async () => {
    shop?.close()
    await browser?.close()
    await leeward?.stop()
  })

  const visit = async (url: string, options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ locale: 'en-GB', acceptDownloads: true, ...options })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    page.on('console', (message) => {
      if (/Content.Security.Policy|error/i.test(message.text())) wrong.push(message.text())
    })
    page.on('pageerror', (error) => wrong.push(error.message))
    await page.goto(url)
    return page
  }
  const shot = async (page: Page, name: string) => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
  }
  type Where = Page | Frame | FrameLocator
  const log = (where: Where) => where.getByRole('log')
  const ask = async (where: Where, text: string, button = 'Ask') => {
    await where.getByLabel('What is it about?').fill(text)
    await where.getByRole('button', { name: button, exact: true }).click()
    await log(where).waitFor()
  }
  const thread = () => agent.getByRole('region', { name: 'The conversation' })
  const conversationOf = (page: { url: () => string }) => {
    const token = /\/chat\/([^/?]+)/.exec(page.url())?.[1] ?? ''
    return JSON.parse(Buffer.from(token.split('.')[0] as string, 'base64url').toString()).c as number
  }

  test('a customer asks, is answered from sources, asks for a person, and sees the answer and its file arrive without a reload', async () => {
    const customer = await visit(`${leeward.statusUrl}/tidewater/en/help/chat`)
    expect(await violationsInBoth(customer)).toEqual([])
    await ask(customer, 'Is everything working?')
    await customer.getByRole('heading', { name: 'Taken from' }).waitFor()
    await customer.getByText('Assistant, not a person').waitFor()
    await shot(customer, 'chat-answered')
    await customer.evaluate(() => {
      ;(window as unknown as { stayed: boolean }).stayed = true
    })
    await customer.getByRole('button', { name: 'Talk to a person' }).click()
    await log(customer).getByText('I hand this over to a person.').waitFor()
    await customer
      .getByRole('status')
      .getByText(/Before you wait|You are the next one/)
      .waitFor()
    expect(await customer.getByRole('button', { name: 'Talk to a person' }).count()).toBe(0)
    // Sent without leaving the page; what is being written stays while somebody takes it.
    await customer.getByLabel('Your message').fill('It is about my order, see the picture.')
    await customer.getByLabel('Attach files').setInputFiles({ name: 'Foto – größer.png', mimeType: 'image/png', buffer: png })
    await customer.getByText('Foto – größer.png (1 kB)').waitFor()
    await shot(customer, 'chat-file')
    expect(await violationsInBoth(customer)).toEqual([])
    await customer.getByRole('button', { name: 'Send', exact: true }).click()
    await log(customer).getByRole('link', { name: 'Foto – größer.png' }).waitFor()
    await customer.getByLabel('Your message').fill('And another thing, half writ')

    await agent.goto(`/conversations?view=all&open=${conversationOf(customer)}`)
    await thread().getByText('It is about my order, see the picture.').waitFor()
    await thread().getByRole('link', { name: 'Foto – größer.png' }).waitFor()
    await agent.keyboard.press('r')
    await agent.locator('textarea:focus').waitFor()
    await agent.keyboard.type('I see it. Here is your receipt.')
    await thread().getByRole('button', { name: 'Attach', exact: true }).waitFor()
    await agent.locator('input[type=file]').setInputFiles([
      { name: 'Quittung äöü.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 receipt') },
      { name: 'fix.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ\x90\0') },
    ])
    const attached = thread().getByRole('list', { name: 'Attached files' })
    await attached.getByText('Quittung äöü.pdf', { exact: true }).waitFor()
    await attached.getByText('It is a program or a script').waitFor()
    // Pasted, and taken out again.
    await thread()
      .getByLabel('Reply to the customer')
      .evaluate((field) => {
        const data = new DataTransfer()
        data.items.add(new File(['shot'], 'image.txt', { type: 'text/plain' }))
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
      })
    await attached.getByRole('button', { name: 'Take out image.txt' }).click()
    await attached.getByText('image.txt', { exact: true }).waitFor({ state: 'detached' })
    await attached.getByRole('button', { name: 'Take out fix.exe' }).click()
    await shot(agent, 'composer-files')
    expect(await violationsInBoth(agent)).toEqual([])
    await agent.setViewportSize({ width: 390, height: 844 })
    expect(await tooWide(agent)).toBe(0)
    await shot(agent, 'composer-files-phone')
    await agent.emulateMedia({ colorScheme: 'dark' })
    await shot(agent, 'composer-files-phone-dark')
    await agent.emulateMedia({ colorScheme: 'light' })
    await agent.setViewportSize({ width: 1440, height: 900 })
    // A reload keeps what is attached, too.
    await agent.reload()
    await attached.getByText('Quittung äöü.pdf', { exact: true }).waitFor()
    await thread().getByLabel('Reply to the customer').focus()
    await agent.keyboard.press('Control+Enter')
    await thread().getByRole('article', { name: 'Administrator answered' }).getByRole('link', { name: 'Quittung äöü.pdf' }).waitFor()

    await log(customer).getByText('I see it. Here is your receipt.').waitFor()
    const [download] = await Promise.all([customer.waitForEvent('download'), log(customer).getByRole('link', { name: 'Quittung äöü.pdf' }).click()])
    expect([download.suggestedFilename(), readFileSync(await download.path(), 'utf8')]).toEqual(['Quittung äöü.pdf', '%PDF-1.7 receipt'])
    await customer.getByText('A person is here.').waitFor({ timeout: 40_000 })
    expect(await customer.getByLabel('Your message').inputValue()).toBe('And another thing, half writ')
    // Too large a file is said before anything is sent, and nothing is lost.
    await customer.getByLabel('Attach files').setInputFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(10_000_001) })
    await customer.getByRole('button', { name: 'Send', exact: true }).click()
    await customer.getByRole('alert').getByText('film.mp4 is larger than 10 MB.').waitFor()
    await customer.getByRole('button', { name: 'Take out: film.mp4' }).click()
    await customer.context().close()
    expect(wrong).toEqual([])
  })

  test('without a script, on a telephone: asked, handed over with a file, read anew, in the light and in the dark', async () => {
    const customer = await visit(`${leeward.statusUrl}/tidewater/en/help/chat`, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    await customer.getByLabel('What is it about?').fill('Qwertz asdf, see the log.')
    await customer.getByLabel('Attach files').setInputFiles({ name: 'app.log', mimeType: 'text/plain', buffer: Buffer.from('a line') })
    await customer.getByRole('button', { name: 'Talk to a person' }).click()
    await customer.getByText('I hand this over to a person.').waitFor()
    await customer.getByRole('link', { name: 'app.log' }).waitFor()
    const id = conversationOf(customer)
    const { thread: messages } = await api.get(`/conversations/${id}`)
    await api.post(`/conversations/${id}/replies`, { text: 'We looked at your log.', seen: messages[0].id })
    await customer.getByRole('link', { name: 'Look for new messages' }).click()
    await customer.getByText('We looked at your log.').waitFor()
    // The same page with a script, to be judged.
    const judged = await visit(customer.url(), { viewport: { width: 390, height: 844 } })
    expect([await violationsInBoth(judged), await tooWide(judged)]).toEqual([[], 0])
    await shot(judged, 'chat-phone')
    await judged.emulateMedia({ colorScheme: 'dark' })
    await shot(judged, 'chat-phone-dark')
    // What it refuses is a page that says so.
    await customer.goto(`${leeward.statusUrl}/tidewater/en/help/contact`)
    await customer.getByLabel('Your e-mail address').fill('pat@shop.example')
    await customer.getByLabel('Subject').fill('Film')
    await customer.getByLabel('Your message').fill('See it.')
    await customer.getByLabel('Attach files').setInputFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(10_000_001) })
    await customer.getByRole('button', { name: 'Send', exact: true }).click()
    // Taken without the file, which is named to the agent: the words are never lost.
    await customer.getByRole('status').getByText('Your message has reached us.').waitFor()
    for (const each of [customer, judged]) await each.context().close()
  })

  test('the widget has its button where the brand wants it; it opens the same chat by keys, goes on as one goes from page to page, and closes by Escape', async () => {
    attributes = ''
    const before = await visit(shopUrl)
    await before.getByRole('button', { name: 'Help and status' }).waitFor()
    await before.waitForLoadState('networkidle')
    expect(await before.getByRole('button', { name: 'Write to us' }).count()).toBe(0)
    await before.context().close()

    await agent.goto('/settings/channels')
    await agent.getByRole('button', { name: /^Change .*Tidewater/ }).click()
    const dialog = agent.getByRole('dialog')
    await dialog.getByRole('switch', { name: 'A button of the widget opens the chat' }).click({ force: true })
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    // The house is closed at this hour, and says so before anybody writes.
    const settings = await api.get('/support/settings')
    const { shipped: _, changedAt: __, changedBy: ___, phrasing: ____, ...given } = settings
    const day = new Date(Date.now() + 3 * 86_400_000).getUTCDay() || 7
    await api.put('/support/settings', { ...given, hours: { zone: 'Etc/UTC', days: { [day]: [['08:00', '18:00']] }, closed: [] } })
    await expect.poll(async () => (await (await fetch(`${leeward.statusUrl}/tidewater/widget.json`)).json()).chat, { timeout: 30_000 }).toBe(true)

    const page = await visit(shopUrl, { viewport: { width: 390, height: 844 }, bypassCSP: false })
    const button = page.getByRole('button', { name: 'Write to us' })
    await button.press('Enter')
    const panel = page.getByRole('dialog', { name: 'Write to us' })
    const chat = page.frameLocator('leeward-status iframe')
    await chat.getByText('Nobody is here now. Somebody is from').waitFor()
    expect(await panel.getByRole('link', { name: 'Open in a window of its own' }).getAttribute('href')).toBe(`${leeward.statusUrl}/tidewater/en/help/chat`)
    await shot(page, 'widget-chat-phone')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label'))).toBe('Close')
    await ask(chat, 'Please connect me with a person', 'Ask')
    await log(chat).getByText('I hand this over to a person.').waitFor()
    await log(chat).getByText('Nobody is here now.').waitFor()
    // Escape within the frame closes it, and the focus is where it came from.
    await chat.getByLabel('Your message').press('Escape')
    await panel.waitFor({ state: 'hidden' })
    expect(await button.evaluate((toggle) => (toggle.getRootNode() as ShadowRoot).activeElement === toggle)).toBe(true)
    // On the next page of the shop the same chat goes on; an agent's answer arrives in it.
    await page.reload()
    await button.click()
    await log(chat).getByText('Please connect me with a person').waitFor()
    const frame = page.frames().find((each) => each.url().includes('/chat/')) as Frame
    const id = conversationOf(frame)
    const { thread: messages } = await api.get(`/conversations/${id}`)
    await api.post(`/conversations/${id}/replies`, { text: 'Hello from the shop’s people.', seen: messages[0].id })
    await log(chat).getByText('Hello from the shop’s people.').waitFor()
    await shot(page, 'widget-chat-answered')
    expect(await chat.getByRole('link', { name: 'Open in a window of its own' }).getAttribute('href')).toMatch(/^\/chat\//)
    expect([await page.context().cookies(), await page.evaluate(() => [localStorage.length, sessionStorage.length])]).toEqual([[], [0, 0]])
    await page.context().close()
    expect(wrong).toEqual([])
  })

  test('breaks no rule of WCAG 2.2 AA in the widget, and is off where a page does not want it', async () => {
    const page = await visit(shopUrl, { bypassCSP: true })
    await page.getByRole('button', { name: 'Write to us' }).click()
    const chat = page.frameLocator('leeward-status iframe')
    await chat.getByLabel('What is it about?').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await shot(page, 'widget-chat')
    await page.emulateMedia({ colorScheme: 'dark' })
    await shot(page, 'widget-chat-dark')
    // One at a time stands in the corner.
    await page.getByRole('button', { name: 'Help and status' }).click()
    await page.getByRole('dialog', { name: 'Write to us' }).waitFor({ state: 'hidden' })
    await page.context().close()
    attributes = 'data-chat="off"'
    const without = await visit(shopUrl)
    await without.getByRole('button', { name: 'Help and status' }).waitFor()
    await without.waitForLoadState('networkidle')
    expect(await without.getByRole('button', { name: 'Write to us' }).count()).toBe(0)
    await without.context().close()
  })
})
