import { type Sentences, time } from '../../platform/events/sentences.ts'

export const watchSentences: Sentences = {
  WatchStarted: {
    says: ({ until, minutes }) =>
      `Watched for ${Number(minutes) < 120 ? `${minutes} minutes` : `${Math.round(Number(minutes) / 60)} hours`}, until ${time(until)} UTC.`,
  },
  TroubleNoticed: { says: ({ sentence }) => `Noticed since it was restored: ${sentence}`, tone: 'bad' },
  WatchOver: {
    says: ({ troubles }) =>
      Number(troubles) > 0
        ? 'The watch is over, and something was noticed: look at it before you close.'
        : 'The watch is over and nothing showed again: it may be closed.',
    tone: 'good',
  },
  ClosingSaid: {
    says: ({ by, left, troubles }, name) =>
      Number(left) > 0
        ? `${name(by)} closed it ${left} minutes before the watch was over.`
        : Number(troubles) > 0
          ? `${name(by)} closed it although something was noticed.`
          : `${name(by)} closed it after the watch.`,
    people: ({ by }) => [by],
  },
}
