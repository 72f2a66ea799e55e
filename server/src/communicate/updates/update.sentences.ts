import { count, type Sentences } from '../../platform/events/sentences.ts'

const named: Record<string, string> = {
  sms: 'Texts',
  call: 'Calls',
  slack: 'Slack posts',
  teams: 'Teams posts',
  webhook: 'Webhook calls',
  push: 'Notifications',
  'in-app': 'Notices in the app',
}

export const updateSentences: Sentences = {
  UpdateSubmitted: { says: (_, __, title) => `Update written: “${title}”.` },
  UpdateApproved: { says: ({ by }, name, title) => `${name(by)} approved the update “${title}”.`, people: ({ by }) => [by] },
  UpdatePublished: { says: (_, __, title) => `Update published: “${title}”.`, tone: 'good' },
  DirectUpdatePublished: { says: (_, __, title) => `Sent, not for all customers: “${title}”.`, tone: 'good' },
  UpdateWithdrawn: { says: (_, __, title) => `Update withdrawn: “${title}”.` },
  DeliveriesFinished: {
    says: (data, _, title) =>
      `${named[String(data.channel)] ?? 'Deliveries'} of “${title}” finished: ${[
        'accepted',
        'bounced',
        'complained',
        'failed',
        'suppressed',
        'cancelled',
        'unknown',
      ]
        .filter((state) => data[state])
        .map((state) => `${count(data[state])} ${state}`)
        .join(', ')}.`,
  },
  DispatchPaused: { says: ({ by }, name, title) => `${name(by)} paused the deliveries of “${title}”.`, tone: 'warning', people: ({ by }) => [by] },
  DispatchResumed: { says: ({ by }, name, title) => `${name(by)} let the deliveries of “${title}” go on.`, people: ({ by }) => [by] },
  DispatchStopped: { says: ({ by }, name, title) => `${name(by)} stopped the deliveries of “${title}” for good.`, tone: 'bad', people: ({ by }) => [by] },
}
