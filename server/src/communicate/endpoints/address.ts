// Where an endpoint is and what opens it: kept sealed, shown only in part, compared by its hash.
import { createHash } from 'node:crypto'
import { wrongWithUrl } from '../../platform/outgoing/outgoing.ts'
import type { AddEndpoint } from './endpoints.contract.ts'

/** As it is sealed. `before`: the secret that a new one took the place of; both sign for a day, so that nobody has to change at the same second. */
export type Address =
  | { url: string; secret?: string; before?: { secret: string; until: string } }
  | { token: string; room: string }
  | { endpoint: string; keys: { p256dh: string; auth: string } }
  | { service: string; handle: string; password: string }
  | { service: string; handle: string; accessToken: string }

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

/** A public account. Its name is no secret; what lets us in is, and is not the password that opens everything. */
function accountOf(given: Extract<AddEndpoint, { channel: 'bluesky' | 'mastodon' }>): { wrong: string } | { address: Address; shown: string } {
  const wrong = wrongWithUrl(given.service)
  if (wrong) return { wrong: `service: ${wrong}` }
  const { origin, pathname, search, host } = new URL(given.service)
  if (pathname !== '/' || search) return { wrong: 'service: must be the address of the server alone, such as https://bsky.social' }
  const handle = given.handle.trim().replace(/^@/, '').toLowerCase()
  if (given.channel === 'bluesky') {
    if (!/^(?:(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*|did:(?:plc|web):[a-z0-9.:%-]{3,200})$/.test(handle) || handle.length > 253)
      return { wrong: 'handle: must be the account’s name, such as acme.bsky.social' }
    if (!/^[a-z0-9]{4}(?:-[a-z0-9]{4}){3}$/i.test(given.password))
      return { wrong: 'password: must be an app password such as abcd-efgh-ijkl-mnop (Settings, Privacy and security, App passwords), not the account’s own' }
    return { address: { service: origin, handle, password: given.password.toLowerCase() }, shown: `${handle} at ${host}` }
  }
  const [name, at] = handle.split('@')
  if (!/^\w[\w.-]{0,63}$/.test(name ?? '') || handle.split('@').length > 2) return { wrong: 'handle: must be the account’s name, such as @acme' }
  if (at !== undefined && !/^[a-z0-9.:-]{1,253}$/.test(at)) return { wrong: 'handle: must be the account’s name, such as @acme@mastodon.social' }
  if (!/^[\w-]{20,200}$/.test(given.token)) return { wrong: 'token: must be an access token (Preferences, Development, New application)' }
  return { address: { service: origin, handle: `@${name}`, accessToken: given.token }, shown: `@${name} at ${host}` }
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
