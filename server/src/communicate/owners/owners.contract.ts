import { z } from 'zod'
import { Id, Instant, Line, Money, Person, Text } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'
import { whyNames } from './script.ts'

export const ownerOutcomes = ['reached', 'message-left', 'no-answer', 'wrong-number', 'refused'] as const
const Day = z.iso.date('must be a day such as 2030-01-31')
export const OwnerFilter = z.object({
  owner: Line(254).default('mine').describe('mine: of whoever asks, by their e-mail address; nobody: without an owner; all; or the address of an owner'),
  open: z.stringbool().default(false).describe('those alone whom nobody has reached with the current update'),
})
export const OwnerQuery = PageQuery.extend(OwnerFilter.shape)
export const OwnerCall = z.object({
  outcome: z.enum(ownerOutcomes),
  current: z.boolean().describe('whether it was about the update in force'),
  note: z.string().nullable(),
  nextStep: z.string().nullable(),
  nextOn: Day.nullable(),
  by: Person,
  at: Instant,
})
export const OwnedAccount = z.object({
  accountId: z.number().int(),
  key: z.string(),
  name: z.string(),
  tier: z.string(),
  vulnerability: z.string().nullable(),
  ownerEmail: z.string().nullable(),
  revenue: Money,
  timeZone: z.string(),
  since: Instant,
  until: Instant.nullable(),
  degree: z.string(),
  score: z.number().int().nullable().describe('its health; null where nothing is known'),
  why: z.array(z.enum(whyNames)).describe('why it comes before others'),
  people: z.array(z.object({ name: z.string().nullable(), position: z.string().nullable(), phone: z.string().nullable(), email: z.string() })),
  told: z
    .array(z.object({ title: z.string(), at: Instant, channel: z.string(), state: z.string(), current: z.boolean() }))
    .describe('what went to it, the latest first'),
  owed: z.array(z.object({ remedy: z.string(), amountMinor: z.number().int(), currency: z.string(), state: z.string() })),
  openConversations: z.number().int(),
  lastCall: OwnerCall.nullable(),
})
export const OwnedAccounts = z.object({
  items: z.array(OwnedAccount),
  next: z.string().nullable(),
  count: z.number().int(),
  reached: z.number().int().describe('with the current update'),
})
export const OwnerScript = z.object({
  updateId: Id,
  language: z.string(),
  title: z.string(),
  lines: z.array(z.object({ label: z.string(), text: z.string() })),
  calls: z.array(OwnerCall),
})
/** There is no field for what was said: that is the script. `note` stays among us. */
export const NoteOwnerCall = z.strictObject({
  updateId: Id.describe('the update whose script was read'),
  outcome: z.enum(ownerOutcomes),
  note: Text(1_000).nullable().default(null),
  nextStep: Text(300).nullable().default(null),
  nextOn: Day.nullable().default(null),
  key: Line(100).optional().describe('the same key of the same person is the same call'),
})
export type OwnedAccount = z.output<typeof OwnedAccount>
export type OwnerScript = z.output<typeof OwnerScript>
export type OwnedAccounts = z.output<typeof OwnedAccounts>
export type NoteOwnerCall = z.output<typeof NoteOwnerCall>
