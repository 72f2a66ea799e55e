// Whom an update is for: a stakeholder is entered, an audience saved, and the composer says how many it reaches before anything is sent.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violations } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Audiences in the console', { timeout: 60_000 }, () => {
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

  test('a stakeholder is entered, by what they are told and by whom', async () => {
    await page.goto(`${leeward.consoleUrl}/settings`)
    await page.getByRole('link', { name: 'Audiences and stakeholders' }).click()
    await page.getByRole('button', { name: 'Add a stakeholder…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a stakeholder' })
    await dialog.getByLabel('Name').fill('Chair of the board')
    await dialog.getByLabel('Kind', { exact: true }).selectOption('board')
    await dialog.getByLabel('E-mail').fill('chair@tidewater.example')
    await dialog.getByLabel('Told of crises of').selectOption('4')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('listitem').filter({ hasText: 'chair@tidewater.example' }).getByText('Board', { exact: true }).waitFor()
  })

  test('a part of customers is saved under a name', async () => {
    await page.getByRole('button', { name: 'Add an audience…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add an audience' })
    await dialog.getByLabel('Name').fill('Enterprise')
    await dialog.getByLabel('Tiers').fill('enterprise')
    await dialog.getByLabel('Tiers').press('Enter')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Change Enterprise' }).waitFor()
  })

  test('the composer counts whom it reaches, shows some, and offers words for them', async () => {
    const crisis = (await callApi(page, leeward.consoleUrl).get('/crises')).items[0]
    await page.goto(`${leeward.consoleUrl}/crises/${crisis.id}/updates?write=update`)
    const whom = page.getByLabel('For whom')
    await page.getByLabel('Next update at').waitFor()
    await whom.selectOption({ label: 'Enterprise' })
    await page.getByText(/Reaches \d+ addresses now\./).click()
    await page.getByText('Some of them:').waitFor()
    await whom.selectOption({ label: 'Executives' })
    await page.getByText('Reaches 1 address now.').waitFor()
    await expect.poll(() => page.getByLabel('Title').first().inputValue(), { timeout: 30_000 }).toMatch(/^Brief /)
    // Executives have a rhythm of their own, so that their word may say when the next one comes.
    expect(await page.getByLabel('Next update at').count()).toBe(1)
    await page.getByRole('tab', { name: 'E-mail' }).waitFor()
    expect(await page.getByRole('tab', { name: 'Status page' }).count()).toBe(0)
    // What stands under the bar that stays is no target.
    await page.evaluate(() => window.scrollTo(0, 0))
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await tooWide(page)).toBe(0)
  })
})
