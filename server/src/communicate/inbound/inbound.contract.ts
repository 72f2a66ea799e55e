import { z } from 'zod'
import { Instant, Line } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'

const InboundRoute = z.enum(['bounce', 'complaint', 'auto-reply', 'reply', 'unparseable', 'other'])
export const InboundMailView = z.object({
  id: z.number().int(),
  source: z.string(),
  receivedAt: Instant,
  sender: z.string(),
  subject: z.string(),
  route: InboundRoute,
  state: z.enum(['kept', 'applied', 'failed']),
  error: z.string().nullable(),
})
export const InboundMail = InboundMailView.extend({
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  text: z.string(),
  bytes: z.number().int(),
  found: z
    .object({
      kind: z.string(),
      recipients: z.array(
        z.object({ address: z.string(), status: z.string().optional(), reply: z.string().optional(), reason: z.string(), hard: z.boolean() }),
      ),
    })
    .nullable()
    .describe('what was read from a report'),
})
export const InboundQuery = PageQuery.extend({ route: InboundRoute.optional() })
export const OfMail = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

export const providers = ['ses', 'sendgrid', 'postmark', 'mailgun'] as const
export const OfProvider = z.object({ provider: z.enum(providers) })
export const InboundProviderView = z.object({
  provider: z.enum(providers),
  url: z.string(),
  setUp: z.boolean(),
  needs: z.string(),
  lastHeardAt: Instant.nullable(),
})
/** SES: the topics that may be heard; SendGrid: its public key; Postmark: name:password; Mailgun: its signing key. */
export const PutInboundSecret = z.object({ secret: Line(2_000).nullable() })
/** How many events were new, and how many named a mail of ours. */
export const EventsTaken = z.object({ events: z.number().int(), fresh: z.number().int(), matched: z.number().int() })
export type Provider = (typeof providers)[number]
export type InboundMailView = z.output<typeof InboundMailView>
export type InboundMail = z.output<typeof InboundMail>
