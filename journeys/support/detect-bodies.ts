// A valid body for every write about sources, checks and suspicions.
export const validDetect = (): Record<string, unknown> => {
  const source = {
    name: 'Prometheus',
    kind: 'grafana',
    brand: 'acme-real',
    practice: false,
    service: null,
    region: 'eu',
    keptAMinute: 100,
    secret: 'a secret of theirs',
  }
  const check = {
    name: 'Shop answers',
    brand: 'acme-real',
    practice: false,
    target: {
      kind: 'http',
      url: 'https://shop.example/health',
      method: 'GET',
      status: '200-299',
      contains: 'OK',
      json: { path: 'ok', equals: true },
      withinMs: 900,
    },
    service: null,
    region: 'eu',
    severity: 'error',
    everySeconds: 60,
    retries: 2,
  }
  return {
    'POST /api/signal-sources': source,
    'PUT /api/signal-sources/:id': source,
    'POST /api/signal-sources/:id/removal': {},
    'POST /api/checks': check,
    'PUT /api/checks/:id': check,
    'POST /api/checks/:id/removal': {},
    'POST /api/suspicions/:id/snooze': { until: '2030-01-01T12:00:00Z' },
    'POST /api/suspicions/:id/dismissal': { reason: 'It does so every night.', noise: true },
    'POST /api/suspicions/:id/promotion': {
      title: 'Shop is down',
      kind: 'service-outage',
      severity: 2,
      severityReason: 'It is.',
      onsetAt: '2030-01-01T08:00:00Z',
      answers: {},
    },
  }
}
