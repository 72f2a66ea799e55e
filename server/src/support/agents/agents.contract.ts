import { z } from 'zod'
import { Instant, Person } from '../../platform/contract.ts'

const Language = z.string().regex(/^[a-z]{2,3}$/, 'must be a language such as de')
const Skill = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u, 'must be letters, digits, spaces, - or _, at most 40')
const once = (values: string[]) => [...new Set(values)].sort()

/** What is left out stays as it is. */
export const PutAgent = z.strictObject({
  languages: z.array(Language).max(30).transform(once).optional().describe('none: any language'),
  skills: z.array(Skill).max(50).transform(once).optional().describe('a conversation that is tagged skill:x needs x'),
  mostOpen: z.number().int().min(1).max(500).nullable().optional().describe('how many open conversations they take at most; null: any number'),
  available: z.boolean().optional(),
})
export const AgentView = z.object({
  person: Person,
  languages: z.array(z.string()),
  skills: z.array(z.string()),
  mostOpen: z.number().int().nullable(),
  available: z.boolean(),
  open: z.number().int().describe('open conversations that they have'),
})
export const Coverage = z.object({
  needs: z.array(z.string()),
  waiting: z.number().int(),
  longestSince: Instant,
  knownBy: z.array(Person).describe('who is available and can do it'),
  offered: z.number().int().describe('so many have waited for somebody for so long that they are offered to anybody'),
})
export const AgentsView = z.object({
  agents: z.array(AgentView),
  coverage: z.array(Coverage).describe('what waits, by what it takes to answer it; what nobody available can do comes first'),
  offerAfterMinutes: z.number().int(),
})
export const PlaceView = z.object({
  before: z.number().int(),
  minutes: z.number().int().nullable().describe('by the pace of the last hour; null: nothing is known'),
})
export type PutAgent = z.output<typeof PutAgent>
export type AgentsView = z.output<typeof AgentsView>
