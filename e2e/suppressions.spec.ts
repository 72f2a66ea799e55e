// An address that does not work: stopped by hand, seen at its account, allowed again with a reason; and a mailbox that nothing has come back to yet.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, rowsOf, signIn, tabTo } from './support/person.ts'

describe.skipIf(!browserPath)('Stopped addresses in the console', () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let address: string
  let account: number
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    account = (await (await page.request.get('/api/accounts?limit=1')).json()).items[0].id
    address = (await (await page.request.get(`/api/accounts/${account}`)).json()).contacts[0].email
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('an empty list says so; an address is stopped without a mouse, and its account shows it', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Stopped addresses', exact: true }).click()
    await page.getByText('Every address may be written to').waitFor()
    await tabTo(page, 'Stop an address')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Stop an address' }).waitFor()
    await page.getByRole('dialog').locator('input:focus').waitFor()
    await page.keyboard.type(address)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('They asked by phone')
    await tabTo(page, 'Stop an address')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    const [row] = await rowsOf(page.getByRole('main'))
    expect(row?.[0]).toBe(address)
    expect(row?.[1]).toContain('stopped by hand')
    await page.goto(`/accounts/${account}`)
    await page.getByText('Not written to: stopped by hand').waitFor()
  })

  test('it is allowed again with a reason, and both stay in its history', async () => {
    await page.goto('/suppressions')
    await page.getByRole('button', { name: `Allow again: ${address}` }).click()
    const dialog = page.getByRole('dialog', { name: `Write to ${address} again?` })
    const allow = dialog.getByRole('button', { name: 'Allow again' })
    expect(await allow.isDisabled()).toBe(true)
    await dialog.getByLabel('How do you know that it works?').fill('They wrote from there')
    await allow.click()
    await page.getByText('Every address may be written to').waitFor()
    const history = page.getByRole('region', { name: 'History' })
    await history.getByText('allowed again (They wrote from there)').waitFor()
    await history.getByText('stopped (stopped by hand)').waitFor()
  })

  test('a number is stopped as people write it, and gets no texts', async () => {
    await page.getByRole('button', { name: 'Stop an address' }).click()
    const dialog = page.getByRole('dialog', { name: 'Stop an address' })
    await dialog.getByLabel('Address or number').fill('+49 (30) 123-456')
    await dialog.getByRole('button', { name: 'Stop an address' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Allow again: +4930123456' }).waitFor()
    expect((await rowsOf(page.getByRole('main')))[0]?.[0]).toContain('Texts')
  })

  test('a provider is set up, its secret is not shown again, and one that cannot be right is refused in words', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Inbound mail', exact: true }).click()
    await page.getByText('Nothing has come back yet').waitFor()
    await page.getByRole('button', { name: 'Set up: SendGrid' }).click()
    const dialog = page.getByRole('dialog', { name: 'Reports of SendGrid' })
    await dialog.getByLabel('Secret').fill('no key')
    await dialog.getByRole('button', { name: 'Set up' }).click()
    await dialog.getByText(/must be the verification key/).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Set up: Mailgun' }).click()
    await page.getByRole('dialog').getByLabel('Secret').fill('a-signing-key')
    await page.getByRole('dialog').getByRole('button', { name: 'Set up' }).click()
    await page.getByRole('button', { name: 'Take away' }).waitFor()
    expect(await page.content()).not.toContain('a-signing-key')
  })
})
