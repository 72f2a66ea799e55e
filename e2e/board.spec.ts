// The board in the console: every series with what was expected of it, now or at any time that is kept, also for who does not see it.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn, tabTo } from './support/person.ts'

const minuteMs = 60_000
const hours = 8
const many = 400

describe.skipIf(!browserPath)('The board of series', { timeout: 150_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let key: string
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { reducedMotion: 'reduce', viewport: { width: 1440, height: 900 } })
    await signIn(page, leeward)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('where nothing was counted yet, it says so', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('b')
    await page.getByText('No series').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('a series shows its last minute, its chart and, in words, what the chart shows', async () => {
    const api = callApi(page, leeward.consoleUrl)
    const [{ slug }] = await api.get('/brands')
    key = (await api.post('/signal-sources', { name: 'Shop', kind: 'signals', brand: slug })).key
    const last = Math.floor(Date.now() / minuteMs) * minuteMs - minuteMs
    const usual = (minute: number) => 40 + Math.round(6 * Math.sin(minute / 7) + 3 * Math.cos(minute / 3))
    // An hour ago it was unusual for a while.
    const value = (minute: number) => (minute >= 60 && minute < 75 ? 300 : usual(minute))
    await lines(
      Array.from({ length: hours * 60 }, (_, minute) => minute).flatMap((minute) => [
        ...Array.from({ length: 5 }, () => ({ name: 'checkout.orders', value: 0, measure: 'count', at: last - minute * minuteMs })),
        { name: 'checkout.orders', value: value(minute), measure: 'count', at: last - minute * minuteMs },
      ]),
    )
    // Minutes are written when the next one is over. That nothing comes any more may be found unusual as well.
    const raised = async () => {
      const [series] = (await api.get('/series')).items
      const points = series ? (await api.get(`/series/${series.id}/minutes`)).points : []
      return points.filter((point: { raised: boolean; value: number }) => point.raised && point.value > 0).map((point: { value: number }) => point.value)
    }
    await expect.poll(raised, { timeout: 90_000, interval: 1_000 }).toEqual([300])
    await page.reload()
    await page.getByRole('heading', { name: 'checkout.orders' }).waitFor()
    await page.getByRole('img', { name: / to 300, .*something unusual began (once|\d times)\./ }).waitFor()
    expect(await drawn()).toBe(true)
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('the same stands there as a table, reached without a mouse', async () => {
    await tabTo(page, 'Figures of checkout.orders')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('columnheader', { name: 'Expected' }).waitFor()
    expect(await dialog.locator('tbody tr').count()).toBe(60)
    await dialog.getByRole('button', { name: 'Show more' }).click()
    const row = dialog
      .getByRole('row')
      .filter({ has: page.getByText('unusual', { exact: true }) })
      .filter({ has: page.getByRole('cell', { name: '300', exact: true }) })
    await row.getByText(/expected \(/).waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await page.keyboard.press('Escape')
  })

  test('any time that is kept is a few presses of a key away, and so is now', async () => {
    const slider = page.getByRole('slider', { name: /within the last 14 days/ })
    await slider.focus()
    expect(await slider.getAttribute('aria-valuetext')).toBe('now')
    const asked = page.waitForRequest(
      (request) => /minutes\?/.test(request.url()) && Date.parse(new URL(request.url()).searchParams.get('to') ?? '') < Date.now() - 170 * minuteMs,
    )
    for (let i = 0; i < 18; i += 1) await page.keyboard.press('ArrowLeft')
    await asked
    // Three hours ago nothing unusual was known of it.
    await page.getByRole('img', { name: /something unusual began 0 times/ }).waitFor()
    await page.getByRole('button', { name: 'Back to now' }).click()
    await page.getByRole('img', { name: / to 300, .*something unusual began (once|\d times)\./ }).waitFor()
    await page.getByText('14 d', { exact: true }).click()
    await page.getByRole('img', { name: /something unusual began/ }).waitFor()
    await page.getByText('2 h', { exact: true }).click()
  })

  test('of hundreds only those in sight are there, and every one can be scrolled to', async () => {
    const now = Date.now()
    await lines(Array.from({ length: many }, (_, i) => ({ name: `queue.${String(i).padStart(3, '0')}`, value: i, at: now })))
    const api = callApi(page, leeward.consoleUrl)
    await expect.poll(async () => (await api.get(`/series?search=queue.${many - 1}`)).items.length).toBe(1)
    await page.reload()
    await page.getByRole('heading', { name: 'queue.000' }).waitFor()
    expect(await page.getByRole('article').count()).toBeLessThan(40)
    for (let i = 0; i < 40 && (await page.getByRole('heading', { name: `queue.${many - 1}` }).count()) === 0; i += 1) {
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
      await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
      await page.waitForLoadState('networkidle')
    }
    await page.getByRole('heading', { name: `queue.${many - 1}` }).waitFor()
    expect(await page.getByRole('article').count()).toBeLessThan(40)
    await page.getByRole('searchbox').fill('queue.123')
    await expect.poll(() => page.getByRole('article').count()).toBe(1)
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await tooWide(page)).toBe(0)
    expect(await violationsInBoth(page)).toEqual([])
    await page.getByRole('searchbox').fill('nothing of the kind')
    await page.getByText('No series is like this.').waitFor()
  })

  /** Whether the first canvas has anything on it. */
  const drawn = () =>
    page
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) =>
        canvas
          .getContext('2d')
          ?.getImageData(0, 0, canvas.width, canvas.height)
          .data.some((part) => part !== 0),
      )
  async function lines(signals: object[]) {
    const data = signals.map((signal) => JSON.stringify(signal)).join('\n')
    const answer = await page.request.post(`${leeward.consoleUrl}/api/signals`, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      data,
    })
    expect(await answer.json()).toMatchObject({ taken: signals.length, refused: 0 })
  }
})
