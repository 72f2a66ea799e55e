// Making good in the console: who carries out, what if, a line changed, two people, carried out, the customer reads it, taken back; policies and goodwill beside it.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { type Api, callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { confirm, openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Making good in the console', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let api: Api
  let crisis: string
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await billingSystem()
    leeward = await startLeeward({ LEEWARD_OUTGOING_ALLOW: '127.0.0.0/8' })
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await signIn(page, leeward)
    api = callApi(page, leeward.consoleUrl)
    const services: { id: string; name: string }[] = await api.get('/services')
    ;({ id: crisis } = await api.post('/crises', {
      title: 'Recordings are gone in the south',
      kind: 'service-outage',
      severity: 2,
      severityReason: 'Paying customers cannot work.',
      scope: [{ serviceId: services.find(({ name }) => name === 'Playback')?.id, regions: ['ap-south'], degree: 'down' }],
      answers: { customersHurt: 'some' },
      onsetAt: new Date(Date.now() - 3 * 3_600_000).toISOString(),
    }))
    await api.post(`/crises/${crisis}/acknowledgement`)
    await api.post(`/crises/${crisis}/impact`)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
    receiver?.server.close()
  })
  const card = (name: string): Locator => page.getByRole('region', { name, exact: true })
  const shot = async (name: string) => {
    if (process.env.LEEWARD_PICTURES) await page.screenshot({ path: `${process.env.LEEWARD_PICTURES}/${name}.png`, fullPage: true })
  }
  const look = async (name: string) => {
    expect(await violationsInBoth(page), name).toEqual([])
    await shot(name)
    await page.setViewportSize({ width: 390, height: 844 })
    await shot(`${name}-phone`)
    await expect.poll(() => tooWide(page), { message: name }).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  }

  test('a payer is a dry run first, is tried, shows nothing secret, and is set live', async () => {
    await page.goto('/settings/payers')
    await page.getByText('Nobody carries out yet').waitFor()
    await page.getByRole('button', { name: 'Add a payer…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a payer' })
    await dialog.getByLabel('Kind').first().click()
    await page.getByRole('option', { name: 'Your own system, by webhook' }).click()
    await dialog.getByLabel('Name').fill('Billing')
    await dialog.getByLabel('Address that is called').fill(`${receiver.url}/hook`)
    await dialog.getByLabel(/^Address for look-ups/).fill(`${receiver.url}/done/{reference}`)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText(/whsec_/).waitFor()
    await look('payer-secret')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('dry run', { exact: true }).waitFor()
    expect(await page.getByText(/whsec_/).count()).toBe(0)
    await page.getByRole('button', { name: 'Test: Billing' }).click()
    await page.getByRole('status').filter({ hasText: /\w/ }).first().waitFor()
    await page.getByRole('button', { name: 'What it would call: Billing' }).click()
    await page.getByText('Nothing waits for it.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Set live…: Billing' }).click()
    await confirm(page, 'Set Billing live?', 'Set live')
    await page.getByText('live', { exact: true }).waitFor()
    await look('payers')
  })

  test('a plan is made, another share is looked at, and used with a reason', async () => {
    await page.goto(`/crises/${crisis}/make-good`)
    await page.getByRole('button', { name: 'Plan remedies' }).click()
    await card('What if').waitFor()
    await look('make-good')
    const share = card('What if').getByRole('slider', { name: 'Share of the goodwill' })
    await share.focus()
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowLeft')
    await card('What if')
      .getByText(/less than the plan/)
      .waitFor()
    expect(await card('What if').getByRole('button', { name: 'Plan with this' }).isDisabled()).toBe(true)
    await card('What if').getByLabel('Why the plan differs from the policy').fill('Most could go on by hand.')
    await look('what-if')
    await card('What if').getByRole('button', { name: 'Plan with this' }).click()
    await page.getByText('Differs from the policy: Most could go on by hand.').waitFor()
  })

  test('one line is changed with a reason', async () => {
    await card('Account by account')
      .getByRole('button', { name: /^Show why, and change: .*service-credit$/ })
      .first()
      .click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel(/^Amount in/).fill('7')
    await drawer.getByRole('textbox', { name: 'Why' }).fill('They lost a launch.')
    await look('line')
    await drawer.getByRole('button', { name: 'Set the amount and plan again' }).click()
    await drawer.waitFor({ state: 'hidden' })
    await card('Account by account').getByText('Set by a person').first().waitFor()
  })

  test('two people approve; it is carried out by the webhook, and tasks by people', { timeout: 120_000 }, async () => {
    await page.getByRole('button', { name: 'Approve…' }).click()
    await confirm(page, 'Approve these remedies?', 'Approve')
    await card('Carrying out').waitFor({ timeout: 40_000 })
    await card('Carrying out')
      .getByRole('row', { name: /^applied/ })
      .waitFor({ timeout: 60_000 })
    const tasks = card('Tasks for people')
    await tasks
      .getByRole('button', { name: /^Take it: / })
      .first()
      .click()
    await tasks.getByText(/has it in hand/).waitFor()
    await look('carrying-out')
    await tasks
      .getByRole('button', { name: /^It is done…: / })
      .first()
      .click()
    const dialog = page.getByRole('dialog', { name: 'What came of it?' })
    await dialog.getByRole('textbox', { name: 'What came of it' }).fill('Their people have our direct line.')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await tasks.getByText('Ended', { exact: true }).click()
    await tasks.getByText(/Their people have our direct line/).waitFor()
  })

  test('what failed is named, tried again with a reason, and settled by who looked', { timeout: 180_000 }, async () => {
    const plan = (await api.get(`/crises/${crisis}/remedies`)).id
    await page.getByText(/line failed: the provider will not do it/).waitFor({ timeout: 40_000 })
    await card('Carrying out').getByRole('link', { name: 'Look at them' }).click()
    await page.getByRole('heading', { level: 1, name: 'Lines being carried out' }).waitFor()
    await page.getByText('the account is closed there', { exact: false }).first().waitFor()
    await look('payouts')
    await page.getByRole('button', { name: /^Try again…/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Try this line again?' })
    await dialog.getByLabel('Why it will work now').fill('It is open again.')
    await look('retry')
    await dialog.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('No line matches.').waitFor({ timeout: 40_000 })
    await page.goto(`/payouts?plan=${plan}&state=unknown`)
    await page.getByRole('button', { name: /^Settle…/ }).click()
    const settle = page.getByRole('dialog', { name: 'What became of this line?' })
    await settle.getByLabel('It is done').check()
    await settle.getByRole('textbox', { name: /^What was done/ }).fill('Paid by hand, seen in the bank.')
    await look('settle')
    await settle.getByRole('button', { name: 'Save' }).click()
    await page.getByText('No line matches.').waitFor()
    await api.post(`/remedies/${plan}/carried-out`, { means: 'task', evidence: 'All have our direct line.' })
    await page.goto(`/crises/${crisis}/make-good`)
    await card('Carrying out').getByText('All that was granted is carried out.').waitFor({ timeout: 40_000 })
    await look('carried-out')
    await page.goto(`/crises/${crisis}/timeline`)
    await page.getByText(/All that was granted is carried out: \d+ lines/).waitFor()
    const references = receiver.done.map(({ reference }) => reference)
    expect(new Set(references).size).toBe(references.length)
  })

  test('the customer reads of it by mail and on their own page', { timeout: 120_000 }, async () => {
    const { items } = await api.get(`/crises/${crisis}/remedies/lines?limit=50`)
    const told = items.find(({ amount }: { amount: { amountMinor: number } }) => amount.amountMinor > 0)
    await expect.poll(async () => (await api.get('/mailbox?search=Your%20credit&limit=1')).items.length, { timeout: 60_000 }).toBe(1)
    const [{ slug: brand }] = await api.get('/brand-channels')
    const { url } = await api.post(`/accounts/${told.key}/my-page`, { brand })
    const customer = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    await customer.goto(url)
    // Of a crisis that nobody wrote of yet, their page says nothing; whose it is stands there.
    await customer
      .getByText(new RegExp(`This page is for ${told.name}|${told.name}`))
      .first()
      .waitFor()
    expect(await violationsInBoth(customer)).toEqual([])
    await customer.context().close()
  })

  test('a line is taken back with a reason, and the ledger says so', { timeout: 120_000 }, async () => {
    await page.goto(`/crises/${crisis}/make-good`)
    await card('Account by account')
      .getByRole('button', { name: /^Show why: .*service-credit$/ })
      .first()
      .click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('button', { name: 'Take back…' }).click()
    await drawer.getByLabel('Why it is taken back').fill('The wrong customer.')
    await drawer.getByRole('button', { name: 'Take back', exact: true }).click()
    await drawer.waitFor({ state: 'hidden' })
    await card('Carrying out')
      .getByRole('row', { name: /^taken back/ })
      .waitFor({ timeout: 40_000 })
    expect(receiver.done.filter(({ amountMinor }) => amountMinor < 0)).toHaveLength(1)
    await look('taken-back')
  })

  test('a mistake in the policies is shown with its line; what is right is saved with a reason, and reset', async () => {
    await page.goto('/remedy-policies')
    const text = page.getByRole('textbox', { name: 'Text of the policies' })
    await text.waitFor()
    await look('policies')
    await text.focus()
    await page.keyboard.press('Control+Home')
    await page.keyboard.type('nonsense: 1\n')
    await page
      .getByRole('button', { name: /Line 1\b/i })
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: 'Save…' }).isDisabled()).toBe(true)
    await look('policies-mistake')
    await page.getByRole('button', { name: 'Throw the changes away' }).click()
    await text.focus()
    await page.keyboard.press('Control+Home')
    await page.keyboard.type('# Ours.\n')
    await page.getByRole('button', { name: 'Save…' }).click()
    await page.getByRole('dialog').getByLabel('Why does it change?').fill('Our own words.')
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
    await card('Versions').getByText('Our own words.').waitFor()
    await card('Versions').getByRole('button', { name: 'Back to the shipped policies…' }).click()
    await page.getByRole('dialog').getByLabel('Why does it change?').fill('As it was.')
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
    await card('As shipped').waitFor()
  })

  test('an agent asks for goodwill, and finance agrees', async () => {
    const email = 'agnes@tidewater.example'
    const { password } = await api.post('/people', { name: 'Agnes Ohm', email, groups: ['customer-success'] })
    const account = (await api.get('/accounts?limit=1')).items[0]
    const agent = await openConsole(browser, leeward)
    await signIn(agent, { ...leeward, email, password })
    await agent.goto('/goodwill')
    await agent.getByLabel('Key of the account').fill(account.key)
    await agent.getByLabel('Amount').fill('12.50')
    await agent.getByLabel('Currency').fill(account.revenue?.currency ?? 'EUR')
    await agent.getByRole('textbox', { name: 'Why' }).fill('Waited two days for us.')
    expect(await violationsInBoth(agent)).toEqual([])
    await agent.getByRole('button', { name: 'Give', exact: true }).click()
    await agent.getByRole('region', { name: 'Waits for somebody to agree' }).getByText('Waited two days for us.').waitFor()
    await page.goto('/goodwill')
    await card('Waits for somebody to agree').getByText('Waited two days for us.').waitFor()
    await look('goodwill')
    await page.getByRole('button', { name: /^Agree: / }).click()
    await card('Waits for somebody to agree').getByText('Nothing waits.').waitFor()
    await agent.context().close()
  })
})

type Receiver = { url: string; server: Server; done: { reference: string; amountMinor: number }[] }

/** A billing system that does what it is told, but refuses the second line, and hangs up when that is tried again. */
async function billingSystem(): Promise<Receiver> {
  const receiver = { done: [] } as unknown as Receiver
  let refused: string | undefined
  receiver.server = createServer(async (request, reply) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const answer = (status: number, body: object) => reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.method === 'GET') {
      const reference = decodeURIComponent(request.url?.split('/done/')[1] ?? '')
      const found = receiver.done.find((each) => each.reference === reference)
      return answer(200, found ? { reference, id: `b-${reference}` } : { reference, done: false })
    }
    const { type, data } = JSON.parse(text)
    if (type === 'payout.test') return answer(200, { id: 'test' })
    if (refused === undefined && receiver.done.length === 1) {
      refused = data.reference
      return answer(422, { error: 'the account is closed there' })
    }
    if (refused === data.reference) return reply.destroy()
    receiver.done.push(data)
    return answer(200, { id: `b-${receiver.done.length}` })
  }).listen(0, '127.0.0.1')
  await once(receiver.server, 'listening')
  receiver.url = `http://127.0.0.1:${(receiver.server.address() as AddressInfo).port}`
  return receiver
}
