// A valid body for every write of support.
import { validConversations } from './conversation-bodies.ts'
import { validDesks } from './desk-bodies.ts'
import { validKnowledge } from './knowledge-bodies.ts'
import { validMacros } from './macro-bodies.ts'

export const validSupport = (service: string): Record<string, unknown> => ({
  ...validConversations(),
  ...validKnowledge(service),
  ...validMacros(),
  ...validDesks(),
})
