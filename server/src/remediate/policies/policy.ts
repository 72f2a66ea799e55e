// What a policy gives and to whom: rules for goodwill, tables for what a contract owes, and how far both may go. One file, checked whole.
import { z } from 'zod'
import { crisisKinds } from '../../stabilize/crisis/crisis.contract.ts'

const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'must be small letters, digits and dashes')
const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency such as EUR')
/** An amount a currency, in its minor unit (EUR: cents; JPY: yen). */
export const Amounts = z.record(Currency, z.number().int().min(1).max(1_000_000_000_000))
const Percent = (max: number) => z.number().min(0.01).max(max).multipleOf(0.01)

const Rule = z
  .strictObject({
    severity: z.number().int().min(1).max(4).optional().describe('left out: every severity'),
    kinds: z.array(z.enum(crisisKinds)).min(1).optional(),
    tiers: z.array(z.string()).min(1).optional(),
    regions: z.array(z.string()).min(1).optional().describe("the account's own region"),
    degrees: z
      .array(z.enum(['down', 'degraded', 'at-risk']))
      .min(1)
      .optional(),
    minMinutes: z.number().int().min(0).optional().describe('affected for at least so long'),
    maxMinutes: z.number().int().min(1).optional().describe('and for less than this'),
    missedPromise: z.boolean().optional().describe('only where a promised update came late'),
    optIn: z.boolean().optional().describe('only for accounts that asked for it'),
    remedy: Name,
    days: z.number().int().min(1).max(365).optional().describe("so many days of the account's own price"),
    percent: Percent(400).optional().describe("so much of the account's monthly price"),
    fixed: Amounts.optional(),
    as: z
      .enum(['credit', 'credit-note', 'money-back', 'store-credit', 'gift-card', 'extension', 'discount', 'refund'])
      .optional()
      .describe(
        'how the amount reaches them; left out: a credit. refund: percent of each order that was hit; credit-note and money-back go by the last invoice that was paid',
      ),
    months: z.number().int().min(1).max(36).optional().describe('how long a discount lasts'),
    sentence: z.string().min(1).max(300),
    translations: z
      .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, 'must be a language such as de or pt-BR'), z.string().min(1).max(300))
      .optional()
      .describe('the sentence in other languages, as customers read it'),
  })
  .refine(({ days, percent, fixed }) => [days, percent, fixed].filter((given) => given !== undefined).length <= 1, {
    message: 'gives days, percent or fixed amounts: one of them',
  })
  .refine(({ as, days, percent, fixed }) => as === undefined || days !== undefined || percent !== undefined || fixed !== undefined, {
    message: 'says how the amount reaches customers, but not how much: add days, percent or fixed',
    path: ['as'],
  })
  .refine(({ as, percent }) => as !== 'refund' || (percent !== undefined && percent <= 100), {
    message: 'a refund is a percent of at most 100 of each order that was hit',
    path: ['as'],
  })
  .refine(({ as, days }) => as !== 'extension' || days !== undefined, { message: 'an extension is given in days', path: ['as'] })
  .refine(({ as, percent, months }) => as !== 'discount' || (percent !== undefined && percent <= 100 && months !== undefined), {
    message: 'a discount is a percent of at most 100, for so many months',
    path: ['as'],
  })
  .refine(({ minMinutes, maxMinutes }) => maxMinutes === undefined || maxMinutes > (minMinutes ?? 0), {
    message: 'must be more than minMinutes, else nobody is meant',
    path: ['maxMinutes'],
  })

/** What a contract promises: of a calendar month, the lowest step that uptime fell below counts. */
export const SlaTable = z
  .strictObject({
    sentence: z.string().min(1).max(300),
    counts: z
      .array(z.enum(['down', 'degraded']))
      .min(1)
      .default(['down'])
      .describe('what counts as not available'),
    steps: z
      .array(
        z
          .strictObject({
            below: z.number().gt(0).max(100).describe('uptime of the month in percent'),
            percent: Percent(100).optional().describe('of the monthly price'),
            days: z.number().int().min(1).max(31).optional(),
          })
          .refine(({ percent, days }) => (percent === undefined) !== (days === undefined), { message: 'gives percent or days: one of them' }),
      )
      .min(1)
      .max(20)
      .refine((steps) => steps.every(({ below }, at) => at === 0 || below < (steps[at - 1]?.below ?? 0)), {
        message: 'go down: the highest uptime stands first',
      }),
    least: Amounts.optional().describe('less than this is not credited'),
    claimWithinDays: z.number().int().min(1).max(366).optional().describe('how long a customer would have to ask; here nobody has to'),
  })
  .describe('an uptime table')

export const RemedyPolicy = z.strictObject({
  version: z.string(),
  roundUpTo: z.number().int().min(1).max(100_000).default(1).describe('minor units'),
  combine: z.enum(['larger', 'sum']).default('larger').describe('of what is owed and goodwill: the larger, or both'),
  caps: z
    .strictObject({
      account: Percent(1_200).optional().describe("goodwill of one crisis, in percent of the account's monthly price"),
      accountYear: Percent(1_200).optional().describe('goodwill of 365 days, likewise'),
      crisis: Amounts.optional().describe('all that one crisis may cost'),
    })
    .prefault({}),
  twoPeopleAbove: Amounts.optional().describe('a plan that costs more is approved by two people'),
  lossTimesPrice: z
    .number()
    .min(0.1)
    .max(10_000)
    .default(50)
    .describe('an assumption: what an hour without the service costs a customer, in hours of its price'),
  rules: z.array(Rule).min(1).max(200).describe('where several give one account the same remedy, the largest counts'),
})

export const RemedyPolicies = z
  .strictObject({ slas: z.record(Name, SlaTable).default({}), policies: z.record(Name, RemedyPolicy) })
  .describe('what customers get, and what contracts owe them')

export type RemedyRule = z.output<typeof Rule>
export type SlaTable = z.output<typeof SlaTable>
export type RemedyPolicies = z.output<typeof RemedyPolicies>
export type RemedyPolicy = z.output<typeof RemedyPolicy>
/** A policy as a plan keeps it: with the tables of the same file. */
export type PolicyInForce = RemedyPolicy & { slas: Record<string, SlaTable> }
