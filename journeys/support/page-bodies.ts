// A valid body for every write about what customers read beside updates: reviews for them, and the page itself.
export const validPages = (serviceId: string, audience: string): Record<string, unknown> => ({
  'PUT /api/crises/:id/postmortem': { bodies: { en: '## Why\n\nA disk.', de: 'Eine Platte.' }, revision: 0 },
  'POST /api/crises/:id/postmortem/preview': { bodies: { en: '## Why\n\nA disk.' }, locale: 'en' },
  'POST /api/crises/:id/postmortem/submission': {},
  'POST /api/crises/:id/postmortem/approvals': { seal: 'f'.repeat(64) },
  'POST /api/crises/:id/postmortem/return': { reason: 'because' },
  'POST /api/crises/:id/postmortem/withdrawal': {},
  'POST /api/brands/:slug/theme/preview': {
    accent: { light: '#7a1fa2', dark: '#d9a7f0' },
    logo: { type: 'image/svg+xml', base64: 'PHN2Zz48L3N2Zz4=' },
    header: 'Call **us**, {{ brand }}',
    footer: '{{ year }}',
  },
  'POST /api/crises/:id/postmortem/removal': { reason: 'because' },
  // For nobody that there is: each one that was made would be rendered with everything that follows. What may be written is the same where one is changed.
  'POST /api/brands/:slug/reader-pages': { name: 'For the east', audience: '00000000-0000-4000-8000-000000000000', services: [serviceId] },
  'PUT /api/brands/:slug/reader-pages/:id': { name: 'For the west', audience, services: [serviceId] },
  'POST /api/brands/:slug/reader-pages/:id/removal': {},
  'POST /api/brands/:slug/reader-pages/preview': { audience, services: [serviceId] },
  'POST /api/brands/:slug/reader-link': { account: 'A1', email: 'a1@real.example' },
})
