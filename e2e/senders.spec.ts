// A sender's domain is set up in a real browser, against a name server that shows what an administrator publishes.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LiveZone, nameServer } from '../journeys/support/name-server.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Setting up a sender in the console', () => {
  const zone: LiveZone = {}
  let names: Awaited<ReturnType<typeof nameServer>>
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    names = await nameServer(zone)
    leeward = await startLeeward({ LEEWARD_DNS: names.address })
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
    names?.close()
  })

  test('the settings lead there, and what is wrong stands first, each with the line to add', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('link', { name: 'Senders' }).click()
    await page.getByRole('heading', { level: 1, name: 'Senders' }).waitFor()
    await page.getByText('5 things to change').waitFor()
    await page.getByText('has no SPF record').waitFor()
    await page.getByText('v=DMARC1; p=none;').first().waitFor()
  })

  test('a key is made; its value is copied; before it is published, switching is refused with the reason', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Make a key' }).click()
    const keys = page.getByRole('region', { name: 'Signing keys' })
    await keys.getByText('waits to be published').waitFor()
    await keys.getByRole('button', { name: /^Copy the value for/ }).click()
    await keys.getByText('Copied.').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^v=DKIM1; k=rsa; p=[\w+/=]{390,}$/)
    await keys.getByRole('button', { name: 'Switch to it' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Switch to it' }).click()
    await dialog.getByText('is not published yet').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })

  test('published, it is found, switched to without a mouse, and the finding turns green', async () => {
    const [key] = (await (await page.request.get(`${leeward.consoleUrl}/api/senders`)).json())[0].keys
    zone[`TXT ${key.line.name}`] = [key.line.value]
    await page.getByRole('button', { name: 'Switch to it' }).press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Switch to it' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Signing keys' }).getByText('signs', { exact: true }).waitFor()
    await page.getByText('Mails are signed with the key').waitFor()
    await page.getByText('4 things to change').waitFor()
  })

  test('answers and bounces get addresses of their own', async () => {
    await page.getByRole('button', { name: /^Change the addresses of/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Bounces go to').fill('nonsense')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('must be an e-mail address').waitFor()
    await dialog.getByLabel('Bounces go to').fill('bounces@b.example')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('bounces@b.example').first().waitFor()
  })

  test('when the DNS fails, what is not known is said to be so', async () => {
    for (const name of Object.keys(zone)) delete zone[name]
    const { domain } = (await (await page.request.get(`${leeward.consoleUrl}/api/senders`)).json())[0]
    zone[`_dmarc.${domain}`] = 'servfail'
    await page.getByRole('button', { name: 'Check again' }).click()
    await page.getByText('answered that it cannot tell (SERVFAIL)').waitFor()
    await page.getByText('Every signature fails').waitFor()
  })
})
