// Sources as they are typed, and as they are sent.
import { useQuery } from '@tanstack/react-query'
import type { PutSource, SourceView } from '../../../../server/src/detect/signals/signals.contract.ts'
import { get } from '../../ui/api.ts'

export type Source = SourceView
export type Kind = Source['kind']
export const kinds = ['signals', 'alertmanager', 'grafana', 'pagerduty', 'sentry', 'stripe', 'shopify', 'cloudevents'] as const satisfies readonly Kind[]

export const sourcesKey = ['signal-sources'] as const
/** What was heard changes without a fact: it is asked for again. */
export const useSources = (enabled: boolean) =>
  useQuery({ queryKey: sourcesKey, queryFn: ({ signal }) => get<Source[]>('/api/signal-sources', signal), refetchInterval: 15_000, enabled })

/** Believed by their signature alone. */
export const mustSign = (kind: Kind) => kind === 'stripe' || kind === 'shopify'
export const maySign = (kind: Kind) => mustSign(kind) || kind === 'grafana' || kind === 'sentry'

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
}
export const fields = ['name', 'kind', 'brand', 'service', 'region', 'keptAMinute', 'secret'] as const
export type Wrong = Partial<Record<(typeof fields)[number], string>>

export const fresh = (brand: string): Given => ({
  ...{ name: '', kind: 'signals', brand, practice: false, service: null, region: '', keptAMinute: 6_000, secret: '', away: false },
})
export const givenOf = ({ name, kind, brand, practice, service, region, keptAMinute }: Source): Given => ({
  ...{ name, kind, brand, practice, service, region: region ?? '', keptAMinute, secret: '', away: false },
})

export const asSent = ({ name, kind, brand, practice, service, region, keptAMinute, secret, away }: Given): PutSource => ({
  ...{ name: name.trim(), kind, brand, practice, service, region: region.trim() || null, keptAMinute: Number(keptAMinute) },
  ...(secret.trim() && maySign(kind) ? { secret: secret.trim() } : away || !maySign(kind) ? { secret: null } : {}),
})

/** What is pasted into the sender. */
export function setUpLines(kind: Kind, url: string, key: string): string {
  const address = url.replace('KEY', key)
  switch (kind) {
    case 'signals':
      return [
        `curl -H 'authorization: Bearer ${key}' -H 'content-type: application/json' ${address} \\`,
        `  -d '{"name":"checkout.errors","value":3,"measure":"count"}'`,
      ].join('\n')
    case 'cloudevents':
      return [
        `curl -H 'authorization: Bearer ${key}' -H 'content-type: application/json' ${address} \\`,
        `  -H 'ce-specversion: 1.0' -H 'ce-id: 1' -H 'ce-source: /shop' -H 'ce-type: checkout.failed' -d '{}'`,
      ].join('\n')
    case 'alertmanager':
      return ['receivers:', '  - name: leeward', '    webhook_configs:', `      - url: ${address}`, '        send_resolved: true'].join('\n')
    case 'pagerduty':
      return `routing_key: ${key}\nurl: ${address}`
    default:
      return address
  }
}
