import { z } from 'zod'
import { Id, Instant, Line, Person } from '../../platform/contract.ts'

/** Why somebody is paged. approval: an update waits for them. attention: something in the crisis room wants a decision of theirs. */
export const reasons = ['escalation', 'clock', 'approval', 'hand-over', 'relief', 'attention', 'test'] as const

export const PageState = z.enum(['planned', 'sending', 'accepted', 'failed', 'unknown', 'cancelled'])
export const PageTry = z.object({ channel: z.string(), state: z.string(), at: Instant, answer: z.string() })
/** One call for one person. `state`: accepted is what the provider said, not that anybody read it; `acknowledgedAt` is that. */
export const PageView = z.object({
  id: Id,
  crisis: z.object({ id: Id, number: z.string(), title: z.string() }).nullable(),
  person: Person,
  reason: z.enum(reasons),
  detail: z.string().nullable(),
  round: z.number().int().nullable(),
  step: z.number().int().nullable(),
  channel: z.string().nullable(),
  state: PageState,
  tries: z.array(PageTry),
  plannedAt: Instant,
  acknowledgedAt: Instant.nullable(),
  led: z.boolean().describe('it called somebody to lead, and somebody leads by now: nothing to answer'),
})
/** leads: this person has taken command. led: somebody else leads already. may-not-lead: seen, but the paging goes on. over: the crisis is restored or closed. */
export const PageAnswer = z.object({ outcome: z.enum(['leads', 'led', 'may-not-lead', 'over', 'seen', 'proven']), leader: z.string().nullable() })

export const PauseEscalation = z.object({
  minutes: z.number().int().min(1).max(1_440).nullable().default(null).describe('in the crisis’s own time; null: until somebody resumes it'),
  reason: Line(1_000),
})
/** Where the search for a commander stands. Times in the crisis's own time. `next`: who would be asked, as of now. */
export const EscalationView = z.object({
  state: z.enum(['running', 'paused', 'acknowledged', 'stopped']),
  policy: z.string(),
  severity: z.number().int(),
  exhausted: z.boolean(),
  nextAt: Instant.nullable(),
  pausedUntil: Instant.nullable(),
  remainingSeconds: z.number().int().nullable().describe('of a pause: what is left until the next step once it goes on'),
  next: z.object({ round: z.number().int(), step: z.number().int(), of: z.number().int(), persons: z.array(Person) }).nullable(),
  pages: z.array(PageView),
})
export type PageView = z.output<typeof PageView>
export type PageAnswer = z.output<typeof PageAnswer>
export type EscalationView = z.output<typeof EscalationView>
