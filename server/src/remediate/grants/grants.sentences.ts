import { count, type Sentences } from '../../platform/events/sentences.ts'

export const remediesSentences: Sentences = {
  RemediesPlanned: { says: ({ accounts }) => `Remedies worked out for ${count(accounts)} accounts.` },
  RemediesApproved: { says: ({ by }, name) => `${name(by)} approved the remedies.`, people: ({ by }) => [by] },
  RemediesGranted: { says: ({ accounts }) => `Remedies granted to ${count(accounts)} accounts.`, tone: 'good' },
}
