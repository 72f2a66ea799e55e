import type { Sentences } from '../../platform/events/sentences.ts'

export const escalationSentences: Sentences = {}
