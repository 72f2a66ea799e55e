// From an alert to the crisis room in the console: what may be wrong is seen, put off, dismissed, and made a crisis; sources and checks are set up.
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn, tabTo } from './support/person.ts'

describe.skipIf(!browserPath)('Suspicions in the console', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let key: string
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce' })
    await signIn(page, leeward)
    const [{ slug, name, sender, locale }] = await api().get('/brands')
    await api().put(`/brands/${slug}`, { name, sender, locale, timeZone: 'Europe/Berlin' })
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('where nothing sends yet, the next step leads to a source', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.getByText('Nothing is looked at yet').waitFor()
    await page.getByText('nothing was decided yet').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await page.getByRole('link', { name: 'Add a source' }).click()
    await page.getByText('No source yet').waitFor()
  })

  test('a source is added without a mouse; its key is shown once, with the line that sends a first signal', async () => {
    await tabTo(page, 'Add a source')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await expect.poll(() => dialog.getByLabel('Name').evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type('Shop')
    // Fewer than ten are not to be had.
    await dialog.getByLabel('Words kept a minute').fill('5')
    await page.keyboard.press('Tab')
    expect(await dialog.getByLabel('Words kept a minute').inputValue()).toBe('10')
    await tabTo(page, 'Add a source')
    await page.keyboard.press('Enter')
    const line = page.getByRole('dialog').getByRole('region', { name: 'Ready to paste' }).locator('pre')
    await line.waitFor()
    const pasted = await line.innerText()
    key = /Bearer ([0-9a-f]{32})/.exec(pasted)?.[1] as string
    expect(pasted).toContain(`${leeward.consoleUrl}/api/signals`)
    await page.keyboard.press('Escape')
    await page.getByText('Copy the secret now').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await page.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByText('never heard').waitFor()
    await signals([{ name: 'checkout.orders', value: 3, measure: 'count' }, { name: '' }])
    await expect.poll(() => page.getByText('1 taken · 0 twice · 1 refused · 0 only counted').count(), { timeout: 40_000 }).toBe(1)
  })

  test('each kind says what its sender is given, and a signature that is missing is named', async () => {
    for (const [kind, sign] of [
      ['Alertmanager', 'webhook_configs'],
      ['Grafana', '/api/signals/hooks/'],
      ['PagerDuty client', 'routing_key: '],
      ['Sentry', '/api/signals/hooks/'],
      ['CloudEvents', 'ce-specversion'],
      ['Shopify', 'Then enter here the signing secret'],
    ] as const) {
      await page.getByRole('button', { name: 'Add a source' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill(kind)
      await dialog.getByLabel('Kind').selectOption({ label: kind })
      await dialog.getByRole('button', { name: 'Add a source' }).click()
      await dialog.getByRole('region', { name: 'Ready to paste' }).getByText(sign).first().waitFor()
      await dialog.getByRole('button', { name: 'I have kept it' }).click()
    }
    const row = page.getByRole('listitem').filter({ hasText: 'its signing secret is missing' })
    await row.getByRole('button', { name: 'Change: Shopify' }).click()
    await page.getByRole('dialog').getByLabel('Signing secret of the sender').fill('shpss_made_up')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await row.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Remove: Shopify' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect.poll(() => page.getByText('Shopify').count()).toBe(0)
  })

  test('where nothing looks wrong, it says how much is looked at', async () => {
    await page.goto('/suspicions')
    await page.getByText('Nothing looks wrong').waitFor()
    await page.getByText(/1 series is watched, 0 checks, last signal .* ago\./).waitFor()
  })

  test('an alert stands there by itself, with who says so, how sure and since when; what is over is struck', async () => {
    await signals([firing('Checkout fails', 'critical', { service: 'playback' }), firing('Disk is full', 'error', { region: 'eu' })])
    const card = page.getByRole('article', { name: 'Checkout fails' })
    await card.waitFor()
    await card.getByText('very likely, 80 %').waitFor()
    await card.getByRole('definition').filter({ hasText: 'Service outage' }).first().waitFor()
    expect(await card.getByRole('link', { name: 'Service outage' }).getAttribute('href')).toBe('/playbooks/service-outage')
    await card.getByRole('heading', { name: 'Machines' }).waitFor()
    await card.getByText('Shop says: Checkout fails').waitFor()
    expect(await page.getByRole('article').first().getByRole('heading', { level: 3 }).innerText()).toBe('Checkout fails')
    await signals([firing('Checkout is slow', 'warning', { service: 'playback', alert: 'slow' })])
    await card.getByText('Checkout is slow').waitFor()
    await signals([{ name: 'Checkout is slow', title: 'Checkout is slow', state: 'resolved', alert: 'slow' }])
    await card.locator('s', { hasText: 'Checkout is slow' }).waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await tooWide(page)).toBe(0)
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  test('the front page says calmly that something may be wrong', async () => {
    await page.goto('/')
    await page.getByText('2 things may be wrong; the surest: Checkout fails').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await page.getByRole('link', { name: 'Look at it' }).click()
    await page.getByRole('article', { name: 'Disk is full' }).waitFor()
  })

  test('put off until tomorrow, it comes back at nine on the clock of the brand', async () => {
    await page.getByRole('button', { name: 'Put off: Disk is full' }).click()
    await page.getByRole('menuitem', { name: 'until tomorrow 9:00 (Europe/Berlin)' }).click()
    await past('Disk is full').getByText('put off').waitFor()
    const [{ snoozedUntil }] = (await api().get('/suspicions')).filter(({ state }: { state: string }) => state === 'snoozed')
    expect(new Date(snoozedUntil).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' })).toBe('09:00:00')
    expect(Date.parse(snoozedUntil)).toBeGreaterThan(Date.now() + 8 * 3_600_000)
  })

  test('dismissed with a reason, it is remembered', async () => {
    await past('Disk is full').getByRole('button', { name: 'Dismiss: Disk is full' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('radio', { name: 'No trouble' }).isChecked()).toBe(true)
    expect(await dialog.getByRole('button', { name: 'Dismiss' }).isDisabled()).toBe(true)
    await dialog.getByRole('radio', { name: 'True, and dealt with' }).check()
    await dialog.getByLabel('Why').fill('We made room.')
    expect(await violationsInBoth(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Dismiss' }).click()
    await past('Disk is full').getByText('We made room.').waitFor()
    expect((await api().get('/suspicions?state=dismissed'))[0]).toMatchObject({ title: 'Disk is full', reason: 'We made room.' })
  })

  test('whoever may only read sees what is open, and no buttons', async () => {
    const email = 'olga@tidewater.example'
    const { password } = await api().post('/people', { name: 'Olga', groups: ['observer'], email })
    const other = await openConsole(browser, leeward)
    await signIn(other, { ...leeward, email, password })
    await other.goto('/suspicions')
    await other.getByRole('article', { name: 'Checkout fails' }).getByText('Shop says: Checkout fails').waitFor()
    expect(await other.getByRole('main').getByRole('button').count()).toBe(0)
    for (const path of ['/settings/sources', '/settings/checks']) {
      await other.goto(path)
      await other.getByText('it needs the permission “settings”').waitFor()
    }
    await other.context().close()
  })

  test('in one press it is a crisis, without a mouse, and the room opens', async () => {
    await tabTo(page, 'Make it a crisis: Checkout fails')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByLabel('What goes wrong for customers?').inputValue()).toBe('Checkout fails')
    await dialog.getByRole('button', { name: 'Make it a crisis' }).waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await expect.poll(() => dialog.getByRole('button', { name: 'Make it a crisis' }).evaluate((button) => button === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Checkout fails' }).waitFor()
    const [{ crisis }] = await api().get('/suspicions?state=promoted')
    expect(page.url()).toContain(crisis.id)
    expect(await api().get(`/crises/${crisis.id}`)).toMatchObject({ kind: 'service-outage', severity: 2 })
    await page.goto('/suspicions')
    await past('Checkout fails').getByRole('link', { name: crisis.number }).waitFor()
  })

  test('a check that fails stands first with its sentence; wrong fields are named where they are', async () => {
    await page.goto('/settings/checks')
    await add('Web page or API', 'Shop answers', async (dialog) => {
      await dialog.getByLabel('Address').fill('nowhere')
      await dialog.getByRole('button', { name: 'Add a check' }).click()
      await dialog.getByText('must be a web address such as').waitFor()
      await dialog.getByLabel('Address').fill('https://shop.invalid/health')
      await dialog.getByLabel('Failures forgiven').fill('0')
    })
    await expect
      .poll(() => page.getByRole('listitem').filter({ hasText: 'Shop answers' }).getByText('fails', { exact: true }).count(), { timeout: 40_000 })
      .toBe(1)
    await add('Port', 'A port', async (dialog) => {
      await dialog.getByLabel('Machine').fill('shop.invalid')
      await dialog.getByLabel('Failures forgiven').fill('10')
    })
    await page.getByText('shop.invalid:443').first().waitFor()
    expect(await page.getByRole('listitem').first().innerText()).toContain('Shop answers')
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('a heartbeat shows its address once, and hears the job', async () => {
    await page.getByRole('button', { name: 'Add a check' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^Name/).first().fill('Nightly backup')
    await dialog.getByLabel('What is checked').selectOption({ label: 'Heartbeat of a job' })
    await dialog.getByRole('button', { name: 'Add a check' }).click()
    const address = /curl -fsS (\S+)/.exec(await dialog.getByText(/^curl -fsS/).innerText())?.[1] as string
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByText('Waits for the first sign of life.').waitFor()
    expect((await page.request.get(address)).status()).toBe(204)
    await page.getByText('It is alive.').waitFor()
    await page.getByRole('button', { name: 'Change: Nightly backup' }).click()
    expect(await page.getByRole('dialog').getByLabel('What is checked').isDisabled()).toBe(true)
    await page.getByRole('dialog').getByLabel('The job runs every (seconds)').fill('3600')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Nightly backup' }).getByText('every 1 h').waitFor()
    await page.getByRole('button', { name: 'Remove: Nightly backup' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'Nightly backup' }).count()).toBe(0)
  })

  const api = () => callApi(page, leeward.consoleUrl)
  const past = (title: string): Locator => page.getByRole('region', { name: 'Put off, and past' }).getByRole('listitem').filter({ hasText: title })
  const firing = (name: string, severity: string, more: object = {}) => ({ name, title: name, state: 'firing', severity, ...more })
  async function signals(some: object[]) {
    const answer = await page.request.post(`${leeward.consoleUrl}/api/signals`, { headers: { authorization: `Bearer ${key}` }, data: some })
    expect(answer.status()).toBe(202)
  }
  async function add(kind: string, name: string, fill: (dialog: Locator) => Promise<void>) {
    await page.getByRole('button', { name: 'Add a check' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^Name/).first().fill(name)
    await dialog.getByLabel('What is checked').selectOption({ label: kind })
    await fill(dialog)
    await dialog.getByRole('button', { name: 'Add a check' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
})
