// A file of customers, some of its rows wrong, from the drop to the account in the list.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, openBrowser } from './support/browser.ts'
import { type Leeward, startLeeward } from './support/leeward.ts'
import { openConsole, rowsOf, signIn } from './support/person.ts'

const file = `key,name,tier,mrr,currency,region
N1,Northwind Clinic,enterprise,1234.50,EUR,eu-west
,Nameless Key,standard,10,EUR,eu-west
N3,Lighthouse School,standard,a lot,EUR,eu-west
N4,,standard,10,EUR,eu-west
N5,Harbour Bakery,standard,10,euro,eu-west
`

describe.skipIf(!browserPath)('A customer file is imported in the console', () => {
  let leeward: Leeward
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    leeward = await startLeeward()
    browser = await openBrowser()
    page = await openConsole(browser, leeward)
    await signIn(page, leeward)
  })
  afterAll(async () => {
    await browser?.close()
    await leeward?.stop()
  })

  test('the file is dropped, and the counts of its rows are shown', async () => {
    await toImports(page)
    await page.getByText('Columns: key, name').waitFor()
    await drop(page, 'customers.csv', file)
    await page.getByRole('heading', { level: 1, name: 'customers.csv' }).waitFor()
    await page.getByText('Done', { exact: true }).waitFor()
    await page.getByText('5 rows read').waitFor()
    expect((await page.getByRole('region', { name: 'Import of Accounts' }).innerText()).replace(/\s+/g, ' ')).toMatch(/1 added 0 changed 0 unchanged 4 bad/)
  })

  test('each bad row names its line, its column and what is wrong', async () => {
    const bad = page.getByRole('region', { name: 'What did not land' })
    await bad.getByText('4 bad rows').waitFor()
    const rows = await rowsOf(bad)
    expect(rows.map(([line, column]) => [line, column])).toEqual([
      ['3', 'key'],
      ['4', 'mrr'],
      ['5', 'name'],
      ['6', 'currency'],
    ])
    for (const [, , reason] of rows) expect(reason).toMatch(/\w+ \w+.*\./)
    expect(rows[1]?.[3]).toBe('a lot')
  })

  test('the good account is found in the list and opened', async () => {
    await page.getByRole('link', { name: 'Accounts', exact: true }).click()
    await page.getByRole('searchbox').fill('Northwind')
    await page.getByRole('link', { name: 'Northwind Clinic' }).click()
    await page.getByRole('heading', { level: 1, name: 'Northwind Clinic' }).waitFor()
    await page.getByText('€1,234.50').waitFor()
  })

  test('the same file again changes nothing', async () => {
    await toImports(page)
    await page.locator('input[type=file]').setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
    await page.getByRole('heading', { level: 1, name: 'customers.csv' }).waitFor()
    await page.getByText('Done', { exact: true }).waitFor()
    expect((await page.getByRole('region', { name: 'Import of Accounts' }).innerText()).replace(/\s+/g, ' ')).toMatch(/0 added 0 changed 1 unchanged 4 bad/)
  })

  test('what is no CSV file is refused with its name', async () => {
    await toImports(page)
    await drop(page, 'holiday.png', 'not a table', 'image/png')
    await page.getByText('This does not look like a CSV file: holiday.png').waitFor()
  })
})

/** Drops a file on the large target, as from a file manager. */
async function drop(page: Page, name: string, content: string, type = 'text/csv') {
  const files = await page.evaluateHandle(
    ([fileName, text, kind]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text as string], fileName as string, { type: kind as string }))
      return transfer
    },
    [name, content, type],
  )
  const target = page.getByRole('button', { name: /Drop a CSV file here/ })
  await target.dispatchEvent('dragover', { dataTransfer: files })
  await target.dispatchEvent('drop', { dataTransfer: files })
}

async function toImports(page: Page) {
  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
  await page.getByRole('link', { name: 'Import', exact: true }).click()
}
