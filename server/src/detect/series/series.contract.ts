import { z } from 'zod'
import { GivenInstant, Id, Instant, Text } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'

export const mostPoints = 2_000
/** Minutes, and hours. */
export const keptDays = 14
export const keptHourDays = 400

export const SeriesQuery = PageQuery.extend({
  search: Text(200).optional().describe('part of the name, the region or a label'),
  service: Id.optional(),
})
export const SeriesView = z.object({
  id: z.number().int(),
  name: z.string(),
  measure: z.enum(['count', 'gauge']),
  service: z.object({ id: Id, name: z.string() }).nullable(),
  region: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  practice: z.boolean(),
  watched: z.boolean().describe('false: what others judged already is counted, and not judged again'),
  last: z.object({ at: Instant, value: z.number() }).nullable().describe('the last minute that is over; null: nothing was measured in it'),
  open: z.boolean().describe('something unusual goes on'),
  behindMinutes: z.number().int().describe('so much later it is looked at, because its values come late as a rule; 0: in time'),
  sensitivity: z.enum(['low', 'medium', 'high']).describe('how it is judged now'),
  ownSensitivity: z.enum(['low', 'medium', 'high']).nullable().describe('null: as its service or the company'),
})
export type SeriesView = z.output<typeof SeriesView>

export const MinutesQuery = z.object({ from: GivenInstant.optional(), to: GivenInstant.optional() })
/** `middle`, `low` and `high`: what was expected; null while it is only learned from, and of what is longer ago than minutes are kept. */
export const SeriesPoint = z.object({
  at: z.string(),
  value: z.number(),
  middle: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  raised: z.boolean().describe('something unusual begins here'),
})
export type SeriesPoint = z.output<typeof SeriesPoint>
export const SeriesMinutes = z.object({
  id: z.number().int(),
  from: Instant,
  to: Instant,
  stepMinutes: z.number().int().describe('a value is what this many minutes say'),
  by: z.enum(['step', 'hour', 'day']).describe('hour, day: the mean of the steps of each, where there would be too many, or where only hours are kept'),
  points: z.array(SeriesPoint).max(mostPoints),
})
export type SeriesMinutes = z.output<typeof SeriesMinutes>

/** What is looked at, in figures. */
export const Watching = z.object({
  sources: z.number().int(),
  series: z.number().int().describe('watched ones'),
  checks: z.number().int(),
  lastAt: Instant.nullable().describe('the minute of the last signal'),
})
export type Watching = z.output<typeof Watching>
