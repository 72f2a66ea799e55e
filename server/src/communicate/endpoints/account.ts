// A public account of ours: its server, its name, and what lets us post there, which is never the password that opens everything.
import { wrongWithUrl } from '../../platform/outgoing/outgoing.ts'
import type { AddEndpoint, publicChannels } from './endpoints.contract.ts'

type PublicChannel = (typeof publicChannels)[number]
export type Account = { service: string; handle: string } & ({ password: string } | { accessToken: string })

/** What is wrong with what was given, as a sentence; else the account and what may be seen of it. */
export function accountOf(given: Extract<AddEndpoint, { channel: PublicChannel }>): { wrong: string } | { address: Account; shown: string } {
  const wrong = wrongWithUrl(given.service)
  if (wrong) return { wrong: `service: ${wrong}` }
  const { origin, pathname, search, host } = new URL(given.service)
  if (pathname !== '/' || search) return { wrong: 'service: must be the address of the server alone, such as https://bsky.social' }
  const handle = nameOf(given.channel, given.handle.trim().replace(/^@/, '').toLowerCase())
  if (!handle) return { wrong: `handle: must be the account’s name, such as ${given.channel === 'bluesky' ? 'acme.bsky.social' : '@acme'}` }
  const [field, key] = given.channel === 'bluesky' ? ['password', given.password] : ['token', given.token]
  const entry = entryOf(given.channel, key)
  if ('wrong' in entry) return { wrong: `${field}: ${entry.wrong}` }
  return { address: { service: origin, handle, ...entry }, shown: `${handle} at ${host}` }
}

/** What lets us in: an app password, or an access token. */
export function entryOf(channel: string, given: string): { wrong: string } | { password: string } | { accessToken: string } {
  const key = given.trim()
  if (channel === 'mastodon')
    return /^[\w-]{20,200}$/.test(key) ? { accessToken: key } : { wrong: 'must be an access token (Preferences, Development, New application)' }
  return /^[a-z0-9]{4}(?:-[a-z0-9]{4}){3}$/i.test(key)
    ? { password: key.toLowerCase() }
    : { wrong: 'must be an app password such as abcd-efgh-ijkl-mnop (Settings, Privacy and security, App passwords), not the account’s own' }
}

function nameOf(channel: PublicChannel, name: string): string | undefined {
  if (channel === 'bluesky')
    return name.length <= 253 && /^(?:(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*|did:(?:plc|web):[a-z0-9.:%-]{3,200})$/.test(name)
      ? name
      : undefined
  const found = /^(\w[\w.-]{0,63})(?:@[a-z0-9.:-]{1,253})?$/.exec(name)
  return found ? `@${found[1]}` : undefined
}
