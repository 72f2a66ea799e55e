// What a reply on a network may be: how long, and for whose eyes.
import { graphemesIn, linesOf } from '@leeward/channel/short-post'
import { replyLength, usualLimits } from '@leeward/mastodon/replies'
import { z } from 'zod'
import { Instant, Line } from '../../platform/contract.ts'

const Network = z.enum(['mastodon', 'bluesky'])

/** Of a row of the inbox. */
export const OnNetwork = z.object({ network: Network, public: z.boolean().describe('what is answered there, everybody can read') })
/** Where a conversation stands, and what an answer to it may be. */
export const SocialView = OnNetwork.extend({
  handle: z.string().describe('as they are called today'),
  link: z.string().nullable().describe('their newest post; null: of a direct message there is none'),
  account: z.string().describe('our account that they wrote to'),
  answers: z.boolean().describe('whether a reply goes out there; not where our account was taken away'),
  most: z.number().int().describe('how long a reply may be there'),
})
export const PostView = z.object({ link: z.string().nullable(), goneAt: Instant.nullable().describe('since when it is known to be deleted there') })

/** How the mentions of an account are read. Null: it is off. */
export const InboxView = z.object({
  since: Instant,
  wellAt: Instant.nullable(),
  nextAt: Instant,
  sentence: z.string().nullable().describe('why it could not be read the last time'),
  failingSince: Instant.nullable(),
  direct: z.string().nullable().describe('why direct messages are not read; null: they are'),
  news: z.number().int().nullable().describe('how many were new the last time'),
})
export const SwitchMentions = z.object({ on: z.boolean() })
export const PutAccount = z.object({ account: Line(200).nullable().describe('the key of the account; null: nobody knows') })

/** What a network takes: the longest answer in public, and to one person alone. */
export const mostOf = (network: 'mastodon' | 'bluesky', isPublic: boolean, instance: number | null): number =>
  network === 'mastodon' ? (instance ?? usualLimits.most) : isPublic ? 300 : 1_000

/** As the network counts it, with whom it calls. */
export const lengthThere = ({ network, handle }: { network: 'mastodon' | 'bluesky'; handle: string }, text: string): number =>
  network === 'mastodon' ? replyLength({ text, mention: handle }) : graphemesIn(linesOf(text))

export type SocialView = z.output<typeof SocialView>
export type InboxView = z.output<typeof InboxView>
