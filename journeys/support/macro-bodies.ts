// A valid body for every write about macros, about who answers customers, and about how that is set.
const minutes = {
  severity: { 1: 240, 2: 150, 3: 60, 4: 20 },
  tier: { enterprise: 120 },
  vulnerability: { regulated: 180 },
  mood: { angry: 60 },
  reason: { legal: 180 },
}
const actions = {
  ...{ addTags: ['parcel'], removeTags: ['old'], assign: 'me', then: 'open', snoozeHours: 4, link: true },
  task: { text: 'Call them', accountable: 'commander' },
  goodwill: { amounts: { EUR: 500 }, reason: 'We were late' },
}
const macro = { name: 'Parcel', texts: { en: 'Hello {name|there}', de: 'Guten Tag' }, actions, groups: ['support'] }

export const validMacros = (): Record<string, unknown> => ({
  'PUT /api/support/settings': {
    revision: 0,
    weights: { ...minutes, stillBroken: 1_440, promise: 360 },
    targets: { first: { enterprise: 60, other: 480 }, next: { other: 480 } },
    hours: { zone: 'Europe/Berlin', days: { 1: [['09:00', '12:30']], 5: [['09:00', '24:00']] }, closed: ['2030-12-25'] },
    ...{ acknowledge: true, linkItselfAt: 0.8, assignItself: false, offerAfterMinutes: 30, assistant: true, assistantPhrases: false },
  },
  'POST /api/support/settings/order': { weights: { ...minutes, stillBroken: 1_440, promise: 360 } },
  'PUT /api/support/agents/me': { languages: ['de', 'en'], skills: ['billing'], mostOpen: 20, available: true },
  'PUT /api/support/agents/:person': { languages: ['de', 'en'], skills: ['billing'], mostOpen: 20, available: true },
  'POST /api/macros': macro,
  'PUT /api/macros/:macro': { ...macro, revision: 0 },
  'POST /api/macros/:macro/removal': { revision: 0 },
  'POST /api/macros/reading': { texts: { en: 'Hello {name|there}' } },
  'POST /api/conversations/:id/macros/:macro/preview': { crisisId: '00000000-0000-4000-8000-000000000000' },
  'POST /api/conversations/:id/macros/:macro': {
    ...{ revision: 0, text: 'Hello', seen: 1, key: 'once', crisisId: '00000000-0000-4000-8000-000000000000', without: ['goodwill'], knowing: true },
  },
})
