// The channels that post in public. A test of one signs in and looks at the account; it never posts.
import type { BlueskyMessage } from '@leeward/bluesky'
import type { Channel } from '@leeward/channel'
import type { MastodonMessage } from '@leeward/mastodon'
import type { Deps } from '../../deps.ts'
import type { Asked, Line } from '../deliveries/line.ts'
import type { Address } from '../endpoints/address.ts'
import { addressOf, chatLine } from '../endpoints/lines.ts'
import { messagesFor, type Placed } from '../endpoints/place.store.ts'
import { languageOf } from '../frame/strings.ts'
import { shortPost } from './post.ts'

/** Posts of one crisis stand under the first one; the one that resolves it is the last of its thread. */
export const blueskyLine = (live: Channel<BlueskyMessage>, practice: Channel<BlueskyMessage>): Line<BlueskyMessage> => ({
  ...chatLine('bluesky', live, practice),
  proof: (deps, asked) => look(deps, asked, (address) => ({ ...nothing, at: deps.clock(), to: blueskyAccount(address) })),
  messagesOf: (deps, batch) =>
    messagesFor(deps, batch, (placed) => ({ ...messageOf(placed), at: placed.update.publishedAt, to: blueskyAccount(placed.address) })),
})

export const mastodonLine = (live: Channel<MastodonMessage>, practice: Channel<MastodonMessage>): Line<MastodonMessage> => ({
  ...chatLine('mastodon', live, practice),
  proof: (deps, asked) => look(deps, asked, (address) => ({ ...nothing, to: mastodonAccount(address) })),
  messagesOf: (deps, batch) => messagesFor(deps, batch, (placed) => ({ ...messageOf(placed), to: mastodonAccount(placed.address) })),
})

const nothing = { id: 'look', look: true as const, post: { pieces: [] }, language: 'en', key: 'look', earlier: [] }

async function look<M extends object>(deps: Deps, { endpointId }: Asked, write: (address: Address) => M) {
  const address = await addressOf(deps, endpointId)
  return address ? { message: write(address), proves: 'accepted' as const } : { wrong: 'this endpoint was taken away' }
}

const messageOf = ({ row, update, place, statusPage, earlier }: Placed) => ({
  id: String(row.id),
  // Of no other delivery, whichever installation posts there too.
  key: `leeward_${row.updateId}_${row.id}`,
  post: shortPost({
    ...{ phase: update.phase, parts: update.parts, nextUpdateAt: update.nextUpdateAt, practice: row.practice },
    ...{ locale: place.locale, timeZone: place.timeZone, link: statusPage && `${statusPage}incidents/${encodeURIComponent(update.crisisNumber)}` },
  }),
  language: languageOf(place.locale),
  earlier,
})

function blueskyAccount(address: Address): BlueskyMessage['to'] {
  if (!('password' in address)) throw new Error('this endpoint is no account on Bluesky')
  return { service: address.service, handle: address.handle, password: address.password }
}
function mastodonAccount(address: Address): MastodonMessage['to'] {
  if (!('accessToken' in address)) throw new Error('this endpoint is no account on Mastodon')
  return { service: address.service, handle: address.handle, token: address.accessToken }
}
