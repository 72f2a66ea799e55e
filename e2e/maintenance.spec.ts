// Planned work in the console: announced in the brand's time, seen from another zone, moved, said of, late, cancelled, and a crisis declared for it.
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn, tabTo } from './support/person.ts'

describe.skipIf(!browserPath)('Planned maintenance in the console', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    // Its reader sits in Tokyo; the brand's clock is that of Berlin.
    page = await openConsole(browser, leeward, { timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce' })
    await signIn(page, leeward)
    const [{ slug, name, sender, locale }] = await api().get('/brands')
    await api().put(`/brands/${slug}`, { name, sender, locale, timeZone: 'Europe/Berlin' })
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('what comes stands there, in the time of the brand and of the reader', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Maintenance' }).click()
    const card = work('To come', 'New storage for recordings')
    await card.getByText(/(CET|CEST) · for you .*GMT\+9/).waitFor()
    await card.getByText('Recordings move to new storage.').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('times that make no sense, or that no clock shows, are named at their field', async () => {
    await page.getByRole('button', { name: 'Announce work' }).click()
    const dialog = page.getByRole('dialog', { name: 'Announce work' })
    await choose(dialog, 'Live video')
    await dialog.getByLabel('From').fill('2031-03-30T02:30')
    await dialog.getByText('put forward over this hour').waitFor()
    await dialog.getByLabel('From').fill('2031-10-26T02:30')
    // The clock shows it twice: which of the two is asked, and an hour later it shows the same.
    await dialog
      .getByRole('radiogroup', { name: /shows this time twice/ })
      .nth(1)
      .waitFor()
    expect(await dialog.getByRole('radio', { name: '02:30 CEST' }).first().isChecked()).toBe(true)
    expect(await dialog.getByRole('radio', { name: '02:30 CET' }).nth(1).isChecked()).toBe(true)
    await dialog.getByLabel('From').fill(berlin(1, '22:00'))
    await dialog.getByLabel('Until').fill(berlin(1, '21:00'))
    await dialog.getByText('must be later than startsAt').waitFor()
    expect(await dialog.getByRole('button', { name: 'Announce' }).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
  })

  test('it is announced without a mouse, with a warning of what the same services meet, and as customers read it', async () => {
    await tabTo(page, 'Announce work')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Announce work' })
    await dialog.getByLabel('What is done').waitFor()
    await expect.poll(() => dialog.getByLabel('What is done').evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type('New switches')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Live')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await dialog.getByLabel('From').fill(berlin(4, '22:00'))
    await dialog.getByLabel('Until').fill(berlin(4, '23:30'))
    await dialog.getByText(/Europe\/Berlin \((CET|CEST)\) · for you .*0(5|6):00 GMT\+9/).waitFor()
    await dialog.getByLabel('when it is over').uncheck()
    await dialog.getByRole('combobox', { name: 'Reminder to subscribers' }).click()
    await page.getByRole('option', { name: '24 h before it begins' }).click()
    await dialog.getByLabel('Words for customers').fill('Streams may stop for a minute.')
    await dialog.getByText('The same services meet something else').waitFor()
    await dialog.getByRole('link', { name: /Live video and uploads fail/ }).waitFor()
    const shown = dialog.frameLocator('iframe')
    await shown.getByText('New switches').waitFor()
    await shown.getByText('Streams may stop for a minute.').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await tabTo(page, 'Announce')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await work('To come', 'New switches').getByText('Streams may stop for a minute.').waitFor()
    const announced = (await api().get('/maintenances')).find(({ title }: { title: string }) => title === 'New switches')
    expect(new Date(announced.startsAt).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' })).toBe(`${berlin(4, '22:00').replace('T', ' ')}:00`)
    expect((Date.parse(announced.endsAt) - Date.parse(announced.startsAt)) / 60_000).toBe(90)
    expect(announced).toMatchObject({ tells: ['scheduled', 'in_progress'], remindMinutes: 1_440 })
    await work('To come', 'New switches').getByText('What subscribers were told (one message)').click()
    await work('To come', 'New switches')
      .getByText(/planned · .* · nobody subscribed/)
      .waitFor()
  })

  test('other work on the same services is named when it is moved there', async () => {
    const card = work('To come', 'New storage for recordings')
    await card.getByRole('button', { name: 'Change: New storage for recordings' }).click()
    const dialog = page.getByRole('dialog')
    await choose(dialog, 'Live video')
    await dialog.getByLabel('From').fill(berlin(4, '23:00'))
    await dialog.getByLabel('Until').fill(berlin(5, '01:00'))
    await dialog.getByText(/^New switches, /).waitFor()
    await dialog.getByLabel('Words about the change').fill('An hour later than we said.')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await card.getByText('An hour later than we said.').waitFor()
  })

  test('begun, only its end is moved; it is checked, then done', async () => {
    await say('To come', 'New switches', 'It begins now', 'We begin early.')
    const card = work('Under way', 'New switches')
    await card.getByRole('button', { name: 'Move its end: New switches' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByLabel('What is done').isDisabled()).toBe(true)
    expect(await dialog.getByLabel('From').isDisabled()).toBe(true)
    await dialog.getByLabel('Until').fill(berlin(5, '00:30'))
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await say('Under way', 'New switches', 'It is being checked', 'The switches are in.')
    await card.getByText('being checked').first().waitFor()
    await say('Under way', 'New switches', 'It is done', 'Everything works.', true)
    await work('Over', 'New switches').getByText('Everything works.').waitFor()
    await work('Over', 'New switches').getByText('What was said before (3)').click()
    await work('Over', 'New switches').getByText('We begin early.').waitFor()
  })

  test('late work stands first and is marked, and says what is missing', async () => {
    const [service] = await api().get('/services')
    const now = Date.now()
    await api().post('/maintenances', {
      title: 'New firmware',
      services: [service.id],
      startsAt: new Date(now - 3_600_000).toISOString(),
      endsAt: new Date(now + 2_000).toISOString(),
      body: 'Slow for a while.',
    })
    await expect
      .poll(
        async () => {
          await page.reload()
          await page.getByRole('heading', { level: 3, name: 'New firmware' }).waitFor()
          return work('Under way', 'New firmware').getByText('nobody said that it is').count()
        },
        { timeout: 60_000, interval: 2_000 },
      )
      .toBe(1)
    expect(await page.getByRole('article').first().getByRole('heading').innerText()).toBe('New firmware')
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('where it hurts, a crisis is declared for it: kind, playbook and services are there already', async () => {
    await page.getByRole('link', { name: 'Declare a crisis for it: New firmware' }).click()
    await page.getByRole('heading', { level: 1, name: 'Declare a crisis' }).waitFor()
    expect(await page.getByLabel('What goes wrong for customers?').inputValue()).toBe('“New firmware” does not go as announced')
    await page.getByRole('link', { name: 'Planned maintenance that hurts' }).waitFor()
    await page.getByText('Does it take longer than was announced?').waitFor()
    await page.getByRole('radiogroup', { name: /Live video/ }).waitFor()
    await page.getByRole('button', { name: 'Declare', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: /New firmware/ }).waitFor()
    const crisis = (await api().get('/crises')).items.find(({ title }: { title: string }) => title.includes('New firmware'))
    expect((await api().get(`/crises/${crisis.id}`)).kind).toBe('planned-maintenance')
  })

  test('what does not take place is cancelled with words', async () => {
    await page.goto('/maintenance')
    await say('To come', 'New storage for recordings', 'Cancel it', 'The storage does not come.')
    await work('Over', 'New storage for recordings').getByText('cancelled').first().waitFor()
  })

  test('whoever may only read finds no buttons; where nothing is planned, it says so', async () => {
    const email = 'olga@tidewater.example'
    const { password } = await api().post('/people', { name: 'Olga', groups: ['observer'], email })
    const other = await openConsole(browser, leeward)
    await signIn(other, { ...leeward, email, password })
    await other.goto('/maintenance')
    await other.getByRole('heading', { level: 3, name: 'New firmware' }).waitFor()
    expect(await other.getByRole('main').getByRole('button').count()).toBe(0)
    await other.route('**/api/maintenances', (route) => route.fulfill({ json: [] }))
    await other.reload()
    await other.getByText('No work is planned').waitFor()
    await other.context().close()
  })

  const api = () => callApi(page, leeward.consoleUrl)
  const work = (section: string, title: string): Locator => page.getByRole('region', { name: section, exact: true }).getByRole('article', { name: title })

  async function choose(dialog: Locator, service: string) {
    await dialog.getByLabel('Services it touches').first().click()
    await page.getByRole('option', { name: service }).click()
    await page.keyboard.press('Tab')
  }

  /** @param tell whether the box that tells subscribers is ticked by hand */
  async function say(section: string, title: string, action: string, words: string, tell?: boolean) {
    await work(section, title)
      .getByRole('button', { name: `${action}: ${title}` })
      .click()
    const dialog = page.getByRole('dialog', { name: `${action}: ${title}` })
    await dialog.getByLabel('Words for customers').fill(words)
    // By itself it is told when it begins or is called off; what was not chosen for this work is not.
    expect(await dialog.getByLabel('Tell subscribers').isChecked()).toBe(action === 'It begins now' || action === 'Cancel it')
    if (tell) await dialog.getByLabel('Tell subscribers').check()
    await dialog.getByRole('button', { name: action }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
})

/** So many days from now, on the clock of Berlin. */
const berlin = (days: number, time: string) => `${new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' })}T${time}`
