// A review for customers, from the crisis's review: written beside what they will see, agreed to by a second person where that is wanted, read on the status page.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violations, violationsInBoth } from './support/accessibility.ts'
import { callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('A review for customers, in the console', { timeout: 90_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let [crisis, number] = ['', '']
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward, { reducedMotion: 'reduce' })
    await signIn(page, leeward)
    const playback = (await api().get('/services')).find(({ name }: { name: string }) => name === 'Playback')
    ;({ id: crisis, number } = await api().post('/crises', {
      title: 'Recordings play without sound',
      kind: 'degraded-performance',
      scope: [{ serviceId: playback.id, degree: 'degraded' }],
      answers: { customersHurt: 'some', canWork: 'yes' },
    }))
    await api().post(`/crises/${crisis}/acknowledgement`)
    const update = await api().post(`/crises/${crisis}/updates`, { phase: 'resolved', parts: { title: 'Sound is back', happened: 'Recordings had no sound.' } })
    await api().post(`/updates/${update.id}/submission`)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('it says what is missing before it is over', async () => {
    await page.goto(`/crises/${crisis}/review`)
    await page.getByRole('button', { name: 'Write it' }).click()
    expect(await field().inputValue()).toContain('## What happened\n\nRecordings had no sound.')
    await save()
    await page.getByText('restore the crisis, then say why it happened').waitFor()
    expect(await page.getByRole('button', { name: 'Publish to customers…' }).isDisabled()).toBe(true)
    for (const { key } of (await api().get(`/crises/${crisis}`)).criteria) await api().post(`/crises/${crisis}/criteria/${key}`, { met: true })
    await api().post(`/crises/${crisis}/restoration`)
  })

  test('while it is written, the page that customers will see stands beside it, with what the linter says', async () => {
    await page.reload()
    await page.getByRole('button', { name: 'Change it' }).click()
    await field().fill('## Why\n\nA plug was **loose**. TODO\n\n<script>alert(1)</script>')
    await shown().getByText('loose', { exact: true }).waitFor()
    expect(await shown().locator('strong', { hasText: 'loose' }).count()).toBe(1)
    expect(await shown().locator('article script').count()).toBe(0)
    await page.getByText('“TODO” was left to be filled in.').waitFor()
    expect(await violationsInBoth(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await tooWide(page)).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('what the linter calls an error is refused in its words; without it customers read it', async () => {
    await save()
    await publish()
    await page.getByText('This is not published as it stands.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Change it' }).click()
    await field().fill('## Why\n\nA plug was **loose**. It is glued now.')
    await page.getByLabel('In another language as well').selectOption('de')
    await page.getByLabel('For customers, in German').fill('## Warum\n\nEin Stecker war lose.')
    await save()
    expect(await statusPage()).not.toContain('It is glued now.')
    await publish()
    await page.getByText('Customers read one since').waitFor()
    await expect.poll(statusPage, { timeout: 40_000 }).toMatch(/<h4>Why<\/h4>[\s\S]*It is glued now\./)
    expect(await page.getByRole('link', { name: 'Look at it' }).getAttribute('href')).toBe(`${leeward.statusUrl}/tidewater/incidents/${number}`)
    expect(await violationsInBoth(page)).toEqual([])
  })

  test('on the page it is readable for everybody, on a phone too', async () => {
    const reader = await openConsole(browser, leeward, { viewport: { width: 390, height: 844 } })
    await reader.goto(`${leeward.statusUrl}/tidewater/incidents/${number}`)
    await reader.getByRole('heading', { level: 4, name: 'Why' }).waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await reader.emulateMedia({ colorScheme })
      expect(await violations(reader), colorScheme).toEqual([])
    }
    expect(await tooWide(reader)).toBe(0)
    await reader.context().close()
  })

  test('it is taken down with a reason', async () => {
    await page.getByRole('button', { name: 'Take it down…' }).click()
    await page.getByLabel('Why it goes').fill('It names a supplier.')
    await page.getByRole('button', { name: 'Take it down', exact: true }).click()
    await page.getByText('Customers do not read it any more.').waitFor()
    await expect.poll(statusPage, { timeout: 40_000 }).not.toContain('It is glued now.')
  })

  test('where two must agree, another person does, to exactly these words', async () => {
    const colleague = await someoneElse()
    const [first] = (await api().get('/crises')).items.filter(({ severity }: { severity: number }) => severity === 1)
    await api().put(`/crises/${first.id}/postmortem`, { bodies: { en: 'We looked into it.' } })
    for (const { key } of (await api().get(`/crises/${first.id}`)).criteria) await api().post(`/crises/${first.id}/criteria/${key}`, { met: true })
    await api().post(`/crises/${first.id}/restoration`)
    await page.goto(`/crises/${first.id}/review`)
    await publish('Submit')
    await page.getByText('One more person must agree before customers read it.').waitFor()
    expect(await page.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true)
    expect(await violationsInBoth(page)).toEqual([])
    await colleague.goto(`/crises/${first.id}/review`)
    await colleague.getByRole('button', { name: 'Approve' }).click()
    await colleague.getByText('Customers read one since').waitFor()
    await colleague.context().close()
  })

  const api = () => callApi(page, leeward.consoleUrl)
  const field = () => page.getByLabel('For customers, in English')
  const shown = () => page.frameLocator('iframe[title="Status page"]')
  const save = async () => {
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByRole('button', { name: 'Save the draft' }).waitFor({ state: 'hidden' })
  }
  const publish = async (label = 'Publish') => {
    await page.getByRole('button', { name: 'Publish to customers…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: label, exact: true }).click()
  }
  const statusPage = async () => (await page.request.get(`${leeward.statusUrl}/tidewater/incidents/${number}`)).text()
  const someoneElse = async () => {
    const email = 'olga@tidewater.example'
    const { password } = await api().post('/people', { name: 'Olga', groups: ['communicator'], email })
    const other = await openConsole(browser, leeward)
    await signIn(other, { ...leeward, email, password })
    return other
  }
})
