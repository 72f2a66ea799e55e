// The ways out of the house, in a real browser: one is proven, a system hears of an update, goes away, and is brought back.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { receiver } from '../journeys/support/receiver.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { confirm, openConsole, signIn, tabTo } from './support/person.ts'

describe.skipIf(!browserPath)('Channels and endpoints in the console', () => {
  let there: Awaited<ReturnType<typeof receiver>>
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    there = await receiver()
    leeward = await startLeeward({ LEEWARD_OUTGOING_ALLOW: '127.0.0.0/8', LEEWARD_PROOF_HOURS: '0' })
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
    there?.close()
  })

  test('mail is proven by a test that comes back, without a mouse', async () => {
    await settings('Channels')
    await page.getByRole('listitem').filter({ hasText: 'Text messages' }).getByText('Carried by demo-texts').waitFor()
    const mail = page.getByRole('listitem').filter({ hasText: 'E-mail' })
    await mail.getByText('not tested').waitFor()
    await mail.getByRole('button', { name: /^Test now: E-mail/ }).press('Enter')
    await mail.getByText('proven', { exact: true }).waitFor()
    await page
      .getByRole('status')
      .getByText(/^E-mail, .*: proven, /)
      .waitFor({ state: 'attached' })
    await mail.getByRole('img', { name: /^Round trips of the last tests of E-mail, .* (ms|s)$/ }).waitFor()
    await mail.getByText('One test').click()
    await mail.getByText('asked by Administrator').waitFor()
  })

  test('a brand sends texts at once in grave crises, and shows notices in its customers’ app', async () => {
    await page.getByRole('button', { name: 'Change how Tidewater uses its channels' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Texts' }).click()
    await page.getByRole('option', { name: 'at once in crises of severity 1 and 2' }).click()
    await dialog.getByLabel('Minutes until a text stands in').fill('20')
    await dialog.getByRole('switch', { name: 'Show updates in the customer’s app, too' }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('a text after 20 min without an outcome, a call after 40 min').waitFor()
    await page.getByRole('button', { name: 'Make a secret' }).click()
    const secret = await copied('Copy the secret')
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    await page.getByText('Put the notices of Tidewater into your app').click()
    expect(await copied('Copy the snippet for Tidewater')).toContain(`src="${leeward.statusUrl}/in-app.js"`)
    await page.getByRole('button', { name: 'Make a new secret' }).click()
    await confirm(page, 'Replace the secret of Tidewater?', 'Make a new secret')
    await expect.poll(() => page.content()).not.toContain(secret)
  })

  test('a webhook is added; what is refused is said at its field; its secret is shown this once', async () => {
    await settings('Endpoints')
    await page.getByText('Nothing hears of updates yet').waitFor()
    await page.getByRole('button', { name: 'Add an endpoint' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add an endpoint' })
    const address = dialog.getByRole('textbox', { name: 'Address' })
    await address.fill('nonsense')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Status wall')
    await dialog.getByRole('button', { name: 'Add an endpoint' }).click()
    await dialog.getByText('This is not a web address').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('url')
    await address.fill(`${there.url}/wall`)
    await dialog.getByRole('button', { name: 'Add an endpoint' }).click()
    const shown = page.getByRole('dialog', { name: 'Status wall' })
    await shown.getByText('Copy the secret now').waitFor()
    const secret = await copied('Copy the secret')
    there.secrets.set('/wall', secret)
    await page.keyboard.press('Escape')
    await shown.getByRole('button', { name: 'I have kept it' }).click()
    // It hears at once where things stand.
    await expect.poll(() => there.received.map(({ body }) => body.type), { timeout: 30_000 }).toEqual(['update.published'])
    there.received.length = 0
    await page.reload()
    await page.getByRole('button', { name: 'Open Status wall' }).waitFor()
    expect(await page.content()).not.toContain(secret)
  })

  test('a test shows, without a mouse, that calls arrive and are signed', async () => {
    await tabTo(page, 'Open Status wall')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Status wall' }).waitFor()
    await tabTo(page, 'Test')
    await page.keyboard.press('Enter')
    await page
      .getByRole('dialog')
      .getByText(/^The test was taken, /)
      .waitFor()
    expect(there.received.map(({ body }) => body.type)).toEqual(['leeward.test'])
  })

  test('who answers 410 is turned off, and the list says so', async () => {
    there.answers(() => ({ status: 410 }))
    await publish()
    await page.goto('/settings/endpoints')
    await expect
      .poll(
        async () => {
          await page.reload()
          await page.getByRole('button', { name: 'Open Status wall' }).waitFor()
          return page.getByText('It said that it is gone.').count()
        },
        { timeout: 40_000, interval: 1_000 },
      )
      .toBe(1)
    await page.getByRole('button', { name: 'Open Status wall' }).click()
    const went = page.getByRole('dialog').getByRole('region', { name: 'What went there' })
    await went.getByText('bounced').waitFor()
    await went.getByText('410').first().waitFor()
  })

  test('turned on, it gets the same once more', async () => {
    there.answers(() => ({ status: 204 }))
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Send again: Videos stutter/ }).click()
    await dialog.getByText('Turn it on first, then send again.').waitFor()
    await dialog.getByRole('button', { name: 'Turn on' }).click()
    await dialog.getByText('on', { exact: true }).waitFor()
    await dialog.getByRole('button', { name: /^Send again: Videos stutter/ }).click()
    await dialog.getByText('accepted', { exact: true }).waitFor()
    const told = () => there.received.filter(({ body }) => body.type === 'update.published').map(({ id }) => id)
    await expect.poll(() => told().length, { timeout: 30_000 }).toBe(2)
    expect(new Set(told()).size).toBe(1)
  })

  test('a person turns it off and says why, renames it, and takes it away', async () => {
    const dialog = page.getByRole('dialog', { name: 'Status wall' })
    await dialog.getByRole('button', { name: 'Turn off' }).click()
    const asked = page.getByRole('dialog', { name: 'Turn off Status wall?' })
    await asked.getByLabel('Why?').fill('It is being moved')
    await asked.getByRole('button', { name: 'Turn off' }).click()
    await asked.waitFor({ state: 'hidden' })
    await dialog.getByText('It is being moved').waitFor()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('The wall')
    await dialog.getByRole('button', { name: 'Save' }).click()
    const renamed = page.getByRole('dialog', { name: 'The wall', exact: true })
    await renamed.getByRole('button', { name: 'Take away' }).click()
    await confirm(page, 'Take away The wall?', 'Take away')
    await page.getByText('Nothing hears of updates yet').waitFor()
  })

  async function settings(name: string) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('main').getByRole('link', { name, exact: true }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
  }

  async function copied(button: string): Promise<string> {
    await page.evaluate(() => navigator.clipboard.writeText(''))
    await page.getByRole('button', { name: button }).click()
    const read = () => page.evaluate(() => navigator.clipboard.readText())
    await expect.poll(read).not.toBe('')
    return read()
  }

  /** A small crisis, and its first update. */
  async function publish() {
    const { id } = await post('/crises', {
      title: 'Videos stutter',
      kind: 'degraded-performance',
      scope: [],
      answers: { customersHurt: 'some', canWork: 'yes' },
    })
    const update = await post(`/crises/${id}/updates`, { phase: 'investigating', parts: { title: 'Videos stutter', happened: 'Videos stutter.' } })
    expect((await post(`/updates/${update.id}/submission`, {})).status).toBe('published')
  }
  async function post(path: string, data: object) {
    const answer = await page.request.post(`${leeward.consoleUrl}/api${path}`, { data, headers: { origin: leeward.consoleUrl } })
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`)
    return answer.json()
  }
})
