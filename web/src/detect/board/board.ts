// The board: which series, which period, and what a period says in words.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { SeriesMinutes, SeriesPoint, SeriesView } from '../../../../server/src/detect/series/series.contract.ts'
import { t, tn } from '../../strings/t.ts'
import { get, query } from '../../ui/api.ts'
import { atDayTime } from '../../ui/format.ts'
import { useList } from '../../ui/use-list.ts'

export type Series = SeriesView
export type Point = SeriesPoint
export type Minutes = SeriesMinutes
export const minuteMs = 60_000

/** In hours. */
export const periods = ['2', '12', '24', '336', '720', '2160', '9600'] as const
/** How far back one may go, and how far one press of an arrow key does: minutes are kept for two weeks, hours for 400 days. */
export const reachOf = (hours: number): { days: number; stepMinutes: number } =>
  hours <= 336 ? { days: 14, stepMinutes: 10 } : { days: 400, stepMinutes: 1_440 }
/** Milliseconds; `to` is a whole minute, so that the same period is asked for once. */
export type Period = { from: number; to: number }
export const periodOf = (hours: number, until: number): Period => {
  const to = Math.floor(until / minuteMs) * minuteMs
  return { from: to - hours * 3_600_000, to }
}

/** As many as a page may have: a thousand are five requests. */
const atOnce = 200
export const useSeries = (search: string, service: string | undefined) =>
  useList<Series>(['series'], '/api/series', { search, service, limit: atOnce }, { everyMs: 60_000 })

export const useMinutes = (id: number, { from, to }: Period, enabled: boolean) =>
  useQuery({
    queryKey: ['series', id, 'minutes', from, to],
    queryFn: ({ signal }) => get<Minutes>(`/api/series/${id}/minutes${query({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })}`, signal),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
    gcTime: 5 * 60_000,
  })

export const whereOf = ({ service, region, labels }: Series): string =>
  [service?.name, region, ...Object.entries(labels).flatMap(([name, value]) => (name === 'service' ? [] : [`${name} ${value}`]))].filter(Boolean).join(' · ')

const figures = [0, 1, 2].map((maximumFractionDigits) => new Intl.NumberFormat('en-GB', { maximumFractionDigits }))
/** Three figures that matter: 0.25, 3.1, 1,204. */
export function shown(value: number): string {
  const size = Math.abs(value)
  return (figures[size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2] as Intl.NumberFormat).format(value)
}

export const expectedOf = ({ middle, low, high }: Point): string =>
  middle === null || low === null || high === null ? t('board.learning') : t('board.expected', { middle: shown(middle), low: shown(low), high: shown(high) })

/** What a chart shows, for who does not see it. */
export function summaryOf(points: readonly Point[]): string {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return t('board.nothing')
  const { lowest, highest } = rangeOf(points.map(({ value }) => value))
  const raised = tn('board.raised', points.filter((point) => point.raised).length)
  return t('board.summary', {
    from: atDayTime(first.at),
    to: atDayTime(last.at),
    lowest: shown(lowest),
    highest: shown(highest),
    last: shown(last.value),
    raised,
  })
}

export function rangeOf(values: readonly number[]): { lowest: number; highest: number } {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  return { lowest, highest }
}
