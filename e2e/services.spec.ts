// Services as the status page shows them: ordered by keyboard, grouped, named or not, and read so by customers.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn, tabTo } from './support/person.ts'

describe.skipIf(!browserPath)('Services on the status page, in the console', { timeout: 90_000 }, () => {
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

  test('the settings lead there; the order is that of the page', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Services on the status page' }).click()
    await page.getByRole('list', { name: 'Services of Video' }).waitFor()
    expect(await shownOrder()).toEqual(['Live video', 'Uploads', 'Playback', 'Sign-in', 'Billing', 'API'])
    expect(await page.getByRole('link', { name: 'What customers see' }).getAttribute('href')).toBe(`${leeward.statusUrl}/tidewater/`)
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('by keyboard a service and a group are moved, the focus goes along, and nothing changes for customers before it is saved', async () => {
    await tabTo(page, 'Move Playback up', 60)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move Playback up')
    await page.getByRole('status').getByText('Playback is now 1 of 3.').waitFor({ state: 'attached' })
    // At the end another press moves nothing.
    await page.keyboard.press('Enter')
    await tabTo(page, 'Move Account up', 60)
    await page.keyboard.press('Enter')
    expect(await shownOrder()).toEqual(['Sign-in', 'Billing', 'Playback', 'Live video', 'Uploads', 'API'])
    expect(await keys()).toEqual(['live-video', 'uploads', 'playback', 'sign-in', 'api', 'billing'])
    expect(await violationsInBoth(page)).toEqual([])
    await tabTo(page, 'Save the order', 60)
    await page.keyboard.press('Enter')
    await page.getByText('Customers of Tidewater read the new order.').waitFor()
    expect(await keys()).toEqual(['sign-in', 'billing', 'playback', 'live-video', 'uploads', 'api'])
    await page.getByText('The new order is not saved yet').waitFor({ state: 'hidden' })
    await expect
      .poll(statusPage, { timeout: 40_000 })
      .toMatch(/Account[\s\S]*Sign-in[\s\S]*Billing[\s\S]*Video[\s\S]*Playback[\s\S]*Live video[\s\S]*Uploads[\s\S]*API/)
  })

  test('what was moved is laid back', async () => {
    await page.getByRole('button', { name: 'Move API up' }).click()
    expect((await shownOrder())[2]).toBe('API')
    await page.getByRole('button', { name: 'Undo' }).click()
    expect((await shownOrder()).at(-1)).toBe('API')
  })

  test('a service gets another group and is named no more, and customers read so', async () => {
    await page.getByRole('button', { name: 'Change API' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change API' })
    await dialog.getByLabel('Group').fill('For developers')
    await dialog.getByRole('radio', { name: 'only while hurt' }).check()
    expect(await violationsInBoth(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('list', { name: 'Services of For developers' }).getByText('only while hurt').waitFor()
    await page.getByRole('button', { name: 'Change Billing' }).click()
    await page.getByRole('dialog').getByRole('radio', { name: 'never' }).check()
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('list', { name: 'Services of Account' }).getByText('never').waitFor()
    await expect.poll(statusPage, { timeout: 40_000 }).not.toContain('Billing')
    expect(await statusPage()).toContain('Sign-in')
  })

  test('an order that was made from what is out of date is refused, and says what to do', async () => {
    await page.getByRole('button', { name: 'Move Sign-in down' }).click()
    await api().put('/services/search', { name: 'Search' })
    await page.getByRole('button', { name: 'Save the order' }).click()
    await page.getByText('Load them again, then order them.').waitFor()
    await page.reload()
    await page.getByText('Search', { exact: true }).waitFor()
  })

  test('whoever may only read sees the order, and no buttons', async () => {
    const email = 'olga@tidewater.example'
    const { password } = await api().post('/people', { name: 'Olga', groups: ['observer'], email })
    const other = await openConsole(browser, leeward)
    await signIn(other, { ...leeward, email, password })
    await other.goto('/services')
    await other.getByText('Live video').waitFor()
    expect(await other.getByRole('main').getByRole('button').count()).toBe(0)
    await other.context().close()
  })

  const api = () => callApi(page, leeward.consoleUrl)
  const keys = async () => (await api().get('/services')).map(({ key }: { key: string }) => key)
  const statusPage = async () => (await page.request.get(`${leeward.statusUrl}/tidewater/`)).text()
  const shownOrder = async () =>
    (
      await page
        .getByRole('button', { name: /^Change / })
        .all()
        .then((all) => Promise.all(all.map((each) => each.getAttribute('aria-label'))))
    ).map((label) => label?.replace('Change ', ''))
})
