// How mentions are asked for, whichever network an account is on: over the guard of all calls to the outside, within one session of each account.
import type { Account } from '@leeward/bluesky/sessions'
import type { Sessions } from '@leeward/bluesky/sessions'
import type { Answer } from '@leeward/channel'
import type { Trouble } from '../../detect/asked/ask.ts'
import type { Address } from '../../communicate/endpoints/address.ts'
import type { Outgoing } from '../../platform/outgoing/outgoing.ts'
import { type NotesPlace, readNotes, type Within } from './bluesky-mentions.ts'
import { createMessagesReader, type LogPlace } from './bluesky-messages.ts'
import { type Asking, type MastodonPlace, mostIn, readMastodon } from './mastodon-mentions.ts'
import type { Read, Standing } from './mention.ts'
import { standingOnBluesky, standingOnMastodon } from './still-there.ts'

export type Place = MastodonPlace & NotesPlace & LogPlace
export type Reading = Omit<Asking<Place>, 'account' | 'ours'> & {
  address: Address
  ours: readonly string[]
  /** What is looked at whether it still stands there. */
  posts: readonly Standing[]
  /** The threads that are known of what is named: our posts, and what was said to us. */
  threadsOf: (references: string[]) => Promise<ReadonlyMap<string, string>>
}
export type Reader = (reading: Reading) => Promise<Read<Place>>

const [limitsHoldMs, mostKept] = [3_600_000, 200]

/** One a process: it remembers sessions, and how long posts may be. */
export function createReader(call: Outgoing, sessions: Sessions): Reader {
  const limits = new Map<string, { most: number | undefined; until: number }>()
  const readMessages = createMessagesReader()

  async function mostAt(service: string, now: Date): Promise<number | undefined> {
    const known = limits.get(service)
    if (known && known.until > now.getTime()) return known.most
    const most = mostIn(await call(`${service}/api/v2/instance`, { method: 'GET', headers: { 'user-agent': 'Leeward' } }))
    if (limits.size >= mostKept) limits.clear()
    limits.set(service, { most, until: now.getTime() + limitsHoldMs })
    return most
  }

  return async ({ address, threadsOf, posts, ours: names, ...asking }) => {
    const ours = new Set(names)
    if ('accessToken' in address) {
      const account = { service: address.service, handle: address.handle }
      const read = await readMastodon({ ...asking, account, ours }, { token: address.accessToken, call, threadsOf })
      if (read.kind !== 'well') return read
      const most = await mostAt(address.service, asking.now)
      const headers = { 'user-agent': 'Leeward', accept: 'application/json', authorization: `Bearer ${address.accessToken}` }
      // Who asks for a pause is not asked for more.
      const found = read.waitSeconds ? {} : await standingOnMastodon(posts, (path) => call(`${address.service}/api/${path}`, { method: 'GET', headers }))
      return { ...read, ...found, ...(most ? { most } : {}) }
    }
    if (!('password' in address)) return { kind: 'refused', sentence: 'This is no account on a network.' }
    const within = inSession(sessions, address, (did) => ours.add(did))
    const { low, top, cursor, rev } = asking.place
    const own = { ...asking, account: address, ours }
    const notes = await readNotes({ ...own, place: { ...(low ? { low } : {}), ...(top ? { top } : {}), ...(cursor ? { cursor } : {}) } }, within)
    if (notes.kind !== 'well') return notes
    const messages = await readMessages({ ...own, place: rev ? { rev } : {} }, within)
    const found = notes.waitSeconds ? { gone: [], standing: [] } : await standingOnBluesky(posts, within, asking.now)
    return {
      ...{ kind: 'well', mentions: [...notes.mentions, ...messages.mentions].toSorted((one, other) => one.at.getTime() - other.at.getTime()) },
      ...{
        gone: [...messages.gone, ...found.gone],
        standing: found.standing,
        place: { ...notes.place, ...messages.place },
        direct: messages.direct,
        more: (notes.more ?? false) || messages.more,
      },
      waitSeconds: Math.max(notes.waitSeconds ?? 0, messages.waitSeconds ?? 0) || undefined,
    }
  }
}

const inSession =
  (sessions: Sessions, account: Account, known: (did: string) => void): Within =>
  async (method, query, proxy): Promise<Answer | Trouble> => {
    let heard: Answer | undefined
    const outcome = await sessions.within(
      account,
      async (session) => {
        known(session.did)
        heard = await session.get(method, query, proxy)
        return { heard, asked: true }
      },
      () => ({ state: 'accepted', answer: '' }),
    )
    if (heard) return heard
    const waits = outcome.retryAfterSeconds === undefined ? {} : { waitSeconds: outcome.retryAfterSeconds }
    return { kind: outcome.state === 'bounced' ? 'refused' : 'failed', sentence: `It lets nobody in: ${outcome.answer}.`, ...waits }
  }
