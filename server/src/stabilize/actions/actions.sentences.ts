import type { Sentences } from '../../platform/events/sentences.ts'

export const actionsSentences: Sentences = {
  ActionAsked: {
    says: ({ action, by, automatic }, name) => (automatic ? `Started by itself, as the playbook allows: ${action}.` : `${name(by)} started ${action}.`),
    tone: 'warning',
    people: ({ by }) => [by],
  },
  ActionEnded: {
    says: ({ action, outcome }) =>
      `${action}: ${
        {
          succeeded: 'done, the receiver says.',
          failed: 'failed. Look at what the receiver said.',
          unknown: 'no answer was heard. Check by hand whether it happened; it is not repeated by itself.',
          rehearsed: 'rehearsed; nothing was called.',
        }[String(outcome)] ?? outcome
      }`,
  },
}
