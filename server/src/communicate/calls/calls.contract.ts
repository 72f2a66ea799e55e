import { z } from 'zod'
import { Id, Instant, Person, Text } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'

export const callOutcomes = ['reached', 'no-answer', 'wrong-number', 'refused'] as const
const Account = z.object({
  accountId: z.number().int(),
  key: z.string(),
  name: z.string(),
  tier: z.string(),
  vulnerability: z.string().nullable(),
  ownerEmail: z.string().nullable(),
  timeZone: z.string(),
})

/** Somebody whom nothing else reached, and whom a person calls. */
export const CallView = z.object({
  id: z.number().int(),
  updateId: Id,
  account: Account,
  people: z
    .array(z.object({ name: z.string().nullable(), position: z.string().nullable(), phone: z.string().nullable(), locale: z.string().nullable() }))
    .describe('whom to ask for, those with a number first'),
  why: z.string().nullable().describe('what became of the mail'),
  state: z.enum(['to-call', 'later', 'reached', 'not-reached', 'overtaken']),
  dueAt: Instant.nullable().describe('later: when to try again'),
  caller: Person.nullable().describe('who is calling right now'),
  tries: z.array(z.object({ outcome: z.enum(callOutcomes), note: z.string().nullable(), by: Person, at: Instant })),
})
export const CallList = z.object({
  items: z.array(CallView),
  next: z.string().nullable(),
  toCall: z.number().int(),
  reached: z.number().int(),
  notReached: z.number().int(),
})
export const CallQuery = PageQuery.extend({ all: z.stringbool().default(false).describe('those that are done, too') })
export const NoteCall = z.object({ outcome: z.enum(callOutcomes), note: Text(1_000).nullable().default(null) })

/** An account that is hurt and that the current update reached on no channel. */
export const UnreachedView = Account.extend({
  why: z.enum(['no-contact', 'left', 'failed']).describe('no-contact: nobody there gets updates; left: they do not want them; failed: no channel worked'),
})
export const UnreachedList = z.object({ items: z.array(UnreachedView), next: z.string().nullable(), count: z.number().int() })
export type CallView = z.output<typeof CallView>
export type NoteCall = z.output<typeof NoteCall>
