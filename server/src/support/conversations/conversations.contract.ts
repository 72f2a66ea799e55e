import { z } from 'zod'
import { GivenInstant, Id, Instant, Line, Person, Text, Title } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'
import { OnNetwork, PostView, SocialView } from '../social/social.contract.ts'
import { ofOneReply } from '../files/files.contract.ts'

export const channels = ['email', 'chat', 'social', 'phone', 'api'] as const
export const states = ['open', 'waiting', 'snoozed', 'closed', 'merged'] as const
export const moods = ['positive', 'neutral', 'negative', 'angry'] as const
export const mostText = 20_000

/** Numbers of conversations: negative ones are practice. */
export const ConversationId = z.coerce.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)
export const OfConversation = z.object({ id: ConversationId })

export const AccountOfConversation = z.object({
  id: z.number().int(),
  key: z.string(),
  name: z.string(),
  tier: z.string(),
  vulnerability: z.string().nullable(),
  ownerEmail: z.string().nullable(),
})
export const CrisisOfConversation = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  severity: z.number().int(),
  status: z.string(),
  link: z.enum(['suggested', 'linked', 'refused']),
  by: z.string().nullable(),
  confidence: z.number().nullable(),
  why: z.array(z.string()),
})

export const ConversationRow = z.object({
  id: z.number().int(),
  practice: z.boolean(),
  channel: z.enum(channels),
  subject: z.string(),
  writer: z.string().nullable(),
  address: z.string(),
  account: AccountOfConversation.nullable(),
  state: z.enum(states),
  assignee: Person.nullable(),
  tags: z.array(z.string()),
  language: z.string(),
  openedAt: Instant,
  lastAt: Instant,
  waitingSince: Instant.nullable().describe('since when the customer waits for our word; null: nobody waits'),
  promisedAt: Instant.nullable(),
  promise: z.enum(['first', 'next', 'crisis']).nullable(),
  promiseNear: z.boolean(),
  snoozedUntil: Instant.nullable(),
  mood: z.enum(moods),
  reasons: z.array(z.string()),
  stillBroken: z.boolean(),
  parts: z.record(z.string(), z.number()).describe('what moves it forward in the queue, in minutes of waiting'),
  crisis: CrisisOfConversation.nullable(),
  excerpt: z.string().describe('the beginning of the newest message'),
  messages: z.number().int(),
  social: OnNetwork.nullable().describe('the network that it stands on'),
})

export const FileView = z.object({
  id: z.number().int(),
  name: z.string(),
  type: z.string(),
  bytes: z.number().int(),
  verdict: z.enum(['kept', 'refused']),
  why: z.string().nullable(),
})
export const MessageView = z.object({
  id: z.number().int(),
  kind: z.enum(['in', 'out', 'note']),
  at: Instant,
  author: Person.nullable().describe('null: the customer'),
  writer: z
    .object({ name: z.string().nullable(), address: z.string() })
    .nullable()
    .describe('who of the customer wrote it, where it is not the address of the conversation'),
  text: z.string(),
  quoted: z.string(),
  html: z.string().nullable().describe('sanitised; images stand as data-remote and data-cid'),
  automatic: z.enum(['acknowledgement', 'answer', 'restored', 'assistant', 'auto-reply', 'rebased']).nullable(),
  mentions: z.array(Person),
  senderNote: z.string().nullable(),
  files: z.array(FileView),
  post: PostView.nullable().describe('as it stands on its network'),
  delivery: z
    .object({
      state: z.string(),
      reason: z
        .string()
        .nullable()
        .describe('in a word; of what stands in a chat: in-chat, it is mailed as well unless it is read there; read-in-chat, it was'),
      answer: z.string().nullable(),
      changedAt: Instant,
      to: z.string().nullable().describe('the address, where it went by mail'),
      copies: z.array(z.object({ to: z.string(), state: z.string() })).describe('who else got the same, each by a mail of their own'),
    })
    .nullable(),
})
export const ActView = z.object({
  id: z.number().int(),
  kind: z.string(),
  at: Instant,
  by: Person,
  data: z.record(z.string(), z.unknown()),
  undoable: z.boolean(),
  undoneAt: Instant.nullable(),
})
export const ConversationView = ConversationRow.extend({
  revision: z.number().int(),
  brand: z.object({ id: Id, name: z.string() }),
  mergedInto: z.number().int().nullable(),
  desk: z
    .object({
      name: z.string(),
      kind: z.string(),
      id: z.string(),
      link: z.string().nullable(),
      agent: z.string().nullable().describe('who has it there, where nobody here is known by that address'),
    })
    .nullable()
    .describe('the desk that it stands in, and is answered in'),
  social: SocialView.nullable(),
  replyTo: z
    .object({ to: z.string(), copies: z.array(z.string()) })
    .nullable()
    .describe('to whom a reply goes by mail: to who wrote last, in copy to whose conversation it is and to who else waits for an answer'),
  thread: z.array(MessageView),
  acts: z.array(ActView),
  told: z
    .array(z.object({ at: Instant, title: z.string(), state: z.string(), channel: z.string() }))
    .describe('what the account was told of its crisis by the engine of updates'),
  nextWordAt: Instant.nullable().describe('when the next word on the crisis is promised'),
  granted: z.array(z.object({ remedy: z.string(), amountMinor: z.number().int(), currency: z.string(), state: z.string() })),
  others: z.array(z.object({ id: z.number().int(), subject: z.string(), state: z.string(), lastAt: Instant })).describe('of the same account or address'),
  waitsInTurn: z.number().int().nullable().describe('how many are before it in the queue'),
})

export const ConversationQuery = PageQuery.extend({
  view: z.enum(['queue', 'mine', 'open', 'waiting', 'snoozed', 'closed', 'mentions', 'all']).default('queue'),
  search: z.string().trim().max(200).default(''),
  crisis: Id.optional(),
  link: z.enum(['suggested', 'linked', 'refused']).optional(),
  tag: z.string().max(50).optional(),
  account: z.coerce.number().int().optional(),
})
export const Counts = z.object({
  queue: z.number().int(),
  mine: z.number().int(),
  open: z.number().int(),
  waiting: z.number().int(),
  snoozed: z.number().int(),
  mentions: z.number().int(),
  near: z.number().int().describe('promises that are near or were missed'),
  longestSince: Instant.nullable(),
})

export const Tag = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _:-]{0,49}$/u, 'must be letters, digits, spaces, - or _, at most 50')
/** What was attached before, in its order. */
const Files = z
  .array(Id)
  .max(ofOneReply.most, `must be ${ofOneReply.most} at most: send the others with a second message`)
  .refine((ids) => new Set(ids).size === ids.length, 'must name each file once')
  .optional()
const Mentions = z.array(z.string().max(100)).max(20).default([])

/** `seen`: the newest message that the writer has read; where the customer wrote since, or a colleague answered, the reply is refused and loses nothing. */
export const Reply = z.object({
  text: Line(mostText),
  seen: z.number().int().min(0),
  then: z.enum(['waiting', 'closed', 'open']).default('waiting'),
  files: Files,
  key: z.string().max(100).optional().describe('the same key of the same person is the same reply'),
})
export const Note = z.object({ text: Line(mostText), mentions: Mentions, files: Files })
export const Assign = z.object({ person: z.string().max(100).nullable() })
export const Snooze = z.object({ until: GivenInstant })
export const Tags = z.object({ tags: z.array(Tag).max(20) })
export const PutState = z.object({ state: z.enum(['open', 'closed', 'waiting']) })
export const Merge = z.object({ into: ConversationId })
export const Split = z.object({ message: z.number().int().min(1), subject: Title(300).optional() })
export const PutLink = z.object({ crisisId: Id.nullable().describe('null: it is about something else') })
export const Present = z.object({ editor: Line(100), writing: z.boolean().default(false) })
export const PresentView = z.object({
  others: z.array(z.object({ person: Person, writing: z.boolean(), since: Instant })),
  revision: z.number().int(),
  newest: z.number().int(),
})

/** A conversation that did not come by mail: a call that was taken, a message of another system. The same `externalId` is the same message. */
export const OpenConversation = z.object({
  channel: z.enum(['phone', 'api', 'social']),
  account: Line(200).optional().describe('the key of the account'),
  address: Line(320).describe('who wrote or called: an address, a number, a handle'),
  writer: Title(200).optional(),
  subject: Title(300),
  text: Line(mostText),
  at: GivenInstant.optional(),
  externalId: Line(300).optional(),
  conversation: ConversationId.optional().describe('a further message of this conversation'),
  brand: Line(40).optional().describe('the slug of the brand; left out: the first'),
  reply: Text(mostText).optional().describe('of a call: what was said to them'),
})
export const Opened = z.object({ id: z.number().int(), message: z.number().int(), again: z.boolean() })

export type ConversationRow = z.output<typeof ConversationRow>
export type ConversationView = z.output<typeof ConversationView>
export type MessageView = z.output<typeof MessageView>
export type ActView = z.output<typeof ActView>
export type ConversationQuery = z.output<typeof ConversationQuery>
export type Counts = z.output<typeof Counts>
export type Reply = z.output<typeof Reply>
export type OpenConversation = z.output<typeof OpenConversation>
