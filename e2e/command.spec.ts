// A night in the crisis room without a mouse: taking command, the team, the tasks, a decision, the law.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { next, openConsole, signIn, tabTo } from './support/person.ts'

describe.skipIf(!browserPath)('The crisis room by keyboard alone', { timeout: 60_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    await tabTo(page, 'Crises')
    await page.getByRole('link', { name: /Live video and uploads fail/ }).press('Enter')
    await page.getByRole('heading', { level: 1, name: /Live video/ }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })
  /** Two keys, one after the other. */
  const keys = async (...all: string[]) => {
    for (const key of all) await page.keyboard.press(key)
  }

  /** A dialog that has opened has the focus in its first field. */
  const writingIn = async (name: string) => {
    const dialog = page.getByRole('dialog', { name })
    await dialog.waitFor()
    await dialog.locator('input:focus, textarea:focus').waitFor()
  }
  const closed = () => page.getByRole('dialog').waitFor({ state: 'hidden' })

  test('command is taken', async () => {
    await tabTo(page, 'Take over', 80)
    await keys('Enter')
    await page.getByRole('dialog', { name: 'Take command from Mara Lind?' }).waitFor()
    await keys('Enter')
    await page.getByText(/^Administrator acknowledged \d\d:\d\d$/).waitFor()
  })

  test('the work is one key away, and a task is started and done', async () => {
    await keys('2')
    await page.getByRole('heading', { level: 2, name: 'Tasks' }).waitFor()
    await tabTo(page, 'I do it', 80)
    await keys('Enter')
    await page.getByRole('img', { name: 'in hand' }).waitFor()
    await tabTo(page, 'Done', 80)
    await keys('Enter')
    await page.getByText('8 open', { exact: true }).waitFor()
  })

  test('the commander’s seat is offered to a colleague, with what they must know', async () => {
    await keys('3')
    await page.getByRole('heading', { level: 2, name: 'Seats' }).waitFor()
    await tabTo(page, 'Hand over… Crisis commander', 120)
    await keys('Enter')
    await writingIn('Hand over: Crisis commander')
    await page.keyboard.type('Mara')
    await page.getByRole('option', { name: 'Mara Lind' }).waitFor()
    await keys('ArrowDown', 'Enter', 'Tab')
    await page.keyboard.type('You had it before: the next update is due soon.')
    await tabTo(page, 'Offer the seat')
    await keys('Enter')
    await page.getByText('Offered to Mara Lind', { exact: false }).waitFor()
    await closed()
    await tabTo(page, 'Take the offer back', 80)
    await keys('Enter')
    await page.getByText('Offered to Mara Lind', { exact: false }).waitFor({ state: 'hidden' })
  })

  test('who answers for what stands in one table, with exactly one A in every row', async () => {
    const rows = await page.getByRole('region', { name: 'Who answers for what' }).locator('tbody tr').all()
    expect(rows.length).toBeGreaterThan(10)
    for (const row of rows) expect((await row.locator('td').allInnerTexts()).filter((text) => text.startsWith('A'))).toHaveLength(1)
  })

  test('a decision is written down', async () => {
    await keys('8')
    await page.getByRole('heading', { level: 2, name: 'Decision log' }).waitFor()
    await tabTo(page, 'Record a decision', 80)
    await keys('Enter')
    await writingIn('Record a decision')
    await page.keyboard.type('We restart uploads at 11:00.')
    await keys('Tab')
    await page.keyboard.type('The queue would not drain before.')
    await tabTo(page, 'Record it')
    await keys('Enter')
    await page.getByText('We restart uploads at 11:00.').waitFor()
    await closed()
  })

  test('a clock of the law is started and closed with what proves it', async () => {
    await keys('9')
    await page.getByRole('heading', { level: 2, name: 'Clocks of the law' }).waitFor()
    await tabTo(page, 'Change the answer', 80)
    await keys('Enter')
    await page.getByRole('dialog', { name: 'Yes: these clocks start' }).waitFor()
    await tabTo(page, 'Start it')
    await keys('Enter')
    await closed()
    await page.getByRole('heading', { level: 2, name: 'Clocks of the law' }).waitFor()
    await tabTo(page, 'It is done…', 80)
    await keys('Enter')
    await writingIn('Close with evidence')
    await page.keyboard.type('Sent by the portal, number 7.')
    await tabTo(page, 'Close the clock')
    await keys('Enter')
    await page.getByText('Sent by the portal, number 7.').waitFor()
    await closed()
  })

  test('back on the overview, the next thing to do is still one', async () => {
    await keys('1')
    await next(page).getByRole('heading').waitFor()
    expect(await next(page).getByRole('heading').count()).toBe(1)
  })
})
