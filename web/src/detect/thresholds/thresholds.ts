// Thresholds as they are typed, in plain fields, and as they are sent.
import { useQuery } from '@tanstack/react-query'
import type { PutThreshold, ThresholdTrial, ThresholdView } from '../../../../server/src/detect/thresholds/thresholds.contract.ts'
import { get } from '../../ui/api.ts'

export type Threshold = ThresholdView
export type Trial = ThresholdTrial
type Sent = PutThreshold
export const sides = ['above', 'below', 'silent'] as const satisfies readonly Sent['when'][]
export const figures = ['sum', 'count', 'mean', 'min', 'max', 'quantile'] as const satisfies readonly Sent['figure'][]
export const severities = ['critical', 'error', 'warning', 'info'] as const satisfies readonly Sent['severity'][]

export const thresholdsKey = ['thresholds'] as const
/** What is passed changes without a fact of its own: it is asked for again. */
export const useThresholds = (enabled: boolean) =>
  useQuery({ queryKey: thresholdsKey, queryFn: ({ signal }) => get<Threshold[]>('/api/thresholds', signal), refetchInterval: 15_000, enabled })

export type Given = {
  name: string
  brand: string
  practice: boolean
  series: string
  service: string | null
  region: string
  labels: string
  when: Sent['when']
  figure: Sent['figure']
  quantile: number | string
  value: number | string
  unit: string
  forMinutes: number | string
  backMinutes: number | string
  severity: Sent['severity']
}
export const fields = [
  ...(['name', 'brand', 'service', 'quantile', 'value', 'unit', 'forMinutes', 'backMinutes'] as const),
  ...(['series.name', 'series.service', 'series.region', 'series.labels'] as const),
] as const
export type Wrong = Partial<Record<(typeof fields)[number], string>>

export const fresh = (brand: string): Given => ({
  ...{ name: '', brand, practice: false, series: '', service: null, region: '', labels: '', when: 'above', figure: 'sum', quantile: 95, value: '' },
  ...{ unit: '', forMinutes: 5, backMinutes: 5, severity: 'error' },
})

export const givenOf = ({ name, brand, practice, series, when, figure, quantile, value, unit, forMinutes, backMinutes, severity }: Threshold): Given => ({
  ...{ name, brand, practice, series: series.name, service: series.service, region: series.region ?? '', labels: linesOf(series.labels), when, figure },
  ...{ quantile: Math.round(quantile * 10_000) / 100, value: value ?? '', unit, forMinutes, backMinutes, severity },
})

export const asSent = (given: Given): Sent => ({
  ...{ name: given.name.trim(), brand: given.brand, practice: given.practice, when: given.when, figure: given.figure, severity: given.severity },
  series: { name: given.series.trim(), service: given.service, region: given.region.trim() || null, labels: labelsOf(given.labels) },
  quantile: Number(given.quantile) / 100,
  value: given.when === 'silent' || given.value === '' ? null : Number(given.value),
  unit: given.unit.trim(),
  forMinutes: Number(given.forMinutes),
  backMinutes: Number(given.backMinutes),
})

/** Where enough is there to be sent. */
export const isWhole = ({ name, series, when, value }: Given): boolean => name.trim() !== '' && series.trim() !== '' && (when === 'silent' || value !== '')

const linesOf = (labels: Record<string, string>) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
/** One a line, as in shard=a. */
const labelsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => {
        const [name = '', ...value] = line.split('=')
        return [name.trim(), value.join('=').trim()]
      }),
  )
