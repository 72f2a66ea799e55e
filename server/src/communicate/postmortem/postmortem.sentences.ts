import type { Sentences } from '../../platform/events/sentences.ts'

export const postmortemSentences: Sentences = {
  PostmortemSubmitted: { says: ({ by }, name) => `${name(by)} submitted the review for customers.`, people: ({ by }) => [by] },
  PostmortemApproved: { says: ({ by }, name) => `${name(by)} approved the review for customers.`, people: ({ by }) => [by] },
  PostmortemPublished: { says: () => 'Customers read the review on the status page.', tone: 'good' },
  PostmortemSentBack: { says: ({ by }, name) => `${name(by)} sent the review for customers back.`, tone: 'warning', people: ({ by }) => [by] },
  PostmortemWithdrawn: { says: ({ by }, name) => `${name(by)} withdrew the review for customers.`, people: ({ by }) => [by] },
  PostmortemTakenDown: { says: ({ by }, name) => `${name(by)} took the review off the status page.`, tone: 'warning', people: ({ by }) => [by] },
}
