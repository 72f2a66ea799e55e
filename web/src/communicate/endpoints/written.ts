// A new endpoint as it stands in the form, and as it is sent.
import type { AddEndpoint } from '../../../../server/src/communicate/endpoints/endpoints.contract.ts'

export type Given = {
  channel: AddEndpoint['channel']
  by: 'url' | 'token'
  brand: string
  name: string
  url: string
  token: string
  room: string
  service: string
  handle: string
  password: string
  accountKey: string
  leastSeverity: number
  locale: string
}
export const fields = ['brand', 'name', 'url', 'token', 'room', 'service', 'handle', 'password', 'accountKey', 'leastSeverity', 'locale'] as const
export type Wrong = Partial<Record<(typeof fields)[number], string>>

export const empty: Given = {
  ...{ channel: 'webhook', by: 'url', brand: '', name: '', url: '', token: '', room: '', service: '', handle: '', password: '' },
  ...{ accountKey: '', leastSeverity: 4, locale: 'en' },
}

/** What is posted there, everybody can read. */
export const isPublic = (channel: string): channel is 'bluesky' | 'mastodon' => channel === 'bluesky' || channel === 'mastodon'

/** Another kind: a public account speaks its brand's language unless told otherwise, and mostly stands where most do. */
export const asKind = (channel: Given['channel'], { locale, service }: Given): Partial<Given> => ({
  channel,
  password: '',
  token: '',
  locale: isPublic(channel) ? (locale === 'en' ? '' : locale) : locale || 'en',
  service: channel === 'bluesky' && service === '' ? usualService : channel === 'mastodon' && service === usualService ? '' : service,
})
const usualService = 'https://bsky.social'

export function asSent(given: Given): AddEndpoint {
  const { channel, by, brand, leastSeverity } = given
  const [name, locale, token] = [given.name.trim(), given.locale.trim(), given.token.trim()]
  const about = { brand, name, leastSeverity, ...(locale ? { locale } : {}) }
  if (isPublic(channel)) {
    const account = { ...about, accountKey: null, service: given.service.trim(), handle: given.handle.trim() }
    return channel === 'bluesky' ? { channel, ...account, password: given.password.trim() } : { channel, ...account, token }
  }
  const whose = { ...about, accountKey: given.accountKey.trim() || null }
  if (channel === 'slack' && by === 'token') return { channel, ...whose, token, room: given.room.trim() }
  return { channel, ...whose, url: given.url.trim() }
}
