import { z } from 'zod'
import { UpdateTo } from '../audiences/audiences.contract.ts'
import { Finding } from '../linter/linter.contract.ts'
import { SocialPost } from '../social/social.contract.ts'
import { GivenInstant, Id, Instant, Line, Person, Text, Title } from '../../platform/contract.ts'

export const phases = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export const Phase = z.enum(phases)

/** The parts of a message; an empty part is left out of what customers read. `why` and `prevention` belong to the final update. */
export const Parts = z
  .object({
    title: Title(150),
    happened: Text(2_000),
    affected: Text(2_000),
    known: Text(2_000),
    unknown: Text(2_000),
    doing: Text(2_000),
    can: Text(2_000),
    must: Text(2_000),
    workaround: Text(2_000),
    estimate: Text(500),
    why: Text(4_000),
    prevention: Text(4_000),
  })
  .partial()
  .required({ title: true })

/** Together, of one update; in bytes. */
export const largestFiles = 5_000_000
export const UpdateFile = z.object({
  id: Id,
  name: z.string(),
  size: z.number().int().describe('bytes'),
  alt: z.string().nullable().describe('of a picture that is shown: what it shows'),
})

const Translations = z
  .record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'must be a language such as de or pt-BR'), Parts)
  .refine((texts) => Object.keys(texts).length <= 12, 'must be 12 languages at most')

export const WriteUpdate = z.object({
  to: UpdateTo.optional().describe('whom it is for; left out: customers, and of a draft whoever it was for'),
  phase: Phase,
  holding: z.boolean().default(false).describe('only says that we know and when we speak again'),
  parts: Parts,
  locale: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
    .default('en'),
  translations: Translations.optional().describe(
    'the same in other languages, by language; whoever reads one of them gets it instead; left out, they stay as they are',
  ),
  nextUpdateAt: GivenInstant.nullable().default(null).describe('the promise; null lets the cadence decide (none after the final update)'),
  lateReason: Text(1_000).optional().describe('needed where the promise is later than the rhythm allows'),
  files: z.array(Id).max(10).default([]).describe('files of the crisis that customers get with it, 5 MB together'),
  pictures: z
    .record(Id, Line(300).min(3, 'must say what the picture shows, in three characters or more'))
    .default({})
    .describe('by file: what it shows, for those who cannot see it; with it a PNG, JPEG, WebP or GIF is shown, without it any file is a download'),
})
export const UpdateDeliveries = z.object({
  planned: z.number().int(),
  sending: z.number().int(),
  accepted: z.number().int(),
  deferred: z.number().int(),
  bounced: z.number().int(),
  complained: z.number().int(),
  failed: z.number().int(),
  suppressed: z.number().int(),
  unknown: z.number().int(),
  cancelled: z.number().int(),
  total: z.number().int(),
})
export const UpdateView = z.object({
  id: Id,
  class: z.enum(['update', 'remedy-notice', 'sign-off-request', 'direct', 'notice', 'stakeholder']),
  to: UpdateTo,
  toName: z.string().nullable().describe('of a saved choice: its name'),
  sequence: z.number().int().nullable(),
  status: z.enum(['draft', 'awaiting-approval', 'published', 'withdrawn', 'sent-back']),
  phase: Phase,
  holding: z.boolean(),
  parts: Parts,
  translations: z.record(z.string(), Parts).describe('by language'),
  author: Person,
  approvedBy: z.array(Person),
  approvalsMissing: z.number().int(),
  asked: z.array(Person).describe('who was paged to approve it'),
  sentBack: z.object({ by: Person, at: Instant, reason: z.string() }).nullable().describe('of a draft: why the update whose words it has was sent back'),
  createdAt: Instant,
  revision: z.number().int().describe('of a draft: raised by every save that changes something'),
  changedBy: Person.nullable(),
  changedAt: Instant.nullable(),
  publishedAt: Instant.nullable(),
  nextUpdateAt: Instant.nullable(),
  files: z.array(UpdateFile),
  deliveries: UpdateDeliveries,
  ratings: z.object({ helpful: z.number().int(), not: z.number().int() }).describe('how many readers found it helpful, and how many did not'),
})
export const PreviewUpdate = WriteUpdate.extend({
  readerLocale: WriteUpdate.shape.locale.unwrap().optional().describe('language of the reader whose frame words are shown'),
})
const EstimateMinutes = z.coerce
  .number()
  .int()
  .min(1)
  .max(60 * 24 * 30)
/** Minutes from now until customers can work again, as the team sees it: at the very earliest, and most likely. */
export const GivenEstimate = z
  .object({ earliestMinutes: EstimateMinutes, likelyMinutes: EstimateMinutes })
  .refine(({ earliestMinutes, likelyMinutes }) => earliestMinutes <= likelyMinutes, {
    path: ['likelyMinutes'],
    message: 'the likely time is not before the earliest',
  })
export const EstimateView = z.object({ from: Instant, until: Instant, text: z.string().describe('for customers; it may be changed') })
export const ChangeUpdate = WriteUpdate.extend({
  revision: z.number().int().min(1).optional().describe('that it was made from: refused where there is a newer one'),
})
/** A window that has a draft open says so every few seconds. `editor`: made up by the window, once. */
export const KeepOpen = z.object({ editor: Id })
export const PresenceView = z.object({
  status: UpdateView.shape.status,
  revision: z.number().int(),
  changedBy: Person.nullable(),
  changedAt: Instant.nullable(),
  others: z.array(z.object({ person: Person, since: Instant })).describe('who else has it open now; yourself too, where that is in another window'),
})
/** The safe holding update as it would go out now; `seal` and `nextUpdateAt` are sent back to publish exactly this. */
export const HoldingView = z.object({
  phase: Phase,
  parts: Parts,
  locale: z.string(),
  nextUpdateAt: Instant.nullable(),
  since: Instant.nullable().describe('the update since which there is nothing new'),
  recipients: z.number().int(),
  approvalsNeeded: z.number().int(),
  findings: z.array(Finding),
  seal: z.string(),
})
export const PublishHolding = z.object({ seal: z.string().max(100), nextUpdateAt: GivenInstant.nullable() })
export const SendBack = z.object({ reason: Line(1_000).describe('what must change; its author reads it') })
export const PublishAnyway = z.object({
  reason: Line(1_000).min(3, 'must say why, in three characters or more').describe('why it cannot wait for the second person'),
})
/** What the message becomes on each channel, before it is published. */
export const Preview = z.object({
  statusPage: z.object({ html: z.string() }),
  email: z.object({ subject: z.string(), html: z.string(), text: z.string() }),
  recipients: z.number().int(),
  approvalsNeeded: z.number().int(),
  promiseBy: Instant.nullable(),
  text: z
    .object({ text: z.string(), segments: z.number().int(), uncut: z.number().int().describe('how many it would be if it were not cut to two') })
    .describe('as a text message; each segment costs'),
  chat: z.object({ title: z.string(), lines: z.array(z.object({ label: z.string(), text: z.string() })), footer: z.string() }).describe('as a post in a room'),
  social: z.array(SocialPost).describe('as a post in public, on each network'),
  inApp: z.object({ html: z.string() }).describe('as the notice in the customer’s own app'),
  call: z.object({ timeZone: z.string() }).describe('of the customer who is called, where the account has none of its own'),
  findings: z.array(Finding).describe('what the linter has to say, the gravest first'),
  warnings: z.array(z.string()),
})
export type Parts = z.output<typeof Parts>
export type UpdateView = z.output<typeof UpdateView>
export type Preview = z.output<typeof Preview>
export type PresenceView = z.output<typeof PresenceView>
export type HoldingView = z.output<typeof HoldingView>
export type WriteUpdate = z.output<typeof WriteUpdate>
