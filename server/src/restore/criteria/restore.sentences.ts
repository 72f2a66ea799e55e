import { count, type Sentences } from '../../platform/events/sentences.ts'

/** What was counted on the way is in the room; the timeline tells when it began and when it was done. */
export const restoreSentences: Sentences = {
  CriterionAdded: { says: ({ by }, name, criterion) => `${name(by)} added a criterion: ${criterion}`, people: ({ by }) => [by] },
  CriterionLeftOut: {
    says: ({ by }, name, criterion) => `${name(by)} left out the criterion: ${criterion || 'a criterion'}`,
    tone: 'warning',
    people: ({ by }) => [by],
  },
  CriterionMet: { says: ({ by }, name, criterion) => `${name(by)} checked, met: ${criterion || 'a criterion'}`, tone: 'good', people: ({ by }) => [by] },
  CriterionUnmet: {
    says: ({ by }, name, criterion) => `${name(by)} found not met after all: ${criterion || 'a criterion'}`,
    tone: 'bad',
    people: ({ by }) => [by],
  },
  FigureEntered: {
    says: ({ by, value }, name, criterion) => `${name(by)} entered ${count(value)} for: ${criterion || 'a criterion'}`,
    people: ({ by }) => [by],
  },
  CriterionSeen: {
    says: ({ text, state, sentence }) =>
      `${state === 'met' ? 'Seen to be met' : state === 'failing' ? 'Seen to fail' : 'Not seen for now'}: ${text}. ${sentence}`,
  },
  OrderSet: { says: ({ by }, name) => `${name(by)} set the order in which services come back.`, people: ({ by }) => [by] },
  ShareMoved: {
    says: ({ by, from, to }, name, service) =>
      `${name(by)} ${Number(to) > Number(from) ? 'brought' : 'took'} ${service || 'a service'} ${Number(to) > Number(from) ? '' : 'back '}from ${from} to ${to} %.`,
    people: ({ by }) => [by],
  },
  RepairAdded: {
    says: ({ by, records, kind }, name) => `${name(by)} added ${count(records)} records to ${kind === 'backfill' ? 'fill in' : 'mend'}.`,
    people: ({ by }) => [by],
  },
  RepairDone: { says: ({ records }) => `All ${count(records)} records are mended.`, tone: 'good' },
  RepairLeft: { says: ({ by }, name) => `${name(by)} left data as it is.`, tone: 'warning', people: ({ by }) => [by] },
}
