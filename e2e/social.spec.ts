// Posting in public, in a real browser: an account is added and tried without posting, an update shows what each network gets, and its post is copied to where we do not post.
import { type FakeBluesky, startFakeBluesky } from '@leeward/bluesky/fake'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violations, violationsInBoth } from './support/accessibility.ts'
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
      .poll(() => page.evaluate(() => navigator.clipboard.readText()), { timeout: 30_000 })
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
    // Said, before the page is left.
    await page.getByText('It is sent again, with the same id.').waitFor()
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

  test('who asks in public stands in the inbox, and is answered where everybody reads it, with room counted and a warning', async () => {
    // What is written once it is on; its clock is a little ahead of ours.
    bluesky.write({ from: ann, text: 'hey @acme.example, my boards are empty', at: new Date(Date.now() + 60_000).toISOString() })
    await page.goto('/settings/endpoints')
    await page.getByRole('button', { name: 'Open Our Bluesky' }).click()
    const dialog = page.getByRole('dialog', { name: 'Our Bluesky' })
    await dialog.getByRole('switch', { name: 'They become conversations' }).click()
    await expect
      .poll(
        async () => {
          const { items } = await callApi(page, leeward.consoleUrl).get('/endpoints')
          return items[0].mentions?.news
        },
        { timeout: 30_000 },
      )
      .toBe(1)
    await page.reload()
    await page.getByRole('button', { name: 'Open Our Bluesky' }).click()
    await dialog.getByText(/^Last read .*, 1 new\.$/).waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await shot('mentions-switch')
    await page.goto('/conversations?view=all&search=boards')
    await page.getByText('Bluesky, public').waitFor()
    await page.locator('[data-conversation]').first().click()
    await page.getByText('In public on Bluesky: everybody reads it.').waitFor()
    const field = page.getByRole('textbox', { name: 'Reply to the customer' })
    await field.fill('x'.repeat(302))
    await page.getByText('2 characters too long: Bluesky takes 300. Say it shorter, or in two replies.').waitFor()
    expect(await page.getByRole('button', { name: /^Post in public/ }).isDisabled()).toBe(true)
    await shot('mention-too-long')
    await field.fill('We see it too. More at 10:00.')
    await page.getByText('271 characters left').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await shot('mention')
    if (process.env.SHOTS) {
      await page.emulateMedia({ colorScheme: 'dark' })
      await shot('mention-dark')
      await page.emulateMedia({ colorScheme: 'light' })
    }
    await page.setViewportSize({ width: 390, height: 780 })
    expect(await tooWide(page)).toBe(0)
    await shot('mention-phone')
    await page.getByRole('button', { name: 'Details →' }).click()
    await page.getByRole('button', { name: 'Which customer is this?' }).click()
    expect(await tooWide(page)).toBe(0)
    await shot('mention-who-phone')
    await page.getByRole('button', { name: '← Conversation' }).click()
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name: /^Post in public/ }).click()
    await expect.poll(() => [...bluesky.records.values()].map(({ record }) => record.text), { timeout: 30_000 }).toContain('We see it too. More at 10:00.')
    const api = callApi(page, leeward.consoleUrl)
    const [{ id: crisisId }] = (await api.get('/crises')).items
    const open = Number(new URL(page.url()).searchParams.get('open'))
    await api.post(`/conversations/${open}/crisis`, { crisisId })
    await page.goto(`/crises/${crisisId}/conversations`)
    await page.getByRole('button', { name: 'Answer all', exact: true }).click()
    const answering = page.getByRole('dialog', { name: 'Answer all' })
    await answering.getByText('In public, to 1 who asked there', { exact: true }).waitFor()
    await answering.getByText('Asked in public, where everybody would read it (1)').waitFor()
    await answering.getByRole('textbox', { name: 'In public, to 1 who asked there: English' }).fill('It is. More at {status_page}')
    await answering.getByText('252 left').waitFor()
    await expect.poll(() => answering.getByText('Asked in public, where everybody would read it (1)').count(), { timeout: 30_000 }).toBe(0)
    expect(await violations(page)).toEqual([])
    await shot('answer-all-public')
  })

  const ann = { did: 'did:plc:annannannannannannannann', handle: 'ann.example', displayName: 'Ann' }
  const shot = async (name: string) => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
  }
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
