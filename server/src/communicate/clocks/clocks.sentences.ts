import { type Sentences, time } from '../../platform/events/sentences.ts'

const clockNames: Record<string, string> = {
  'team-assembled': 'team assembled',
  'first-message': 'first message to customers',
  'communication-plan': 'communication plan',
  'first-full-update': 'first full update',
  'impact-and-timeline': 'impact and timeline',
  'next-update': 'next update',
  'strategic-review': 'strategic review',
  review: 'review of the crisis',
  approval: 'approval of an update',
}
export const clockName = (id: unknown): string => {
  const [kind = '', which] = String(id).split('/')
  return kind === 'audience-update' ? `update to ${which}` : (clockNames[kind] ?? String(id))
}

export const clocksSentences: Sentences = {
  ClockReminderDue: { says: ({ clock, deadline }) => `Soon due: ${clockName(clock)}, by ${time(deadline)} UTC.`, tone: 'warning' },
  ClockMissed: { says: ({ clock, deadline }) => `Missed: ${clockName(clock)} was due at ${time(deadline)} UTC.`, tone: 'bad' },
  ClockMet: { says: ({ clock, deadline }) => `Met: ${clockName(clock)}, due at ${time(deadline)} UTC.`, tone: 'good' },
  ClockWaived: { says: ({ clock, deadline }) => `Waived: ${clockName(clock)}, due at ${time(deadline)} UTC.`, tone: 'warning' },
  ClockMoved: { says: ({ clock, deadline }) => `Moved closer: ${clockName(clock)}, now due at ${time(deadline)} UTC.` },
}
