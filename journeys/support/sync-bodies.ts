// A valid body for every write about connections to Stripe and Shopify, and about doubles.
export const validSync = (): Record<string, unknown> => {
  const link = {
    provider: 'shopify',
    name: 'Shop',
    brand: 'acme-real',
    token: 'shpat_1',
    hookSecret: 'a-secret-of-theirs',
    shop: 'acme.myshopify.com',
    version: '2026-10',
    keyField: 'custom.account_key',
    mergeBy: 'person',
    ordersOf: null,
    url: 'http://127.0.0.1:9',
  }
  return {
    'POST /api/sync-links': link,
    'PUT /api/sync-links/:id': link,
    'POST /api/sync-links/:id/test': {},
    'POST /api/sync-links/:id/run': {},
    'PUT /api/sync-links/:id/pause': { paused: true },
    'POST /api/sync-links/:id/removal': {},
    'POST /api/account-doubles/:id/merger': {},
    'POST /api/account-doubles/:id/dismissal': {},
  }
}
