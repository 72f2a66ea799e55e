// Two people at night: a hand-over that is answered, what nobody answered yet, what the rules say, and what stays undone when it is closed.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { next, openConsole, signIn, tab } from './support/person.ts'

describe.skipIf(!browserPath)('At night, in the console', { timeout: 60_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let nora: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    const email = 'nora@tidewater.example'
    const { password } = await call('/people', { name: 'Nora Quist', email, groups: ['commander'] })
    nora = await openConsole(browser, leeward)
    await signIn(nora, { ...leeward, email, password })
    await page.getByRole('link', { name: /Live video and uploads fail/ }).click()
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('command that is taken over counts from now, not from when the first commander had it', async () => {
    const seat = (name: string) => page.getByText(new RegExp(`^${name} acknowledged (\\d+ \\w+, )?\\d\\d:\\d\\d$`))
    const before = (await seat('Mara Lind').innerText()).slice(-5)
    await page.getByRole('button', { name: 'Take over' }).click()
    await page.getByRole('dialog', { name: 'Take command from Mara Lind?' }).getByRole('button', { name: 'Take over' }).click()
    await seat('Administrator').waitFor()
    expect((await seat('Administrator').innerText()).slice(-5)).not.toBe(before)
  })

  test('the commander’s seat is offered to those who may lead, and the one who is asked reads which seat, and why, once', async () => {
    await tab(page, 'Team')
    await page.getByRole('button', { name: 'Hand over… Crisis commander' }).click()
    const dialog = page.getByRole('dialog', { name: 'Hand over: Crisis commander' })
    await dialog.getByRole('combobox', { name: 'To whom' }).click()
    await page.getByRole('option', { name: 'Mara Lind' }).waitFor()
    expect(await page.getByRole('option', { name: 'Jonas Weber' }).count()).toBe(0)
    await page.getByRole('option', { name: 'Nora Quist' }).click()
    await dialog.getByLabel('What they must know').fill('The next update is due soon.')
    await dialog.getByRole('button', { name: 'Offer the seat' }).click()
    await page.getByText('Offered to Nora Quist', { exact: false }).waitFor()
    await nora.getByRole('link', { name: /Live video and uploads fail/ }).click()
    await next(nora).getByRole('heading', { name: 'Administrator offers you the seat of crisis commander' }).waitFor()
    expect(await next(nora).getByText('The next update is due soon.').count()).toBe(1)
    await next(nora).getByRole('button', { name: 'Accept' }).click()
    await nora.getByText(/^Nora Quist acknowledged \d\d:\d\d$/).waitFor()
  })

  test('a workaround’s author is not asked for what a second person must do', async () => {
    await tab(page, 'Work')
    const card = page.getByRole('region', { name: 'Workarounds' })
    await card.getByRole('button', { name: 'Write one…' }).click()
    const dialog = page.getByRole('dialog', { name: 'A workaround' })
    await dialog.getByLabel('For whom').fill('Customers who upload')
    await dialog.getByLabel('What they can do').fill('Upload from eu-west.')
    await dialog.getByRole('button', { name: 'Save as a draft' }).click()
    await card.getByText('You wrote it: at this severity somebody else must publish it.').waitFor()
    expect(await card.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true)
    await tab(nora, 'Work')
    const hers = nora.getByRole('region', { name: 'Workarounds' })
    await hers.getByRole('button', { name: 'Publish' }).click()
    await nora.getByRole('dialog', { name: 'Let customers read it?' }).getByRole('button', { name: 'Publish' }).click()
    await expect.poll(() => hers.getByText('customers read it', { exact: true }).count()).toBe(2)
    await nora.getByRole('link', { name: 'Write an update' }).click()
    await expect.poll(() => nora.getByLabel('Workaround', { exact: true }).inputValue()).toContain('Customers who upload: Upload from eu-west.')
  })

  test('an administrator finds the actions in the navigation; others are spared them', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('link', { name: 'Actions' }).click()
    await page.getByRole('heading', { level: 1, name: 'Actions' }).waitFor()
    expect(await nora.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).count()).toBe(0)
  })

  test('what nobody answered is no answer, and what nobody assessed is not called harmless', async () => {
    await page.goto('/declare')
    await page.getByLabel('What goes wrong').fill('Recordings could be read by others')
    await page.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: 'Data breach' }).click()
    const asked = page.getByRole('radiogroup', { name: 'Can whoever did it still get in?' })
    await asked.waitFor()
    expect(await asked.getByRole('radio', { checked: true }).count()).toBe(0)
    await page.getByRole('button', { name: 'Declare' }).click()
    await page.getByText('Not acknowledged', { exact: true }).waitFor()
    await tab(page, 'Customers')
    await page.getByText('The impact is not assessed yet.', { exact: false }).waitFor()
  })

  test('what the rules say stands beside the severity and comes first; closing is offered when it is possible, and says what stays undone', async () => {
    const services: { id: string; key: string }[] = await call('/services')
    const { id } = await call('/crises', {
      title: 'Invoices were sent twice',
      kind: 'billing-failure',
      scope: [{ serviceId: services.find(({ key }) => key === 'billing')?.id, regions: null, degree: 'down' }],
      answers: { customersHurt: 'some', canWork: 'partly' },
    })
    await call(`/crises/${id}/acknowledgement`, {})
    await page.goto(`/crises/${id}`)
    await page.getByText('Rules say 1', { exact: true }).waitFor()
    await next(page).getByRole('heading', { name: 'The facts say severity 1' }).waitFor()
    await next(page).getByRole('button', { name: 'Raise it to severity 1' }).click()
    await page.getByText('Rules say 1', { exact: true }).waitFor({ state: 'hidden' })
    const close = page.getByRole('menuitem', { name: 'Close the crisis' })
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Change the severity' }).waitFor()
    expect(await close.count()).toBe(0)
    for (const { key } of (await call(`/crises/${id}`)).criteria) await call(`/crises/${id}/criteria/${key}`, { met: true })
    await call(`/crises/${id}/restoration`, {})
    await page.reload()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await close.click()
    const dialog = page.getByRole('dialog', { name: 'Close this crisis?' })
    await dialog.getByText('Customers have not read that it is over', { exact: false }).waitFor()
    await dialog.getByText(/^\d+ tasks are open\.$/).waitFor()
  })

  /** By the API, as the administrator who is signed in. */
  async function call(path: string, body?: object) {
    const answer = await page.request.fetch(`${leeward.consoleUrl}/api${path}`, {
      ...(body ? { method: 'POST', data: body } : {}),
      headers: { origin: leeward.consoleUrl },
    })
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
    const text = await answer.text()
    return text ? JSON.parse(text) : undefined
  }
})
