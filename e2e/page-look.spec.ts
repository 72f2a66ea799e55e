// The look and the address of a status page, set up in the console: seen before it is saved, read so by customers afterwards.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn, tabTo } from './support/person.ts'

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M0 0h9v9z"/></svg>'

describe.skipIf(!browserPath)('The look and address of a page, in the console', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await signIn(page, leeward)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('the settings lead there, and show the page as it is', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Look and address of the page' }).click()
    await shown().getByText('Tidewater').first().waitFor()
    await page.getByText('Everybody reads this page at its address.').waitFor()
    expect(await page.getByRole('link', { name: `${leeward.statusUrl}/tidewater/` }).count()).toBe(1)
    expect(await violationsInBoth(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await tooWide(page)).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('a colour that cannot be read is said with its contrast, and is not saved', async () => {
    await tabTo(page, 'Colours of our own for links', 60)
    await page.keyboard.press('Space')
    await page
      .getByText('Contrast 6.7: readable.')
      .or(page.getByText(/Contrast \d+\.\d: readable\./))
      .first()
      .waitFor()
    await page.getByLabel('In the light', { exact: true }).fill('#ffdd00')
    await page.getByText(/Contrast 1\.\d: too little, it needs 4\.5\./).waitFor()
    await page.getByText(/accent\.light: has a contrast of 1\.\d/).waitFor()
    expect(await saveButton().isDisabled()).toBe(true)
    expect(await violationsInBoth(page)).toEqual([])
    await page.getByLabel('In the light', { exact: true }).fill('#7a1fa2')
    await page.getByText(/accent\.light/).waitFor({ state: 'hidden' })
  })

  test('words and a logo are seen beside while they are written, in the light and in the dark; a variable that there is not is named', async () => {
    await page.getByLabel('Words above').fill('Call **us**, {{ brnd }}')
    await page.getByText(/header, line 1, column \d+/).waitFor()
    await page.getByLabel('Words above').fill('Call **us**, {{ brand }}')
    await shown().getByText('Call us, Tidewater').waitFor()
    const chooser = page.locator('input[type=file]')
    await chooser.setInputFiles({ name: 'logo.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a') })
    await page.getByText('A logo is an SVG or a PNG.').waitFor()
    await chooser.setInputFiles({ name: 'evil.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg><script>alert(1)</script></svg>') })
    await page.getByText('which does more than show').waitFor()
    await chooser.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) })
    await shown().locator('img.logo').waitFor()
    expect(
      await shown()
        .locator('body')
        .evaluate((body) => getComputedStyle(body).backgroundColor),
    ).toBe('rgb(255, 255, 255)')
    await page.getByRole('radiogroup', { name: 'Scheme of the reader' }).getByText('Dark').click()
    await expect
      .poll(() =>
        shown()
          .locator('body')
          .evaluate((body) => getComputedStyle(body).backgroundColor),
      )
      .toBe('rgb(16, 21, 31)')
    expect(await statusPage()).not.toContain('Call')
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('saved, customers see it so', async () => {
    await saveButton().click()
    await page.getByText('Customers see the page of Tidewater so from now on.').waitFor()
    await expect.poll(statusPage, { timeout: 40_000 }).toMatch(/--link:#7a1fa2[\s\S]*class="logo"[\s\S]*Call <strong>us<\/strong>, Tidewater/)
    await page.getByText('The logo stands before the name.').waitFor()
    expect(await saveButton().isDisabled()).toBe(true)
  })

  test('a name of its own is looked up before it is kept, with the line that it needs', async () => {
    await page.getByLabel('Name of the page').fill('https://status.tidewater.example')
    await page.getByText('A name such as status.example.com').waitFor()
    await page.getByLabel('Name of the page').fill('status.tidewater.example')
    // This status host is an address on loopback, to which no name can lead: that is said.
    await page.getByText('Set LEEWARD_STATUS_URL').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).last().click()
    await page.getByText('Links to the page of Tidewater follow.').waitFor()
    expect((await brand()).domain).toBe('status.tidewater.example')
    await page.getByLabel('Name of the page').fill('')
    await page.getByRole('button', { name: 'Take the name away' }).click()
    await expect.poll(async () => (await brand()).domain).toBe(null)
  })

  test('what follows from closing the page is said before; then a link opens it, and nothing else', async () => {
    await page.getByRole('button', { name: 'Make it private…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Nobody reads it at its address any more').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Make it private' }).click()
    await page.getByText('This page is private').waitFor()
    await expect.poll(async () => (await page.request.get(`${leeward.statusUrl}/tidewater/`)).status(), { timeout: 40_000 }).toBe(403)
    await page.getByRole('button', { name: 'Make a link to hand over' }).click()
    const link = (await page.getByText(`${leeward.statusUrl}/private/`).textContent()) as string
    expect(await (await page.request.get(link)).text()).toContain('Call <strong>us</strong>')
    // From its beginning: what the header covers half of is no finding.
    await page.evaluate(() => window.scrollTo(0, 0))
    expect(await violationsInBoth(page)).toEqual([])
    await page.getByRole('button', { name: 'Open it to everybody…' }).click()
    await dialog.getByText('with all past incidents').waitFor()
    await dialog.getByRole('button', { name: 'Open it', exact: true }).click()
    await page.getByText('Everybody reads this page at its address.').waitFor()
    expect(await brand()).toMatchObject({ private: false, sender: expect.stringContaining('@'), name: 'Tidewater' })
  })

  const api = () => callApi(page, leeward.consoleUrl)
  const brand = async () => (await api().get('/brands')).find(({ slug }: { slug: string }) => slug === 'tidewater')
  const shown = () => page.frameLocator('iframe[title="Status page"]')
  const saveButton = () => page.getByRole('button', { name: 'Save' }).first()
  const statusPage = async () => (await page.request.get(`${leeward.statusUrl}/tidewater/`)).text()
})
