import type { Sentences } from '../../platform/events/sentences.ts'

export const workaroundsSentences: Sentences = {
  WorkaroundAdded: { says: ({ by }, name, body) => `${name(by)} wrote down a workaround: ${body}`, people: ({ by }) => [by] },
  WorkaroundPublished: { says: ({ by }, name, body) => `${name(by)} published a workaround: ${body}`, tone: 'good', people: ({ by }) => [by] },
  WorkaroundWithdrawn: { says: ({ by }, name, body) => `${name(by)} withdrew a workaround: ${body}`, tone: 'warning', people: ({ by }) => [by] },
}
