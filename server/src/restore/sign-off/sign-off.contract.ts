import { z } from 'zod'
import { Id, Instant, Line, Person, Text } from '../../platform/contract.ts'

export const signOffAnswers = ['works', 'still-broken'] as const
/** How it reached us: the link of a message, the customer's own page, a partner's program, or a person whom they told. */
export const signOffWays = ['link', 'my-page', 'api', 'person'] as const
/** works: the customer says so now; known: it is another matter that is known, or looked after elsewhere; not-reached: nobody answered. */
export const followUpOutcomes = ['works', 'known', 'not-reached'] as const
export const SignOffAnswer = z.enum(signOffAnswers)
export type SignOffAnswer = (typeof signOffAnswers)[number]
export type SignOffWay = (typeof signOffWays)[number]
export type FollowUpOutcome = (typeof followUpOutcomes)[number]

const TierPlan = z.strictObject({
  by: z.enum(['link', 'person']).default('link').describe('link: in the final update; person: the account’s owner calls'),
  sharePercent: z.number().int().min(1).max(100).default(100).describe('of the accounts that were hurt'),
  most: z.number().int().min(1).max(10_000_000).optional().describe('never more than so many'),
})
/** Of a playbook: who is asked whether it works again, and what rate says that it is over. */
export const SignOffPlan = z.strictObject({
  targetPercent: z.number().int().min(1).max(100).default(80).describe('of those asked must confirm; closing below it is possible, and shown'),
  withFinalUpdate: z.boolean().default(true).describe('the final update asks, if it is published once the crisis is restored'),
  stillBrokenPercent: z.number().int().min(1).max(100).default(5).describe('more than so many of the answers, and reopening is proposed'),
  tiers: z.record(Line(60), TierPlan.prefault({})).default({ enterprise: { by: 'person', sharePercent: 100 } }),
  others: TierPlan.prefault({}).describe('every tier that is not named'),
})
export type SignOffPlan = z.output<typeof SignOffPlan>

export const AskSignOff = z
  .object({ sharePercent: z.number().int().min(1).max(100).optional().describe('ask a sample of those who would get a link; left out: as the playbook says') })
  .optional()

/** A customer who says that it is still broken, for whoever takes it up. A later inbox takes the same shape as the first message of a conversation. */
export const FollowUp = z.object({
  account: z.object({
    id: z.number().int(),
    key: z.string(),
    name: z.string(),
    tier: z.string(),
    vulnerability: z.string().nullable(),
    ownerEmail: z.string().nullable(),
  }),
  state: z.enum(['open', 'taken', 'closed']),
  openedAt: Instant,
  service: z.string().nullable(),
  region: z.string().nullable(),
  words: z.string().nullable(),
  takenBy: Person.nullable(),
})
export type FollowUp = z.output<typeof FollowUp>

const Tally = z.object({ asked: z.number().int(), works: z.number().int(), stillBroken: z.number().int() })
export const TierTally = Tally.extend({ tier: z.string(), hurt: z.number().int(), byPerson: z.number().int(), unreachable: z.number().int() })
/** `rate`: those who confirm of those asked, in percent. `unasked`: who answered without being asked; they count in no rate. */
export const SignOffView = Tally.extend({
  round: z.number().int(),
  rate: z.number().nullable(),
  targetPercent: z.number().int(),
  reached: z.boolean().describe('whether the rate is at its target'),
  tiers: z.array(TierTally),
  unasked: z.object({ works: z.number().int(), stillBroken: z.number().int() }),
  places: z.array(z.object({ service: z.string().nullable(), region: z.string().nullable(), accounts: z.number().int() })).describe('where it is still broken'),
  followUps: z.array(FollowUp).describe('the most urgent first'),
  followUpsOpen: z.number().int(),
  toAsk: z
    .array(FollowUp.shape.account.extend({ contact: z.string().nullable(), phone: z.string().nullable() }))
    .describe('whom a person asks, who has not answered yet'),
  toAskOpen: z.number().int(),
  offered: z.object({ services: z.array(z.object({ id: Id, name: z.string() })), regions: z.array(z.string()) }).describe('where it may be still broken'),
})
export type SignOffView = z.output<typeof SignOffView>

const Where = { service: Id.optional(), region: Line(100).optional(), words: Text(2_000).optional() }
/** What a customer told one of us. */
export const NoteAnswer = z.object({ answer: SignOffAnswer, ...Where })
export const CloseFollowUp = z.object({ outcome: z.enum(followUpOutcomes), note: Text(2_000).optional() })
/** Of a partner's program, for its customers that are accounts here: by their key. */
export const PartnerAnswers = z.object({
  crisis: Line(40).describe('its number, or its id'),
  answers: z
    .array(
      z.object({
        account: Line(200).describe('the key of the account'),
        answer: SignOffAnswer,
        service: Line(100).optional().describe('key of the service'),
        region: Line(100).optional(),
        words: Text(2_000).optional(),
      }),
    )
    .min(1)
    .max(200),
})
export const PartnerTaken = z.object({
  taken: z.number().int(),
  results: z.array(z.object({ account: z.string(), outcome: z.enum(['taken', 'same', 'unknown-account', 'not-hurt', 'unknown-place']) })),
})
