// A valid body for every command of the room's team, tasks, decisions, workarounds, actions and clocks of the law.

/** What these commands need to be there already; made through the API, as people would. */
export async function somethingToCommand(
  ann: { post: (url: string, body: object) => Promise<{ body: unknown }>; put: (url: string, body: object) => Promise<unknown> },
  crisis: string,
) {
  const made = async (path: string, body: object, list: string): Promise<string> => {
    const { body: view } = await ann.post(`/api/crises/${crisis}/${path}`, body)
    return (view as Record<string, { id: string }[]>)[list]?.[0]?.id as string
  }
  await ann.put('/api/actions/flip-flag', validCommands('')['PUT /api/actions/:action'] as object)
  await ann.post(`/api/crises/${crisis}/regulatory`, { obligation: 'gdpr-33-authority' })
  return {
    decision: await made('decisions', { what: 'We wait.', why: 'It is safer.' }, 'decisions'),
    workaround: await made('workarounds', { body: 'Use the other door.', forWhom: 'All' }, 'workarounds'),
  }
}

export const validCommands = (person: string): Record<string, unknown> => ({
  'PUT /api/crises/:id/answers': { customersHurt: 'all', canWork: 'no', dataSafetyOrLaw: false, moneyWrong: false, more: { overrun: true } },
  'POST /api/crises/:id/team/:role': {},
  'POST /api/crises/:id/team/:role/departure': {},
  'POST /api/crises/:id/team/:role/offers': { to: person, note: 'Take care.' },
  'POST /api/crises/:id/offers/:offer/acceptance': {},
  'POST /api/crises/:id/offers/:offer/refusal': { reason: 'I sleep.' },
  'POST /api/crises/:id/offers/:offer/withdrawal': {},
  'POST /api/crises/:id/tasks': {
    text: 'Look under the table',
    phase: 'stabilize',
    accountable: 'commander',
    owner: person,
    dueAt: '2030-01-01T12:00:00Z',
    critical: true,
    after: [],
  },
  'POST /api/crises/:id/tasks/:key/assignment': { owner: person, dueAt: '2030-01-01T12:00:00Z' },
  'POST /api/crises/:id/tasks/:key/start': {},
  'POST /api/crises/:id/tasks/:key/completion': { evidence: 'Seen.' },
  'POST /api/crises/:id/tasks/:key/skip': { reason: 'because' },
  'POST /api/crises/:id/tasks/:key/reopening': { reason: 'because' },
  'POST /api/crises/:id/decisions': { what: 'We wait.', why: 'It is safer.', options: ['Go on'], decidedBy: person, lookAgainAt: '2030-01-01T12:00:00Z' },
  'POST /api/crises/:id/decisions/:decision/looks': { outcome: 'stands', note: 'Still so.', lookAgainAt: '2030-01-01T12:00:00Z' },
  'POST /api/crises/:id/workarounds': { body: 'Use the other door.', forWhom: 'All' },
  'PUT /api/crises/:id/workarounds/:workaround': { body: 'Use the other door.', forWhom: 'All' },
  'POST /api/crises/:id/workarounds/:workaround/publication': {},
  'POST /api/crises/:id/workarounds/:workaround/withdrawal': {},
  'POST /api/crises/:id/attachments': {},
  'PUT /api/actions/:action': { name: 'Flip', about: 'Switches it off', url: 'https://switch.example/hook', enabled: true },
  'POST /api/actions/:action/secret': {},
  'POST /api/crises/:id/actions/:action/runs': {},
  'POST /api/crises/:id/regulatory': { obligation: 'gdpr-33-authority', moments: { awareness: '2030-01-01T08:00:00Z' } },
  'POST /api/crises/:id/regulatory/questions/:question': { answer: 'yes', reason: 'because', moments: { awareness: '2030-01-01T08:00:00Z' } },
  'POST /api/crises/:id/regulatory/:obligation/moment': { basis: 'awareness', moment: '2030-01-01T08:00:00Z' },
  'POST /api/crises/:id/regulatory/:obligation/completion': { evidence: 'No. 1', attachments: [], metAt: '2030-01-01T08:30:00Z' },
  'POST /api/crises/:id/regulatory/:obligation/dismissal': { reason: 'because' },
  'POST /api/crises/:id/regulatory/:obligation/extension': { deadline: '2030-01-09T08:00:00Z', reason: 'because' },
})
