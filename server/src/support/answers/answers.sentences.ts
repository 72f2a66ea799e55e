import { count, type Sentences } from '../../platform/events/sentences.ts'

const held = (many: unknown) => (Number(many) > 0 ? ` ${count(many)} ${Number(many) === 1 ? 'is' : 'are'} left to a person.` : '')

export const answersSentences: Sentences = {
  AnswerSent: {
    says: ({ kind, author, agreedBy, conversations, held: left }, name) =>
      kind === 'restored'
        ? `Everybody who wrote was told that it works again: ${count(conversations)} conversations.`
        : `${name(author)} answered ${count(conversations)} conversations at once${agreedBy ? `; ${name(agreedBy)} agreed` : ''}.${held(left)}`,
    tone: 'good',
    people: ({ author, agreedBy }) => [author, agreedBy].filter((id): id is string => typeof id === 'string'),
  },
  AnswerStopped: {
    says: ({ by }, name) => `${name(by)} stopped the answer for all: who writes now is answered by a person.`,
    tone: 'warning',
    people: ({ by }) => [by],
  },
}
