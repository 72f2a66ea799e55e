import { describe, expect, test } from 'vitest'
import { asSent, fresh, withProvider } from './links.ts'

describe('A connection as it is typed', () => {
  test('keys that were not typed are not sent, so that the stored ones stay', () => {
    expect(asSent(fresh('acme'))).not.toHaveProperty('token')
    expect(asSent(fresh('acme'))).not.toHaveProperty('hookSecret')
    expect(asSent({ ...fresh('acme'), token: ' rk_1 ', hookSecret: 'whsec_1' })).toMatchObject({ token: 'rk_1', hookSecret: 'whsec_1' })
  })
  test('another provider brings its own name and place of the key, unless somebody typed their own', () => {
    expect(withProvider(fresh('acme'), 'shopify')).toMatchObject({ name: 'Shopify', keyField: 'custom.account_key' })
    expect(withProvider({ ...fresh('acme'), name: 'Mine', keyField: 'crm' }, 'shopify')).toMatchObject({ name: 'Mine', keyField: 'crm' })
  })
  test('what only a shop has is sent for a shop alone', () => {
    const given = { ...fresh('acme'), shop: 'Acme.myshopify.com ', ordersOf: 'shop' }
    expect(asSent(given)).not.toHaveProperty('shop')
    expect(asSent({ ...given, provider: 'shopify' })).toMatchObject({ shop: 'acme.myshopify.com', ordersOf: 'shop' })
  })
})
