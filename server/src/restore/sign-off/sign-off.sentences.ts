import type { Sentences } from '../../platform/events/sentences.ts'

export const signOffSentences: Sentences = {
  CustomerStillBroken: { says: () => 'A customer says that it is still broken.', tone: 'bad' },
}
