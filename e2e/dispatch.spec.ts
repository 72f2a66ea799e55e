// An update under way: held, let go on, looked at one by one, stopped for good, and proven.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callApi, publish } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { startMailServer } from './support/mail-server.ts'
import { confirm, openConsole, rowsOf, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('The brakes of an update, in the console', { timeout: 60_000 }, () => {
  let mails: Awaited<ReturnType<typeof startMailServer>>
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let crisis: string
  beforeAll(async () => {
    mails = await startMailServer()
    leeward = await startLeeward({ LEEWARD_SMTP_URL: `smtp://127.0.0.1:${mails.port}?rate=5` })
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    const api = callApi(page, leeward.consoleUrl)
    crisis = (await api.get('/crises')).items[0].id
    await publish(api, crisis, { title: 'Half is back', happened: 'Uploads fail.', must: 'Use us-west.' })
    await page.goto(`/crises/${crisis}/updates`)
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
    await mails?.close()
  })

  test('paused, nothing more begins, and everybody sees who did it', async () => {
    await expect.poll(() => taken().length, { timeout: 40_000 }).toBeGreaterThan(5)
    await update().getByRole('button', { name: 'Pause' }).click()
    await update().getByText('Paused', { exact: true }).waitFor()
    await update()
      .getByText(/^Administrator, \d\d:\d\d\. \d+ wait\.$/)
      .waitFor()
    await settled()
    const before = taken().length
    await later(3_000)
    expect(taken().length).toBe(before)
  })

  test('let go on, the rest goes out', async () => {
    const before = taken().length
    await update().getByRole('button', { name: 'Go on' }).click()
    await update().getByRole('button', { name: 'Pause' }).waitFor()
    await expect.poll(() => taken().length, { timeout: 40_000 }).toBeGreaterThan(before + 5)
  })

  test('each delivery can be looked at: by its state, and by its address', async () => {
    await update().getByRole('button', { name: 'Each delivery' }).click()
    const dialog = page.getByRole('dialog', { name: 'Mails: Half is back' })
    expect((await rowsOf(dialog)).length).toBe(25)
    const address = taken()[0] as string
    await dialog.getByLabel('Address begins with').fill(address)
    await expect.poll(async () => (await rowsOf(dialog)).map(([to]) => to?.split('\n')[0]), { timeout: 30_000 }).toEqual([address])
    expect((await rowsOf(dialog))[0]?.[1]).toBe('accepted')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })

  test('stopped for good, the rest is called off and nobody else gets it', async () => {
    await update().getByRole('button', { name: 'Stop…' }).click()
    await confirm(page, 'Stop these deliveries for good?', 'Stop for good')
    await update().getByText('Stopped', { exact: true }).waitFor()
    await update()
      .getByText(/^\d+ cancelled$/)
      .waitFor()
    await settled()
    const before = taken().length
    await later(3_000)
    expect(taken().length).toBe(before)
    expect(new Set(taken()).size).toBe(before)
    expect(await update().getByRole('button', { name: 'Go on' }).count()).toBe(0)
  })

  test('the sums are proven in a sentence', async () => {
    await page.getByRole('link', { name: 'Prove the deliveries' }).click()
    const proof = page.getByRole('region', { name: 'Every delivery accounted for' })
    await proof.getByText('It is right: nobody was forgotten, nobody was told twice, nothing is lost, nothing is stuck.').waitFor()
    await proof.getByText(/counted from the single deliveries at .* UTC/).waitFor()
    expect((await rowsOf(proof)).at(-1)?.[0]).toBe('Mails\n\nstopped')
    expect((await rowsOf(proof)).at(-1)?.slice(2)).toEqual(['506', '506', '0', '0', '0'])
  })

  /** Who got this update; others of the demo go out beside it. */
  const taken = () => mails.taken.filter(({ subject }) => subject.includes('Half is back')).map(({ to }) => to)
  const update = () => page.getByRole('article').filter({ hasText: 'Half is back' })
  const later = (ms: number) => new Promise((done) => setTimeout(done, ms))
  /** What was already in the air has come down. */
  const settled = () => later(2_000)
})
