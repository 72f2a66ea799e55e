import { z } from 'zod'
import { GivenInstant, Id, Instant, Line, Person, Text, Title } from '../../platform/contract.ts'
import { moments } from './maintenance.ts'

export const maintenanceStates = ['scheduled', 'in_progress', 'verifying', 'completed', 'cancelled'] as const
const State = z.enum(maintenanceStates)

const window = {
  title: Title(150),
  services: z.array(Id).min(1, 'must name a service at least').max(100).describe('what it touches'),
  startsAt: GivenInstant,
  endsAt: GivenInstant,
  endsByItself: z.boolean().default(false).describe('it counts as done at the announced end; else somebody says so'),
}
/** Whom it is told beside the page: its subscribers. */
const telling = {
  tells: z
    .array(z.enum(moments))
    .max(10)
    .default([...moments])
    .transform((tells) => moments.filter((moment) => tells.includes(moment)))
    .describe('of which moments subscribers are told; of changes and of cancelling too, unless this is empty'),
  remindMinutes: z
    .int()
    .min(5, 'must be from 5 minutes to two weeks (20160)')
    .max(20_160, 'must be from 5 minutes to two weeks (20160)')
    .nullable()
    .default(null)
    .describe('so long before it begins subscribers are reminded; null: not'),
}
/** Work that is announced: customers read it at once, on the page, in the API, the feeds and the calendar. */
export const PlanMaintenance = z.object({
  brand: z.string().max(40).optional().describe('the slug; left out: the brand of the first service'),
  ...window,
  ...telling,
  body: Line(4_000).describe('what is done, and what customers will notice'),
})
export const ChangeMaintenance = z.object({
  ...window,
  ...telling,
  body: Text(4_000).optional().describe('what customers are told about the change'),
  tell: z.boolean().optional().describe('whether subscribers are told; left out: where its time or its services change, or words are given'),
})
export const SayOfMaintenance = z.object({
  state: State.exclude(['scheduled']).optional().describe('how far it is; left out: only a word on it'),
  body: Line(4_000),
  tell: z.boolean().optional().describe('whether subscribers are told; left out: of the moments that were chosen, not of a mere word'),
})

/** What is being written, as it stands: words may be missing still. */
export const PreviewMaintenance = z.object({
  id: Id.optional().describe('of announced work that is being changed'),
  ...window,
  title: Text(150),
  body: Text(4_000),
})
/** What the same services meet at that time. */
export const Overlap = z.object({
  kind: z.enum(['crisis', 'maintenance']),
  id: Id,
  title: z.string(),
  number: z.string().nullable().describe('of a crisis'),
  startsAt: Instant.nullable(),
  endsAt: Instant.nullable(),
  services: z.array(z.string()).describe('the names of those it shares'),
})
export const MaintenancePreview = z.object({ html: z.string().describe('as customers read it'), overlaps: z.array(Overlap) })

export const MaintenanceNote = z.object({ id: Id, state: State, body: z.string().describe('empty: what is said by itself'), author: Person, at: Instant })
export const newsMoments = ['scheduled', 'changed', 'reminder', 'in_progress', 'verifying', 'word', 'completed', 'cancelled'] as const
export const MaintenanceNews = z.object({
  moment: z.enum(newsMoments),
  at: Instant,
  total: z.int().describe('how many subscribers, on all channels'),
  reached: z.int().describe('taken, or arrived'),
  waiting: z.int(),
  unknown: z.int().describe('nobody heard whether it was taken: it is not sent again'),
})
export const MaintenanceView = z.object({
  id: Id,
  brand: z.string(),
  title: z.string(),
  state: State,
  startsAt: Instant,
  endsAt: Instant,
  endsByItself: z.boolean(),
  beganAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  late: z.boolean().describe('it should be over, and nobody said that it is'),
  services: z.array(z.object({ id: Id, name: z.string() })),
  tells: z.array(z.enum(moments)),
  remindMinutes: z.int().nullable(),
  notes: z.array(MaintenanceNote).describe('the newest first'),
  news: z.array(MaintenanceNews).describe('what subscribers were told, the newest first; until a week after it is over'),
})
export type MaintenanceView = z.output<typeof MaintenanceView>
export type PlanMaintenance = z.output<typeof PlanMaintenance>
export type PreviewMaintenance = z.output<typeof PreviewMaintenance>
export type MaintenancePreview = z.output<typeof MaintenancePreview>
export type ChangeMaintenance = z.output<typeof ChangeMaintenance>
export type SayOfMaintenance = z.output<typeof SayOfMaintenance>
