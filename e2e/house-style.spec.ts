// How the house writes: what each setting does is seen on an example before it is saved, and every update is held against it afterwards.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn, tabTo } from './support/person.ts'

describe.skipIf(!browserPath)('The house style in the console', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await signIn(page, leeward)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('the settings lead there, and the example shows what the settings do now', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('main').getByRole('link', { name: 'House style' }).click()
    await found().getByText('We apologise again').or(found().getByText('Once is enough in one update.')).first().waitFor()
    await page.getByText(/It takes grade \d+ to follow it; the house wants 8\./).waitFor()
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('each setting changes what is found, without a mouse and before anything is saved', async () => {
    const before = await found().getByRole('listitem').count()
    await tabTo(page, 'once')
    await page.keyboard.press('ArrowDown')
    await found().getByText('The house does not apologise in updates').nth(1).waitFor()
    expect(await found().getByRole('listitem').count()).toBe(before + 1)
    await page.keyboard.press('ArrowDown')
    await found().getByText('Once is enough').or(found().getByText('does not apologise')).first().waitFor({ state: 'hidden' })
    await page.getByLabel('School grade that should be enough').fill('16')
    await page.getByText('Nothing to say by these settings.').waitFor()
    await page.getByLabel('Words that are never used').first().fill('glitch')
    await page.keyboard.press('Enter')
    await found().getByText('The house never writes “glitch”.').waitFor()
    await page.getByText('Not saved yet').waitFor()
    expect(await style()).toEqual({ apology: 'once', grade: 8, banned: [] })
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('a word that is too short is named, and is not saved', async () => {
    await page.getByLabel('Words that are never used').first().fill('x')
    await page.keyboard.press('Enter')
    await page.getByText('“x” is too short').waitFor()
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await page.getByLabel('Words that are never used').first().focus()
    await page.keyboard.press('Backspace')
    await page.getByText('“x” is too short').waitFor({ state: 'hidden' })
  })

  test('saved, every update is held against it', async () => {
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Updates of Tidewater are held against it from now on.').waitFor()
    expect(await style()).toEqual({ apology: 'free', grade: 16, banned: ['glitch'] })
    const [crisis] = (await api().get('/crises')).items
    const { findings } = await api().post(`/crises/${crisis.id}/updates/preview`, { phase: 'identified', parts: { title: 'A glitch', happened: 'A glitch.' } })
    expect(findings[0]).toMatchObject({ rule: 'banned-word', severity: 'error' })
  })

  test('a text of one’s own is read as well', async () => {
    await page.getByLabel('Example, or a text of your own').fill('Sign-in works.')
    await page.getByText('It is too short to tell a grade.').waitFor()
    await page.getByText('Nothing to say by these settings.').waitFor()
  })

  test('whoever may not set it may try, and not save', async () => {
    const email = 'olga@tidewater.example'
    const { password } = await api().post('/people', { name: 'Olga', groups: ['observer'], email })
    const other = await openConsole(browser, leeward)
    await signIn(other, { ...leeward, email, password })
    await other.goto('/settings/house-style')
    await other.getByRole('radio', { name: 'never' }).check()
    await other.getByText('Not saved yet').waitFor()
    expect(await other.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await other.context().close()
  })

  const api = () => callApi(page, leeward.consoleUrl)
  const style = () => api().get('/brands/tidewater/house-style')
  const found = () => page.getByRole('list', { name: 'Found by these settings' })
})
