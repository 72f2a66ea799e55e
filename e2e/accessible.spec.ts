// Everybody can use it: checked by a machine on every screen in both colour schemes, without a mouse, and on a phone.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violations, violationsInBoth } from './support/accessibility.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn, tabTo } from './support/person.ts'
import { allScreens, type Screen } from './support/screens.ts'

describe.skipIf(!browserPath)('Every screen is accessible', () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let screens: Screen[]
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    screens = await allScreens(page, leeward)
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  // Each screen is opened once, and looked at in every way.
  test('no screen breaks WCAG 2.2 AA, light or dark, and none is wider than a phone', async () => {
    const found: string[] = []
    for (const screen of screens) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await screen.open(page)
      const wrong = await violationsInBoth(page)
      await page.setViewportSize({ width: 390, height: 844 })
      // What turns over with the width does so a moment later.
      await page
        .waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth, undefined, { timeout: 5_000 })
        .catch(() => {})
      let over = await tooWide(page)
      // A list that hung open while the window shrank may keep its width: a phone never was wide.
      if (over > 0) {
        await screen.open(page)
        over = await tooWide(page)
      }
      found.push(...[...wrong, ...(over > 0 ? [`is ${over} px too wide`] : [])].map((what) => `${screen.name}: ${what}`))
    }
    expect(found).toEqual([])
    for (const colorScheme of ['light', 'dark'] as const) {
      const door = await openConsole(browser, leeward, { colorScheme })
      await door.getByRole('button', { name: 'Sign in' }).waitFor()
      expect(await violations(door)).toEqual([])
      await door.context().close()
    }
  }, 900_000)

  test('the places in the header fit at every width, or stand in the menu', async () => {
    const wide: number[] = []
    for (const width of [390, 800, 1000, 1199, 1200, 1280]) {
      await page.setViewportSize({ width, height: 844 })
      await page.goto('/maintenance')
      await page.getByRole('heading', { level: 1, name: 'Planned maintenance' }).waitFor()
      if ((await tooWide(page)) > 0) wide.push(width)
      const inHeader = await page.getByRole('navigation', { name: 'Main' }).isVisible()
      await page.getByRole('button', { name: /^Menu: / }).click()
      await page.getByRole('menuitem').first().waitFor()
      await expect.poll(() => page.getByRole('menuitem', { name: 'Settings' }).isVisible(), { message: `${width}` }).toBe(!inHeader)
      await page.keyboard.press('Escape')
      await page.getByRole('menuitem').first().waitFor({ state: 'hidden' })
    }
    expect(wide).toEqual([])
  })

  test('a crisis is declared without a mouse, from signing in on', async () => {
    const other = await openConsole(browser, leeward)
    const keys = other.keyboard
    await other.getByLabel('E-mail').waitFor()
    await keys.type(leeward.email)
    await keys.press('Tab')
    await keys.type(leeward.password)
    await keys.press('Enter')
    await other.getByRole('heading', { level: 1, name: 'Crises' }).waitFor()
    await keys.press('d')
    await other.getByRole('heading', { level: 1, name: 'Declare a crisis' }).waitFor()
    await keys.type('Recordings stop half way in Europe')
    await tabTo(other, 'Services')
    await keys.type('Playb')
    await keys.press('ArrowDown')
    await keys.press('Enter')
    await keys.press('Escape')
    await tabTo(other, 'Some')
    await keys.press('ArrowLeft')
    expect(await other.getByRole('radio', { name: 'Many' }).isChecked()).toBe(true)
    await tabTo(other, 'Declare')
    await keys.press('Enter')
    await other.getByRole('heading', { level: 1, name: 'Recordings stop half way in Europe' }).waitFor()
    await other.getByText('Playback').first().waitFor()
    await other.getByText('Service outage').first().waitFor()
    await other.context().close()
  })
})
