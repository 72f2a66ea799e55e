// Pages for a part of the customers, set up in the console: seen before they are saved, with how many they reach.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Pages for a part of the customers, in the console', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let services: { id: string; key: string; name: string; brand: string }[]
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await signIn(page, leeward)
    services = (await api().get('/services')).filter(({ brand }: { brand: string }) => brand === 'tidewater')
    await api().post('/audiences', { name: 'Enterprise', filter: { tiers: ['enterprise'] } })
    await api().post('/audiences', { name: 'Everybody', filter: {} })
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('there are none at first, and that is said', async () => {
    await page.goto('/settings/page-look')
    await card().getByText('There are no pages for a part of the customers.').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('what it would show and how many it would reach is seen before it is saved', async () => {
    await card().getByRole('button', { name: 'Add a page' }).click()
    await dialog().getByText('Choose who reads it: then it is shown here').waitFor()
    expect(await dialog().getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await dialog().getByLabel('Name').fill('Enterprise customers')
    await choose('Who reads it', 'Enterprise')
    await dialog()
      .getByText(/The audience chooses [\d,]+ accounts? now\./)
      .waitFor()
    await choose('Services', first().name)
    await page.keyboard.press('Escape')
    await shown().getByRole('listitem').filter({ hasText: second().name }).first().waitFor({ state: 'hidden' })
    await shown().getByRole('listitem').filter({ hasText: first().name }).first().waitFor()
    expect(await shown().getByRole('listitem').filter({ hasText: second().name }).count()).toBe(0)
    expect(await violationsInBoth(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await tooWide(page)).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
    await dialog().getByRole('button', { name: 'Save' }).click()
    await page.getByText('The page Enterprise customers is there').waitFor()
    await card()
      .getByText(new RegExp(`for Enterprise · [\\d,]+ accounts? reads? it · ${first().name}`))
      .waitFor()
  })

  test('the same name again is refused in words, and what was written stays', async () => {
    await card().getByRole('button', { name: 'Add a page' }).click()
    await dialog().getByLabel('Name').fill('enterprise CUSTOMERS')
    await choose('Who reads it', 'Everybody')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await dialog().getByText('There is a page called enterprise CUSTOMERS already. Take another name.').waitFor()
    await dialog().getByLabel('Name').fill('The others')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await card()
      .getByText(/for Everybody · [\d,]+ accounts read it · all services/)
      .waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await tooWide(page)).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('its reader sees it so; changed and removed it follows', async () => {
    const account = (await api().get('/accounts?limit=200')).items.find(({ tier }: { tier: string }) => tier === 'enterprise')
    const [contact] = (await api().get(`/accounts/${account.id}`)).contacts
    const { url, page: called } = await api().post('/brands/tidewater/reader-link', { account: account.key, email: contact.email })
    expect(called).toBe('Enterprise customers')
    const read = async () => {
      const answer = await page.request.get(`${url}/`)
      return { status: answer.status(), body: await answer.text() }
    }
    await expect.poll(async () => (await read()).body.includes(`>${first().name}`), { timeout: 40_000 }).toBe(true)
    expect((await read()).body).not.toContain(`>${second().name}<`)

    await card().getByRole('button', { name: 'Change Enterprise customers' }).click()
    await choose('Services', second().name)
    await page.keyboard.press('Escape')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await expect.poll(async () => (await read()).body.includes(`>${second().name}`), { timeout: 40_000 }).toBe(true)

    await card().getByRole('button', { name: 'Remove… Enterprise customers' }).click()
    await dialog().getByText('Its links end at once.').waitFor()
    await dialog().getByRole('button', { name: 'Remove it' }).click()
    await card().getByText('Enterprise customers').waitFor({ state: 'hidden' })
    expect((await read()).status).toBe(410)
  })

  const api = () => callApi(page, leeward.consoleUrl)
  const first = () => services[0] as (typeof services)[number]
  const second = () => services[1] as (typeof services)[number]
  const card = () => page.getByRole('region', { name: 'Pages for a part of the customers' })
  const dialog = () => page.getByRole('dialog')
  const shown = () => page.frameLocator('iframe[title="What its readers would see"]')
  const choose = async (label: string, option: string) => {
    await dialog().getByRole('combobox', { name: label }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
})
