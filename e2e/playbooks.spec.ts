// A playbook is made the company's own in the console: problems while one writes, the difference before one saves, and the next crisis uses it.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('A playbook is edited in the console', { timeout: 60_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  const tabTo = (name: string) => page.getByRole('navigation', { name: 'Parts of the playbook' }).getByRole('link', { name, exact: true }).click()
  /** Puts the cursor behind some words of the text and types there, as somebody would. */
  const typeBehind = async (words: string, keys: string[]) => {
    await page.locator('.cm-line', { hasText: words }).first().click()
    await page.keyboard.press('End')
    for (const key of keys) await (key.length > 1 ? page.keyboard.press(key) : page.keyboard.type(key))
  }

  test('the keys g p lead to the playbooks; a card leads to the plan', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await page.getByRole('heading', { level: 1, name: 'Playbooks' }).waitFor()
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'as shipped' }).count()).toBe(14)
    await page.getByRole('link', { name: 'Our support channels are down' }).click()
    await page.getByRole('heading', { name: 'How bad it is' }).waitFor()
    await page.getByText('When the answer to “Is one of them a line for emergencies or safety?” is yes.').waitFor()
    expect(await page.getByRole('region', { name: 'Who does what (RACI)' }).last().getByRole('row').count()).toBe(15)
  })

  test('what would happen follows the severity at once', async () => {
    await tabTo('What would happen')
    const list = page.getByRole('region', { name: 'As a list' }).last()
    await list.getByRole('row', { name: /\+ 15 min Messages Holding update/ }).waitFor()
    await page.getByRole('radiogroup', { name: 'Severity' }).getByText('3 Medium').click()
    await list.getByRole('row', { name: /\+ 1 h Messages Holding update/ }).waitFor()
    await page.getByRole('img', { name: /^Timeline with \d+ entries/ }).waitFor()
  })

  test('a mistake is shown with its line, and cannot be saved', async () => {
    await tabTo('Edit')
    await page.getByText('Everything is right.').waitFor()
    await typeBehind('version: "1"', ['Backspace', '0', '"', 'Enter', 't', 'i', 't', 'e', 'l', ':', ' ', 'x'])
    await page.getByText('there is no entry titel', { exact: false }).first().waitFor()
    expect(await page.getByRole('button', { name: 'Save…' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Go to line 5' }).click()
    expect(await page.locator('.cm-activeLine').innerText()).toBe('titel: x')
    await page.keyboard.press('End')
    for (let left = 9; left > 0; left--) await page.keyboard.press('Backspace')
    await page.getByText('Everything is right.').waitFor()
  })

  test('saving shows first what changes and asks why', async () => {
    await page.getByRole('button', { name: 'Save…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save Our support channels are down?' })
    await dialog.getByText('Version: 10 (was 1)').waitFor()
    await dialog.getByLabel('Why does it change?').fill('We number them anew')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Revision 1 saved. New crises use it.').waitFor()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('edited here').waitFor()
  })

  test('the version stands in the list of versions, beside the shipped file', async () => {
    await tabTo('Versions')
    await page.getByText('We number them anew').waitFor()
    await page.getByText('Version: 10 (was 1)').waitFor()
  })

  test('the next crisis of this kind asks its questions and uses it', async () => {
    await page.keyboard.press('Escape')
    await page.goto(`${leeward.consoleUrl}/declare`)
    await page.getByLabel('What goes wrong for customers?').fill('Nobody can call us')
    await page.getByRole('combobox', { name: 'Kind' }).click()
    await page
      .getByRole('option', { name: 'Our support channels are down' })
      .or(page.getByRole('option', { name: /support/i }))
      .first()
      .click()
    await page.getByRole('radiogroup', { name: 'Are all ways to reach us down?' }).getByText('Yes').click()
    await page.getByText('Nobody can reach us.').waitFor()
    await page.getByRole('button', { name: 'Declare', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Nobody can call us' }).waitFor()
    await page.getByRole('link', { name: 'Our support channels are down 10 (1)' }).waitFor()
  })

  test('back to the shipped file is one more version', async () => {
    await page.goto(`${leeward.consoleUrl}/playbooks/support-down/versions`)
    await page.getByRole('button', { name: 'Back to shipped…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Back to the shipped file?' })
    await dialog.getByLabel('Why does it change?').fill('Only a try')
    await dialog.getByRole('button', { name: 'Back to the shipped file' }).click()
    await page.getByText('The shipped file is in force again.').waitFor()
    await page.getByText('as shipped', { exact: true }).first().waitFor()
  })
})
