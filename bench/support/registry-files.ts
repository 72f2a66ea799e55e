// CSV files of a large company's customers: the same for the same numbers. `changed` alters one row in a hundred.
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'

export type RegistryFiles = { services: string; accounts: string; contacts: string; exposures: string }

const currencies = ['USD', 'EUR', 'GBP', 'JPY']
const locales = ['en', 'de', 'fr', 'ja', 'pt-BR']
const zones = ['Etc/UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo']
const tiers = ['standard', 'standard', 'standard', 'business', 'business', 'enterprise']
export const regions = ['eu-1', 'eu-2', 'eu-3', 'us-1', 'us-2', 'us-3', 'ap-1', 'ap-2', 'ap-3', 'sa-1', 'af-1', 'me-1']
export const servicesCount = 20

/** Spreads numbers so that neighbours differ, without randomness. */
const spread = (n: number, over: number) => (Math.imul(n, 0x9e3779b1) >>> 0) % over

/** Writes the four files into `folder`. */
export async function writeRegistryFiles(folder: string, accounts: number, exposuresPerAccount: number, changed = false): Promise<RegistryFiles> {
  const at = (name: string) => join(folder, `${name}${changed ? '-changed' : ''}.csv`)
  const files = { services: at('services'), accounts: at('accounts'), contacts: at('contacts'), exposures: at('exposures') }
  const altered = (n: number) => changed && n % 100 === 0
  await write(files.services, 'key,name,position', servicesCount, (n) => `service-${n},Service ${n},${n}`)
  await write(files.accounts, 'key,name,kind,tier,mrr,currency,region,locale,time_zone,vulnerability', accounts, (n) => {
    const currency = currencies[spread(n, 4)] as string
    const mrr = `${spread(n, 9_000)}${currency === 'JPY' ? '' : `.${10 + spread(n + 7, 90)}`}`
    return `cust-${n},${altered(n) ? 'New ' : ''}Customer ${n} Ltd,${n % 3 ? 'organisation' : 'person'},${tiers[spread(n, 6)]},${mrr},${currency},${regions[spread(n, 12)]},${locales[spread(n, 5)]},${zones[spread(n, 4)]},${n % 200 ? '' : 'safety-critical'}`
  })
  await write(
    files.contacts,
    'account_key,email,name,position,locale,receives_updates',
    accounts,
    (n) =>
      `cust-${n},person.${n}@customer-${n % 5_000}.example,Person ${n},${altered(n) ? 'Director' : n % 2 ? 'Engineer' : 'Buyer'},${locales[spread(n, 5)]},true`,
  )
  await write(files.exposures, 'account_key,service_key,region,sku,since,until', accounts * exposuresPerAccount, (n) => {
    const account = Math.floor(n / exposuresPerAccount)
    const nth = n % exposuresPerAccount
    return `cust-${account},service-${(spread(account, servicesCount) + nth) % servicesCount},${regions[spread(account + nth, 12)]},,2024-0${1 + (account % 9)}-1${n % 10}T08:00:00Z,${altered(n) ? '2025-06-01T00:00:00Z' : ''}`
  })
  return files
}

async function write(file: string, header: string, rows: number, row: (n: number) => string) {
  const out = createWriteStream(file)
  let text = `${header}\n`
  for (let n = 0; n < rows; n += 1) {
    text += `${row(n)}\n`
    if (text.length > 262_144) {
      if (!out.write(text)) await once(out, 'drain')
      text = ''
    }
  }
  out.end(text)
  await once(out, 'finish')
}
