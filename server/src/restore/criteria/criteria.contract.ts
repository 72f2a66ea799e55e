import { z } from 'zod'
import { Id, Instant, Line, Person } from '../../platform/contract.ts'

const band = { atLeast: z.number().optional(), atMost: z.number().optional() }
const Minutes = z.number().int().min(1).max(1_440)
/**
 * How a criterion is checked. check: all checks of the service (or one, by its id) are up for so long; series: each minute of the last so many within the band;
 * figure: a person enters it, with its target; word: a person says so. What a machine cannot see at the moment a person may say.
 */
export const Measure = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('word') }),
    z.strictObject({ kind: z.literal('check'), check: Id.optional(), minutes: Minutes.default(5) }),
    z.strictObject({ kind: z.literal('series'), series: Line(200), ...band, minutes: Minutes.default(15) }),
    z.strictObject({ kind: z.literal('figure'), unit: Line(40), ...band }),
  ])
  .refine((measure) => !('atLeast' in measure || 'atMost' in measure || measure.kind === 'series' || measure.kind === 'figure') || hasBand(measure), {
    path: ['atMost'],
    message: 'say what is enough: atLeast, atMost, or both, the smaller first',
  })
const hasBand = (of: { atLeast?: number | undefined; atMost?: number | undefined }) =>
  (of.atLeast !== undefined || of.atMost !== undefined) && (of.atLeast ?? -Infinity) <= (of.atMost ?? Infinity)
export type Measure = z.output<typeof Measure>

const Percent = z.number().int().min(0).max(100)
/** Of a playbook: by which shares a service comes back. */
export const RestorationPlan = z.strictObject({
  steps: z
    .array(z.number().int().min(1).max(100))
    .min(1)
    .max(10)
    .refine((steps) => steps.at(-1) === 100 && steps.every((step, i) => i === 0 || step > (steps[i - 1] as number)), 'must rise, and end with 100')
    .default([5, 25, 100]),
})

/** open: nobody has said yet, or no machine can see it. */
export const criterionStates = ['met', 'failing', 'open'] as const
export const CriterionNow = z.object({
  key: z.string(),
  text: z.string(),
  serviceId: Id.nullable(),
  service: z.string().nullable(),
  measure: Measure,
  added: z.boolean().describe('by somebody in the room; the others are the playbook’s'),
  state: z.enum(criterionStates),
  sentence: z.string().describe('what is seen'),
  since: Instant.nullable(),
  by: Person.nullable(),
})
const Move = z.object({
  serviceId: Id,
  from: Percent,
  to: Percent,
  at: Instant,
  by: Person,
  reason: z.string().nullable(),
  figures: z.array(z.object({ text: z.string(), state: z.enum(criterionStates), sentence: z.string() })).describe('how it stood at that moment'),
})
const Repair = z.object({
  id: Id,
  kind: z.enum(['backfill', 'repair']),
  text: z.string(),
  required: z.boolean().describe('the crisis is not restored before it is done'),
  records: z.number().int(),
  mended: z.number().int(),
  failed: z.number().int(),
  state: z.enum(['open', 'done', 'left']),
  changedAt: Instant,
  reason: z.string().nullable(),
})
export const RestorationView = z.object({
  next: z.string().nullable().describe('the one thing to do next; null once it is restored'),
  criteria: z.array(CriterionNow),
  failing: z.array(z.string()).describe('what stands between this crisis and restored'),
  services: z
    .array(
      z.object({ id: Id, name: z.string(), share: Percent, next: Percent.nullable().describe('the next step; null where it is whole, or waits for another') }),
    )
    .describe('in the order of restoration'),
  moves: z.array(Move).describe('newest first'),
  repairs: z.array(Repair),
})
export type RestorationView = z.output<typeof RestorationView>

export const GiveWord = z.object({ met: z.boolean() })
export const EnterFigure = z.object({ value: z.number() })
export const AddCriterion = z.object({ text: Line(300), service: Id.optional(), measure: Measure.default({ kind: 'word' }) })
export const LeaveOut = z.object({ reason: Line(1_000) })
export const MoveShare = z.object({
  service: Id,
  percent: Percent,
  reason: Line(1_000).optional().describe('needed to step back, and to go before a service that comes first'),
})
export const SetOrder = z.object({ services: z.array(Id).min(1).max(200) })
const Count = z.number().int().min(0).max(1_000_000_000_000)
export const AddRepair = z.object({ kind: z.enum(['backfill', 'repair']), text: Line(300), records: Count, required: z.boolean().default(true) })
export const CountRepair = z.object({ records: Count.optional().describe('where it is known better by now'), mended: Count, failed: Count.default(0) })
/** `reason`: restored although something fails; only the commander may say it. */
export const SayRestored = z.object({ reason: Line(1_000).optional() }).optional()
