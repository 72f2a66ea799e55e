import { count, type Sentences } from '../../platform/events/sentences.ts'

const named: Record<string, string> = {
  sms: 'Texts',
  call: 'Calls',
  slack: 'Slack posts',
  teams: 'Teams posts',
  webhook: 'Webhook calls',
  push: 'Notifications',
  bluesky: 'Bluesky posts',
  mastodon: 'Mastodon posts',
  'in-app': 'Notices in the app',
}

export const updateSentences: Sentences = {
  UpdateSubmitted: {
    says: ({ asked }, name, title) => {
      const people = ((asked as string[] | undefined) ?? []).map(name)
      return `Update written: “${title}”.${people.length > 0 ? ` Asked to approve it: ${listed(people)}.` : ''}`
    },
    people: ({ asked }) => (asked as string[] | undefined) ?? [],
  },
  UpdateApproved: { says: ({ by }, name, title) => `${name(by)} approved the update “${title}”.`, people: ({ by }) => [by] },
  UpdateSentBack: {
    says: ({ by }, name, title) => `${name(by)} sent the update “${title}” back. Its words go on as a draft.`,
    tone: 'warning',
    people: ({ by }) => [by],
  },
  SecondPersonWaived: {
    says: ({ by, missing }, name, title) =>
      `${name(by)} let the update “${title}” go out without ${Number(missing) === 1 ? 'the second person' : `${count(missing)} people`} who had to agree.`,
    tone: 'warning',
    people: ({ by }) => [by],
  },
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

const listed = (people: string[]) => (people.length > 6 ? `${people.slice(0, 5).join(', ')} and ${people.length - 5} more` : people.join(', '))
