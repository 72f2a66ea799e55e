import { z } from 'zod'
import { Instant, Line, Money, Person, Text } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'

const Day = z.iso.date().describe('UTC, as in 2030-01-31')
export const riskNames = ['low', 'medium', 'high'] as const
export const reasonNames = ['usage', 'conversations', 'anger', 'leaving', 'payment', 'dispute', 'crisis'] as const
export const Against = z.object({
  reason: z.enum(reasonNames),
  points: z.number().int().describe('what it takes from a hundred'),
  sentence: z.string(),
})

/** How an account fares; null where nothing is known of it. */
export const AccountHealth = z.object({
  score: z.number().int().min(0).max(100),
  risk: z.enum(riskNames).describe('high below 50, medium below 75'),
  against: z.array(Against).describe('what speaks against it, the heaviest first'),
  trend: z.array(z.object({ day: Day, score: z.number().int() })).describe('the score at the end of each day, 90 of them at most; the last is today’s'),
  usage: z.array(z.object({ day: Day, used: z.number() })).describe('what it used on each of the last 56 days; empty where nobody tells'),
  changedAt: Instant,
})
export type AccountHealth = z.output<typeof AccountHealth>

export const outreachOutcomes = ['content', 'unhappy', 'leaving', 'no-answer', 'not-needed'] as const
/** Whose accounts: an owner's e-mail address, `mine`, or `nobody`. */
const Filter = z.object({
  owner: Line(254).optional().describe('e-mail address of the account’s owner; mine: whoever asks; nobody: without one'),
  tier: Line(60).optional(),
  practice: z.stringbool().default(false),
})
export const AtRiskFilter = Filter.extend({ risk: z.enum(['medium', 'high']).optional() })
export const AtRiskQuery = PageQuery.extend(AtRiskFilter.shape)
const Account = z.object({
  accountId: z.number().int(),
  key: z.string(),
  name: z.string(),
  tier: z.string(),
  region: z.string().nullable(),
  vulnerability: z.string().nullable(),
  revenue: Money,
  ownerEmail: z.string().nullable(),
  score: z.number().int(),
  risk: z.enum(riskNames),
  against: z.array(Against),
})
/** What was said with an account, and what is next. */
export const OutreachView = z.object({
  id: z.number().int(),
  state: z.enum(['open', 'taken', 'later', 'done', 'over']),
  holder: Person.nullable().describe('who has it in hand right now'),
  raisedAt: Instant,
  laterUntil: Day.nullable(),
  outcome: z.enum(outreachOutcomes).nullable(),
  note: z.string().nullable(),
  nextStep: z.string().nullable(),
  nextOn: Day.nullable(),
  decidedBy: Person.nullable(),
  decidedAt: Instant.nullable(),
})
export const AtRiskAccount = Account.extend({ outreach: OutreachView.nullable().describe('the call that is at hand') })
export const AtRiskSums = z.object({
  high: z.number().int(),
  medium: z.number().int(),
  revenue: z.array(Money).describe('of all of them, per month and currency'),
  owners: z.array(z.string()).describe('of accounts at risk, 200 at most'),
  tiers: z.array(z.string()),
})

/** `now`: to be called, and not put off; the first of them first. `done`: what was dealt with, the latest first. */
export const OutreachQuery = PageQuery.extend(Filter.shape).extend({
  show: z.enum(['now', 'later', 'done']).default('now'),
  silent: z.stringbool().default(false).describe('those who have not written themselves within seven days'),
})
export const OutreachEntry = Account.extend({
  why: z.array(z.string()).describe('why now: what is new since they were last dealt with, in sentences'),
  people: z
    .array(z.object({ name: z.string().nullable(), position: z.string().nullable(), phone: z.string().nullable(), email: z.string() }))
    .describe('whom to ask for, those with a number first'),
  timeZone: z.string(),
}).extend(OutreachView.shape)
const Note = Text(1_000).nullable().default(null)
export const PutOffOutreach = z.object({ until: Day, note: Note })
export const NoteOutreach = z.object({
  outcome: z.enum(outreachOutcomes),
  note: Note,
  nextStep: Text(300).nullable().default(null),
  nextOn: Day.nullable().default(null).describe('when the next step is due'),
})
export type AtRiskFilter = z.output<typeof AtRiskFilter>
export type AtRiskAccount = z.output<typeof AtRiskAccount>
export type AtRiskSums = z.output<typeof AtRiskSums>
export type OutreachEntry = z.output<typeof OutreachEntry>
export type OutreachView = z.output<typeof OutreachView>
export type NoteOutreach = z.output<typeof NoteOutreach>
