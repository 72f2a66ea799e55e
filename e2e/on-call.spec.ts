// Being on call in a real browser: standing in by two clicks, a rotation of one's own, a tested method, and a crisis that pages.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, openMail, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('On call in the console', () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('two keys lead there; who is on call stands in large letters', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.getByRole('heading', { level: 1, name: 'On call' }).waitFor()
    await now('Crisis leads').getByText('Mara Lind', { exact: true }).waitFor()
  })

  test('two clicks, and I stand in', async () => {
    await now('Crisis leads').getByRole('button', { name: 'Stand in' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Stand in' }).click()
    await now('Crisis leads').getByText('Administrator', { exact: true }).waitFor()
    await now('Crisis leads').getByText('instead of Mara Lind').waitFor()
    await page.getByRole('button', { name: 'Take back' }).first().click()
    await now('Crisis leads').getByText('Mara Lind', { exact: true }).waitFor()
  })

  test('a rotation is made, and shows its shifts', async () => {
    await page.getByRole('button', { name: 'New rotation' }).click()
    const dialog = page.getByRole('dialog', { name: 'New rotation' })
    await dialog.getByLabel('Name').fill('Payments')
    await dialog.getByLabel('People, in the order').click()
    await page.getByRole('option', { name: 'Administrator' }).click()
    await page.getByRole('option', { name: 'Jonas Weber' }).click()
    await page.keyboard.press('Escape')
    await dialog.getByLabel('Unit').click()
    await page.getByRole('option', { name: 'days' }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const card = page.getByRole('region', { name: 'Payments', exact: true })
    await card.getByText('Hands over daily at 09:00').waitFor()
    await card.getByText('As a list').click()
    expect(await card.getByText(/instead of/).count()).toBe(0)
    expect(await card.locator('details li').count()).toBeGreaterThan(12)
  })

  test('its calendar is copied, and read without signing in; a new address ends the old one', async () => {
    const card = page.getByRole('region', { name: 'Payments', exact: true })
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const pick = async (item: string) => {
      await card.getByRole('button', { name: 'Calendar' }).click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await pick('Copy its address')
    await page.getByText('Copied. Add it to your calendar').waitFor()
    const url = await page.evaluate(() => navigator.clipboard.readText())
    expect(await (await fetch(url)).text()).toContain('SUMMARY:Administrator (Payments)')
    await pick('Give it a new address')
    const dialog = page.getByRole('dialog', { name: 'Give this calendar a new address?' })
    await dialog.getByRole('button', { name: 'New address' }).click()
    await dialog.getByText('/calendar/').waitFor()
    await dialog.getByText('Close', { exact: true }).click()
    expect((await fetch(url)).status).toBe(404)
  })

  test('a rotation that a policy pages cannot be removed, and the page says why', async () => {
    const card = page.getByRole('region', { name: 'Crisis leads', exact: true })
    await card.getByRole('button', { name: 'Remove' }).click()
    const dialog = page.getByRole('dialog', { name: 'Remove this rotation?' })
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await dialog.getByText('pages this rotation. Change that first').waitFor()
    await page.keyboard.press('Escape')
  })

  test('an address is added, tested and proven by the link in its mail', async () => {
    const card = page.getByRole('region', { name: 'How I am reached' })
    await card.getByLabel('Address').fill('night@tidewater.example')
    await card.getByRole('button', { name: 'Add' }).click()
    await card.getByText('not tested yet').waitFor()
    await card.getByRole('button', { name: 'Send a test' }).click()
    await card.getByText('Press the button behind the link').waitFor()
    await page.goto('/mailbox')
    const text = await openMail(page, /This is a test page/)
    const link = /http\S+\/pages\/\S+/.exec(text)?.[0] as string
    const other = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    await other.goto(link)
    await other.getByRole('button', { name: 'It reached me' }).click()
    await other.getByText('It works: you will be paged this way.').waitFor()
    await other.context().close()
    await page.goto('/on-call')
    await card.getByText('night@tidewater.example').waitFor()
    expect(await card.getByText('not tested yet').count()).toBe(0)
  })

  test('a crisis pages whoever is on call; it is paused, goes on, and ends when somebody takes command by the link', async () => {
    await page.goto('/declare')
    await page.getByLabel('What').first().fill('Payments are charged twice')
    await page.getByRole('button', { name: 'Declare' }).click()
    const card = page.getByRole('region', { name: 'Paging somebody to lead' })
    await card.getByText('Mara Lind').first().waitFor()
    await card.getByText('sent', { exact: true }).waitFor()
    await card.getByRole('button', { name: 'Pause' }).click()
    const dialog = page.getByRole('dialog', { name: 'Pause the paging?' })
    await dialog.getByLabel('Why').fill('Mara is on her way.')
    await dialog.getByRole('button', { name: 'Pause' }).click()
    await card.getByText(/^Paused\./).waitFor()
    await card.getByText(/^Goes on by itself/).waitFor()
    await card.getByRole('button', { name: 'Resume' }).click()
    await card.getByRole('button', { name: 'Pause' }).waitFor()
    const room = page.url()
    await page.goto('/mailbox')
    const link = /http\S+\/pages\/\S+/.exec(await openMail(page, /needs somebody to lead it: Payments are charged twice/))?.[0] as string
    const other = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    await other.goto(link)
    await other.getByRole('button', { name: 'Take command' }).click()
    await other.getByText('You are in command.').waitFor()
    await other.context().close()
    await page.goto(room)
    await page.getByText('Mara Lind').first().waitFor()
    await page.getByText('Paging ended: Mara Lind leads.').waitFor()
    expect(await card.count()).toBe(0)
  })

  const now = (rotation: string) => page.getByRole('region', { name: 'On call now' }).getByRole('article', { name: rotation })
})
