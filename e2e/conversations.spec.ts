// An agent in the flood, by keyboard: the next one, an answer, a note, a customer who writes meanwhile, what is put together and taken apart; then one answer for all who write about the crisis.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { type Api, callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { confirm, openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Conversations in the console', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let api: Api
  let crisis: string
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 1440, height: 900 })
    await signIn(page, leeward)
    api = callApi(page, leeward.consoleUrl)
    crisis = (await api.get('/crises')).items[0].id
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })
  const shot = async (name: string) => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
  }
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const thread = () => page.getByRole('region', { name: 'The conversation' })
  const rows = () => page.getByRole('region', { name: 'Who waits' }).locator('[data-conversation]')
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.conversation)
  const openId = () => Number(new URL(page.url()).searchParams.get('open'))
  const write = (subject: string, text: string, more: object = {}) =>
    api.post('/conversations', { channel: 'api', address: 'pat@shop.example', subject, text, ...more })

  test('two keys lead there; each row says who waits how long, and why it stands where it does', async () => {
    await press('g', 'i')
    await page.getByRole('heading', { name: 'Conversations', level: 1 }).waitFor()
    await rows().first().waitFor()
    await press('j')
    await page
      .getByRole('tooltip')
      .getByText(/^Counts as if it had waited .* longer: /)
      .waitFor()
    expect(await rows().first().getAttribute('aria-label')).toMatch(/Waits/)
    const second = await rows().nth(1).getAttribute('data-conversation')
    await press('j')
    expect(await focused()).toBe(second)
    expect(await violationsInBoth(page)).toEqual([])
    await shot('list')
  })

  test('one key takes the first for me and opens it; it is answered without a mouse, and arrives', async () => {
    const first = Number(await rows().first().getAttribute('data-conversation'))
    await press('n')
    await page.waitForURL(/open=/)
    expect(openId()).toBe(first)
    await thread().getByText('Administrator has it').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H2')
    await press('r')
    // What looks like commands is text, from the first letter on.
    await page.keyboard.type('me as well: we are at it, and write again within the hour.')
    await shot('reply')
    await press('Control+Enter')
    await thread().getByText('their turn').waitFor()
    await thread().getByRole('article', { name: 'Administrator answered' }).getByText('me as well: we are at it').waitFor()
    await thread().getByText('accepted').last().waitFor()
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('a note names a colleague, who finds it among their mentions', async () => {
    await press('m')
    await page.keyboard.type('Please call them, @Admini')
    await page.getByRole('option', { name: 'Administrator' }).waitFor()
    await press('Enter')
    await page.keyboard.type('they are kind.')
    await press('Control+Enter')
    await thread().getByRole('article', { name: 'Note of Administrator' }).getByText('Please call them, @Administrator they are kind.').waitFor()
    await page
      .getByRole('navigation', { name: 'Lists' })
      .getByRole('link', { name: /^Mentions/ })
      .click()
    await expect.poll(() => rows().count()).toBe(1)
    await shot('note')
  })

  test('who writes while one answers is read first, and nothing of the answer is lost', async () => {
    const { id } = await write('Export is empty', 'The export of May is empty.')
    await page.goto(`/conversations?view=all&open=${id}`)
    await thread().getByText('The export of May is empty.').waitFor()
    await press('r')
    await page.locator('textarea:focus').waitFor()
    await page.keyboard.type('Press Export once more')
    await write('Export is empty', 'It was April, sorry.', { conversation: id })
    await thread().getByRole('alert').getByText('The customer wrote again').waitFor({ timeout: 40_000 })
    await thread().getByText('It was April, sorry.').waitFor()
    expect(await thread().getByRole('button', { name: /^Send/ }).isDisabled()).toBe(true)
    await shot('wrote-again')
    // A reload keeps the words, too.
    await page.reload()
    await expect.poll(() => thread().getByLabel('Reply to the customer').inputValue()).toBe('Press Export once more')
    await thread().getByRole('button', { name: 'I have read it' }).click()
    await thread().getByLabel('Reply to the customer').focus()
    await press('Control+Enter')
    await thread().getByRole('article', { name: 'Administrator answered' }).getByText('Press Export once more').waitFor()
  })

  test('who else is here, and who is writing, is said to both', async () => {
    const email = 'nora@tidewater.example'
    const { password } = await api.post('/people', { name: 'Nora Quist', email, groups: ['support'] })
    const nora = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await signIn(nora, { ...leeward, email, password })
    await nora.goto(page.url())
    await nora.getByText('Administrator has it open too.').waitFor({ timeout: 40_000 })
    await nora.keyboard.press('r')
    await nora.locator('textarea:focus').waitFor()
    await nora.keyboard.type('Hello')
    await thread().getByText('Nora Quist is writing.').waitFor({ timeout: 40_000 })
    await thread().getByText('Nora Quist is writing to this customer too.').waitFor()
    await nora.context().close()
  })

  test('what is one is put together, and taken apart again; messages are taken out', async () => {
    const { id } = await write('One more thing', 'And the export of March?')
    await page.goto(`/conversations?view=all&open=${id}`)
    const into = page.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: /^Put this into #/ })
    const other = Number((await into.first().innerText()).split('#')[1])
    await into.first().click()
    await expect.poll(openId).toBe(other)
    await thread().getByText(`Administrator put #${id} into this one`).waitFor()
    await thread().getByText('And the export of March?').waitFor()
    await thread()
      .getByRole('button', { name: /^Undo: .* put / })
      .click()
    await thread().getByText('And the export of March?').waitFor({ state: 'hidden' })
    await thread()
      .getByText(/undone/)
      .waitFor()
    await thread().getByRole('article').nth(1).getByRole('button', { name: 'More for this message' }).click()
    await page.getByRole('menuitem', { name: 'Take out from here on' }).click()
    await thread().getByText(`Administrator took this out of #${other}`).waitFor()
  })

  test('it is closed, opened and put off by single keys; the list is one key away', async () => {
    const id = openId()
    await thread().getByRole('log').focus()
    await press('e')
    await thread().getByText('closed', { exact: true }).waitFor()
    await press('e')
    await thread().getByText('our turn').waitFor()
    await press('s')
    const dialog = page.getByRole('dialog', { name: 'Put off until' })
    await dialog.getByRole('button', { name: /^2 hours/ }).waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await dialog.getByRole('button', { name: /^2 hours/ }).click()
    await thread().getByText('put off', { exact: true }).waitFor()
    await thread().getByRole('log').focus()
    await press('u')
    await expect.poll(focused).toBe(String(id))
    await page.getByText('No conversation is open').waitFor()
  })

  test('a person says what it is about, and takes it back', async () => {
    const { items } = await api.get(`/conversations?view=all&link=suggested&crisis=${crisis}&limit=1`)
    await page.goto(`/conversations?view=all&open=${items[0].id}`)
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.getByText(/^Perhaps: \d+ % sure/).waitFor()
    await details.getByRole('button', { name: 'Yes, it is' }).click()
    await details.getByText('Linked by a person').waitFor()
    await thread()
      .getByRole('button', { name: /^Undo: .* linked it/ })
      .last()
      .click()
    await details.getByText('About something else than the crisis.').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await shot('linked')
  })

  test('a call is a conversation as well', async () => {
    await page.getByRole('button', { name: 'Log a call' }).click()
    const dialog = page.getByRole('dialog', { name: 'Log a call' })
    await dialog.getByLabel('Number or address').fill('+1 201 555 0123')
    await dialog.getByLabel('In a few words').fill('Live video fails at the theatre')
    await dialog.getByLabel('What they said').fill('They want to be called back before eight.')
    expect(await violationsInBoth(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Keep the call' }).click()
    await thread().getByText('They want to be called back before eight.').waitFor()
    await thread()
      .getByText(/kept here, not sent/)
      .waitFor()
  })

  test('what is looked for is found everywhere; nothing found says where was looked', async () => {
    await press('/')
    await page.keyboard.type('theatre')
    await rows().filter({ hasText: 'Live video fails at the theatre' }).waitFor()
    await page.getByLabel('Search in all conversations').fill('zebra crossing')
    await page.getByText('Nothing found').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('on a telephone the list, the conversation and its details come one after the other', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto('/conversations?view=all')
    await rows().first().click()
    await thread().getByRole('log').waitFor()
    expect([await rows().first().isVisible(), await tooWide(page)]).toEqual([false, 0])
    await shot('phone')
    await thread()
      .getByRole('button', { name: /Details/ })
      .click()
    await page.getByRole('complementary', { name: 'Details' }).getByRole('heading', { name: 'Who has it' }).waitFor()
    expect([await thread().isVisible(), await tooWide(page)]).toEqual([false, 0])
    await page.getByRole('button', { name: /Conversation$/ }).click()
    await thread().getByRole('button', { name: /List/ }).click()
    await rows().first().waitFor()
    expect(await tooWide(page)).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('in the crisis room all that is suggested is agreed to at once', async () => {
    await page.goto(`/crises/${crisis}`)
    await page
      .getByRole('navigation', { name: 'Parts of the crisis room' })
      .getByRole('link', { name: /^Conversations/ })
      .click()
    const suggested = page.getByRole('region', { name: 'Perhaps about it' })
    await suggested.getByRole('listitem').first().getByRole('button', { name: /^No: / }).click()
    const all = suggested.getByRole('button', { name: /^Agree to all / })
    expect(await violationsInBoth(page)).toEqual([])
    await shot('crisis')
    await all.click()
    await page
      .getByRole('dialog', { name: /to this crisis\?$/ })
      .getByRole('button', { name: /^Agree to all / })
      .click()
    await suggested.waitFor({ state: 'hidden' })
  })

  test('one answer for all is looked at before it goes: who gets it, who is held back, in which words', async () => {
    await page.getByRole('button', { name: 'Answer all' }).click()
    const dialog = page.getByRole('dialog', { name: 'Answer all' })
    await dialog.getByText(/^\d+ get it, \d+ are held back for a person\.$/).waitFor()
    const counts = () => dialog.getByText(/get it,/).innerText()
    const before = await counts()
    await dialog.getByLabel('English', { exact: true }).fill('Hello {nmae}, we are at it.')
    await dialog.getByText(/\{nmae\} is no variable/).waitFor()
    expect(await dialog.getByRole('button', { name: /^(Send|Ask)/ }).isDisabled()).toBe(true)
    await dialog.getByLabel('English', { exact: true }).fill('Hello {name|there}, half of it works again.')
    await dialog
      .getByRole('listitem')
      .filter({ hasText: /Hello \w+ \w+, half of it works again\./ })
      .first()
      .waitFor()
    // Words of one's own in a critical crisis: somebody else must agree.
    await dialog.getByText('Somebody else must agree before it goes out').waitFor()
    await dialog.getByLabel('Another language').selectOption('de')
    await dialog.getByRole('button', { name: 'Add' }).click()
    await dialog.getByLabel('German').fill('Guten Tag {name}, die Hälfte geht wieder.')
    await dialog.getByRole('listitem').filter({ hasText: 'die Hälfte geht wieder' }).first().waitFor()
    await dialog.getByRole('checkbox', { name: /^Vulnerable/ }).uncheck()
    await expect.poll(counts).not.toBe(before)
    expect(await violationsInBoth(page)).toEqual([])
    await shot('answer-all')
    await dialog.getByRole('button', { name: /^Ask for agreement/ }).click()
    await page.getByText('Somebody else must agree: you wrote it.').waitFor()
    await page.getByRole('button', { name: 'Withdraw' }).first().click()
    await confirm(page, 'Withdraw', 'Withdraw')
    await page.getByText('withdrawn', { exact: true }).waitFor()
  })

  test('the words of an update go out at once, each arrives, and who is held back is let go or answered by hand', async () => {
    await page.getByRole('button', { name: 'Answer all' }).click()
    const dialog = page.getByRole('dialog', { name: 'Answer all' })
    await dialog.getByRole('button', { name: /^Send to [1-9]/ }).click()
    await dialog.waitFor({ state: 'hidden' })
    const answer = page.getByRole('article', { name: 'Answer, by Administrator' }).first()
    await answer.getByText('sent', { exact: true }).waitFor({ timeout: 30_000 })
    await expect.poll(() => answer.getByText(/\d+ accepted/).count(), { timeout: 30_000 }).toBe(1)
    await answer.getByRole('button', { name: 'Look at them' }).click()
    const held = page.getByRole('dialog', { name: 'Held back for a person' })
    await held
      .getByRole('checkbox', { name: /^Choose: / })
      .first()
      .check()
    expect(await violationsInBoth(page)).toEqual([])
    await shot('held')
    await held.getByRole('button', { name: 'Let it go to these' }).click()
    await confirm(page, 'Send the answer to 1 customer who was held back?', 'Let it go to these')
    await held.getByText('got it after all').waitFor()
    await held.getByRole('link').last().click()
    await thread().getByRole('log').waitFor()
  })
})
