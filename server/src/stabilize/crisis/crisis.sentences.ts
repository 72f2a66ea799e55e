import type { Sentences } from '../../platform/events/sentences.ts'

export const crisisSentences: Sentences = {
  CrisisDeclared: { says: ({ severity, reasons }) => `Declared with severity ${severity}. ${(reasons as string[]).join(' ')}`, tone: 'warning' },
  CommanderSeated: {
    says: ({ commander, instead }, name) => `${name(commander)} took command from ${name(instead)}.`,
    people: ({ commander, instead }) => [commander, instead],
  },
  CommanderAcknowledged: {
    says: ({ commander }, name) => `${name(commander)} acknowledged: a person is in command.`,
    people: ({ commander }) => [commander],
  },
  SeverityChanged: { says: ({ from, severity }) => `Severity changed from ${from} to ${severity}.`, tone: 'warning' },
  SeverityKept: { says: ({ severity, against }) => `Severity ${severity} was kept, though the rules say ${against}.` },
  AnswersGiven: { says: () => 'The questions about the severity were answered anew.' },
  SeverityProposed: { says: ({ severity, reasons }) => `The rules now say severity ${severity}: ${(reasons as string[]).join(' ')}`, tone: 'warning' },
  NoteWritten: { says: () => 'A note.' },
  CrisisRestored: {
    says: ({ despite }) =>
      Array.isArray(despite) ? `Restored by the commander’s word, though not met: ${despite.join('; ')}.` : 'Restored: every criterion is met.',
    tone: 'good',
  },
  CrisisReopened: {
    says: ({ by, troubles }, name) => `${name(by)} reopened it. ${(troubles as string[]).join(' ')}`.trim(),
    tone: 'bad',
    people: ({ by }) => [by],
  },
  ReviewDrafted: { says: () => 'The review was drafted from the timeline.' },
  ReviewPublished: { says: () => 'The review was published.' },
  CrisisClosed: { says: () => 'Closed.' },
}
