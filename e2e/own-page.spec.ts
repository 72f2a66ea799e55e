// A customer's own page, handed over by whoever talks to them: copied, valid until a day that is named, and for nobody else to hand out.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn, tabTo } from './support/person.ts'

describe.skipIf(!browserPath)('A customer’s own page, from the console', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let account: { id: number; name: string }
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await signIn(page, leeward)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    account = (await api().get('/accounts?limit=1')).items[0]
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('is copied without a mouse, and the day until which it is valid is named', async () => {
    await page.goto(`/accounts/${account.id}`)
    await tabTo(page, 'Copy the customer’s own page')
    await page.keyboard.press('Enter')
    const card = page.getByRole('region', { name: 'The customer’s own page' })
    await card.getByText('Copied. Hand it to this customer alone.').waitFor()
    const until = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(Date.now() + 90 * 86_400_000)
    await card.getByText(`valid until ${until}`).waitFor()
    const url = await page.evaluate(() => navigator.clipboard.readText())
    expect(url).toBe(await card.getByRole('link').getAttribute('href'))
    expect(url).toMatch(new RegExp(`^${leeward.statusUrl}/my/`))
    expect(await violationsInBoth(page)).toEqual([])
    const customer = await (await browser.newContext()).newPage()
    await customer.goto(url)
    await customer.getByText(account.name).first().waitFor()
    await customer.context().close()
  })

  test('where the browser gives no clipboard, it is there to be copied by hand', async () => {
    await page.reload()
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('no'))
    })
    await page.getByRole('button', { name: 'Copy the customer’s own page' }).click()
    await page.getByRole('main').getByText('It could not be copied: here it is.').waitFor()
    await page.getByRole('button', { name: 'Copy the link' }).waitFor()
  })

  test('whoever does not talk to customers is not offered it', async () => {
    const email = 'olga@tidewater.example'
    const { password } = await api().post('/people', { name: 'Olga', groups: ['observer'], email })
    const other = await openConsole(browser, leeward)
    await signIn(other, { ...leeward, email, password })
    await other.goto(`/accounts/${account.id}`)
    await other.getByRole('heading', { level: 2, name: 'Exposures' }).waitFor()
    expect(await other.getByText('own page').count()).toBe(0)
    await other.context().close()
  })

  const api = () => callApi(page, leeward.consoleUrl)
})
