// What people carry out: files that finance works off, tasks of whoever looks after the account, and what they say of many lines at once.
import { z } from 'zod'
import { Id, Instant, Line, Money, Person } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'
import { PayoutState } from '../grants/grants.contract.ts'

export const CarryOutAll = z.object({
  means: z.enum(['file', 'task']).default('file'),
  evidence: Line(2_000).describe('what was done and where it is seen, e.g. Invoice run of 3 December'),
})
/** `lines`: of how many this was said; `leftOut`: lines that were taken back, and those that take back. They are settled one by one, or by the file. */
export const CarriedOutView = z.object({ run: Id, lines: z.number().int(), leftOut: z.number().int() })
export const UndoCarriedOut = z.object({ reason: Line(2_000) })
/** `kept`: lines that something else followed on since; they stay as they are. */
export const UndoneView = z.object({ lines: z.number().int(), kept: z.number().int() })
export const RunView = z.object({
  id: Id,
  means: z.enum(['file', 'task']).nullable(),
  fromFile: z.boolean(),
  evidence: z.string(),
  lines: z.number().int(),
  by: Person,
  at: Instant,
  undone: z.object({ by: Person, at: Instant, why: z.string(), lines: z.number().int() }).nullable(),
})

/** A plan whose lines stand in the ledger. `open`: something of it still waits, for a provider or for people. */
export const GrantedPlanView = z.object({ id: Id, revision: z.number().int(), plannedAt: Instant, settledAt: Instant.nullable(), open: z.boolean() })

export const SheetQuery = z.object({ evidence: Line(2_000).describe('what counts for each row that does not say it itself') })
/** Rows that are right count, also where others are wrong: mend those and send the file again, no row counts twice. */
export const SheetView = z.object({
  run: Id.nullable(),
  rows: z.number().int(),
  applied: z.number().int(),
  notApplied: z.number().int(),
  unchanged: z.number().int().describe('rows that say nothing new'),
  wrong: z.number().int(),
  problems: z.array(z.object({ line: z.number().int().describe('of the file'), reason: z.string(), value: z.string().nullable() })).describe('the first 200'),
})

export const TaskQuery = PageQuery.extend({
  whose: z.enum(['mine', 'nobody', 'all']).default('mine').describe('mine: I own the account, or have the task in hand; nobody: the account has no owner'),
  show: z.enum(['open', 'done']).default('open'),
  plan: Id.optional(),
  crisis: Id.optional(),
})
export const RemedyTaskView = z.object({
  grantId: z.number().int(),
  crisis: z.object({ id: Id, number: z.string() }).nullable(),
  planId: Id.nullable(),
  account: z.object({ id: z.number().int(), key: z.string(), name: z.string(), tier: z.string() }),
  owner: z.string().nullable(),
  remedy: z.string(),
  sentence: z.string().nullable().describe('what it is, in the words of the policy'),
  amount: Money,
  takesBack: z.boolean(),
  state: PayoutState,
  takenBy: Person.nullable(),
  takenAt: Instant.nullable(),
  grantedAt: Instant,
  outcome: z.object({ done: z.boolean(), words: z.string(), by: Person, at: Instant }).nullable(),
})
export const TakeTask = z.object({ taken: z.boolean().default(true).describe('false: given back') }).prefault({})
export const EndTask = z.object({ done: z.boolean(), words: Line(2_000).describe('what came of it') })
