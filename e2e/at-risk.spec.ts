// Who may leave, in the console: whom to call first, by one person alone; what came of it; how one account fares.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn, tabTo } from './support/person.ts'

describe.skipIf(!browserPath)('Accounts at risk in the console', { timeout: 90_000 }, () => {
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
  const shot = async (name: string) => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
  }
  const first = () =>
    page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading') })
      .first()

  test('two keys lead there; each says who, why now, and whom to ask for', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.getByRole('heading', { name: 'Accounts at risk', level: 1 }).waitFor()
    await first().waitFor()
    expect(await first().innerText()).toMatch(/High risk|Medium risk/)
    expect(await first().innerText()).toMatch(/Ask for/)
    await page.getByText('Mara Lind has it in hand').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    expect(await tooWide(page)).toBe(0)
    await shot('first')
  })
  test('without a mouse one takes it, says what came of it and what is next; then it is off the list', async () => {
    const name = await first().getByRole('heading').innerText()
    await tabTo(page, `I call: ${name}`)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: `What came of it: ${name}` }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true)
    await dialog.getByLabel('They are unhappy').check()
    await dialog.getByLabel('Next step').fill('Show them the new exports')
    expect(await violationsInBoth(page)).toEqual([])
    await shot('outcome')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByText(`${name} is dealt with`).first().waitFor()
    await expect.poll(() => first().getByRole('heading').innerText()).not.toBe(name)
    await page.getByText('Dealt with', { exact: true }).click()
    await page.getByText('Show them the new exports').waitFor()
    await shot('done')
  })
  test('everybody at risk is a table by revenue, narrowed by owner and risk, and a file', async () => {
    await page.getByText('All at risk', { exact: true }).click()
    await page.getByRole('columnheader', { name: 'Why' }).waitFor()
    await page.getByLabel('Risk', { exact: true }).selectOption('high')
    await expect.poll(() => page.getByRole('main').locator('tbody').innerText()).not.toContain('Medium risk')
    expect(await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href')).toContain('risk=high')
    expect(await violationsInBoth(page)).toEqual([])
    await shot('all')
  })
  test('the page of an account says how it fares, why, and how it went', async () => {
    await page.getByRole('main').locator('tbody').getByRole('link').first().click()
    const card = page.getByRole('region', { name: 'Health' })
    await card.getByText(/of 100/).waitFor()
    expect(await card.getByRole('img').count()).toBe(2)
    expect(await violationsInBoth(page)).toEqual([])
    await shot('account')
  })
  test('on a small screen and on a telephone nothing is too wide', async () => {
    for (const width of [1_200, 390]) {
      await page.setViewportSize({ width, height: 844 })
      await page.goto(`${leeward.consoleUrl}/accounts-at-risk`)
      await first().waitFor()
      expect(await tooWide(page)).toBe(0)
      await shot(`wide-${width}`)
    }
  })
})
