// Whether what was found is what it should be, in a sentence for people.
import type { Heard } from '../../platform/outgoing/outgoing.ts'
import type { CheckTarget } from './checks.contract.ts'

/** `weight`: of another company's trouble, how much it says. */
export type Found = { ok: boolean; sentence: string; weight?: number }
type Of<K extends CheckTarget['kind']> = Extract<CheckTarget, { kind: K }>

export function judgeHttp({ status, contains, lacks, json, withinMs }: Of<'http'>, heard: Heard, tookMs: number): Found {
  if (heard.kind !== 'heard') return { ok: false, sentence: `No answer: ${heard.why}.` }
  if (!inRanges(heard.status, status)) return { ok: false, sentence: `It answers ${heard.status}, not ${status}.` }
  if (contains !== undefined && !heard.body.includes(contains)) return { ok: false, sentence: `“${contains}” is not in its answer.` }
  if (lacks !== undefined && heard.body.includes(lacks)) return { ok: false, sentence: `“${lacks}” is in its answer.` }
  if (json) {
    const found = at(heard.body, json.path)
    if (found !== json.equals) return { ok: false, sentence: `${json.path} is ${shown(found)}, not ${shown(json.equals)}.` }
  }
  if (tookMs > withinMs) return { ok: false, sentence: `It took ${tookMs} ms to answer, more than ${withinMs}.` }
  return { ok: true, sentence: `It answers ${heard.status} in ${tookMs} ms.` }
}

const inRanges = (status: number, ranges: string) =>
  ranges.split(',').some((range) => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return status >= from && status <= to
  })

/** Own properties only: a name such as constructor is no field of an answer. */
function at(body: string, path: string): unknown {
  try {
    return path
      .split('.')
      .reduce<unknown>(
        (value, name) => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined),
        JSON.parse(body),
      )
  } catch {
    return undefined
  }
}
const shown = (value: unknown) => (value === undefined ? 'not there' : JSON.stringify(value).slice(0, 100))

export const judgeConnection = ({ host, port }: Of<'tcp'>, failed: string | undefined, tookMs: number): Found =>
  failed ? { ok: false, sentence: `${host}:${port} cannot be reached: ${failed}.` } : { ok: true, sentence: `${host}:${port} answers in ${tookMs} ms.` }

/** @param validTo of the certificate that was shown; undefined: there was none */
export function judgeCertificate({ host, daysLeft }: Of<'tls'>, validTo: Date | undefined, failed: string | undefined, now: Date): Found {
  if (failed || !validTo) return { ok: false, sentence: `${host}: ${failed ?? 'no certificate was shown'}.` }
  const days = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000)
  const until = validTo.toISOString().slice(0, 10)
  if (days < 0) return { ok: false, sentence: `The certificate of ${host} ran out on ${until}.` }
  return { ok: days >= daysLeft, sentence: `The certificate of ${host} is valid until ${until}, ${days === 1 ? 'one more day' : `${days} more days`}.` }
}

export function judgeNames({ name, addresses }: Of<'dns'>, found: readonly string[] | undefined, failed: string | undefined): Found {
  if (!found) return { ok: false, sentence: `${name}: the DNS ${failed ?? 'says nothing'}.` }
  if (found.length === 0) return { ok: false, sentence: `${name} has no address.` }
  const missing = addresses.filter((address) => !found.includes(address))
  return missing.length > 0
    ? { ok: false, sentence: `${name} leads to ${found.slice(0, 5).join(', ')}, not to ${missing.join(', ')}.` }
    : { ok: true, sentence: `${name} leads to ${found.slice(0, 5).join(', ')}.` }
}

const indicators: Record<string, number> = { none: 0, maintenance: 0, minor: 0.35, major: 0.6, critical: 0.8 }
const states: Record<string, number> = { operational: 0, under_maintenance: 0, degraded_performance: 0.35, partial_outage: 0.6, major_outage: 0.8 }

/** Another company's page, by what its public API answers; only what we depend on counts, where that is named. */
export function judgeStatusPage({ components: wanted }: Of<'statuspage'>, heard: Heard): Found {
  if (heard.kind !== 'heard' || heard.status !== 200)
    return { ok: false, sentence: `The page cannot be read: ${heard.kind === 'heard' ? `it answers ${heard.status}` : heard.why}.`, weight: 0.1 }
  const page = parsed(heard.body)
  const { indicator, description } = page.status ?? {}
  if (wanted.length === 0) {
    if (typeof indicator !== 'string' || !Object.hasOwn(indicators, indicator)) return notAPage
    const weight = indicators[indicator] as number
    return { ok: weight === 0, sentence: `${page.page?.name ?? 'The page'} says: ${String(description ?? indicator).slice(0, 200)}.`, weight }
  }
  if (!Array.isArray(page.components)) return notAPage
  const ours = page.components.filter(({ name }) => typeof name === 'string' && wanted.some((each) => each.toLowerCase() === name.toLowerCase()))
  if (ours.length === 0) return { ok: false, sentence: `The page names none of ${wanted.join(', ')}.`, weight: 0.1 }
  const hurt = ours.filter(({ status }) => (states[String(status)] ?? 0) > 0)
  const weight = Math.max(0, ...hurt.map(({ status }) => states[String(status)] ?? 0))
  return hurt.length === 0
    ? { ok: true, sentence: `${ours.map(({ name }) => name).join(', ')}: works.`, weight: 0 }
    : {
        ok: false,
        sentence:
          `${page.page?.name ?? 'The page'} says: ${hurt.map(({ name, status }) => `${name} ${String(status).replaceAll('_', ' ')}`).join(', ')}.`.slice(
            0,
            500,
          ),
        weight,
      }
}
const notAPage: Found = { ok: false, sentence: 'What is there is no status page with a public API (api/v2/summary.json).', weight: 0.1 }

type Summary = { page?: { name?: string }; status?: { indicator?: unknown; description?: unknown }; components?: { name?: unknown; status?: unknown }[] }
function parsed(body: string): Summary {
  try {
    const found: unknown = JSON.parse(body)
    return typeof found === 'object' && found !== null ? (found as Summary) : {}
  } catch {
    return {}
  }
}
