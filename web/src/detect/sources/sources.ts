// Sources as they are typed, in plain fields, and as they are sent.
import { useQuery } from '@tanstack/react-query'
import type { PutSource, SourceView } from '../../../../server/src/detect/signals/signals.contract.ts'
import { get } from '../../ui/api.ts'

export type Source = SourceView
export type Kind = Source['kind']
/** What there is to choose from, by the way it comes. */
export const kindGroups = {
  machines: ['signals', 'alertmanager', 'grafana', 'pagerduty', 'sentry', 'cloudevents'],
  shops: ['stripe', 'shopify'],
  desks: ['conversations', 'chatwoot', 'zendesk', 'intercom'],
  mails: ['mail', 'mail-alerts'],
  asked: ['feed', 'mastodon', 'bluesky'],
} as const satisfies Record<string, readonly Kind[]>
export const kinds: readonly Kind[] = Object.values(kindGroups).flat()

export const sourcesKey = ['signal-sources'] as const
/** What was heard changes without a fact: it is asked for again. */
export const useSources = (enabled: boolean) =>
  useQuery({ queryKey: sourcesKey, queryFn: ({ signal }) => get<Source[]>('/api/signal-sources', signal), refetchInterval: 15_000, enabled })

/** Believed by their signature alone. */
export const mustSign = (kind: Kind) => ['stripe', 'shopify', 'zendesk', 'intercom'].includes(kind)
const maySign = (kind: Kind) => mustSign(kind) || ['grafana', 'sentry', 'chatwoot'].includes(kind)
/** We ask; nobody sends. */
export const isAsked = (kind: Kind) => kindGroups.asked.some((each) => each === kind)
const isMail = (kind: Kind) => kindGroups.mails.some((each) => each === kind)
/** What a source may become: what we ask has no key to send with, and the key of mails stands in addresses. */
export const sameDoor = (one: Kind, other: Kind) => one === other || (!isAsked(one) && !isAsked(other) && isMail(one) === isMail(other))
export const canTry = (kind: Kind) => isAsked(kind) || isMail(kind)
/** What its secret is: what the sender signs with, or what lets us in. */
export const secretOf = (kind: Kind): 'sign' | 'token' | 'password' | undefined =>
  maySign(kind) ? 'sign' : kind === 'mastodon' ? 'token' : kind === 'bluesky' ? 'password' : undefined

export type Given = {
  name: string
  kind: Kind
  brand: string
  practice: boolean
  service: string | null
  region: string
  keptAMinute: number | string
  secret: string
  away: boolean
  url: string
  server: string
  search: string
  handle: string
  ours: string[]
  everyMinutes: number | string
  addresses: string[]
  subject: string
  firing: string[]
  resolved: string[]
}
const settingFields = ['url', 'server', 'search', 'handle', 'ours', 'everySeconds', 'addresses', 'subject', 'firing', 'resolved'] as const
export const fields = [
  ...(['name', 'kind', 'brand', 'service', 'region', 'keptAMinute', 'secret'] as const),
  ...settingFields.map((name) => `settings.${name}` as const),
] as const
export type Wrong = Partial<Record<(typeof fields)[number], string>>

const plain: Omit<Given, 'brand'> = {
  ...{ name: '', kind: 'signals', practice: false, service: null, region: '', keptAMinute: 6_000, secret: '', away: false },
  ...{ url: '', server: '', search: '', handle: '', ours: [], everyMinutes: 5, addresses: [], subject: '' },
  firing: ['firing', 'problem', 'down', 'critical', 'alert', 'failed', 'triggered'],
  resolved: ['resolved', 'recovery', 'recovered', 'ok', 'up', 'closed'],
}
export const fresh = (brand: string): Given => ({ ...plain, brand })
export function givenOf({ name, kind, brand, practice, service, region, keptAMinute, settings }: Source): Given {
  const { everySeconds, subject, handle, ...rest } = { everySeconds: 300, subject: null, handle: null, ...settings }
  return {
    ...plain,
    ...rest,
    ...{ name, kind, brand, practice, service, region: region ?? '', keptAMinute },
    ...{ everyMinutes: Math.round((everySeconds / 60) * 100) / 100, subject: subject ?? '', handle: handle ?? '' },
  }
}

export function asSent(given: Given): PutSource {
  const { name, kind, brand, practice, service, region, keptAMinute, secret, away } = given
  const has = secretOf(kind) !== undefined
  return {
    ...{ name: name.trim(), kind, brand, practice, service, region: region.trim() || null, keptAMinute: Number(keptAMinute), settings: settingsOf(given) },
    ...(secret.trim() && has ? { secret: secret.trim() } : away || !has ? { secret: null } : {}),
  }
}

function settingsOf({ kind, url, server, search, handle, ours, everyMinutes, addresses, subject, firing, resolved }: Given): PutSource['settings'] {
  const everySeconds = Math.round(Number(everyMinutes) * 60)
  switch (kind) {
    case 'mail':
      return { kind, addresses }
    case 'mail-alerts':
      return { kind, addresses, subject: subject.trim() || null, firing, resolved }
    case 'feed':
      return { kind, url: url.trim(), ours, everySeconds }
    case 'mastodon':
      return { kind, server: server.trim(), search: search.trim(), ours, everySeconds }
    case 'bluesky':
      return { kind, server: server.trim() || usualBluesky(handle), search: search.trim(), handle: handle.trim() || null, ours, everySeconds }
    default:
      return null
  }
}
/** Whoever signs in does so where their account is. */
export const usualBluesky = (handle: string) => (handle.trim() ? 'https://bsky.social' : 'https://api.bsky.app')

/** What is asked, or whose mails these are, in a few words. */
export function whatOf(settings: Source['settings']): string | undefined {
  switch (settings?.kind) {
    case 'feed':
      return settings.url
    case 'mastodon':
    case 'bluesky':
      return `${settings.search} · ${new URL(settings.server).host}`
    case 'mail':
    case 'mail-alerts':
      return settings.addresses.join(', ') || undefined
    default:
      return undefined
  }
}

/** What is pasted into the sender. */
export function setUpLines(kind: Kind, url: string | null, key: string): string {
  const address = (url ?? '').replace('KEY', key)
  const post = [`curl -H 'authorization: Bearer ${key}' -H 'content-type: application/json' ${address} \\`]
  switch (kind) {
    case 'signals':
      return [...post, `  -d '{"name":"checkout.errors","value":3,"measure":"count"}'`].join('\n')
    case 'conversations':
      return [...post, `  -d '{"conversation":"4711","message":"1","from":"customer","text":"Is it down?"}'`].join('\n')
    case 'cloudevents':
      return [...post, `  -H 'ce-specversion: 1.0' -H 'ce-id: 1' -H 'ce-source: /shop' -H 'ce-type: checkout.failed' -d '{}'`].join('\n')
    case 'alertmanager':
      return ['receivers:', '  - name: leeward', '    webhook_configs:', `      - url: ${address}`, '        send_resolved: true'].join('\n')
    case 'pagerduty':
      return `routing_key: ${key}\nurl: ${address}`
    case 'mail':
    case 'mail-alerts':
      return `NAME+${key}@YOUR-DOMAIN`
    default:
      return address
  }
}
