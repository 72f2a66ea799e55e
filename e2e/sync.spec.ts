// A provider is connected, tried and read in a real browser, and two accounts that are one customer are merged.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakeStripe, priced, startFakeStripe } from '../journeys/support/fake-stripe.ts'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Customers from a provider in the console', () => {
  let stripe: FakeStripe
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    stripe = await startFakeStripe()
    leeward = await startLeeward({ LEEWARD_OUTGOING_ALLOW: '127.0.0.0/8' })
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
    stripe?.close()
  })

  test('the settings lead there; nothing is connected yet, and what is missing is said at its field', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('link', { name: 'Customers from Stripe and Shopify' }).click()
    await page.getByText('Nothing is connected yet').waitFor()
    await page.getByText('No doubles to decide about').waitFor()
    await page.getByRole('button', { name: 'Connect' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Provider').selectOption('shopify')
    await dialog.getByLabel('Shop', { exact: false }).nth(0).waitFor()
    await dialog.getByRole('textbox', { name: 'Shop' }).fill('not a shop')
    await dialog.getByLabel('Access token of the app').fill('shpat_1')
    await dialog.getByRole('button', { name: 'Connect' }).click()
    await dialog.getByText('must be the shop’s own name').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })

  test('a connection is tried, everything is read with figures, and a key that fails says what to do', async () => {
    const api = callApi(page, leeward.consoleUrl)
    const brand = (await api.get('/brands'))[0].slug
    const known = (await api.get('/accounts?limit=1')).items[0]
    const { contacts } = await api.get(`/accounts/${known.id}`)
    stripe.customer('cus_1', { name: 'Twice Ltd', email: contacts[0]?.email })
    stripe.subscription('sub_1', 'cus_1', [priced(4_900)])
    stripe.subscription('sub_2', 'cus_none', [priced(4_900)])
    await api.post('/sync-links', { provider: 'stripe', name: 'Billing', brand, token: stripe.token, hookSecret: stripe.secret, url: stripe.url })
    await page.reload()
    await page.getByRole('button', { name: 'Try it Billing' }).click()
    await page.getByText('Leeward can read there.').waitFor()
    await page.getByRole('button', { name: 'Read everything Billing' }).click()
    await page.getByText('Customers, 1 read: 1 new, 0 changed, 0 the same, 0 not stored').waitFor({ timeout: 40_000 })
    await page.getByText('Subscriptions, 2 read: 1 new, 0 changed, 0 the same, 1 not stored').waitFor({ timeout: 40_000 })
    await page.getByRole('button', { name: 'Show why' }).click()
    await page.getByRole('dialog').getByText('Its customer was not read').waitFor()
    await page.keyboard.press('Escape')
    stripe.fails(() => ({ status: 403 }))
    await page.getByRole('button', { name: 'Try it Billing' }).click()
    await page.getByText('It must be allowed to read customers').waitFor()
    stripe.fails(() => undefined)
  })

  test('two accounts that are one customer are merged by a click', async () => {
    await page.reload()
    const doubles = page.getByRole('region', { name: 'Probably the same customer' })
    await doubles.getByText('Twice Ltd (cus_1)').waitFor()
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await tooWide(page)).toBe(0)
    await page.setViewportSize({ width: 1280, height: 800 })
    expect(await violationsInBoth(page)).toEqual([])
    await doubles.getByRole('button', { name: /^Merge: Twice Ltd/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click()
    await doubles.getByText('No doubles to decide about').waitFor()
  })
})
