// Executives told in time from their own clock, and a picture shown as it will be, in a real browser.
import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violations } from './support/accessibility.ts'
import { type Api, callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

const shots = process.env.LEEWARD_SCREENSHOTS
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64')

describe.skipIf(!browserPath)('Whoever is told, and what is shown', { timeout: 120_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let api: Api
  let crisis: string
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    page.context().setDefaultTimeout(45_000)
    await signIn(page, leeward)
    api = callApi(page, leeward.consoleUrl)
    await api.post('/stakeholders', { kind: 'executive', name: 'Eve Example', email: 'eve@board.example' })
    const [service] = await api.get('/services')
    crisis = (
      await api.post('/crises', {
        title: 'Uploads stop',
        kind: 'service-outage',
        severity: 2,
        severityReason: 'x',
        scope: [{ serviceId: service.id, degree: 'down' }],
      })
    ).id
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })
  const shot = async (name: string) => {
    if (!shots) return
    mkdirSync(shots, { recursive: true })
    await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  }

  test('the clock of executives opens the composer for them, with their words and their promise', async () => {
    await page.goto(`/crises/${crisis}`)
    const clock = page.getByRole('article').filter({ hasText: 'Update to executives' })
    await clock.waitFor()
    await shot('clocks')
    expect(await violations(page)).toEqual([])
    await clock.getByRole('link', { name: 'Write to executives' }).click()
    await page.getByText('A promise to them', { exact: false }).waitFor()
    await page.getByLabel('Title').waitFor()
    await expect.poll(() => page.getByLabel('Title').inputValue(), { timeout: 45_000 }).not.toBe('')
    await shot('to-executives')
    await page
      .getByRole('button', { name: 'Put aside' })
      .or(page.getByRole('button', { name: 'Close' }))
      .first()
      .click()
  })

  test('a picture with words is shown in the preview; the notice in the app and the call stand beside it', async () => {
    await page.goto(`/crises/${crisis}/updates?write=update`)
    await expect.poll(() => page.getByLabel('Title').inputValue(), { timeout: 45_000 }).not.toBe('')
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Attach a file' }).click()
    await (await chooser).setFiles({ name: 'map.png', mimeType: 'image/png', buffer: picture })
    await page.getByLabel('What map.png shows').fill('Map: the eastern region is down')
    const shown = page.frameLocator('iframe[title="Status page"]').getByRole('img', { name: 'Map: the eastern region is down' })
    await expect.poll(() => shown.getAttribute('src'), { timeout: 45_000 }).toMatch(/^data:image\/png;base64,/)
    await shot('picture')
    await page.getByRole('tab', { name: 'In the app' }).click()
    await page.frameLocator('iframe[title="In the app"]').getByText('Investigating', { exact: false }).first().waitFor()
    await shot('in-app')
    await page.getByRole('tab', { name: 'Call' }).click()
    await page.getByRole('region', { name: 'Call' }).getByText('When they hear again').waitFor()
    await shot('call')
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await shot('phone')
  })
})
