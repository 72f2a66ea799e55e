// First words in the console: a mistake is named at its place, another person approves, and the composer says whose words it offers.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Templates in the console', { timeout: 60_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let other: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    const email = 'second@tidewater.example'
    const { password } = await callApi(page, leeward.consoleUrl).post('/people', { name: 'Second Eyes', groups: ['commander'], email })
    other = await openConsole(browser, leeward)
    await signIn(other, { ...leeward, email, password })
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('the playbooks lead to the templates, which say what ships', async () => {
    await page.goto(`${leeward.consoleUrl}/playbooks`)
    await page.getByRole('link', { name: 'Templates', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Templates' }).waitFor()
    await page.getByRole('row').filter({ hasText: 'as shipped' }).nth(69).waitFor()
    await page.getByRole('combobox', { name: 'Audience' }).click()
    await page.getByRole('option', { name: 'Executives' }).click()
    await page
      .getByRole('row', { name: /Brief .* Every playbook/ })
      .first()
      .waitFor()
  })

  test('a mistake is named with line and column, and cannot be saved', async () => {
    await page.goto(`${leeward.consoleUrl}/templates/one?playbook=service-outage&phase=investigating`)
    const happened = page.getByLabel('What happened')
    await happened.fill('Since {{ onse }}, calls fail.')
    await page.getByText(/Line 1, column 10: there is no variable onse; .* did you mean onset\?/).waitFor()
    expect(await page.getByRole('button', { name: 'Save…' }).isDisabled()).toBe(true)
    await happened.fill('Rest assured: since {{ onset }}, calls fail.')
    await page.getByRole('region', { name: 'What it becomes' }).getByText('Rest assured: since January 1 at 09:00 UTC, calls fail.').waitFor()
    await page.getByRole('region', { name: 'What the linter says' }).getByText('Rest assured', { exact: false }).first().waitFor()
    await happened.fill('Since {{ onset }}, calls fail.')
    await page.getByRole('region', { name: 'What the linter says' }).waitFor({ state: 'hidden' })
  })

  test('what is saved waits for another person, who sees the difference and approves', async () => {
    await page.getByRole('button', { name: 'Save…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save a new version?' })
    await dialog.getByLabel('Why does it change?').fill('Shorter')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Another person must approve it.').waitFor()
    await other.goto(`${leeward.consoleUrl}/templates`)
    await other.getByRole('switch', { name: 'Only what waits for approval (1)' }).click()
    await other.getByRole('link', { name: /^Problems with/ }).click()
    await other.getByText('happened changed').waitFor()
    await other.getByRole('button', { name: 'Approve' }).click()
    await other.getByText('Approved by Second Eyes').waitFor()
    await other.getByText('edited here').waitFor()
  })

  test('the composer offers them and says whose they are', async () => {
    const api = callApi(page, leeward.consoleUrl)
    const { id } = await api.post('/crises', { title: 'Calls fail', kind: 'service-outage' })
    await page.goto(`${leeward.consoleUrl}/crises/${id}/updates?write=update`)
    await page.getByRole('link', { name: /Version 1, Words by .*, approved by Second Eyes/ }).waitFor()
    expect(await page.getByLabel('What happened').inputValue()).toMatch(/^Since .*, calls fail\.$/)
  })

  test('a German template gives the German text beside the English one', async () => {
    const api = callApi(page, leeward.consoleUrl)
    const key = { playbook: '_all', phase: 'investigating', audience: 'customers', locale: 'de', brand: null }
    await api.put('/templates/one', { ...key, parts: { title: 'Störung bei {{ services }}' }, note: 'German', revision: 0 })
    await callApi(other, leeward.consoleUrl).post('/templates/approvals', { ...key, revision: 1 })
    const { id } = await api.post('/crises', { title: 'Calls fail again', kind: 'service-outage' })
    await page.goto(`${leeward.consoleUrl}/crises/${id}/updates?write=update`)
    await page.getByText('Also in German').click()
    await expect.poll(() => page.locator('textarea[lang="de"]').first().inputValue()).toBe('Störung bei unser Dienst')
  })

  test('back to what ships counts at once', async () => {
    await page.goto(`${leeward.consoleUrl}/templates/one?playbook=service-outage&phase=investigating`)
    await page.getByRole('button', { name: 'Back to what ships' }).click()
    await page.getByText('What ships is suggested again.').waitFor()
    await page.getByText('as shipped').first().waitFor()
  })
})
