/** Where a brand's status page is reached, without a slash at the end: under its own name, else below the address that all brands share. */
export const homeOf = (statusUrl: string, { slug, domain }: { slug: string; domain?: string | null | undefined }): string =>
  domain ? `https://${domain}` : `${statusUrl}/${slug}`

/** What stands at the status host beside the brands' pages; no brand is called so, and under a brand's own name these stay what they are. */
export const besidePages = [
  'push',
  'in-app',
  'sign-off',
  'unsubscribe',
  'api',
  'my',
  'approve',
  'approvals',
  'preferences',
  'subscriptions',
  'helpful',
  'widget',
  'holding-updates',
  'private',
  'chat',
]

/** What no brand is called: those, and where the help of the first brand is found. Under a brand's own name that one is its own. */
export const reservedSlugs = [...besidePages, 'help']
