// What some kinds of sources need besides their key: which mails are theirs, or what we ask and how often.
import { z } from 'zod'
import { Line } from '../../platform/contract.ts'

const Url = z.url({ protocol: /^https?$/, error: 'must be a web address such as https://news.example/feed.xml' }).max(2_000)
const Address = z
  .email('must be an address such as support@example.com')
  .max(254)
  .transform((address) => address.toLowerCase())
const Addresses = z.array(Address).max(20).default([])
const Words = z.array(Line(60)).min(1, 'must name a word at least').max(30)
const Ours = z
  .array(Line(320).regex(/^@?[\w.-]+(@[\w.-]+)?$/, 'must be a name such as @acme@mastodon.social or acme.bsky.social'))
  .max(50)
  .default([])
  .describe('our own names there: what they post is not counted, and they are nobody’s personal ones')
const EverySeconds = z.number().int().min(60).max(86_400).default(300)

/** How monitors write that something begins, and that it is over. */
export const usualFiring = ['firing', 'problem', 'down', 'critical', 'alert', 'failed', 'triggered']
export const usualResolved = ['resolved', 'recovery', 'recovered', 'ok', 'up', 'closed']

export const SourceSettings = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mail'), addresses: Addresses.describe('mails to these; none: only to NAME+KEY@…') }),
  z.object({
    kind: z.literal('mail-alerts'),
    addresses: Addresses.describe('mails to these where the subject holds the words below; none: only to NAME+KEY@…'),
    subject: Line(200).nullable().default(null).describe('must stand in the subject of mails to these addresses'),
    firing: Words.default(usualFiring).describe('a word of the subject that says that it begins'),
    resolved: Words.default(usualResolved).describe('a word of the subject that says that it is over; asked first'),
  }),
  z.object({ kind: z.literal('feed'), url: Url, ours: Ours, everySeconds: EverySeconds }),
  z.object({
    kind: z.literal('mastodon'),
    server: Url,
    search: Line(200).describe('a #hashtag, which most servers tell anybody, or words, for which the server wants a token'),
    ours: Ours,
    everySeconds: EverySeconds,
  }),
  z.object({
    kind: z.literal('bluesky'),
    server: Url.default('https://api.bsky.app').describe('of the search; where a name is given, of its account, such as https://bsky.social'),
    search: Line(200),
    handle: Line(253).nullable().default(null).describe('who signs in, with an app password as the secret; null: nobody'),
    ours: Ours,
    everySeconds: EverySeconds,
  }),
])
export type SourceSettings = z.output<typeof SourceSettings>
export type SettingsOf<K extends SourceSettings['kind']> = Extract<SourceSettings, { kind: K }>

/** These need settings; all others have none. */
export const settledKinds = ['mail', 'mail-alerts', 'feed', 'mastodon', 'bluesky'] as const satisfies readonly SourceSettings['kind'][]
/** Of these we ask; nobody sends them to us. */
export const askedKinds = ['feed', 'mastodon', 'bluesky'] as const
export const mailKinds = ['mail', 'mail-alerts'] as const
export type AskedKind = (typeof askedKinds)[number]
