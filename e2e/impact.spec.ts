// Who is hurt, in the browser: changed by a condition and a list, counted while it is written, and explained for who is not.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, rowsOf, signIn, tab } from './support/person.ts'

describe.skipIf(!browserPath)('Who is hurt, in the console', () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    await page
      .getByRole('link', { name: /Live video and uploads fail/ })
      .first()
      .click()
    await tab(page, 'Customers')
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('a condition is written without a mouse, and counted while it is written', async () => {
    const keys = page.keyboard
    await page.getByRole('button', { name: 'Change who is hurt' }).focus()
    await keys.press('Enter')
    const drawer = page.getByRole('dialog', { name: /^Who is hurt by C-/ })
    await drawer.getByRole('button', { name: 'Add a condition' }).focus()
    await keys.press('Enter')
    await drawer.getByLabel('What is asked').focus()
    await keys.type('Tier')
    await drawer.getByLabel('Values').locator('visible=true').first().focus()
    await keys.type('enterprise')
    await keys.press('Enter')
    const degree = drawer.getByRole('group', { name: 'Condition 1' }).getByLabel('How bad')
    await degree.focus()
    await keys.type('at risk')
    await drawer.getByText(/more than now/).waitFor()
    await drawer.getByRole('button', { name: 'Save', exact: true }).focus()
    await keys.press('Enter')
    await drawer.waitFor({ state: 'hidden' })
    await hurt().getByText('And accounts whose tier is “enterprise”: at-risk.').waitFor()
    await hurt().getByText('at risk', { exact: true }).waitFor()
    expect((await rowsOf(page.getByRole('region', { name: 'Assessments' })))[0]?.join(' ')).toContain('The conditions were changed')
  })

  test('a list that is dropped leaves accounts out, names the rows it could not read, and is removed again', async () => {
    const out = page.getByRole('region', { name: 'Left out' })
    const [first] = await rowsOf(page.getByRole('region', { name: 'Affected accounts' }))
    const key = first?.[0]?.trim().split('\n').at(-1) as string
    await out.locator('input[type=file]').setInputFiles({ name: 'closed.csv', mimeType: 'text/csv', buffer: Buffer.from(`account_key\n${key}\nnobody\n`) })
    await out.getByText('1 account', { exact: true }).waitFor()
    await out.getByText('1 row named no account').click()
    await out.getByText(/^Line 3, nobody/).waitFor()
    await hurt().getByText('But not the 1 account listed to be left out.').waitFor()
    await expect
      .poll(async () => (await rowsOf(page.getByRole('region', { name: 'Affected accounts' })))[0]?.[0]?.includes(key), { timeout: 30_000 })
      .toBe(false)
    await out.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog', { name: 'Remove this list?' }).getByRole('button', { name: 'Remove' }).click()
    await hurt().getByText('But not the 1 account').waitFor({ state: 'hidden' })
  })

  test('an account that is not hurt says why not, and the difference is there to download', async () => {
    const accounts = page.getByRole('region', { name: 'Affected accounts' })
    await accounts.getByText('All accounts').click()
    await accounts
      .getByRole('button', { name: /^Is .* hurt\?$/ })
      .first()
      .waitFor()
    for (const button of await accounts.getByRole('button', { name: /^Is .* hurt\?$/ }).all()) {
      await button.click()
      const drawer = page.getByRole('dialog')
      await drawer.getByText('Every part of the definition').waitFor()
      if (await drawer.getByText('No. It is not affected.').count()) {
        expect(await drawer.getByText(/\(down\): no, /).count()).toBe(1)
        await page.keyboard.press('Escape')
        const download = page.waitForEvent('download')
        await page.getByRole('link', { name: 'Download the difference of assessment 2' }).click()
        expect((await download).suggestedFilename()).toMatch(/^C-\d+-\d+-impact-2\.csv$/)
        return
      }
      await page.keyboard.press('Escape')
      await drawer.waitFor({ state: 'hidden' })
    }
    throw new Error('every account on the first page is hurt')
  })

  const hurt = () => page.getByRole('region', { name: 'Who is hurt' })
})
