import { z } from 'zod'
import { Id, Instant, Line, Person } from '../../platform/contract.ts'
import { opinions } from './opinion.ts'

const Url = z.url({ protocol: /^https?$/, error: 'must be a web address such as https://models.example/v1' }).max(2_000)

export const PutSecondOpinion = z
  .object({
    enabled: z.boolean(),
    url: Url.nullable().describe('of an endpoint that speaks like OpenAI’s: /chat/completions is asked below it'),
    model: Line(200).nullable(),
    key: Line(1_000).nullable().optional().describe('a secret; null takes it away, left out it stays'),
    aMinute: z.number().int().min(1).max(60).default(5).describe('so many texts at most are asked about'),
  })
  .refine(({ enabled, url }) => !enabled || url !== null, { path: ['url'], message: 'must be given where it is on' })
  .refine(({ enabled, model }) => !enabled || model !== null, { path: ['model'], message: 'must be given where it is on' })
export type PutSecondOpinion = z.output<typeof PutSecondOpinion>

export const SecondOpinionView = z.object({
  enabled: z.boolean(),
  url: z.string().nullable(),
  model: z.string().nullable(),
  hasKey: z.boolean(),
  aMinute: z.number().int(),
  changedBy: Person.nullable(),
  changedAt: Instant.nullable(),
  lastWeek: z.object({
    same: z.number().int().describe('said the same as our reader'),
    other: z.number().int(),
    failed: z.number().int(),
    waiting: z.number().int(),
  }),
  latest: z.array(
    z.object({
      signal: Id,
      at: Instant,
      text: z.string().nullable().describe('masked; null: not kept any more'),
      ours: z.enum(opinions),
      probability: z.number(),
      theirs: z.enum(opinions).nullable(),
      why: z.string().nullable().describe('why there is no answer'),
    }),
  ),
})
export type SecondOpinionView = z.output<typeof SecondOpinionView>
