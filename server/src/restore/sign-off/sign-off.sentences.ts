import { count, type Sentences } from '../../platform/events/sentences.ts'

const outcomes: Record<string, string> = {
  works: 'it works for them now',
  known: 'it is another matter, looked after elsewhere',
  'not-reached': 'nobody answered',
}

/** A customer who confirms is counted, not told: there may be a million of them. */
export const signOffSentences: Sentences = {
  CustomerStillBroken: { says: () => 'A customer says that it is still broken.', tone: 'bad' },
  FollowUpTaken: { says: ({ by }, name) => `${name(by)} looks after a customer for whom it is still broken.`, people: ({ by }) => [by] },
  FollowUpClosed: {
    says: ({ by, outcome }, name) => `${by === 'customer' ? 'The customer' : name(by)} closed what was still broken: ${outcomes[String(outcome)] ?? outcome}.`,
    tone: 'good',
    people: ({ by }) => (by === 'customer' ? [] : [by]),
  },
  SignOffAsked: {
    says: ({ with: by, sharePercent }) =>
      `Customers ${by === 'final-update' ? 'are asked with the final update' : 'were asked'} whether it works for them${sharePercent ? `, ${count(sharePercent)} % of them` : ''}.`,
  },
  SignOffReminded: { says: () => 'Those who had not answered were asked once more whether it works for them.' },
}
