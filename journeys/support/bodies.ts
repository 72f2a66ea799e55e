// A valid body for every write of the registry, crises, updates, playbooks and remedies, from which the hostile ones are made.
import { readFileSync } from 'node:fs'

const playbookText = readFileSync(new URL('../../playbooks/support-down.yaml', import.meta.url), 'utf8')

export const update = () => ({
  phase: 'investigating',
  holding: false,
  locale: 'en',
  nextUpdateAt: '2030-01-01T09:20:00Z',
  lateReason: 'late',
  files: [],
  parts: { title: 'Mail is down', happened: 'It fell.', must: 'Wait.' },
  translations: { de: { title: 'Mail geht nicht' } },
})

const template = { playbook: 'service-outage', phase: 'holding', audience: 'customers', locale: 'en', brand: null }

const stakeholder = {
  kind: 'media',
  name: 'Ina',
  organisation: 'The Courier',
  email: 'ina@courier.test',
  locale: 'en',
  timeZone: 'Etc/UTC',
  leastSeverity: 2,
  crisisKinds: ['product-recall'],
}

export const valid = (serviceId: string, seal: string): Record<string, unknown> => {
  const scope = [{ serviceId, regions: ['east'], degree: 'down' }]
  const rule = { field: 'exposure.lot', operator: 'in', value: ['L7', 'L8'] }
  const rules = [rule, { combinator: 'or', not: true, rules: [{ field: 'account.revenue', operator: 'between', value: [1, 500] }] }]
  const condition = { degree: 'at-risk', since: '2030-01-01T05:00:00Z', until: null, query: { combinator: 'and', not: false, rules } }
  const empty = Object.fromEntries(
    [
      'crises/:id/commander',
      'crises/:id/acknowledgement',
      'crises/:id/restoration',
      'crises/:id/sign-off-request',
      'crises/:id/closure',
      'crises/:id/clocks/:clock/completion',
      'crises/:id/impact',
      'crises/:id/review/publication',
      'updates/:id/approvals',
      'updates/:id/withdrawal',
      'crises/:id/dispatches/:update/pause',
      'crises/:id/dispatches/:update/resumption',
      'crises/:id/dispatches/:update/stop',
      'imports/:subject',
    ].map((path) => [`POST /api/${path}`, {}]),
  )
  return {
    ...empty,
    'POST /api/crises': {
      title: 'A',
      kind: 'service-outage',
      playbook: 'service-outage',
      scope,
      onsetAt: '2030-01-01T08:00:00Z',
      practice: false,
      brand: 'acme-real',
      answers: { customersHurt: 'all', canWork: 'no', dataSafetyOrLaw: false, moneyWrong: false },
      severity: 2,
      severityReason: 'because',
    },
    'POST /api/crises/severity-proposal': { kind: 'service-outage', playbook: 'service-outage', answers: { customersHurt: 'all', canWork: 'no' } },
    'POST /api/stakeholders': stakeholder,
    'PUT /api/stakeholders/:id': stakeholder,
    'POST /api/stakeholders/:id/removal': {},
    'POST /api/audiences': { name: 'East', filter: { regions: ['east'], vulnerable: true } },
    'PUT /api/audiences/:id': { name: 'East', filter: { tiers: ['enterprise'] } },
    'POST /api/audiences/:id/removal': {},
    'POST /api/crises/:id/reach': { to: { kind: 'stakeholders', audience: 'media' } },
    'POST /api/templates/check': { ...template, parts: { title: '{{ services }}' } },
    'PUT /api/templates/one': { ...template, parts: { title: '{{ services }}' }, note: 'because', revision: 0 },
    'POST /api/templates/approvals': { ...template, revision: 1 },
    'POST /api/templates/reset': { ...template, note: 'because', revision: 1 },
    'POST /api/playbooks/check': { yaml: playbookText },
    'PUT /api/playbooks/:key': { yaml: playbookText, note: 'because', revision: 0 },
    'POST /api/playbooks/:key/comparison': { yaml: playbookText },
    'POST /api/playbooks/:key/reset': { note: 'because', revision: 1 },
    'POST /api/playbooks/:key/preview': {
      yaml: playbookText,
      severity: 1,
      startAt: '2030-01-01T09:00:00Z',
      restoredAfterMinutes: 240,
      escalation: [{ afterMinutes: 5, who: 'Ann' }],
    },
    'POST /api/crises/:id/severity': { severity: 2, reason: 'because' },
    'POST /api/crises/:id/notes': { text: 'A note.' },
    'PUT /api/crises/:id/scope': { scope: [{ ...scope[0], since: '2030-01-01T05:00:00Z', until: null }], revision: 0 },
    'PUT /api/crises/:id/impact/conditions': { revision: 0, everyoneInScope: true, conditions: [condition], scope },
    'POST /api/crises/:id/impact/preview': { everyoneInScope: false, conditions: [condition], scope },
    'PUT /api/crises/:id/impact/lists/:list': {},
    'POST /api/crises/:id/impact/lists/:list/removal': { revision: 0 },
    'POST /api/crises/:id/criteria/:key': { met: true },
    'POST /api/crises/:id/clocks/:clock/waiver': { reason: 'because' },
    'POST /api/crises/:id/updates': update(),
    'POST /api/crises/:id/updates/preview': update(),
    'PUT /api/updates/:id': update(),
    'POST /api/updates/:id/submission': { lateReason: 'because' },
    'POST /api/crises/:id/remedies': { note: 'please' },
    'POST /api/remedies/:id/approvals': { seal },
    'PUT /api/crises/:id/review': { markdown: '# Review' },
    'POST /api/people': { name: 'Bo', email: 'bo@house.test', groups: ['observer'] },
    'PUT /api/brands/:slug': { name: 'Acme', sender: 'a@acme.example', senderName: 'Acme', locale: 'en', timeZone: 'Etc/UTC' },
    'PUT /api/brands/:slug/quiet-hours': { quietHours: { from: '22:00', until: '07:00' } },
    'PUT /api/brands/:slug/addresses': { replyTo: 'help@acme.example', bounceAddress: 'bounces@b.acme.example' },
    'POST /api/senders/:domain/keys': {},
    'POST /api/senders/:domain/keys/:selector/switch': {},
    'PUT /api/accounts/by-key/:key': {
      name: 'One',
      kind: 'person',
      tier: 'standard',
      mrrMinor: 100,
      currency: 'EUR',
      region: 'east',
      locale: 'en',
      timeZone: 'Etc/UTC',
      vulnerability: null,
      ownerEmail: 'o@acme.example',
      practice: false,
    },
    'PUT /api/inbound/providers/:provider': { secret: 'a-signing-key' },
    'POST /api/suppressions': { destination: 'stop@acme.example', scope: 'updates', until: '2031-01-01T00:00:00Z', detail: 'asked by phone' },
    'POST /api/suppressions/removal': { destination: 'stop@acme.example', why: 'they called' },
    'PUT /api/accounts/:id/contacts': { email: 'new@acme.example', name: 'New', position: 'Boss', locale: 'en', receivesUpdates: true },
    'PUT /api/accounts/:id/exposures': {
      service: 'mail-real',
      region: 'east',
      sku: null,
      lot: null,
      orderRef: null,
      integration: null,
      since: '2029-01-01T00:00:00Z',
      until: null,
    },
    'PUT /api/accounts/:id/aliases/:system': { externalId: 'cus_1' },
    'POST /api/accounts/:id/merger': { into: 1 },
    'PUT /api/services/:key': { name: 'Mail', description: 'x', brand: 'acme-real', position: 1 },
  }
}
