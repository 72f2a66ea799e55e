import { z } from 'zod'
import { Id, Instant, Line, Person, Text } from '../../platform/contract.ts'
import { mostLabels, signalSeverities } from '../signals/signals.contract.ts'

export const thresholdSides = ['above', 'below', 'silent'] as const
export const thresholdFigures = ['sum', 'count', 'mean', 'min', 'max', 'quantile'] as const
export const mostForMinutes = 240
export const mostSilentMinutes = 10_080
export const mostEpisodes = 200

/** Which series are meant: all that agree in everything that is named. */
export const SeriesPattern = z.object({
  name: Line(200).describe('as the series is called; * stands for any characters'),
  service: Line(120).nullable().default(null).describe('key of a service; null: any'),
  region: Line(80).nullable().default(null).describe('null: any'),
  labels: z
    .record(z.string().min(1).max(80), Text(200))
    .refine((labels) => Object.keys(labels).length <= mostLabels, `must be ${mostLabels} at most`)
    .default({}),
})
export type SeriesPattern = z.output<typeof SeriesPattern>

/** What is asked of each minute, and for how long. */
export const ThresholdRule = z.object({
  when: z.enum(thresholdSides).describe('silent: nothing came'),
  figure: z.enum(thresholdFigures).default('sum').describe('of the minute; of what is counted, sum is how much'),
  quantile: z.number().min(0).max(1).default(0.95).describe('where the figure is quantile'),
  value: z.number().nullable().default(null).describe('the bound; none where silence is meant'),
  unit: Text(20).default('').describe('said behind the figures, as in ms'),
  forMinutes: z.number().int().min(1).max(mostSilentMinutes).default(5).describe('so long, before it is said'),
  backMinutes: z.number().int().min(1).max(mostForMinutes).default(5).describe('so long back, before it is over'),
})
export type ThresholdRule = z.output<typeof ThresholdRule>

export const PutThreshold = ThresholdRule.extend({
  name: Line(120),
  brand: Line(40).describe('slug'),
  practice: z.boolean().default(false).describe('looks at the series of exercises alone'),
  series: SeriesPattern,
  severity: z.enum(signalSeverities).default('error').describe('how grave it is'),
})
  .refine(({ when, value }) => when === 'silent' || value !== null, { path: ['value'], message: 'must be the bound, as a number' })
  .refine(({ when, forMinutes }) => when === 'silent' || forMinutes <= mostForMinutes, {
    path: ['forMinutes'],
    message: `must be ${mostForMinutes} at most where a value is looked at`,
  })
export type PutThreshold = z.output<typeof PutThreshold>

export const ThresholdView = z.object({
  id: Id,
  name: z.string(),
  brand: z.string(),
  practice: z.boolean(),
  series: z.object({ name: z.string(), service: z.string().nullable(), region: z.string().nullable(), labels: z.record(z.string(), z.string()) }),
  when: z.enum(thresholdSides),
  figure: z.enum(thresholdFigures),
  quantile: z.number(),
  value: z.number().nullable(),
  unit: z.string(),
  forMinutes: z.number().int(),
  backMinutes: z.number().int(),
  severity: z.enum(signalSeverities),
  sentence: z.string().describe('what it asks, in words'),
  matches: z.number().int().describe('how many series it looks at now'),
  open: z.number().int().describe('how many of them have passed it'),
  changedBy: Person,
  changedAt: Instant,
})
export type ThresholdView = z.output<typeof ThresholdView>

/** What it would have raised over the minutes that are kept. */
export const ThresholdTrial = z.object({
  matches: z.number().int(),
  tried: z.number().int().describe('of them: the first by name, where there are many'),
  from: Instant.nullable().describe('the first minute that was looked at; null: no series is like this'),
  count: z.number().int(),
  episodes: z
    .array(
      z.object({
        series: z.object({ id: z.number().int(), name: z.string(), where: z.string() }),
        from: Instant,
        to: Instant.nullable().describe('null: it goes on'),
        sentence: z.string(),
      }),
    )
    .max(mostEpisodes)
    .describe('the newest'),
})
export type ThresholdTrial = z.output<typeof ThresholdTrial>
