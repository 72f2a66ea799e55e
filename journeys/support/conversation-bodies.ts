// A valid body for every write about conversations and answers for all.
const crisisId = '00000000-0000-4000-8000-000000000000'
const answer = {
  kind: 'answer',
  texts: { en: 'Hello {name|there}', de: 'Guten Tag' },
  publicTexts: { en: 'Look at {status_page}' },
  hold: ['angry', 'legal'],
  late: true,
  updateId: crisisId,
}

export const validConversations = (): Record<string, unknown> => ({
  'POST /api/conversations': {
    ...{ channel: 'phone', account: 'A1', address: '+4930123456', writer: 'Ann', subject: 'A call', text: 'Asked when.', at: '2030-01-01T08:00:00Z' },
    ...{ externalId: 'call-1', conversation: 1, brand: 'acme-real', reply: 'Tomorrow.' },
  },
  'POST /api/conversations/next': {},
  'POST /api/conversations/:id/replies': { text: 'Hello', seen: 1, then: 'waiting', key: 'once', files: [crisisId] },
  'POST /api/conversations/:id/notes': { text: 'A note', mentions: ['somebody'], files: [crisisId] },
  'POST /api/conversations/:id/uploads': {},
  'POST /api/conversations/:id/uploads/:upload/removal': {},
  'POST /api/conversations/:id/assignee': { person: 'somebody' },
  'POST /api/conversations/:id/snooze': { until: '2031-01-01T09:00:00Z' },
  'POST /api/conversations/:id/state': { state: 'closed' },
  'POST /api/conversations/:id/tags': { tags: ['parcel'] },
  'POST /api/conversations/:id/crisis': { crisisId },
  'POST /api/conversations/:id/account': { account: 'A1' },
  'POST /api/conversations/:id/merge': { into: 2 },
  'POST /api/conversations/:id/split': { message: 2, subject: 'Apart' },
  'POST /api/conversations/:id/acts/:act/undo': {},
  'POST /api/conversations/:id/messages/:message/again': {},
  'POST /api/conversations/:id/presence': { editor: 'tab', writing: true },
  'POST /api/conversations/:id/presence/end': { editor: 'tab', writing: false },
  'POST /api/crises/:id/conversations/links': { likelyOnly: true },
  'POST /api/crises/:id/conversations/look': {},
  'POST /api/crises/:id/answers/preview': answer,
  'POST /api/crises/:id/answers': { ...answer, seal: '0'.repeat(64) },
  'POST /api/answers/:id/agreement': {},
  'POST /api/answers/:id/end': {},
  'POST /api/answers/:id/held': { conversations: [1] },
})
