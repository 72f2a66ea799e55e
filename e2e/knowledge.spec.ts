// Knowledge from end to end: an agent writes and publishes, a customer finds it, reads it and says whether it helped, and the agent sees that.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Knowledge, written and read', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let reader: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await signIn(page, leeward)
    // Nothing of the help needs a script.
    const context = await browser.newContext({ baseURL: leeward.statusUrl, locale: 'en-GB', javaScriptEnabled: false })
    context.setDefaultTimeout(15_000)
    reader = await context.newPage()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('an article is written by keyboard, seen as it will be read, and is a draft', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('k')
    await page.getByRole('heading', { level: 1, name: 'Knowledge' }).waitFor()
    await page.getByRole('link', { name: 'Reading your invoice' }).waitFor()
    await page.keyboard.press('n')
    await page.getByRole('heading', { level: 1, name: 'A new article' }).waitFor()
    await page.getByRole('textbox', { name: 'Title' }).fill('Muting a microphone for everybody')
    await page.getByRole('textbox', { name: 'Text (Markdown)' }).fill('## As the host\n\nOpen **Guests** and choose <b>Mute</b>.')
    await page.getByRole('region', { name: 'As it is read' }).getByRole('heading', { name: 'As the host' }).waitFor()
    expect(await page.getByRole('region', { name: 'As it is read' }).innerText()).toContain('<b>Mute</b>')
    expect(await violationsInBoth(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Text (Markdown)' }).press('Control+Enter')
    await page.getByRole('heading', { level: 1, name: 'Muting a microphone for everybody' }).waitFor()
    await page.getByText('Readers do not have this language yet.').waitFor()
    await reader.goto('/tidewater/help/search?q=muting')
    await reader.getByText('Nothing was found for “muting”').waitFor()
  })

  test('publishing asks which languages, and then a customer finds it', async () => {
    await page.getByRole('combobox', { name: 'Add a language' }).fill('de')
    await page.getByRole('button', { name: 'Write it' }).click()
    await page.getByRole('textbox', { name: 'Title' }).fill('Ein Mikrofon für alle stummschalten')
    await page.getByRole('textbox', { name: 'Text (Markdown)' }).fill('Öffnen Sie **Gäste**.')
    await page.getByRole('button', { name: 'Save', exact: true }).first().click()
    await page.getByText('Saved. Readers have it once it is published.').waitFor()
    await page.getByRole('button', { name: 'Publish…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Publish “Muting a microphone for everybody”?' })
    await dialog.getByRole('checkbox', { name: 'English, version 1' }).waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('Readers have these words.').waitFor()

    await reader.goto('/tidewater/')
    await reader.getByRole('link', { name: 'Help', exact: true }).click()
    await reader.getByRole('heading', { name: 'What is going on now' }).waitFor()
    await reader.getByText('We write again by').first().waitFor()
    expect(await wrongFor(reader)).toEqual([])
    await reader.getByRole('searchbox', { name: 'What are you looking for?' }).fill('mute microfone')
    await reader.getByRole('button', { name: 'Search the help' }).click()
    expect(await wrongFor(reader)).toEqual([])
    await reader.getByRole('link', { name: 'Muting a microphone for everybody' }).click()
    await reader.getByRole('heading', { name: 'As the host' }).waitFor()
    await reader.getByRole('link', { name: 'Deutsch' }).click()
    await reader.getByRole('heading', { name: 'Ein Mikrofon für alle stummschalten' }).waitFor()
    await reader.getByRole('link', { name: 'English' }).click()
  })

  test('the customer says that it did not help and why, and the writer sees it', async () => {
    await reader.getByRole('button', { name: 'No', exact: true }).click()
    await reader.getByText('Thank you. It is noted.').waitFor()
    await reader.getByLabel('What is missing, or wrong?').fill('And on a phone? Call me at +49 30 1234567')
    await reader.getByRole('button', { name: 'Send' }).click()
    await reader.getByText('Thank you. It is noted.').waitFor()
    await page.reload()
    await page.getByText('And on a phone? Call me at [phone]').waitFor()
    await page.getByRole('region', { name: 'What readers said' }).getByText('0 % of 1').waitFor()
  })

  test('it is written on, compared, and put back', async () => {
    await page.getByRole('tab', { name: 'English' }).click()
    await page.getByRole('textbox', { name: 'Text (Markdown)' }).fill('## As the host\n\nOpen **Guests**, also on a phone.')
    await page.getByRole('button', { name: 'Save', exact: true }).first().click()
    await page.getByText('newer words wait').waitFor()
    const versions = page.getByRole('region', { name: 'Versions in English' })
    await versions.getByText('+ Open **Guests**, also on a phone.').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await versions.getByRole('button', { name: 'Put back version 1' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Put it back' }).click()
    await versions.getByText('the words of version 1 again').waitFor()
    expect(await page.getByRole('textbox', { name: 'Text (Markdown)' }).inputValue()).toContain('<b>Mute</b>')
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await tooWide(page)).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
    expect(await tooWide(page)).toBe(0)
  })

  test('a crisis’s way around stands first, in the console and in the help', async () => {
    await page.goto('/knowledge')
    await page.getByRole('searchbox').fill('broadcast us-east')
    await page.getByRole('region', { name: 'Workarounds of crises' }).getByText('choose us-west as its region').waitFor()
    await reader.goto('/tidewater/help/search?q=broadcast')
    await reader.getByRole('link', { name: /^A way around it:/ }).click()
    await reader.getByText('A way around it, while this goes on').waitFor()
    expect(await wrongFor(reader)).toEqual([])
  })

  test('what was searched for in vain becomes the next article', async () => {
    await page.goto('/knowledge/missing')
    await page.getByRole('link', { name: 'Write about “muting”' }).click()
    expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('muting')
    await page.goto('/knowledge/missing')
    await page.getByRole('button', { name: 'Done with “muting”' }).click()
    await page.getByRole('rowheader', { name: 'muting' }).waitFor({ state: 'hidden' })
  })

  test('retired, it is gone for the customer, with a way on', async () => {
    const { items } = await callApi(page, leeward.consoleUrl).get('/knowledge/articles?search=muting')
    await page.goto(`/knowledge/${items[0].id}`)
    await page.getByRole('button', { name: 'Retire…' }).click()
    await page.getByRole('dialog', { name: 'Retire this article?' }).getByRole('button', { name: 'Retire it' }).click()
    await page.getByText('retired', { exact: true }).waitFor()
    // What customers read follows within moments.
    const gone = async () => {
      await reader.goto(`/tidewater/help/articles/${items[0].slug}`)
      return reader.getByText('There is no such page here.').count()
    }
    await expect.poll(gone, { timeout: 40_000 }).toBe(1)
    await reader.getByRole('link', { name: 'Resetting a forgotten password' }).waitFor()
    expect(await wrongFor(reader)).toEqual([])
  })

  test('nobody who may only read is offered to write', async () => {
    const { email, password } = await observer()
    const other = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await signIn(other, { ...leeward, email, password })
    await other.goto('/knowledge')
    await other.getByRole('link', { name: 'Reading your invoice' }).click()
    await other.getByText('Versions in English').waitFor()
    expect(await other.getByRole('button', { name: /^(Save|Publish…|Retire…)$/ }).count()).toBe(0)
    expect(await violationsInBoth(other)).toEqual([])
    await other.context().close()
  })

  /** The machine that looks for violations needs a script where the reader needs none: it opens the same address. */
  async function wrongFor(seen: Page) {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 } })
    const other = await context.newPage()
    await other.goto(seen.url())
    const found = [...(await violationsInBoth(other)), ...((await tooWide(other)) > 0 ? ['is wider than a phone'] : [])]
    await context.close()
    return found
  }

  async function observer() {
    const email = 'olga@house.test'
    const made = await callApi(page, leeward.consoleUrl).post('/people', { name: 'Olga', email, groups: ['observer'] })
    return { email, password: made.password as string }
  }
})
