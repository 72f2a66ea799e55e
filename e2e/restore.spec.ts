// The end of a crisis as its commander sees it: criteria, shares, data, restored against a criterion, watched, signed off by customers, taken back.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tooWide, violationsInBoth } from './support/accessibility.ts'
import { type Api, callApi } from './support/api.ts'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, signIn } from './support/person.ts'

describe.skipIf(!browserPath)('Restore, watch and sign-off in the room', { timeout: 60_000 }, () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  let api: Api
  let crisis: string
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
    api = callApi(page, leeward.consoleUrl)
    const services: { id: string; name: string }[] = await api.get('/services')
    const of = (name: string) => ({ serviceId: services.find((each) => each.name === name)?.id, regions: ['ap-south'], degree: 'degraded' })
    ;({ id: crisis } = await api.post('/crises', {
      title: 'Recordings stutter',
      kind: 'degraded-performance',
      scope: [of('Playback'), of('Uploads')],
      answers: { customersHurt: 'some', canWork: 'yes' },
    }))
    await api.post(`/crises/${crisis}/acknowledgement`)
    await api.post(`/crises/${crisis}/impact`)
    await page.goto(`/crises/${crisis}/restore`)
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })
  const card = (name: string) => page.getByRole('region', { name, exact: true })
  const look = async (name: string) => {
    if (process.env.LEEWARD_PICTURES) await page.screenshot({ path: `${process.env.LEEWARD_PICTURES}/${name}.png`, fullPage: true })
    expect(await violationsInBoth(page), name).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    if (process.env.LEEWARD_PICTURES) await page.screenshot({ path: `${process.env.LEEWARD_PICTURES}/${name}-phone.png`, fullPage: true })
    expect(await tooWide(page), name).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  }

  test('what must hold is added and checked, and a figure is entered', async () => {
    await card('Success criteria').getByRole('button', { name: 'Add a criterion…' }).click()
    const dialog = page.getByRole('dialog', { name: 'What must hold as well?' })
    await dialog.getByLabel('What must hold').fill('Uploads arrive')
    await dialog.getByLabel('How it is checked').click()
    await page.getByRole('option', { name: 'a person enters a figure' }).click()
    await dialog.getByLabel('Of what').fill('uploads an hour')
    await dialog.getByLabel('At least').fill('900')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    await card('Success criteria').getByLabel('Uploads arrive, uploads an hour').fill('850')
    await card('Success criteria').getByRole('button', { name: 'Enter' }).click()
    await card('Success criteria').getByText('850 uploads an hour; at least 900 is wanted.', { exact: true }).waitFor()
  })

  test('services come back by shares, and step back with a reason', async () => {
    const shares = card('Back by shares')
    await shares.getByRole('button', { name: 'Uploads to 5 %' }).click()
    await shares.getByRole('button', { name: 'Uploads to 25 %' }).click()
    await shares.getByRole('button', { name: 'Take Uploads back to 0 %' }).click()
    const dialog = page.getByRole('dialog', { name: 'Take Uploads back to 0 %?' })
    await dialog.getByLabel('Why it steps back').fill('It stuttered again.')
    await dialog.getByRole('button', { name: 'Step back' }).click()
    await shares.getByText(/Uploads from 25 to 0 %, by .* It stuttered again\./).waitFor()
    expect(await shares.getByText('Waits for the service above.').count()).toBe(1)
  })

  test('data is mended by counts', async () => {
    await card('Data to mend').getByRole('button', { name: 'Add data to mend…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add data to mend…' })
    await dialog.getByLabel('What is wrong or missing').fill('Thumbnails were lost')
    await dialog.getByLabel('How many records').fill('1200')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    await card('Data to mend').getByRole('textbox', { name: 'Mended' }).fill('700')
    await card('Data to mend')
      .getByRole('button', { name: /^Save the counts/ })
      .click()
    await card('Data to mend').getByText('700 of 1,200 mended, 0 failed. Needed before it is restored.').waitFor()
    await look('restore')
  })

  test('against what fails only the commander restores, and says why', async () => {
    for (const { key, state } of (await api.get(`/crises/${crisis}/restoration`)).criteria)
      if (state === 'open') await api.post(`/crises/${crisis}/criteria/${key}`, { met: true })
    await card('Success criteria').getByRole('button', { name: 'Restore nevertheless…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Restore although something fails?' })
    await dialog.getByText('Uploads arrive').waitFor()
    await dialog.getByText('500 records are still to be mended').waitFor()
    await dialog.getByLabel('Why it is restored nevertheless').fill('Uploads are always fewer at night.')
    await dialog.getByRole('button', { name: 'Declare restored' }).click()
    await card('Watch').getByRole('timer').waitFor()
  })

  test('customers answer, and those for whom it is still broken are looked after', async () => {
    await card('Sign-off by customers').getByRole('button', { name: 'Ask the customers…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Ask the customers', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    const { items } = await api.get(`/crises/${crisis}/impact/accounts?limit=8`)
    const scope = (await api.get(`/crises/${crisis}`)).scope[0]
    for (const [i, { accountId }] of items.entries())
      await api.post(
        `/crises/${crisis}/sign-off/accounts/${accountId}/answer`,
        i < 3 ? { answer: 'still-broken', service: scope.serviceId, region: 'ap-south', words: 'Still stutters.' } : { answer: 'works' },
      )
    const signOff = card('Sign-off by customers')
    await signOff.getByText('3 customers to look after').waitFor()
    await signOff
      .getByRole('button', { name: /^Take it: / })
      .first()
      .click()
    await signOff.getByRole('button', { name: /^Close: / }).click()
    await page.getByRole('dialog').getByLabel('It works for them now').check()
    await page.getByRole('dialog').getByRole('button', { name: 'Close it' }).click()
    await signOff.getByText('2 customers to look after').waitFor()
    await signOff.getByText('the target is 80 %').waitFor()
    await look('sign-off')
  })

  test('closing early needs a reason, and says what is undone', async () => {
    await card('Close').getByRole('button', { name: 'Close the crisis' }).click()
    const dialog = page.getByRole('dialog', { name: 'Close this crisis?' })
    await dialog.getByText(/of those asked say that it works; 80 % is the target\./).waitFor()
    expect(await dialog.getByRole('button', { name: 'Close the crisis' }).isDisabled()).toBe(true)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'hidden' })
  })

  test('it is taken back in the same room', async () => {
    await card('Watch').getByRole('button', { name: 'It is not over…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Reopen this crisis?' })
    await dialog.getByLabel('What is not over').fill('It stutters in the south.')
    await dialog.getByRole('button', { name: 'Reopen the crisis' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect((await api.get(`/crises/${crisis}`)).status).toBe('commanded')
    await card('Success criteria').getByRole('button', { name: 'Restore nevertheless…' }).waitFor()
  })
})
