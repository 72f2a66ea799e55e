import { z } from 'zod'
import { GivenInstant, Id, Instant, Line, Person } from '../../platform/contract.ts'
import { Basis, Obligation, ObligationKey } from './regulatory.contract.ts'

/** The moments the law counts from, as far as they are known; what is left out waits. */
export const GivenMoments = z.partialRecord(Basis, GivenInstant).default({})
export const AnswerRegulatoryQuestion = z
  .object({ answer: z.enum(['yes', 'no']), reason: Line(2_000).optional(), moments: GivenMoments })
  .describe('awareness, discovery and information-received are taken from the crisis’s detection where they are left out')
export const StartObligation = z.object({ obligation: ObligationKey, moments: GivenMoments })
export const GiveMoment = z.object({ basis: Basis, moment: GivenInstant })
export const MeetObligation = z.object({
  evidence: Line(5_000).optional().describe('a reference number, what was sent to whom'),
  attachments: z.array(Id).max(20).default([]),
  metAt: GivenInstant.optional().describe('when it was sent; now where left out'),
})
export const DismissObligation = z.object({ reason: Line(2_000) })
export const ExtendObligation = z.object({ deadline: GivenInstant, reason: Line(2_000) })

/** A clock of the law in a crisis: `promptly` ones have no deadline, `waiting` ones no moment yet. */
export const RegulatoryClock = z.object({
  ...Obligation.pick({
    key: true,
    regime: true,
    title: true,
    jurisdiction: true,
    timeZone: true,
    authority: true,
    recipients: true,
    trigger: true,
    startsFrom: true,
    extensions: true,
    content: true,
    source: true,
    evidence: true,
    verify: true,
  }).shape,
  alsoFrom: Basis.nullable(),
  state: z.enum(['waiting', 'running', 'met', 'dismissed']),
  startedAt: Instant,
  basisAt: Instant.nullable(),
  alsoAt: Instant.nullable(),
  deadline: Instant.nullable(),
  missed: z.boolean(),
  metAt: Instant.nullable(),
  by: Person.nullable(),
  note: z.string().nullable().describe('the evidence, or why it was dismissed'),
  attachments: z.array(z.object({ id: Id, name: z.string() })),
})
export const RegulatoryView = z.object({
  questions: z.array(
    z.object({
      key: z.string(),
      ask: z.string(),
      help: z.string().nullable(),
      answer: z.enum(['yes', 'no']).nullable(),
      by: Person.nullable(),
      at: Instant.nullable(),
      reason: z.string().nullable(),
      starts: z.array(z.object({ key: z.string(), regime: z.string(), title: z.string(), startsFrom: Basis })),
    }),
  ),
  clocks: z.array(RegulatoryClock),
})
export type RegulatoryView = z.output<typeof RegulatoryView>
export type RegulatoryClock = z.output<typeof RegulatoryClock>
