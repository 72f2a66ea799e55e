// Where an endpoint is and what opens it: kept sealed, shown only in part, compared by its hash.
import { createHash } from 'node:crypto'
import { wrongWithUrl } from '../../platform/outgoing/outgoing.ts'
import { type Account, accountOf } from './account.ts'
import type { AddEndpoint } from './endpoints.contract.ts'

/** As it is sealed. `before`: the secret that a new one took the place of; both sign for a day, so that nobody has to change at the same second. */
export type Address =
  | { url: string; secret?: string; before?: { secret: string; until: string } }
  | { token: string; room: string }
  | { endpoint: string; keys: { p256dh: string; auth: string } }
  | Account

/** What is wrong with what was given, as a sentence; else the address and what may be seen of it. */
export function addressOf(given: AddEndpoint, secret: string): { wrong: string } | { address: Address; shown: string } {
  if (given.channel === 'slack' && given.token !== undefined) {
    if (given.url !== undefined) return { wrong: 'Give the address of an incoming webhook, or the token of a bot and a room, not both' }
    if (!/^xoxb-[\w-]{10,}$/.test(given.token)) return { wrong: 'token: must be a bot token, which begins with xoxb-' }
    if (!given.room) return { wrong: 'room: must name the channel, such as C012AB3CD' }
    return { address: { token: given.token, room: given.room }, shown: `bot in ${given.room}` }
  }
  if (given.channel === 'bluesky' || given.channel === 'mastodon') return accountOf(given)
  const { url } = given
  if (url === undefined) return { wrong: 'url: must be the address of an incoming webhook; or give a token and a room' }
  const wrong = wrongWithUrl(url)
  if (wrong) return { wrong: `url: ${wrong}` }
  return { address: given.channel === 'webhook' ? { url, secret } : { url }, shown: shownUrl(url) }
}

/** Whoever knows the path of a webhook may often post there: only the beginning is shown. */
function shownUrl(text: string): string {
  const { host, pathname } = new URL(text)
  return pathname.length <= 9 ? `${host}${pathname === '/' ? '' : pathname}` : `${host}${pathname.slice(0, 9)}…`
}

export const fingerprintOf = (address: Address): Buffer => createHash('sha256').update(placeIn(address)).digest()

/** The same account is the same place, whatever lets us in. */
function placeIn(address: Address): string {
  if ('service' in address) return `${address.service}\n${address.handle}`
  if ('url' in address) return new URL(address.url).href
  return 'token' in address ? `${address.token}\n${address.room}` : address.endpoint
}
