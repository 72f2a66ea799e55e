// A valid body for every write about channels: endpoints, calls, tests, how a brand uses them.

export const validChannels = (): Record<string, unknown> => ({
  'POST /api/endpoints': {
    channel: 'slack',
    brand: 'acme-real',
    name: 'War room',
    accountKey: null,
    leastSeverity: 3,
    locale: 'en',
    url: 'https://hooks.example/services/T1',
  },
  'PUT /api/endpoints/:id': { name: 'War room', leastSeverity: 2, locale: 'de' },
  'POST /api/endpoints/:id/off': { why: 'because' },
  'POST /api/endpoints/:id/on': {},
  'POST /api/endpoints/:id/removal': {},
  'POST /api/endpoints/:id/secret': {},
  'POST /api/endpoints/:id/password': { password: 'abcd-efgh-ijkl-mnop' },
  'POST /api/endpoints/:id/test': {},
  'PUT /api/endpoints/:id/mentions': { on: true },
  'POST /api/endpoints/:id/deliveries/:delivery/replay': {},
  'POST /api/crises/:id/calls/:call/start': {},
  'POST /api/crises/:id/calls/:call/outcome': { outcome: 'no-answer', note: 'rang out' },
  'POST /api/channels/proofs': { channel: 'email', provider: 'fake', endpointId: null },
  'PUT /api/brands/:slug/channels': { textSeverity: 2, nextChannelMinutes: 30, inApp: true, chatButton: true },
  'POST /api/brands/:slug/in-app-secret': {},
  'POST /api/house-style/trial': { style: { apology: 'once', grade: 8, banned: ['synergy'] }, text: 'We are sorry.' },
  'PUT /api/brands/:slug/house-style': { apology: 'once', grade: 8, banned: ['synergy'] },
})
