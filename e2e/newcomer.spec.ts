// Somebody's first ten minutes with Leeward, in one browser: what they press, and what they then see.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { confirm, next, openConsole, openMail, signIn, tab, weigh } from './support/person.ts'

// The colleague answers after five seconds; a busy machine may need longer.
const colleague = 30_000

describe.skipIf(!browserPath)('A newcomer leads the demo’s crisis to its end', { timeout: 60_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let statusPage: Page
  beforeAll(async () => {
    leeward = await startLeeward({ LEEWARD_DEMO_SIGNALS: '1' })
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    statusPage = await (await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' })).newPage()
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('the printed password signs in, and the crisis under way stands in the list', async () => {
    await signIn(page, leeward)
    await page.getByText('Demo: no message leaves this machine').waitFor()
    const crisis = page.getByRole('link', { name: /Live video and uploads fail/ })
    expect(await crisis.innerText()).toMatch(/1\s*Critical[\s\S]*500 accounts[\s\S]*Commander: Mara Lind[\s\S]*Next promise/)
    await crisis.click()
  })

  test('the room says what to do next and until when', async () => {
    await page.getByRole('heading', { level: 1, name: 'Live video and uploads fail in the eastern US' }).waitFor()
    await page.getByRole('heading', { name: 'The next update is promised' }).waitFor()
    expect(await next(page).innerText()).toMatch(/\d+:\d\d/)
    await page.getByText('My shift ends. I have briefed nobody yet', { exact: false }).waitFor()
  })

  test('command is taken from the colleague whose shift ends', async () => {
    await page.getByRole('button', { name: 'Take over' }).click()
    await confirm(page, 'Take command from Mara Lind?', 'Take over')
    await page.getByText(/^Administrator acknowledged \d\d:\d\d$/).waitFor()
    await next(page).getByRole('heading', { name: 'The next update is promised' }).waitFor()
  })

  test('an update comes prefilled, shows what customers will see, and is handed over for approval', async () => {
    await next(page).getByRole('link', { name: 'Write the update' }).click()
    const title = page.getByRole('textbox', { name: 'Title' })
    await expect.poll(() => title.inputValue()).toBe('Live video and uploads: network overloaded after a configuration change')
    expect(await page.getByLabel('What we are doing').inputValue()).toMatch(/take the change back/)
    await page.getByLabel('What we know', { exact: true }).fill('Two thirds of the lost capacity are back.')
    await page.frameLocator('iframe[title="Status page"]').getByText('Two thirds of the lost capacity are back.').waitFor()
    await page.getByText(/Reaches 5\d\d contacts/).waitFor()
    await page.getByRole('button', { name: 'Ask for approval…' }).click()
    await weigh(page)
    await confirm(page, 'Hand this update over for approval?', 'Ask for approval')
  })

  test('a scripted colleague approves within seconds, and the delivery of every mail is counted', async () => {
    const update = page.getByRole('article').filter({ hasText: 'Two thirds of the lost capacity are back.' })
    await update.getByText(/Update 3 .* approved by Ines Duarte/).waitFor({ timeout: colleague })
    await update.getByText(/^5\d\d accepted$/).waitFor()
  })

  test('the status page shows it without JavaScript', async () => {
    await statusPage.goto(leeward.statusUrl)
    await statusPage.getByText('Two thirds of the lost capacity are back.').waitFor()
    await statusPage.getByText('A service is down').waitFor()
    expect(await statusPage.getByText(/^We write again by/).count()).toBe(1)
  })

  test('the mailbox holds the mail that a customer got, with its text', async () => {
    await page.getByRole('link', { name: 'Mailbox' }).click()
    const text = await openMail(page, /Live video/, /WHAT WE KNOW/)
    expect(text).toMatch(/Hello [\s\S]*WHAT WE KNOW\s+Two thirds of the lost capacity are back\.[\s\S]*We write again by/)
  })

  test('the remedies are worked out, explained, and approved by two people before anything is granted', async () => {
    await page.getByRole('link', { name: 'Crises', exact: true }).click()
    await page.getByRole('link', { name: /Live video and uploads fail/ }).click()
    await tab(page, 'Make good')
    await page.getByRole('button', { name: 'Plan remedies' }).click()
    const plan = page.getByRole('region', { name: 'Make good' })
    await plan.getByText('Needs 2 more people').waitFor()
    expect(await plan.innerText()).toMatch(/Total cost[\s\S]*500\s+accounts[\s\S]*The policy says[\s\S]*30 days/)
    await plan.getByRole('button', { name: 'Approve…' }).click()
    await confirm(page, 'Approve these remedies?', 'Approve')
    await plan.getByText('Executed').waitFor({ timeout: colleague })
    await plan.getByText('Approved by Administrator, Ines Duarte', { exact: false }).waitFor()
  })

  test('the criteria are checked one by one, and the crisis is restored', async () => {
    await tab(page, 'Restore')
    await page.getByText('0 of 4 met').waitFor()
    await page.getByRole('button', { name: 'Restore nevertheless…' }).waitFor()
    expect(await page.getByRole('button', { name: 'Declare restored…' }).count()).toBe(0)
    for (const criterion of await page.getByRole('checkbox').all()) {
      await criterion.click()
      await expect.poll(() => criterion.isChecked()).toBe(true)
    }
    await page.getByText('4 of 4 met').waitFor()
    await page.getByRole('button', { name: 'Declare restored…' }).click()
    await confirm(page, 'Is it restored for customers?', 'Declare restored')
    await page.getByText(/^Restored \d\d:\d\d, after/).waitFor()
    await page.getByText('Restored', { exact: true }).waitFor()
  })

  test('who wrote is told that it works again: looked at first, and handed over for agreement', async () => {
    await tab(page, 'Overview')
    await next(page)
      .getByRole('heading', { name: /^Tell .+ that it works again$/ })
      .waitFor()
    await next(page).getByRole('link', { name: 'Look at what they would read' }).click()
    const dialog = page.getByRole('dialog', { name: 'Tell them that it works again' })
    await dialog
      .getByText(/Your message was about this: “Live video and uploads/)
      .first()
      .waitFor()
    await dialog.getByRole('button', { name: /^Ask for agreement, for / }).click()
    await page.getByText('It is written below and waits for somebody else to agree.').waitFor()
  })

  test('the last word tells why and how it is prevented', async () => {
    await tab(page, 'Overview')
    await next(page).getByRole('heading', { name: 'Say the last word' }).waitFor()
    await next(page).getByRole('link', { name: 'Write the final update' }).click()
    await page.getByLabel('Why it happened').fill('A change meant for a few machines took capacity out of service in the whole east.')
    await page.getByLabel('What we did').fill('The change was taken back, and capacity came up region by region.')
    await page.getByLabel('How we prevent it').fill('Such a change now stops by itself when it reaches a second region.')
    await page.getByRole('button', { name: 'Ask for approval…' }).click()
    await weigh(page)
    await confirm(page, 'Hand this update over for approval?', 'Ask for approval')
    await page.getByText(/Update 4 .* approved by Ines Duarte/).waitFor({ timeout: colleague })
    await statusPage.reload()
    await statusPage.getByText('Everything works').waitFor()
  })

  test('the final update asked the customers, the silent are asked once more, one answers from the mail, and the answer is counted', async () => {
    await tab(page, 'Restore')
    const counted = page.getByRole('region', { name: 'Sign-off by customers' })
    await counted.getByText(/5\d\d asked/).waitFor()
    await page.getByRole('button', { name: 'Ask the silent ones once more' }).click()
    await confirm(page, 'Ask once more?', 'Ask the silent ones once more')
    const crisis = page.url()
    await page.getByRole('link', { name: 'Mailbox' }).click()
    const text = await openMail(page, /Does it work for you again\?/, /answer=works/)
    const link = /https?:\S+\?answer=works/.exec(text)?.[0] as string
    await statusPage.goto(link)
    await statusPage.getByRole('button', { name: 'It works for me' }).click()
    await statusPage.getByText('We have noted that it works for you again').waitFor()
    await page.goto(crisis)
    await counted.getByText(/[1-9]\d* works/).waitFor()
    expect(await counted.innerText()).toMatch(/say it works/)
  })

  test('the review is drafted from the timeline with its figures; published and closed, the crisis is over', async () => {
    await tab(page, 'Review')
    const figures = page.getByRole('region', { name: 'Figures' })
    await figures.getByText('Time to restore').waitFor()
    expect(await figures.innerText()).toMatch(
      /Time to detect\s+10 min[\s\S]*Time to first message\s+13 min[\s\S]*Promises kept\s+\d+ %[\s\S]*Sign-off rate\s+\d+ %/,
    )
    expect(await page.getByRole('region', { name: 'Review', exact: true }).innerText()).toMatch(/Live video and uploads/)
    await page.getByRole('button', { name: 'Publish…' }).click()
    await confirm(page, 'Publish this review?', 'Publish')
    await page.getByText(/published \d\d:\d\d/).waitFor()
    await tab(page, 'Overview')
    await next(page).getByRole('link', { name: 'Look at the watch' }).click()
    await page.getByRole('region', { name: 'Watch', exact: true }).getByRole('timer').waitFor()
    await page.getByRole('region', { name: 'Close', exact: true }).getByRole('button', { name: 'Close the crisis' }).click()
    await page.getByRole('dialog').getByLabel('Why it is closed now').fill('It holds, and nobody says otherwise.')
    await confirm(page, 'Close this crisis?', 'Close the crisis')
    await tab(page, 'Overview')
    await next(page).getByRole('heading', { name: 'This crisis is closed' }).waitFor()
    await page.getByRole('link', { name: 'Crises', exact: true }).click()
    await page.getByRole('heading', { name: 'Past' }).waitFor()
  })
})
