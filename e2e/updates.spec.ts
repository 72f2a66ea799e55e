// An update from the draft to the customer, in real browsers: approved or sent back on a phone without script, a promise kept by a holding update.
import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violations } from './support/accessibility.ts'
import { type Api, callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'en-GB' }
const parts = {
  title: 'Uploads stop half way',
  happened: 'Since 09:40 UTC uploads stop half way.',
  affected: 'Customers in Europe.',
  doing: 'We move uploads to another place.',
}

describe.skipIf(!browserPath)('Updates, in the console and on a phone', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let api: Api
  let [waiting, holding, open] = ['', '', '']
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    api = callApi(page, leeward.consoleUrl)
    // Three must agree, so that the demo's colleague alone does not publish; and a first promise whose reminder comes soon.
    const { yaml, summary } = await api.get('/playbooks/service-outage')
    const hasty = yaml.replace('updates: { 1: 2,', 'updates: { 1: 3,').replace(/(\n {2}2: \{ team-assembled: 15, first-message: )15/, '$11')
    await api.put('/playbooks/service-outage', { yaml: hasty, note: 'for this test', revision: summary.revision })
    holding = await declared('Sign-in is slow', 2)
    waiting = await declared('Uploads stop', 1)
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('whoever may approve reads it on a phone without script, exactly as customers will, and approves by a button', async () => {
    const id = await submitted()
    const link = await approvalLink(id)
    await approvedByColleague(id)
    const reader = await onPhone(link)
    await reader.getByRole('heading', { name: parts.title }).waitFor()
    await reader.getByText(parts.happened).waitFor()
    await reader.getByText(/^Written by Administrator\. It goes to \d/).waitFor()
    await reader.getByRole('button', { name: 'Approve and publish' }).tap()
    await reader
      .getByRole('status')
      .getByText(/^Approved\. It is on its way/)
      .waitFor()
    await reader.goto(link)
    await reader.getByText(/^This update was published/).waitFor()
    await page.goto(`/crises/${waiting}/updates`)
    await page.getByRole('article').filter({ hasText: parts.title }).getByText('Published', { exact: true }).waitFor()
    await reader.context().close()
  })

  test('the page breaks no rule of WCAG 2.2 AA, light and dark, and is no wider than a phone', async () => {
    open = await approvalLink(await submitted())
    for (const colorScheme of ['light', 'dark'] as const) {
      const reader = await (await browser.newContext({ ...phone, colorScheme })).newPage()
      await reader.goto(open)
      await reader.getByRole('button', { name: 'Send back' }).waitFor()
      expect(await violations(reader)).toEqual([])
      expect(await tooWide(reader)).toBe(0)
      await shot(reader, `approval-${colorScheme}`)
      await reader.context().close()
    }
  })

  test('sent back from the phone, its author reads why in the room, and rewrites it at once', async () => {
    const reader = await onPhone(open)
    await reader.getByLabel('What must change?').fill('Say that downloads work.')
    await reader.getByRole('button', { name: 'Send back' }).tap()
    await reader.getByText(/^Sent back\./).waitFor()
    await reader.context().close()
    await page.goto(`/crises/${waiting}/updates`)
    const draft = page.getByRole('article').filter({ hasText: 'Say that downloads work.' })
    await draft.getByText(/sent it back/).waitFor()
    expect(await violations(page)).toEqual([])
    await shot(page, 'sent-back')
    await draft.getByRole('button', { name: 'Edit' }).click()
    await expect.poll(() => page.getByLabel('What happened').inputValue()).toBe(parts.happened)
  })

  test('the commander publishes anyway, with a reason', async () => {
    const id = await submitted('Uploads still stop')
    await page.goto(`/crises/${waiting}/updates`)
    const card = page.getByRole('article').filter({ hasText: 'Uploads still stop' })
    await card.getByText(/^\d approvals? missing/).waitFor()
    await shot(page, 'waits')
    await card.getByRole('button', { name: 'Publish anyway…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Publish without the second person?' })
    await dialog.getByLabel('Why it cannot wait').fill('The promise breaks in a minute.')
    await dialog.getByRole('button', { name: 'Publish without the second person' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect((await api.get(`/updates/${id}`)).status).toBe('published')
    await page.goto(`/crises/${waiting}/decisions`)
    await page.getByText('The promise breaks in a minute.').first().waitFor()
  })

  test('a promise about to break is kept by two clicks in the room, whose words are shown first', async () => {
    const link = await linkFrom(/http\S+\/holding-updates\/\S+/, 'Sign-in is slow')
    const reader = await onPhone(link)
    await reader.getByRole('heading', { name: 'Keep the promise with a holding update' }).waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      const looking = await (await browser.newContext({ ...phone, colorScheme })).newPage()
      await looking.goto(link)
      await looking.getByRole('button', { name: 'Publish it' }).waitFor()
      expect(await violations(looking)).toEqual([])
      expect(await tooWide(looking)).toBe(0)
      await shot(looking, `holding-${colorScheme}`)
      await looking.context().close()
    }
    await page.goto(`/crises/${holding}`)
    await page.getByRole('button', { name: 'See a holding update…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Holding update' })
    await dialog.getByText('We do not yet know the cause', { exact: false }).waitFor()
    await page.waitForFunction(() => getComputedStyle(document.querySelector('.mantine-Modal-content') as Element).opacity === '1')
    expect(await violations(page)).toEqual([])
    await shot(page, 'holding')
    await dialog.getByRole('button', { name: 'Publish now' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'See a holding update…' }).waitFor({ state: 'hidden' })
    // The phone still shows what was offered before: it is not sent a second time.
    await reader.getByRole('button', { name: 'Publish it' }).tap()
    await reader.getByText(/this link is used up/).waitFor()
    expect((await api.get(`/crises/${holding}`)).updates).toHaveLength(1)
    await reader.context().close()
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`/crises/${holding}`)
    await page.getByText(/Promises kept so far/).waitFor()
    expect(await tooWide(page)).toBe(0)
    await shot(page, 'room-phone')
    await page.setViewportSize({ width: 1280, height: 720 })
  })

  describe('Two people at one draft', () => {
    // A second after the last key, and what the network takes.
    const later = { timeout: 30_000, interval: 200 }
    let nora: Page
    let draft = ''
    const field = (where: Page, name: string) => where.getByLabel(name, { exact: true })
    const edit = async (where: Page) => {
      await where.goto(`/crises/${waiting}/updates`)
      await where.getByRole('article').filter({ hasText: 'Two write this' }).getByRole('button', { name: 'Edit' }).click()
      await field(where, 'What happened').waitFor()
    }
    beforeAll(async () => {
      const email = 'nora@tidewater.example'
      const { password } = await api.post('/people', { name: 'Nora Quist', email, groups: ['commander'] })
      nora = await openConsole(browser, leeward)
      await signIn(nora, { ...leeward, email, password })
      draft = (await api.post(`/crises/${waiting}/updates`, { phase: 'investigating', parts: { ...parts, title: 'Two write this' } })).id
    })

    test('each sees the other, and different parts come together by themselves', async () => {
      await Promise.all([edit(page), edit(nora)])
      await page.getByText('Also open at: Nora Quist', { exact: false }).waitFor()
      await nora.getByText('Also open at: Administrator', { exact: false }).waitFor()
      await field(page, 'What we know').fill('A disk is full.')
      await page.getByText(/^Saved \d\d:\d\d/).waitFor()
      await field(nora, 'What we do not know yet').fill('When it is over.')
      await nora.getByText('Administrator changed this meanwhile; it is taken in: What we know.').waitFor()
      await expect.poll(() => field(nora, 'What we know').inputValue(), later).toBe('A disk is full.')
      await page.getByText(/^Nora Quist saved a newer version/).waitFor()
      await page.getByRole('button', { name: 'Show it' }).click()
      await expect.poll(() => field(page, 'What we do not know yet').inputValue(), later).toBe('When it is over.')
    })

    test('the same part changed by both is shown side by side, and nobody’s other words are lost', async () => {
      await field(page, 'What happened').fill('Uploads stop since 09:40 UTC.')
      await field(nora, 'What happened').fill('Since the morning uploads stop.')
      const [slower, faster] = await Promise.race(
        [
          [page, nora],
          [nora, page],
        ].map(async ([one, other]) => {
          await one?.getByText(/changed the same/).waitFor()
          return [one as Page, other as Page] as const
        }),
      )
      const asked = slower.getByRole('alert').filter({ hasText: 'changed the same' })
      await asked.getByText('Uploads stop since 09:40 UTC.').waitFor()
      await asked.getByText('Since the morning uploads stop.').waitFor()
      // The tabs stay in sight over what is scrolled.
      await slower.evaluate(() => scrollTo(0, 0))
      expect(await violations(slower)).toEqual([])
      await shot(slower, 'both-changed')
      await slower.getByRole('button', { name: 'Keep mine' }).click()
      await asked.waitFor({ state: 'hidden' })
      const mine = await field(slower, 'What happened').inputValue()
      await expect.poll(async () => (await api.get(`/updates/${draft}`)).parts.happened, later).toBe(mine)
      await faster.getByRole('button', { name: 'Show it' }).click()
      await expect.poll(() => field(faster, 'What happened').inputValue(), later).toBe(mine)
    })

    test('a window that dies loses nothing, and stops being seen', async () => {
      await field(nora, 'What we know').fill('Two disks are full.')
      await expect.poll(async () => (await api.get(`/updates/${draft}`)).parts.known, later).toBe('Two disks are full.')
      await nora.context().close()
      await page.getByText('Also open at: Nora Quist', { exact: false }).waitFor({ state: 'hidden', timeout: 40_000 })
      await page.getByRole('button', { name: 'Show it' }).click()
      await expect.poll(() => field(page, 'What we know').inputValue(), later).toBe('Two disks are full.')
    })
  })

  test('an estimate gets its buffer, the preview follows the reader’s language, and the last word is not called final with a question open', async () => {
    await page.goto(`/crises/${waiting}/updates?write=update`)
    await page.getByLabel('Earliest, min').fill('20')
    await page.getByLabel('Likely, min').fill('40')
    await page.getByRole('button', { name: 'Fill with a buffer' }).click()
    await expect.poll(() => page.getByLabel('Estimate', { exact: true }).inputValue(), { timeout: 30_000 }).toMatch(/^Between .* and .*\.$/)
    await page.getByLabel('Language of the reader').selectOption('ja')
    await page.getByRole('tab', { name: 'E-mail' }).click()
    await page.frameLocator('iframe[title="E-mail"]').getByText('次のお知らせは', { exact: false }).first().waitFor()
    await page.getByRole('tab', { name: 'Text', exact: true }).click()
    await page.getByLabel('What customers must do now').fill('Save your work in another place. '.repeat(20))
    await page.getByText(/^Whole, it would be \d+ messages/).waitFor()
    await page.evaluate(() => scrollTo(0, 0))
    expect(await violations(page)).toEqual([])
    await shot(page, 'composer')
    await page.getByRole('radio', { name: 'Resolved' }).locator('..').click()
    await page.getByText('The last word answers four questions', { exact: false }).waitFor()
    await page.getByLabel('Why it happened').fill('')
    await page.getByRole('button', { name: /^(Ask for approval|Publish)…$/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('The last word leaves questions open').waitFor()
    const go = dialog.getByRole('button', { name: /^(Ask for approval|Publish now)$/ })
    if (await dialog.getByRole('checkbox', { name: /^I have weighed/ }).count()) await dialog.getByRole('checkbox', { name: /^I have weighed/ }).check()
    expect(await go.isDisabled()).toBe(true)
    await shot(page, 'final')
    await dialog.getByRole('checkbox', { name: 'Call it final all the same' }).check()
    await expect.poll(() => go.isDisabled(), { timeout: 30_000 }).toBe(false)
  })

  async function declared(title: string, severity: number): Promise<string> {
    const services: { id: string }[] = await api.get('/services')
    const scope = [{ serviceId: services[0]?.id, regions: null, degree: 'degraded' }]
    const { id } = await api.post('/crises', { title, kind: 'service-outage', scope, severity, severityReason: 'for this test' })
    await api.post(`/crises/${id}/acknowledgement`)
    return id
  }
  async function submitted(title = parts.title): Promise<string> {
    const { id } = await api.post(`/crises/${waiting}/updates`, { phase: 'investigating', parts: { ...parts, title } })
    await api.post(`/updates/${id}/submission`)
    return id
  }
  const approvedByColleague = (id: string) =>
    expect.poll(async () => (await api.get(`/updates/${id}`)).approvalsMissing, { timeout: 30_000, interval: 300 }).toBe(1)

  const approvalLink = (update: string) =>
    linkFrom(/http\S+\/approvals\/(\S+)/, 'An update to customers waits', (token) => Buffer.from(token.split('.')[0] ?? '', 'base64url').includes(update))

  /** From a mail that brought one. */
  async function linkFrom(pattern: RegExp, search: string, wanted = (_: string) => true): Promise<string> {
    for (let tries = 0; tries < 400; tries += 1) {
      for (const { id, recipient } of (await api.get(`/mailbox?search=${encodeURIComponent(search)}&limit=20`)).items) {
        // The demo's colleague answers her own.
        if (recipient.startsWith('ines@')) continue
        const [link, token = ''] = pattern.exec((await api.get(`/mailbox/${id}`)).text ?? '') ?? []
        if (link && wanted(token)) return link
      }
      await new Promise((later) => setTimeout(later, 200))
    }
    throw new Error(`no mail about “${search}” brought a link`)
  }
  async function onPhone(link: string): Promise<Page> {
    const context = await browser.newContext({ ...phone, javaScriptEnabled: false })
    context.setDefaultTimeout(15_000)
    const opened = await context.newPage()
    await opened.goto(link)
    return opened
  }
  /** For people who look at it: kept only where a folder is named. */
  async function shot(shown: Page, name: string) {
    const folder = process.env.LEEWARD_SHOTS
    if (!folder) return
    mkdirSync(folder, { recursive: true })
    await shown.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
  }
})
