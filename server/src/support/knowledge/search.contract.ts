import { z } from 'zod'
import { Id, Instant, Text } from '../../platform/contract.ts'
import { Locale } from './articles.contract.ts'

const Yes = z
  .enum(['yes', 'no'])
  .default('no')
  .transform((answer) => answer === 'yes')
export const SearchQuery = z.object({
  text: Text(400),
  locale: Locale.default('en').describe('of the reader; what there is only in another language is found, too, and says which'),
  brand: z.string().max(40).optional().describe('slug; left out: all brands'),
  asked: Yes.describe('yes: somebody pressed Enter. What then finds nothing is written down, so that a writer knows what is missing'),
  practice: Yes.describe('yes: workarounds of exercises are found, too, and say so'),
  limit: z.coerce.number().int().min(1).max(50).default(10),
})
export const SuggestBody = z.object({
  text: Text(20_000).describe('a whole conversation, or what somebody is typing'),
  locale: Locale.default('en'),
  brand: z.string().max(40).nullable().default(null),
  limit: z.number().int().min(1).max(20).default(5),
})
export const KnowledgeHit = z.object({
  id: Id,
  kind: z.enum(['article', 'workaround']),
  title: z.string(),
  snippet: z.array(z.object({ text: z.string(), mark: z.boolean() })),
  url: z.string().describe('below the page of the brand, without a slash before it'),
  locale: z.string().describe('in which it is; not always the one that was asked for'),
  open: z.boolean().describe('customers may read it'),
  crisisId: Id.nullable(),
  running: z.boolean().describe('its crisis is not restored yet'),
  practice: z.boolean(),
  score: z.number(),
  body: z.string().describe('plain text'),
})
export const SearchAnswer = z.object({ hits: z.array(KnowledgeHit) })
export const KnowledgeMiss = z.object({
  id: z.number().int(),
  text: z.string().describe('with what belongs to a person taken out'),
  side: z.enum(['customers', 'agents']),
  brand: z.string().nullable(),
  locale: z.string(),
  times: z.number().int(),
  lastAt: Instant,
})
export const OfMiss = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
export const AgentVote = z.object({ helpful: z.boolean(), words: Text(1_000).default(''), locale: Locale.default('en') })
export type KnowledgeHit = z.output<typeof KnowledgeHit>
export type KnowledgeMiss = z.output<typeof KnowledgeMiss>
