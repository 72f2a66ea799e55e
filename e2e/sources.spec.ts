// What we ask, and mails: set up in the console, tried before it is saved, and how it goes is said calmly.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Searches, startSearches } from '../journeys/support/searches.ts'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Sources that are asked, in the console', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let there: Searches
  beforeAll(async () => {
    there = await startSearches()
    leeward = await startLeeward({ LEEWARD_OUTGOING_ALLOW: '127.0.0.0/8' })
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await signIn(page, leeward)
    await page.goto(`${leeward.consoleUrl}/settings/sources`)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
    await there?.close()
  })
  const dialog = () => page.getByRole('dialog')
  const begin = async (kind: string, name: string) => {
    await page.getByRole('button', { name: 'Add a source' }).first().click()
    await dialog().getByLabel('Name').first().fill(name)
    await dialog().getByLabel('Kind').selectOption({ label: kind })
  }
  const add = () => dialog().getByRole('button', { name: 'Add a source' }).click()
  const posted = (nth: number, text: string, by?: string) => there.posts.push({ nth, text, at: new Date().toISOString(), ...(by ? { by } : {}) })

  test('a search is tried before it is saved: what would come is shown, masked', async () => {
    posted(1, 'acme burnt my hand, I want my money back, mail me at ann@mail.example')
    posted(2, 'acme: we look into it', 'acme')
    await begin('Mastodon search', 'The town square')
    await dialog().getByLabel('Search for').fill('#acme')
    await dialog().getByLabel('Server').fill(there.url)
    await dialog().getByLabel('Our own names there').fill('@acme,')
    await dialog().getByRole('button', { name: 'Ask now' }).click()
    await dialog().getByText('mail me at [e-mail]').waitFor()
    await dialog().getByText('It answers, with one entry.').waitFor()
    expect(await dialog().getByText('ann@mail.example').count()).toBe(0)
    if (process.env.LEEWARD_SHOTS) await page.screenshot({ path: `${process.env.LEEWARD_SHOTS}/try.png`, fullPage: true })
    expect(await violationsInBoth(page)).toEqual([])
    await add()
    await page.getByText('“The town square” is asked from now on.').waitFor()
    await expect.poll(() => page.getByText(/asked .* ago, 0 new/).count(), { timeout: 40_000 }).toBe(1)
  })
  test('what cannot be asked says why in words, when tried and in the list', async () => {
    await begin('Mastodon search', 'Words on the square')
    await dialog().getByLabel('Search for').fill('acme')
    await dialog().getByLabel('Server').fill(there.url)
    await dialog().getByLabel('Access token').fill('old')
    await dialog().getByRole('button', { name: 'Ask now' }).click()
    await dialog().getByText('The token is no longer valid, or may not do this.').waitFor()
    await add()
    await expect.poll(() => page.getByText(/The token is no longer valid.*change it to ask again at once/).count(), { timeout: 40_000 }).toBe(1)
    expect(await violationsInBoth(page)).toEqual([])
    // What we ask stays of its kind.
    await page.getByRole('button', { name: 'Change: Words on the square' }).click()
    expect(await dialog().getByLabel('Kind').isDisabled()).toBe(true)
    await dialog().getByLabel('Access token').fill(there.token)
    await dialog().getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => page.getByText(/The token is no longer valid/).count(), { timeout: 40_000 }).toBe(0)
  })
  test('a wrong address stands at its field', async () => {
    await begin('Mail of customers', 'Support')
    await dialog().getByLabel('Addresses').fill('care,')
    await add()
    await dialog().getByText('must be an address such as support@example.com').waitFor()
    await dialog().getByLabel('Addresses').press('Backspace')
    await dialog().getByLabel('Addresses').fill('care@acme.example,')
    await dialog().getByRole('button', { name: 'Ask now' }).click()
    await dialog().getByText('None of the newest mails is for this source.').waitFor()
    await add()
    await page.getByText(/NAME\+[0-9a-f]{32}@YOUR-DOMAIN/).waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await page.getByRole('button', { name: 'I have kept it' }).click()
  })
  test('a monitor’s mails, a feed and Bluesky have their own fields, and fit on a telephone', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    for (const [kind, sign] of [
      ['Mail of monitors', 'It is over'],
      ['Feed (RSS, Atom)', 'Address of the feed'],
      ['Bluesky search', 'Signs in as'],
    ] as const) {
      await begin(kind, kind)
      await dialog().getByLabel(sign).first().waitFor()
      expect(await tooWide(page)).toBe(0)
      expect(await violationsInBoth(page)).toEqual([])
      if (process.env.LEEWARD_SHOTS) await page.screenshot({ path: `${process.env.LEEWARD_SHOTS}/${kind.replace(/\W+/g, '-')}.png`, fullPage: true })
      await dialog().getByRole('button', { name: 'Cancel' }).click()
    }
    await page.setViewportSize({ width: 1280, height: 900 })
    if (process.env.LEEWARD_SHOTS) await page.screenshot({ path: `${process.env.LEEWARD_SHOTS}/list.png`, fullPage: true })
  })
})
