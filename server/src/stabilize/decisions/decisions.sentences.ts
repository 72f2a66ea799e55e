import { type Sentences, time } from '../../platform/events/sentences.ts'

export const decisionsSentences: Sentences = {
  DecisionRecorded: {
    says: ({ by, lookAgainAt }, name, what) => `${name(by)} decided: ${what}${lookAgainAt ? ` To be looked at again at ${time(lookAgainAt)} UTC.` : ''}`,
    people: ({ by }) => [by],
  },
  DecisionLookDue: { says: (_, __, what) => `Time to look whether it still holds: ${what}`, tone: 'warning' },
  DecisionLookedAt: {
    says: ({ by, outcome }, name, what) => `${name(by)} looked again: ${what} ${outcome === 'stands' ? 'It stands.' : 'It is reversed.'}`,
    people: ({ by }) => [by],
  },
}
