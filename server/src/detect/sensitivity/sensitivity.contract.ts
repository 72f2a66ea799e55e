import { z } from 'zod'
import { GivenInstant, Id, Instant, Line, Person } from '../../platform/contract.ts'

export const sensitivities = ['low', 'medium', 'high'] as const
export const Sensitivity = z.enum(sensitivities).describe('low: only what is very surprising; high: also what is a little')
export const mostCloseDays = 31

export const PutSensitivity = z.object({ sensitivity: Sensitivity })
/** null: as what stands above it says. */
export const PutOwnSensitivity = z.object({ sensitivity: Sensitivity.nullable() })

export const WatchClosely = z.object({
  services: z.array(Id).min(1).max(100),
  until: GivenInstant.describe(`within ${mostCloseDays} days`),
  reason: Line(500),
  crisis: Id.nullable().default(null),
  practice: z.boolean().default(false).describe('the series of exercises alone'),
})
export type WatchClosely = z.output<typeof WatchClosely>

const Service = z.object({ id: Id, name: z.string() })
export const CloseWatchView = z.object({
  id: Id,
  service: Service,
  practice: z.boolean(),
  from: Instant,
  until: Instant,
  reason: z.string(),
  crisis: z.object({ id: Id, number: z.string() }).nullable(),
  by: Person,
})
export const SensitivityView = z.object({
  company: Sensitivity,
  services: z.array(Service.extend({ brand: z.string(), sensitivity: Sensitivity.nullable().describe('null: as the company') })),
  series: z
    .array(z.object({ id: z.number().int(), name: z.string(), service: z.string().nullable(), region: z.string().nullable(), sensitivity: Sensitivity }))
    .describe('those with a choice of their own'),
  closely: z.array(CloseWatchView).describe('now'),
})
export type SensitivityView = z.output<typeof SensitivityView>
