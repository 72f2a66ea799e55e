// A valid body for every write of restore, watch and sign-off, from which the hostile ones are made.
export const validRestore = (serviceId: string): Record<string, unknown> => ({
  'POST /api/crises/:id/restoration': { reason: 'Because' },
  'POST /api/crises/:id/criteria': {
    text: 'Mail answers',
    service: serviceId,
    measure: { kind: 'series', series: 'errors', atLeast: 0, atMost: 5, minutes: 15 },
  },
  'POST /api/crises/:id/criteria/:key': { met: true },
  'POST /api/crises/:id/criteria/:key/figure': { value: 7 },
  'POST /api/crises/:id/criteria/:key/removal': { reason: 'It is none' },
  'POST /api/crises/:id/shares': { service: serviceId, percent: 5, reason: 'Because' },
  'PUT /api/crises/:id/restoration-order': { services: [serviceId] },
  'POST /api/crises/:id/repairs': { kind: 'backfill', text: 'Invoices', records: 100, required: true },
  'POST /api/crises/:id/repairs/:repair/counts': { records: 100, mended: 50, failed: 1 },
  'POST /api/crises/:id/repairs/:repair/removal': { reason: 'Nobody needs them' },
  'POST /api/crises/:id/closure': { reason: 'Because' },
  'POST /api/crises/:id/reopening': { reason: 'Because' },
  'POST /api/crises/:id/sign-off-request': { sharePercent: 10 },
  'POST /api/crises/:id/sign-off/accounts/:accountId/answer': { answer: 'still-broken', service: serviceId, region: 'east', words: 'No mail' },
  'POST /api/crises/:id/sign-off/accounts/:accountId/follow-up': {},
  'POST /api/crises/:id/sign-off/accounts/:accountId/follow-up/closure': { outcome: 'works', note: 'They called back' },
  'POST /api/sign-offs': { crisis: 'C-2030-001', answers: [{ account: 'A1', answer: 'works', service: 'mail-real', region: 'east', words: 'fine' }] },
})
