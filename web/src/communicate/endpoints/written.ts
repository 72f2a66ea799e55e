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
  accountKey: string
  leastSeverity: number
  locale: string
}
export const fields = ['brand', 'name', 'url', 'token', 'room', 'accountKey', 'leastSeverity', 'locale'] as const
export type Wrong = Partial<Record<(typeof fields)[number], string>>

export const empty: Given = { channel: 'webhook', by: 'url', brand: '', name: '', url: '', token: '', room: '', accountKey: '', leastSeverity: 4, locale: 'en' }

export function asSent({ channel, by, brand, name, url, token, room, accountKey, leastSeverity, locale }: Given): AddEndpoint {
  const about = { brand, name: name.trim(), accountKey: accountKey.trim() || null, leastSeverity, locale: locale.trim() }
  if (channel === 'slack' && by === 'token') return { channel, ...about, token: token.trim(), room: room.trim() }
  return { channel, ...about, url: url.trim() }
}
