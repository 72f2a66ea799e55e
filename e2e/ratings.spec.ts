// How readers found an update: they click below it on the status page, and the room tells, calmly, once somebody did.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('How readers found the updates, in the room', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let crisis: { id: string; number: string }
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await signIn(page, leeward)
    crisis = (await callApi(page, leeward.consoleUrl).get('/crises')).items[0]
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('before somebody clicked, nothing is said of it', async () => {
    await page.goto(`/crises/${crisis.id}/updates`)
    await page.getByRole('article').nth(1).waitFor()
    expect(await page.getByText('Readers:').count()).toBe(0)
    await page.goto(`/crises/${crisis.id}/review`)
    const figure = page.getByRole('button').filter({ hasText: 'Update satisfaction' })
    await figure.getByText('not known yet').waitFor()
  })

  test('readers click below an update on the status page; its card and the figures tell', async () => {
    for (const [userAgent, answer] of [
      ['one', 'Yes'],
      ['two', 'Yes'],
      ['three', 'No'],
    ] as const) {
      const reader = await (await browser.newContext({ userAgent, locale: 'en-GB' })).newPage()
      await reader.goto(`${leeward.statusUrl}/tidewater/incidents/${crisis.number}`)
      await reader.getByRole('button', { name: answer, exact: true }).first().click()
      await reader.getByText('Thank you').waitFor()
      await reader.context().close()
    }
    await page.goto(`/crises/${crisis.id}/updates`)
    await page.getByText('Readers: 2 found it helpful, 1 did not').waitFor()
    expect(await page.getByText('Readers:').count()).toBe(1)
    expect(await violationsInBoth(page)).toEqual([])
    await page.goto(`/crises/${crisis.id}/review`)
    const figure = page.getByRole('button').filter({ hasText: 'Update satisfaction' })
    await figure.getByText('67 %').waitFor()
    await figure.getByText('2 helpful, 1 not').waitFor()
    await figure.focus()
    await page.getByRole('tooltip').getByText('Readers who found an update helpful ÷ all who said so').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
  })
})
