// Posting in public, in a real browser: an account is added and tried without posting, an update shows what each network gets, and its post is copied to where we do not post.
import { type FakeBluesky, startFakeBluesky } from '@leeward/bluesky/fake'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violations } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Posts in public in the console', { timeout: 120_000 }, () => {
  let bluesky: FakeBluesky
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    bluesky = await startFakeBluesky()
    leeward = await startLeeward({ LEEWARD_OUTGOING_ALLOW: '127.0.0.0/8', LEEWARD_PROOF_HOURS: '0' })
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
    await bluesky?.close()
  })

  test('an update shows what each network gets, how long it is and what is left out; each is copied by a press', async () => {
    const [{ id }] = (await callApi(page, leeward.consoleUrl).get('/crises')).items
    await page.goto(`/crises/${id}/updates?write=update`)
    await page.getByRole('textbox', { name: 'Title' }).fill('Videos stutter')
    await page.getByLabel('What happened').fill('A cache in the east fails again and again. '.repeat(10))
    await page.getByLabel('What customers must do now').fill('Do not upload twice.')
    await page.getByRole('tab', { name: 'Social' }).click()
    const short = page.getByRole('region', { name: 'Short, for X and its like' })
    await short.getByText('Do not upload twice.').waitFor({ timeout: 30_000 })
    await short.getByText(/^\d+ of 280 characters, as they count there$/).waitFor()
    await short.getByText(/^Cut: “What happened”\.$/).waitFor()
    await page
      .getByRole('region', { name: 'Bluesky' })
      .getByText(/ of 300 characters/)
      .waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Copy this post: Short, for X and its like' }).click()
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()), { timeout: 15_000 })
      .toMatch(/Videos stutter[\s\S]*Do not upload twice\.[\s\S]*incidents\/C-/)
  })

  test('an account is added with clear words that this is in public; what is wrong stands at its field', async () => {
    await page.goto('/settings/endpoints')
    await page.getByRole('button', { name: 'Add an endpoint' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Add an endpoint' })
    await dialog.getByLabel('What is it?').selectOption('Bluesky')
    await dialog.getByText('This posts in public').waitFor()
    expect(await dialog.getByLabel('Account’s key').count()).toBe(0)
    await dialog.getByLabel('Server').fill(bluesky.url)
    await dialog.getByRole('textbox', { name: 'Account', exact: true }).fill(bluesky.handle)
    await dialog.getByLabel('App password').fill('my-real-password')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Our Bluesky')
    await dialog.getByRole('button', { name: 'Add an endpoint' }).click()
    await dialog.getByText(/must be an app password such as/i).waitFor()
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await tooWide(page)).toBe(0)
    await page.setViewportSize({ width: 1280, height: 800 })
    await dialog.getByLabel('App password').fill(bluesky.password)
    await dialog.getByRole('button', { name: 'Add an endpoint' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(`${bluesky.handle} at ${new URL(bluesky.url).host}`).waitFor()
  })

  test('where its password was taken back it is off and says so; a new one turns it on, and the thread goes on', async () => {
    await shows('Last delivery accepted')
    bluesky.revoke()
    const dialog = page.getByRole('dialog', { name: 'Our Bluesky' })
    await page.getByRole('button', { name: 'Open Our Bluesky' }).click()
    await dialog.getByRole('button', { name: /^Send again: / }).click()
    await shows('It does not let us in any more. Give it a new password or token.')
    bluesky.restore()
    await page.getByRole('button', { name: 'Open Our Bluesky' }).click()
    await dialog.getByLabel('New app password').fill('nonsense')
    await dialog.getByRole('button', { name: 'Use it' }).click()
    await dialog.getByText(/must be an app password such as/).waitFor()
    await dialog.getByLabel('New app password').fill(bluesky.password)
    await dialog.getByRole('button', { name: 'Use it' }).click()
    await dialog.getByText('on', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })

  test('a test signs in and says that nothing was posted', async () => {
    // What goes on now was posted when it was added, as the dialog said.
    await expect.poll(() => bluesky.records.size, { timeout: 30_000 }).toBe(1)
    await page.getByRole('button', { name: 'Open Our Bluesky' }).click()
    const dialog = page.getByRole('dialog', { name: 'Our Bluesky' })
    await dialog.getByRole('button', { name: 'Test', exact: true }).click()
    await dialog.getByText(`signed in as ${bluesky.handle}; nothing was posted`).waitFor({ timeout: 30_000 })
    expect(bluesky.records.size).toBe(1)
    await page.goto('/settings/channels')
    await page.getByRole('listitem').filter({ hasText: 'Our Bluesky' }).getByText('Nothing was posted in public.').waitFor()
  })

  /** The list, looked at again until it says so. */
  const shows = (words: string) =>
    expect
      .poll(
        async () => {
          await page.goto('/settings/endpoints')
          await page.getByRole('button', { name: 'Open Our Bluesky' }).waitFor()
          return page.getByText(words).count()
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBe(1)
})
