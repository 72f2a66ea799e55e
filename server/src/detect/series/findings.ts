// What detectors found in one minute, as evidence: of a service whose every series jumps at once, the strongest are named, and the others are one piece together.
import { sensitivities, type Sensitivity } from '../anomaly/detector.ts'
import type { Evidence } from '../suspicions/evidence.ts'
import type { Finding } from './watcher.ts'

/** `source`: the kind of what sends it. */
export type Named = {
  id: number
  name: string
  service: string | null
  serviceName: string | null
  region: string | null
  source: string
  brandId: string
  practice: boolean
}
export type Told = { brandId: string; practice: boolean; evidence: Evidence }
const mostNamed = 3

export function evidenceOf(found: readonly { finding: Finding; series: Named }[]): Told[] {
  const groups = Map.groupBy(found, ({ series: { brandId, practice, service } }) => `${brandId}/${practice}/${service}`)
  return [...groups.values()].flatMap((group) => {
    const sorted = group.toSorted((one, other) => other.finding.verdict.score - one.finding.verdict.score)
    const named = sorted
      .slice(0, mostNamed)
      .map(({ finding, series }) => ({ brandId: series.brandId, practice: series.practice, evidence: anomaly(finding, series) }))
    return sorted.length > mostNamed ? [...named, others(sorted.slice(mostNamed))] : named
  })
}

/** What customers write, to us or of us, is theirs, whichever way it came. */
const fromCustomers = ['conversations', 'chatwoot', 'zendesk', 'intercom', 'mail', 'feed', 'mastodon', 'bluesky']
const kinds: Partial<Record<string, Evidence['kind']>> = {
  ...{ stripe: 'payments', shopify: 'orders' },
  ...Object.fromEntries(fromCustomers.map((source) => [source, 'conversations'] as const)),
}
/** What customers wrote is their witness, whoever passed it on. */
const ofTexts: Partial<Record<string, Evidence['kind']>> = { texts: 'conversations', 'texts.negative': 'sentiment' }
export const kindOf = ({ source, name }: Pick<Named, 'source' | 'name'>): Evidence['kind'] =>
  name === 'texts' || name.startsWith('texts.') ? (ofTexts[name] ?? 'complaints') : (kinds[source] ?? 'anomaly')
export const keyOf = ({ id }: Pick<Named, 'id'>): string => `series/${id}`

function anomaly({ at, verdict, value, sensitivity }: Finding, series: Named): Evidence {
  const where = [series.serviceName, series.region].filter(Boolean).join(', ')
  const { middle, high } = verdict.expected
  return {
    kind: kindOf(series),
    key: keyOf(series),
    weight: weightOf(verdict.score, sensitivity),
    size: Math.abs(value - middle) / Math.max(high - middle, 1e-9),
    sentence: `${said(series)}${where ? ` (${where})` : ''}: ${verdict.sentence}.`,
    title: `${series.serviceName ?? said(series)}: ${series.serviceName ? `${said(series)}, ` : ''}unusually ${verdict.direction === 'up' ? 'high' : 'low'}`,
    topic: `${series.name} ${series.serviceName ?? ''}`,
    service: series.service,
    region: series.region,
    at: new Date(at),
  }
}

/**
 * Pure noise is raised now and then below 0.65, never above (as tried on noise of six kinds), and among thousands of series that is every minute: it is a weak sign, that company makes strong.
 * What breaks scores above it within two minutes. Who asks to hear of more, or of less, moves that by as much as the begin of an episode.
 */
export const weightOf = (score: number, sensitivity: Sensitivity): number =>
  Math.round(Math.min(0.8, Math.max(0.05, (score + sensitivities.medium.score - sensitivities[sensitivity].score - 0.55) * 3)) * 100) / 100

const words: Partial<Record<string, string>> = {
  texts: 'messages of customers',
  conversations: 'conversations with customers',
  'texts.negative': 'angry messages',
  'texts.refund': 'customers who want their money back',
  'texts.cancel': 'customers who want to leave',
  'texts.complaint': 'complaints',
  'texts.legal': 'customers who speak of the law',
  'texts.safety': 'customers who speak of danger',
  'texts.vulnerable': 'customers who may need more care',
  'texts.outage': 'customers who ask whether it is down',
}
const said = ({ name }: Named): string => words[name] ?? name

function others(rest: readonly { finding: Finding; series: Named }[]): Told {
  const [{ series, finding }] = rest as [{ finding: Finding; series: Named }]
  const many = `${rest.length} more series${series.serviceName ? ` of ${series.serviceName}` : ''}`
  const evidence: Evidence = {
    kind: 'anomaly',
    key: `others/${series.service ?? 'none'}`,
    weight: 0.3,
    size: rest.length,
    sentence: `${many} jump in the same minute.`,
    title: `${many} jump`,
    topic: `${series.serviceName ?? series.name}`,
    service: series.service,
    region: null,
    at: new Date(finding.at),
  }
  return { brandId: series.brandId, practice: series.practice, evidence }
}
