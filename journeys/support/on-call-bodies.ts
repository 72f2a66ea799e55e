// Bodies that every write about on-call takes.
export const rotationOf = (person: string) => ({
  name: 'Mail',
  timeZone: 'Europe/Berlin',
  every: 1,
  unit: 'weeks',
  handOffAt: '09:00',
  startsOn: '2030-01-07',
  members: [person],
  duty: [{ days: [1, 2], from: '09:00', until: '17:00' }],
})
export const policyOf = (person: string, service: string) => ({
  name: 'Mail',
  position: 1,
  filter: { severities: [1], kinds: ['service-outage'], services: [service] },
  steps: [
    { afterMinutes: 0, targets: [{ kind: 'person', id: person }] },
    { afterMinutes: 5, targets: [{ kind: 'group', group: 'commander' }] },
  ],
  repeats: 1,
  repeatAfterMinutes: 10,
})
export const validOnCall = (person: string, service: string, method: string): Record<string, unknown> => ({
  'POST /api/rotations': { ...rotationOf(person), name: 'Shop' },
  'PUT /api/rotations/:id': rotationOf(person),
  'POST /api/rotations/:id/removal': {},
  'POST /api/rotations/:id/overrides': { from: '2030-02-01T00:00:00Z', until: '2030-02-02T00:00:00Z', person, insteadOf: person },
  'POST /api/rotations/:id/overrides/:overrideId/removal': {},
  'POST /api/rotations/:id/calendar-link': {},
  'POST /api/escalation-policies': { ...policyOf(person, service), name: 'Shop' },
  'PUT /api/escalation-policies/:id': policyOf(person, service),
  'POST /api/escalation-policies/:id/removal': {},
  'POST /api/me/contact-methods': { channel: 'webhook', destination: 'https://hook.example/x' },
  'PUT /api/me/contact-methods/order': { ids: [method] },
  'POST /api/me/contact-methods/:id/removal': {},
  'POST /api/me/contact-methods/:id/test': {},
  'POST /api/me/calendar-link': {},
  'POST /api/crises/:id/escalation/pause': { minutes: 5, reason: 'because' },
  'POST /api/crises/:id/escalation/resumption': {},
  'POST /api/pages/:id/acknowledgement': {},
})
