// What is typed in about a payer, and what of it is sent: what stays empty stays as it is.
import type { PayerKind } from '../../../../server/src/remediate/execution/execution.contract.ts'
import type { Payer } from '../execution/payouts.ts'

export type Given = {
  kind: PayerKind
  name: string
  brand: string
  key: string
  hookSecret: string
  shop: string
  token: string
  remindAfterDays: number | null
  url: string
  lookUp: string
}

export const givenOf = (payer: Payer | undefined, brand: string): Given => {
  const settings = (payer?.settings ?? {}) as Partial<Given>
  return {
    kind: payer?.kind ?? 'stripe',
    name: payer?.name ?? '',
    brand: payer?.brand ?? brand,
    key: '',
    hookSecret: '',
    shop: settings.shop ?? '',
    token: '',
    remindAfterDays: payer ? (settings.remindAfterDays ?? null) : 30,
    url: settings.url ?? '',
    lookUp: settings.lookUp ?? '',
  }
}

export function complete({ kind, name, key, shop, token, url }: Given, changing: boolean): boolean {
  if (name.trim() === '') return false
  if (kind === 'webhook') return url.trim() !== ''
  if (changing) return true
  return kind === 'stripe' ? key.trim() !== '' : shop.trim() !== '' && token.trim() !== ''
}

export function sentOf(given: Given, changing: boolean): object {
  const { kind, remindAfterDays } = given
  const text = (name: 'key' | 'hookSecret' | 'token') => (given[name].trim() ? { [name]: given[name].trim() } : {})
  const about = { name: given.name.trim(), ...(changing ? {} : { kind, brand: given.brand }) }
  if (kind === 'stripe') return { ...about, ...text('key'), ...text('hookSecret') }
  if (kind === 'shopify') return { ...about, ...text('token'), remindAfterDays, ...(changing ? {} : { shop: given.shop.trim() }) }
  const lookUp = given.lookUp.trim()
  return { ...about, url: given.url.trim(), ...(lookUp ? { lookUp } : changing ? { lookUp: null } : {}) }
}
