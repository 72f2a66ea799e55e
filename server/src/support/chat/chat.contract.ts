import { z } from 'zod'
import { Instant, Line, Text, Title } from '../../platform/contract.ts'
import { sourceKinds } from '../assistant/material.ts'

export const mostChatText = 4_000
export const mostMessages = 500

/** Chosen by whoever writes, once for each message: the same again is the same message. */
export const ClientId = z.uuid('must be a UUID, chosen anew for each message')
/** A form sends what was left empty, too. */
const orNothing = z
  .string()
  .max(300)
  .optional()
  .transform((text) => text?.trim() || undefined)
const Address = z.email('must be an e-mail address').max(254)
const Email = orNothing.pipe(Address.optional()).transform((email) => email?.toLowerCase())
const Name = orNothing.pipe(Title(100).optional())

/** A file alone says something, too; `attached` is set by whoever read the form, and means nothing where there is none. */
const saysSomething = {
  said: ({ text, attached }: { text: string; attached?: unknown }) => text !== '' || attached === 'yes',
  why: { path: ['text'], message: 'must not be empty' },
}
/** Forms send more than they name. */
export const StartChat = z
  .looseObject({
    id: ClientId,
    text: Text(mostChatText),
    name: Name,
    email: Email,
    person: z.string().max(5).optional(),
    as: z.string().max(1_000).optional().describe('who is signed in on the page that this was opened from'),
    website: z.string().max(500).optional(),
  })
  .refine(saysSomething.said, saysSomething.why)
export const PostChat = z.looseObject({ id: ClientId, text: Text(mostChatText) }).refine(saysSomething.said, saysSomething.why)
export const PutEmail = z.looseObject({ email: Address.transform((email) => email.toLowerCase()) })
export const Contact = z.looseObject({
  id: ClientId,
  email: PutEmail.shape.email,
  name: Name,
  subject: Title(200),
  text: Line(20_000),
  website: z.string().max(500).optional(),
})

export const SourceView = z.object({
  key: z.string(),
  kind: z.enum(sourceKinds),
  title: z.string(),
  url: z.string().nullable(),
  at: Instant.nullable(),
  text: z.string(),
})
export const ChatFile = z.object({ id: z.number().int(), name: z.string(), bytes: z.number().int(), kept: z.boolean() })
export const ChatMessage = z.object({
  id: z.number().int(),
  from: z.enum(['customer', 'assistant', 'person']),
  name: z.string().nullable(),
  at: Instant,
  text: z.string(),
  mailed: z.boolean(),
  sentences: z.array(z.object({ text: z.string(), source: z.number().int() })),
  sources: z.array(SourceView),
  files: z.array(ChatFile).describe('what was kept is to be had at /chat/TOKEN/files/ID'),
})
export const ChatState = z.object({
  with: z.enum(['assistant', 'queue', 'person', 'closed']),
  says: z.string().nullable().describe('who is before it, or when somebody is here'),
  email: z.boolean().describe('whether we have an address for the answer'),
})
export const ChatView = z.object({ messages: z.array(ChatMessage), state: ChatState })
export type ChatView = z.output<typeof ChatView>
export type ChatMessage = z.output<typeof ChatMessage>
export type StartChat = z.output<typeof StartChat>
