// What speaks for trouble, and what follows from several things that do: how sure, how grave, of what kind, and which belong together.
import type { crisisKinds } from '../../stabilize/crisis/crisis.contract.ts'

export const evidenceKinds = [
  'alert',
  'anomaly',
  'threshold',
  'silence',
  'conversations',
  'complaints',
  'sentiment',
  'payments',
  'orders',
  'usage',
  'supplier',
] as const
export type EvidenceKind = (typeof evidenceKinds)[number]
type CrisisKind = (typeof crisisKinds)[number]

/**
 * `key`: what it is about, so that the same again is the same (a rule of a monitor, a series). `weight`: how much it says alone, from 0 to 1. `size`: how large it is, in whatever it is measured.
 * `sentence`: for people; it ends with a full stop. `topic`: every word that says what it is about, so that what names no service finds its like.
 */
export type Evidence = {
  kind: EvidenceKind
  key: string
  weight: number
  size: number
  sentence: string
  title: string
  topic: string
  service: string | null
  region: string | null
  at: Date
}
/** As a suspicion knows it. `over`: it has ended. */
export type Known = Evidence & { over: boolean }

export const witnessKinds = ['machines', 'customers', 'money', 'supplier'] as const
/** Two monitors of one fault are one witness, and so are two angry customers; a monitor and a customer are two. */
export const witnessOf: Record<EvidenceKind, (typeof witnessKinds)[number]> = {
  alert: 'machines',
  anomaly: 'machines',
  threshold: 'machines',
  silence: 'machines',
  conversations: 'customers',
  complaints: 'customers',
  sentiment: 'customers',
  usage: 'customers',
  payments: 'money',
  orders: 'money',
  supplier: 'supplier',
}

/** Alone, so much is enough to bother somebody. */
export const worthRaising = 0.3
const mostSure = 0.99

/** From 0 to 1. The strongest of each witness counts whole, its second by half, its third by a quarter; witnesses that know nothing of each other add up. */
export function confidenceOf(evidence: readonly Pick<Known, 'kind' | 'weight' | 'over'>[]): number {
  const byWitness = Map.groupBy(
    evidence.filter(({ over }) => !over),
    ({ kind }) => witnessOf[kind],
  )
  let doubt = 1
  for (const own of byWitness.values())
    for (const [i, { weight }] of own.toSorted((one, other) => other.weight - one.weight).entries()) doubt *= 1 - Math.min(weight, 1) / 2 ** i
  return Math.min(mostSure, Math.round((1 - doubt) * 100) / 100)
}

/** How many witnesses that know nothing of each other speak for it. */
export const witnesses = (evidence: readonly Pick<Known, 'kind' | 'over'>[]): number =>
  new Set(evidence.filter(({ over }) => !over).map(({ kind }) => witnessOf[kind])).size

/** From here on a crisis may be declared without a person, where the playbook allows it: nearly certain, by two that know nothing of each other. */
export const speaksForItself = ({ confidence, witnesses: count }: { confidence: number; witnesses: number }): boolean => confidence >= 0.9 && count >= 2

/** What crisis it looks like; people decide. */
export function looksLike(evidence: readonly Pick<Known, 'kind' | 'weight' | 'key'>[]): CrisisKind {
  const has = (...kinds: EvidenceKind[]) => evidence.some(({ kind }) => kinds.includes(kind))
  const strongest = Math.max(0, ...evidence.map(({ weight }) => weight))
  if (has('supplier')) return 'third-party-failure'
  if (has('payments') && !has('alert', 'anomaly', 'silence', 'threshold')) return 'billing-failure'
  if (has('orders') && !has('alert', 'anomaly', 'silence', 'threshold')) return 'shipping-delay'
  if (has('alert', 'anomaly', 'silence', 'threshold', 'usage')) return strongest >= 0.6 || has('silence') ? 'service-outage' : 'degraded-performance'
  return 'complaint-surge'
}

/** 1 to 4, from how sure it is and how many services it touches. */
export function severityOf(evidence: readonly Pick<Known, 'kind' | 'weight' | 'service' | 'over'>[]): number {
  const confidence = confidenceOf(evidence)
  const services = new Set(evidence.flatMap(({ service }) => (service ? [service] : []))).size
  if (confidence >= 0.9 && (services > 1 || witnesses(evidence) > 1)) return 1
  if (confidence >= 0.7) return 2
  return confidence >= 0.5 ? 3 : 4
}

/** Said by the strongest, the earliest of them. */
export const titleOf = (evidence: readonly Pick<Known, 'weight' | 'title' | 'at'>[]): string =>
  evidence.toSorted((one, other) => other.weight - one.weight || one.at.getTime() - other.at.getTime())[0]?.title ?? ''

/** Things within this time of each other may have one cause. */
export const togetherMs = 45 * 60_000
export type Open = { id: string; services: readonly string[]; keys: readonly string[]; lastAt: Date; topics: readonly string[] }

/**
 * The suspicion that something belongs to: one that has it already, else one of the same service, else, where it names none, one of the same topic; within the hour, the latest first.
 * @returns undefined for something new
 */
export function homeOf(evidence: Pick<Evidence, 'kind' | 'key' | 'service' | 'at' | 'topic'>, open: readonly Open[]): string | undefined {
  const recent = open
    .filter(({ lastAt }) => Math.abs(evidence.at.getTime() - lastAt.getTime()) <= togetherMs)
    .toSorted((one, other) => other.lastAt.getTime() - one.lastAt.getTime())
  const has = ({ keys }: Open) => keys.includes(`${evidence.kind}/${evidence.key}`)
  const near = ({ services }: Open) => evidence.service !== null && services.includes(evidence.service)
  const alike = ({ topics, services }: Open) => (evidence.service === null || services.length === 0) && topics.some((topic) => sameTopic(topic, evidence.topic))
  return (open.find(has) ?? recent.find(near) ?? recent.find(alike))?.id
}

/** Half of the words that say something, in either direction. */
export function sameTopic(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)]
  const both = [...a].filter((word) => b.has(word)).length
  return both > 0 && both >= Math.min(a.size, b.size) / 2
}
/** CheckoutErrorRate is three words. */
const wordsOf = (text: string) =>
  new Set(
    (
      text
        .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
        .toLowerCase()
        .match(/[\p{L}\p{N}]{3,}/gu) ?? []
    ).filter((word) => !dull.has(word)),
  )
const dull = new Set([
  'the',
  'and',
  'for',
  'with',
  'from',
  'than',
  'that',
  'this',
  'are',
  'was',
  'has',
  'not',
  'high',
  'low',
  'rate',
  'alert',
  'error',
  'errors',
  'firing',
  'critical',
  'warning',
  'above',
  'below',
])
