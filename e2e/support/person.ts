// What every person does in the console: open it, sign in, and read what is on the screen.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Leeward } from './leeward.ts'

/** A window of its own; what does not show within the time is reported as missing. */
export async function openConsole(browser: Browser, { consoleUrl }: Leeward, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: consoleUrl, locale: 'en-GB', ...options })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  await page.goto('/')
  return page
}

export async function signIn(page: Page, { email, password }: Leeward) {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel(/^Password/).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Crises' }).waitFor()
}

/** The cells of a table's body, row by row. */
export async function rowsOf(region: Locator): Promise<string[][]> {
  await region.locator('tbody tr').first().waitFor()
  return Promise.all((await region.locator('tbody tr').all()).map((row) => row.locator('td').allInnerTexts()))
}

/** The card with the one thing to do now. */
export const next = (page: Page) => page.getByRole('region', { name: 'Next', exact: true })

export const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Parts of the crisis room' }).getByRole('link', { name }).click()

/** Answers the question that a button asks, and waits until it is gone. */
export async function confirm(page: Page, question: string, answer: string) {
  const dialog = page.getByRole('dialog', { name: question })
  await dialog.getByRole('button', { name: answer, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** Says that what the linter asks to weigh was weighed, where it asks for something. */
export async function weigh(page: Page) {
  const box = page.getByRole('dialog').getByRole('checkbox', { name: /^I have weighed/ })
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Ask for approval|Publish now)$/ })
    .waitFor()
  if (await box.count()) await box.check()
}

/** Opens the newest mail with this subject and reads its plain text; with `says`, the newest whose text says it (each reader has the frame in their own language). */
export async function openMail(page: Page, subject: RegExp, says = /[\s\S]/): Promise<string> {
  const mails = page.getByRole('main').getByRole('button', { name: subject })
  // The list moves while mails arrive: up to twenty looks, wherever it stands then.
  for (let i = 0; i < 20; i += 1) {
    await mails.first().waitFor()
    const before = page.url()
    await mails.nth(i % Math.max(1, await mails.count())).click()
    // The mail before this one must be gone: it has the same heading.
    if (i > 0) await page.waitForURL((url) => url.href !== before).then(() => page.reload())
    await page.getByRole('heading', { level: 2, name: subject }).waitFor()
    await page.getByRole('tab', { name: 'Plain text' }).click()
    const text = await page.getByRole('tabpanel').innerText()
    if (says.test(text)) return text
  }
  throw new Error(`no mail with the subject ${subject} says ${says}`)
}

/** Presses Tab until what has this name has the focus, as somebody does who sees where the focus is. */
export async function tabTo(where: Page, name: string, most = 40) {
  // Forwards, and back where the focus had stood behind it.
  for (let i = 0; i < 2 * most; i += 1) {
    await where.keyboard.press(i < most ? 'Tab' : 'Shift+Tab')
    const focused = await where.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null
      return [element?.ariaLabel, element?.textContent, ...[...(element?.labels ?? [])].map((label) => label.textContent)].map((text) => text?.trim())
    })
    if (focused.includes(name)) return
  }
  throw new Error(`Tab never reached “${name}”.`)
}
