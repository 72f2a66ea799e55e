// Whom neither a mail nor a text reaches, and for whom it matters most, is called by a person: one list, one key for what came of it.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violations } from './support/accessibility.ts'
import { callApi, publish } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { startMailServer } from './support/mail-server.ts'
import { openConsole, signIn, tab } from './support/person.ts'

type Account = { accountId: number; key: string; name: string; tier: string; vulnerability: string | null }

describe.skipIf(!browserPath)('Calls, in the console', { timeout: 60_000 }, () => {
  const refused = new Set<string>()
  let mails: Awaited<ReturnType<typeof startMailServer>>
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let nora: Page
  let crisis: string
  let vulnerable: Account
  let others: Account[]
  let hobbyist: Account
  beforeAll(async () => {
    mails = await startMailServer((address) => refused.has(address.split('@')[1] ?? ''))
    leeward = await startLeeward({ LEEWARD_SMTP_URL: `smtp://127.0.0.1:${mails.port}` })
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    const api = callApi(page, leeward.consoleUrl)
    crisis = (await api.get('/crises')).items[0].id
    const accounts: Account[] = (await api.get(`/crises/${crisis}/impact/accounts?limit=50`)).items
    const enterprise = accounts.filter(({ vulnerability, tier }) => !vulnerability && tier === 'enterprise')
    vulnerable = accounts.find(({ vulnerability }) => vulnerability) as Account
    others = enterprise.slice(0, 2)
    hobbyist = accounts.at(-1) as Account
    for (const { key } of [vulnerable, ...others, hobbyist]) refused.add(`${key.toLowerCase()}.example`)
    // Nor a text: nobody there has a number.
    for (const { accountId } of [vulnerable, ...others, hobbyist])
      for (const contact of (await api.get(`/accounts/${accountId}`)).contacts)
        await api.put(`/accounts/${accountId}/contacts`, { email: contact.email, name: contact.name, position: contact.position, phone: null })
    const email = 'nora@tidewater.example'
    const { password } = await api.post('/people', { name: 'Nora Quist', email, groups: ['customer-success'] })
    nora = await openConsole(browser, leeward)
    await signIn(nora, { ...leeward, email, password })
    await page.goto(`/crises/${crisis}/calls`)
    await page.getByText('Nobody needs a call').waitFor()
    await publish(api, crisis, { title: 'Half is back', happened: 'Uploads fail.', known: 'Half of it is back. Uploads queue.', must: 'Use us-west.' })
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
    await mails?.close()
  })

  test('who was not reached appears by itself, the vulnerable first, with what to say', async () => {
    await theNext(vulnerable).waitFor({ timeout: 45_000 })
    const card = theNext(vulnerable)
    await card.getByText(`A vulnerable account: ${vulnerable.vulnerability}.`).waitFor()
    await card.getByText('The mail did not arrive: 550 5.1.1 There is nobody of this name here').waitFor()
    await card.getByText(/^\d\d:\d\d for them/).waitFor()
    const say = card.getByRole('region', { name: 'What to say' })
    expect(await say.locator('dd').allInnerTexts()).toEqual([
      'Use us-west.',
      'Half of it is back.',
      'Uploads queue.',
      expect.stringMatching(/^We write again by (?:\d+ \w+, )?\d\d:\d\d/),
    ])
    await page.getByText('3 to call').waitFor()
  })

  test('a number that becomes known is there to be pressed', async () => {
    const api = callApi(page, leeward.consoleUrl)
    const [contact] = (await api.get(`/accounts/${vulnerable.accountId}`)).contacts
    await api.put(`/accounts/${vulnerable.accountId}/contacts`, { email: contact.email, name: 'Ada Moor', phone: '+1 202 555 0143' })
    const number = theNext(vulnerable).getByRole('link', { name: '+12025550143' })
    await number.waitFor()
    expect(await number.getAttribute('href')).toBe('tel:+12025550143')
  })

  test('a call is taken and told by one key each, and the next one comes up', async () => {
    await page.getByRole('button', { name: 'I am calling', exact: true }).press('Enter')
    await page.getByRole('region', { name: `You are calling: ${vulnerable.name}` }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('2')
    await page.getByText(`${vulnerable.name}: No answer.`).waitFor()
    await theNext(others[0]).waitFor()
    expect(page.url()).toMatch(/\/calls$/)
    await page.getByText(/^again at (?:\d+ \w+, )?\d\d:\d\d$/).waitFor()
  })

  test('what a colleague has in hand is shown as theirs, and cannot be taken', async () => {
    await nora.goto(`/crises/${crisis}/calls`)
    await nora.getByRole('button', { name: 'I am calling', exact: true }).click()
    await nora.getByRole('region', { name: /^You are calling/ }).waitFor()
    await page.getByText('Nora Quist is calling').waitFor()
    await theNext(others[1]).waitFor()
    await nora.getByRole('textbox', { name: 'Note' }).fill('Spoke to the night desk')
    await nora.getByRole('button', { name: 'Reached' }).click()
    await page.getByText('1 reached').waitFor()
    await page.getByText('2 to call').waitFor()
  })

  test('a wrong number counts as not reached, and what is done can be looked at', async () => {
    await page.getByRole('button', { name: 'I am calling', exact: true }).click()
    await page.getByRole('region', { name: /^You are calling/ }).waitFor()
    await page.getByRole('button', { name: 'Wrong number' }).click()
    await page.getByText('1 not reached').waitFor()
    await page.getByRole('switch', { name: 'Also what is done' }).check()
    await page.getByText('Spoke to the night desk').waitFor()
    await page.getByText('the others are being called, or are called again later').waitFor()
  })

  test('who was told on no channel stands beside it with why, and the overview leads to both', async () => {
    await tab(page, 'Overview')
    const brief = page.getByRole('main').getByRole('region', { name: 'Calls' })
    await brief.getByRole('link', { name: '1 call to make' }).waitFor()
    await brief.getByRole('link', { name: '2 accounts were told on no channel' }).click()
    const list = page.getByRole('region', { name: 'Told on no channel' })
    await list.getByText('2 accounts', { exact: true }).waitFor()
    await list.getByRole('link', { name: hobbyist.name }).waitFor()
    expect(await list.getByText('no channel worked').count()).toBe(2)
    expect(await list.getByRole('link', { name: /@tidewater\.example/ }).getAttribute('href')).toMatch(/^mailto:success/)
    await list.getByRole('link', { name: hobbyist.name }).click()
    await page.getByRole('heading', { level: 1, name: hobbyist.name }).waitFor()
  })

  test('under the update the calls have their line, and its list opens', async () => {
    await page.goto(`/crises/${crisis}/updates`)
    const line = page.getByRole('list', { name: 'Other channels' }).getByText('1 to make · 1 reached · 1 not reached')
    await line.waitFor()
    await page.getByRole('button', { name: 'Calls: each delivery' }).click()
    const dialog = page.getByRole('dialog', { name: 'Calls: Half is back' })
    await dialog.getByText('wrong number', { exact: true }).waitFor()
    await dialog.getByText(vulnerable.name).waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
  })

  test('everybody can use it: both colour schemes, and a phone', async () => {
    const found: string[] = []
    for (const colorScheme of ['light', 'dark'] as const) {
      // Nothing is judged while its colour is still changing.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const path of ['calls', 'calls?show=unreached', 'updates', 'deliveries-audit']) {
        await page.setViewportSize({ width: 1440, height: 900 })
        await page.goto(`/crises/${crisis}/${path}`)
        await page
          .getByText(/Also what is done|no channel worked|not reached|It is right/)
          .first()
          .waitFor()
        found.push(...(await violations(page)).map((what) => `${path}, ${colorScheme}: ${what}`))
        await page.setViewportSize({ width: 390, height: 844 })
        if ((await tooWide(page)) > 0) found.push(`${path} is too wide for a phone`)
      }
    }
    expect(found).toEqual([])
  })

  const theNext = (account: Account | undefined) => page.getByRole('region', { name: `The next call: ${account?.name}` })
})
