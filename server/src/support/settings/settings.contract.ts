import { z } from 'zod'
import { Instant, Person } from '../../platform/contract.ts'
import { isTimeZone } from '../../platform/wall-time.ts'
import { mostMinutes, partNames } from '../conversations/order.ts'

const Minutes = z.number().int().min(0).max(mostMinutes).describe('minutes of waiting that it is worth')
const name = /^[\w-]{1,40}$/
const table = <Value extends z.ZodType>(value: Value) =>
  z
    .record(z.string(), value)
    .refine((given) => Object.keys(given).every((each) => name.test(each)), 'must be by names of letters, digits, - and _, at most 40')
    .refine((given) => Object.keys(given).length <= 40, 'must hold at most 40 names')
export const PutWeights = z.strictObject({
  severity: z.strictObject({ 1: Minutes, 2: Minutes, 3: Minutes, 4: Minutes }),
  tier: table(Minutes),
  vulnerability: table(Minutes),
  mood: table(Minutes),
  reason: table(Minutes),
  stillBroken: Minutes,
  promise: Minutes,
})

/** Four weeks of open hours. */
const longestTarget = 28 * 24 * 60
const Target = z.number().int().min(5).max(longestTarget).describe('open minutes')
const ByTier = table(Target).refine((given) => Object.hasOwn(given, 'other'), 'must have a target for `other`: everybody whose tier has none of its own')
export const PutTargets = z.strictObject({ first: ByTier, next: ByTier })

const [begin, end] = [/^([01]\d|2[0-3]):[0-5]\d$/, /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/]
const Block = z
  .tuple([z.string().regex(begin, 'must be a time such as 09:00'), z.string().regex(end, 'must be a time such as 18:00, or 24:00')])
  .refine(([from, until]) => from < until, 'must end after it begins')
const Day = z
  .array(Block)
  .max(6)
  .refine((blocks) => blocks.every(([from], nth) => nth === 0 || (blocks[nth - 1]?.[1] as string) <= from), 'must stand in order, and not overlap')
const DateOnly = z.iso.date('must be a date such as 2030-12-25')
export const PutHours = z.strictObject({
  zone: z.string().max(60).refine(isTimeZone, 'must be a time zone such as Europe/Berlin'),
  days: z.strictObject({
    1: Day.optional(),
    2: Day.optional(),
    3: Day.optional(),
    4: Day.optional(),
    5: Day.optional(),
    6: Day.optional(),
    7: Day.optional(),
  }),
  closed: z
    .array(DateOnly)
    .max(400)
    .transform((dates) => [...new Set(dates)].sort()),
})

/** `revision`: of what it was made from; where somebody saved meanwhile it is refused. */
export const PutSupportSettings = z.strictObject({
  revision: z.number().int().min(0),
  weights: PutWeights,
  targets: PutTargets,
  hours: PutHours,
  acknowledge: z.boolean(),
  linkItselfAt: z.number().min(0.5).max(1).describe('from this confidence on a conversation is linked to a crisis by itself; below it is only suggested'),
  assignItself: z.boolean().describe('the next in turn goes to the available agent with the least to do, without a button'),
  offerAfterMinutes: z.number().int().min(1).max(1440).describe('after so long a conversation that no available agent can do is offered to anybody'),
  assistant: z.boolean().describe('it answers in chats and on customers’ own pages; where not, a person does'),
  assistantPhrases: z.boolean().describe('the model of second opinions may phrase its answers; what it writes is checked against the sources'),
})

const Weights = z.object({
  severity: z.record(z.string(), z.number()),
  tier: z.record(z.string(), z.number()),
  vulnerability: z.record(z.string(), z.number()),
  mood: z.record(z.string(), z.number()),
  reason: z.record(z.string(), z.number()),
  stillBroken: z.number(),
  promise: z.number(),
})
const Targets = z.object({ first: z.record(z.string(), z.number()), next: z.record(z.string(), z.number()) })
export const SupportSettingsView = z.object({
  revision: z.number().int(),
  weights: Weights,
  targets: Targets,
  hours: z.object({ zone: z.string(), days: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))), closed: z.array(z.string()) }),
  acknowledge: z.boolean(),
  linkItselfAt: z.number(),
  assignItself: z.boolean(),
  offerAfterMinutes: z.number().int(),
  assistant: z.boolean(),
  assistantPhrases: z.boolean(),
  phrasing: z
    .object({
      isSetUp: z.boolean().describe('whether there is a model to ask'),
      since: Instant,
      phrased: z.number().int(),
      refused: z.number().int().describe('answers of the model in which something was said that is not in the sources'),
      failed: z.number().int(),
      last: z.object({ at: Instant, why: z.string() }).nullable().describe('why the newest of these was not given'),
    })
    .describe('how it went with the model, in this process since it began; in all these the plain answer was given'),
  shipped: z.object({ weights: Weights, targets: Targets }),
  changedAt: Instant.nullable(),
  changedBy: Person.nullable(),
})

export const PreviewOrder = z.strictObject({ weights: PutWeights })
export const OrderPreview = z.object({
  waiting: z.number().int().describe('how many are in the queue'),
  first: z.array(
    z.object({
      id: z.number().int(),
      subject: z.string(),
      writer: z.string().nullable(),
      account: z.string().nullable(),
      waitingSince: Instant,
      parts: z.partialRecord(z.enum(partNames), z.number()),
      minutes: z.number().int().describe('the sum of its parts'),
      was: z.number().int().describe('its place now, from 1'),
    }),
  ),
})

export type PutSupportSettings = z.output<typeof PutSupportSettings>
export type SupportSettingsView = z.output<typeof SupportSettingsView>
export type OrderPreview = z.output<typeof OrderPreview>
