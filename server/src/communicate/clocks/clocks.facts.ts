// How the clocks' facts are read back, and what makes the clocks move.
import { z } from 'zod'
import { idOf, type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { type StakeholderAudience, stakeholderAudiences } from '../audiences/audiences.contract.ts'
import { ClockKind } from './clocks.contract.ts'
import type { Rhythms } from './clock.ts'
import { type ClocksCommand, type ClocksFact, type ClocksState, clocks, type Policy } from './clocks.ts'

const at = z.coerce.date()
const policy = z.record(z.coerce.number(), z.partialRecord(ClockKind, z.number())) as unknown as z.ZodType<Policy>
/** Left out by versions that knew of no audiences, and where none has a rhythm. */
export const RhythmsFact = z.record(
  z.coerce.number(),
  z.partialRecord(z.enum(stakeholderAudiences), z.object({ first: z.number(), every: z.number().optional() })),
) as unknown as z.ZodType<Rhythms>
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ClocksSet'), policy, audiences: RhythmsFact.optional(), severity: z.number(), at }),
  z.object({ type: z.literal('ClockStarted'), clock: z.string(), kind: ClockKind, deadline: at, at }),
  z.object({ type: z.literal('ClockMoved'), clock: z.string(), deadline: at, at }),
  z.object({ type: z.literal('ClockReminderDue'), clock: z.string(), deadline: at, at }),
  z.object({ type: z.literal('ClockMissed'), clock: z.string(), deadline: at, next: z.object({ clock: z.string(), deadline: at }).optional(), at }),
  z.object({ type: z.literal('ClockMet'), clock: z.string(), deadline: at, at }),
  z.object({ type: z.literal('ClockWaived'), clock: z.string(), deadline: at, reasonId: z.string(), at }),
  z.object({ type: z.literal('ClockStopped'), clock: z.string(), at }),
  z.object({ type: z.literal('ClocksWentOn'), at }),
])

export const clocksKind = streamKind<ClocksState, ClocksCommand, ClocksFact>({
  name: 'clocks',
  decider: clocks,
  facts: Facts as z.ZodType<ClocksFact>,
  schemaVersion: 1,
  wake: (now) => ({ type: 'CheckClocks', now }),
})

export const clocksOf = (crisisId: string) => `clocks/${crisisId}`

type OfCrisis = { crisisId: string; at: Date }
type OfUpdate = OfCrisis & { stream: string }
type ToAudience = { audience?: StakeholderAudience; final?: boolean; nextUpdateAt?: Date | null; lateReasonId?: string }
const tell = (fact: OfCrisis, command: ClocksCommand) => [{ tell: clocksOf(fact.crisisId), command }]

export const clocksReactions: Reactions = {
  CrisisDeclared: (fact: OfCrisis & { clockPolicy: Policy; audienceRhythms?: Rhythms; severity: number }) =>
    tell(fact, { type: 'StartClocks', policy: fact.clockPolicy, audiences: fact.audienceRhythms, severity: fact.severity, now: fact.at }),
  SeverityChanged: (fact: OfCrisis & { severity: number }) => tell(fact, { type: 'ChangeSeverity', severity: fact.severity, now: fact.at }),
  CommanderAcknowledged: (fact: OfCrisis) => tell(fact, { type: 'Meet', kind: 'team-assembled', now: fact.at }),
  ImpactAssessed: (fact: OfCrisis) => tell(fact, { type: 'Meet', kind: 'impact-and-timeline', now: fact.at }),
  UpdatePublished: (fact: OfUpdate & { full: boolean; final: boolean; nextUpdateAt: Date | null; lateReasonId?: string }) => [
    ...tell(fact, {
      type: 'TellCustomers',
      full: fact.full,
      final: fact.final,
      nextUpdateAt: fact.nextUpdateAt,
      lateReasonId: fact.lateReasonId,
      now: fact.at,
    }),
    ...tell(fact, { type: 'EndApproval', update: idOf(fact.stream), now: fact.at }),
  ],
  DirectUpdatePublished: (fact: OfUpdate & ToAudience) => [
    ...(fact.audience
      ? tell(fact, {
          type: 'TellAudience',
          audience: fact.audience,
          final: fact.final ?? false,
          nextUpdateAt: fact.nextUpdateAt ?? null,
          lateReasonId: fact.lateReasonId,
          now: fact.at,
        })
      : []),
    ...tell(fact, { type: 'EndApproval', update: idOf(fact.stream), now: fact.at }),
  ],
  UpdateSubmitted: (fact: OfUpdate & { people: number }) =>
    fact.people > 1 ? tell(fact, { type: 'AwaitApproval', update: idOf(fact.stream), now: fact.at }) : [],
  UpdateSentBack: (fact: OfUpdate) => tell(fact, { type: 'EndApproval', update: idOf(fact.stream), now: fact.at }),
  UpdateWithdrawn: (fact: OfUpdate) => tell(fact, { type: 'EndApproval', update: idOf(fact.stream), now: fact.at }),
  CrisisRestored: (fact: OfCrisis) => tell(fact, { type: 'CustomersCanWork', now: fact.at }),
  CrisisReopened: (fact: OfCrisis) => tell(fact, { type: 'GoOn', now: fact.at }),
  ReviewPublished: (fact: OfCrisis) => tell(fact, { type: 'Meet', kind: 'review', now: fact.at }),
  CrisisClosed: (fact: OfCrisis) => tell(fact, { type: 'StopClocks', now: fact.at }),
}
