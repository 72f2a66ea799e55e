import { z } from 'zod'
import { Id, Instant, Line, Person } from '../../platform/contract.ts'
import { ConversationId } from '../conversations/conversations.contract.ts'
import { holdReasons, usualHold } from './answer.ts'

const Locale = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language such as en or pt-BR')
const Texts = z
  .record(Locale, Line(10_000))
  .refine((texts) => Object.keys(texts).length >= 1 && Object.keys(texts).length <= 20, 'must hold a text in at least one language, at most 20')

/** What is said in public, in each language: short enough for every network. */
const PublicTexts = z.record(Locale, Line(280)).refine((texts) => Object.keys(texts).length <= 20, 'must hold at most 20 languages')

/** `publicTexts`: for who asked in public; without one a person answers them. `updateId`: the published update whose words it says; then nobody needs to agree again. */
export const WriteAnswer = z.object({
  kind: z
    .enum(['answer', 'restored'])
    .optional()
    .describe(
      'left out: an answer; restored: it says that it works again; once, also to those whose conversation is closed, and to nobody who says that it does not',
    ),
  texts: Texts,
  publicTexts: PublicTexts.default({}),
  hold: z.array(z.enum(holdReasons)).default([...usualHold]),
  late: z.boolean().default(true),
  updateId: Id.optional(),
})
/** `seal`: of the preview that was looked at; what has changed since is not sent unseen. */
export const SendAnswer = WriteAnswer.extend({ seal: z.string().regex(/^[0-9a-f]{64}$/, 'must be the seal of a preview') })

export const AnswerSample = z.object({
  conversation: z.number().int(),
  subject: z.string(),
  writer: z.string().nullable(),
  account: z.string().nullable(),
  language: z.string(),
  text: z.string(),
  held: z.array(z.enum(holdReasons)),
})
export const AnswerPreview = z.object({
  total: z.number().int().describe('conversations that are linked and not closed'),
  answered: z.number().int(),
  held: z.array(z.object({ reason: z.enum(holdReasons), conversations: z.number().int() })),
  heldTotal: z.number().int(),
  languages: z.array(z.object({ language: z.string(), conversations: z.number().int(), text: z.string().describe('the language of the text that they read') })),
  inPublic: z.number().int().describe('who asked in public'),
  suggested: z.number().int().describe('only suggested so far: not answered by it until somebody agrees, or it is linked'),
  agreement: z.boolean().describe('somebody else must agree before it is sent'),
  samples: z.array(AnswerSample),
  seal: z.string(),
})
export const AnswerView = z.object({
  id: Id,
  kind: z.enum(['answer', 'restored']),
  state: z.enum(['waiting', 'sending', 'sent', 'ended', 'withdrawn']),
  texts: z.record(z.string(), z.string()),
  publicTexts: z.record(z.string(), z.string()),
  hold: z.array(z.string()),
  late: z.boolean(),
  author: Person,
  agreedBy: Person.nullable(),
  writtenAt: Instant,
  sentAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  planned: z.number().int(),
  lateOnes: z.number().int().describe('who linked later and got it too'),
  toSend: z.number().int().describe('linked, and without it so far'),
  deliveries: z.record(z.string(), z.number().int()),
  held: z.number().int(),
  heldOpen: z.number().int(),
})
export const AgreeToLinks = z
  .strictObject({
    likelyOnly: z.boolean().default(false).describe('only those that are more likely than not; the others stay suggested'),
  })
  .optional()
export const ConversationsOfCrisis = z.object({
  linked: z.number().int(),
  suggested: z.number().int(),
  likely: z.number().int().describe('of the suggested, those that are more likely than not'),
  waiting: z.number().int(),
  angry: z.number().int(),
  stillBroken: z.number().int(),
  longestSince: Instant.nullable(),
  hours: z.array(z.object({ at: Instant, conversations: z.number().int() })).describe('how many began in each hour of the last two days'),
  answers: z.array(AnswerView),
  draft: z.object({ updateId: Id.nullable(), texts: z.record(z.string(), z.string()) }).describe('what the newest update says, to begin with'),
  untold: z
    .object({
      conversations: z.number().int(),
      waiting: z.boolean().describe('it is written, and somebody else must agree'),
      texts: z.record(z.string(), z.string()).describe('to begin with'),
      despite: z.array(z.string()).describe('what failed when it was called restored nevertheless: then there are no words to begin with'),
    })
    .nullable()
    .describe('who was not told that it works again, where it does'),
})
export const HeldView = z.object({
  conversation: z.number().int(),
  subject: z.string(),
  writer: z.string().nullable(),
  account: z.string().nullable(),
  reasons: z.array(z.string()),
  state: z.enum(['held', 'sent', 'answered']),
  waitingSince: Instant.nullable(),
})
export const DecideHeld = z.object({ conversations: z.array(ConversationId).min(1).max(1_000) })

export type WriteAnswer = z.output<typeof WriteAnswer>
export type SendAnswer = z.output<typeof SendAnswer>
export type AnswerPreview = z.output<typeof AnswerPreview>
export type AnswerView = z.output<typeof AnswerView>
export type ConversationsOfCrisis = z.output<typeof ConversationsOfCrisis>
