// The four kinds of CSV file: which columns they may have, and what a row of each must fulfil.
import {
  currency,
  email,
  instant,
  key,
  line,
  locale,
  minorAmount,
  minorUnits,
  oneOf,
  optional,
  type Parse,
  phone,
  remembered,
  timeZone,
  wholeNumber,
  Wrong,
  yesOrNo,
} from './cells.ts'
import type { Sheet } from './sheet.ts'
import { Unreadable } from './texts.ts'

/** Read by `finish`, which knows the currency. */
const asGiven: Parse = (text) => text

/** One row per account. Revenue is decimal (`mrr`, exact by its currency) or in minor units (`mrr_minor`). */
export const accountsSheet: Sheet = {
  columns: {
    key: key(200),
    name: line(300),
    kind: optional(oneOf('organisation', 'person'), 'organisation'),
    tier: optional(line(60), 'standard'),
    mrr: optional(asGiven, '0'),
    mrr_minor: optional(minorAmount, '0'),
    currency: optional(currency, 'USD'),
    region: optional(line(80)),
    locale: optional(locale, 'en'),
    time_zone: optional(timeZone, 'Etc/UTC'),
    vulnerability: optional(oneOf('safety-critical', 'regulated', 'high-stakes')),
    owner_email: optional(email),
    sla: optional(line(60)),
  },
  required: ['key', 'name'],
  identity: ['key'],
  aliases: true,
  checkHeader: (names) => {
    if (names.includes('mrr') && names.includes('mrr_minor'))
      throw new Unreadable('The file has both mrr and mrr_minor. Keep one: mrr is decimal (1234.50), mrr_minor is in cents or the like (123450).')
  },
  finish: (row, at) => {
    const mrr = at.get('mrr')
    if (mrr === undefined) return undefined
    const of = at.get('currency')
    const given = row[mrr] as string
    const minor = minorUnits(given, of === undefined ? 'USD' : (row[of] as string))
    if (minor instanceof Wrong) return { column: 'mrr', reason: minor.reason, value: given }
    row[mrr] = minor
    return undefined
  },
}

/** One row per contact of an account; the account must be there already. */
export const contactsSheet: Sheet = {
  columns: {
    account_key: key(200),
    email,
    name: optional(line(200)),
    position: optional(line(100)),
    locale: optional(locale),
    phone: optional(phone),
    receives_updates: optional(yesOrNo, 'true'),
  },
  required: ['account_key', 'email'],
  identity: ['account_key', 'email'],
}

/** One row per service; `brands` and later `services` are the ids by slug or key, for they are few. */
export const servicesSheet = (brands: Map<string, string>): Sheet => ({
  columns: {
    key: key(100),
    name: line(150),
    description: optional(line(1_000)),
    position: optional(wholeNumber(10_000), '0'),
    brand: optional(
      (text) => brands.get(text) ?? new Wrong(`There is no brand with this slug. Use one of: ${[...brands.keys()].join(', ') || '(none yet)'}.`),
      [...brands.values()][0] ?? null,
    ),
  },
  required: ['key', 'name'],
  identity: ['key'],
})

/** One row per fact that ties an account to a service, region, SKU, lot, order or integration. */
export const exposuresSheet = (services: Map<string, string>): Sheet => ({
  columns: {
    account_key: key(200),
    service_key: remembered(
      (text) =>
        services.get(text) ??
        new Wrong(text ? 'There is no service with this key. Import the services first, or correct the key.' : 'This must not be empty. Fill it in.'),
    ),
    region: optional(key(80)),
    sku: optional(key(100)),
    lot: optional(key(100)),
    order_ref: optional(key(100)),
    integration: optional(key(100)),
    since: optional(instant),
    until: optional(instant),
  },
  required: ['account_key', 'service_key'],
  identity: ['account_key', 'service_key', 'region', 'sku', 'lot', 'order_ref', 'integration'],
  finish: (row, at) => {
    const since = cell(row, at.get('since'))
    const until = cell(row, at.get('until'))
    if (since === null || until === null || Date.parse(until) >= Date.parse(since)) return undefined
    return { column: 'until', reason: 'This ends before it begins. Correct since or until.', value: `${since} – ${until}` }
  },
})

const cell = (row: (string | null)[], at: number | undefined): string | null => (at === undefined ? null : (row[at] ?? null))
