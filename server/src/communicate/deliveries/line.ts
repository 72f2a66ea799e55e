// A line is one channel of an installation: who carries its messages, how they are written, how patient we are. What sends them does not know which channel it is.
import type { Channel } from '@leeward/channel'
import type { Message } from '@leeward/email'
import type { Deps } from '../../deps.ts'
import type { Book } from './book.ts'
import type { Claimed, Outcome } from './deliveries.store.ts'
import { mailsOf } from './mail.batch.ts'
import { nextTry } from './pace.ts'
import { proofMail } from '../proofs/proof-mail.ts'

/** One who carries messages: `name` is how its health and its rate are known to all nodes. */
export type Provider<M = Message> = { name: string; channel: Channel<M>; connections: number; perSecond?: number }
/** `pause` waits where a rate says so; without it the work ends there. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>
/** Practice has a sender of its own that leads nowhere: the live ones are out of its reach. */
export type Senders = { live: Provider[]; practice: Channel<Message>; pause?: Pause; lines?: Line<never>[] }

/** One channel: who carries its messages, how they are written, and how patient we are. */
export type Line<M extends object> = {
  channel: string
  live: Provider<M>[]
  practice: Channel<M>
  /** The messages of a batch, read once for all of them; one that cannot be written does not take the others with it. */
  messagesOf: (deps: Deps, batch: Claimed[]) => Promise<Messages<M>>
  /** When it is tried again after `attempts` tries; undefined: it is given up. */
  retryAt: (attempts: number, id: number, now: Date) => Date | undefined
  /** Whether a newer update takes the place of an older one that still waits. */
  newestOnly: boolean
  /** Writes a test to ourselves. `proves`: what it shows once it is taken – that it arrived there, or only that it was taken. */
  proof: (deps: Deps, asked: Asked) => Promise<{ message: M; proves: 'accepted' | 'arrived' } | { wrong: string }>
  /** Where its rows stand; left out: the deliveries of updates. */
  book?: Book
  /** What its outcomes mean for their destinations. */
  heard?: (deps: Deps, said: { row: Claimed; outcome: Outcome }[]) => Promise<void>
}
/** `token` is found again in what comes back. */
export type Asked = { token: string; endpointId: string | null; to: string | null }
/** How the health and the rate of a provider are known: a mail server and a carrier of texts may stand on one host. */
export const keyOf = ({ channel }: { channel: string }, { name }: { name: string }): string =>
  channel === 'email' || name === 'practice' ? name : `${channel}/${name}`
/** Refused for what the message wants, not for how the provider is: another one may carry it. */
export const aboutRoute = ['not-permitted', 'unroutable', 'filtered', 'bad-sender']
type Written<M> = M | { wrong: string } | undefined
/** What is large is read only when it is its turn; where that fails nothing was sent, and it is tried again. */
export type Messages<M extends object> = { get: (id: number) => Written<M> | Promise<Written<M>> }

export const mailLine = ({ live, practice }: Pick<Senders, 'live' | 'practice'>): Line<Message> => ({
  channel: 'email',
  live,
  practice,
  messagesOf: mailsOf,
  retryAt: (attempts, id, now) => (attempts < mostAttempts ? nextTry(attempts - 1, id, now) : undefined),
  newestOnly: true,
  proof: proofMail,
})

const mostAttempts = 6
