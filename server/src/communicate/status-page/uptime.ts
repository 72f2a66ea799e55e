// The bars of the last 90 days: each day shows the worst that its service went through, and how long; the share is the time in which it could be used.
import { instantOf, startOfDay, wallOf } from '../../platform/wall-time.ts'

export type Trouble = 'major_outage' | 'partial_outage' | 'degraded_performance' | 'under_maintenance'
/** `until` null: it goes on. */
export type Span = { status: Trouble; from: Date; until: Date | null }
/** `day` is the date at the brand; `watched` is false before the service was there. Minutes are rounded up: a trouble is never shown as none. */
export type Day = { day: string; watched: boolean; worst: Trouble | null; minutes: Partial<Record<Trouble, number>> }

export const daysShown = 90
const worstFirst: Trouble[] = ['major_outage', 'partial_outage', 'degraded_performance', 'under_maintenance']
/** How much of an outage counts as time in which nothing could be used; the figures that Statuspage made common. Slow is not down, and announced work was announced. */
const weight: Record<Trouble, number> = { major_outage: 1, partial_outage: 0.3, degraded_performance: 0, under_maintenance: 0 }

type Asked = { now: Date; zone: string; since: Date; days?: number }

/** One entry a day, the oldest first, today last. Troubles at the same time count once, as the worst of them. */
export function daysOf(spans: Span[], { now, zone, since, days = daysShown }: Asked): Day[] {
  const pieces = withoutOverlap(spans, now)
  const edges = edgesOf(zone, startOfDay(wallOf(zone, now)), days)
  return edges.slice(0, -1).map(({ wall, at: from }, i) => {
    const until = Math.min((edges[i + 1] as Edge).at, now.getTime())
    const sums: Partial<Record<Trouble, number>> = {}
    for (const piece of pieces) {
      const ms = Math.min(piece.until, until) - Math.max(piece.from, from)
      if (ms > 0) sums[piece.status] = (sums[piece.status] ?? 0) + ms
    }
    const minutes = Object.fromEntries(Object.entries(sums).map(([status, ms]) => [status, Math.ceil(ms / minuteMs)]))
    const worst = worstFirst.find((status) => sums[status] !== undefined) ?? null
    return { day: new Date(wall).toISOString().slice(0, 10), watched: worst !== null || since.getTime() < until, worst, minutes }
  })
}

/** The share of the time that it could be used, from 0 to 1, and of how many days; null where it was not there yet. */
export function shareOf(spans: Span[], { now, zone, since, days = daysShown }: Asked): { share: number; days: number } | null {
  const [oldest] = edgesOf(zone, startOfDay(wallOf(zone, now)), days) as [Edge]
  const first = Math.max(oldest.at, Math.min(since.getTime(), ...spans.map(({ from }) => from.getTime())))
  const whole = now.getTime() - first
  if (whole <= 0) return null
  const lost = withoutOverlap(spans, now).reduce((sum, { status, from, until }) => sum + weight[status] * Math.max(0, until - Math.max(from, first)), 0)
  return { share: 1 - lost / whole, days: Math.min(days, Math.ceil(whole / dayMs)) }
}

type Edge = { wall: number; at: number }
let kept: { key: string; edges: Edge[] } | undefined
/** The midnights of a place, one more than days; the same for every service of a page. */
function edgesOf(zone: string, today: number, days: number): Edge[] {
  const key = `${zone}/${today}/${days}`
  if (kept?.key !== key)
    kept = {
      key,
      edges: Array.from({ length: days + 1 }, (_, i) => {
        const wall = today - (days - 1 - i) * dayMs
        return { wall, at: instantOf(zone, wall).getTime() }
      }),
    }
  return kept.edges
}

type Piece = { status: Trouble; from: number; until: number }
const [minuteMs, dayMs] = [60_000, 86_400_000]

/** Cut at every beginning and end; between two cuts the worst that goes on is what counts. */
function withoutOverlap(spans: Span[], now: Date): Piece[] {
  const whole = spans
    .map(({ status, from, until }): Piece => ({ status, from: from.getTime(), until: Math.min((until ?? now).getTime(), now.getTime()) }))
    .filter(({ from, until }) => until > from)
  const cuts = [...new Set(whole.flatMap(({ from, until }) => [from, until]))].sort((one, other) => one - other)
  return cuts.slice(1).flatMap((until, i): Piece[] => {
    const from = cuts[i] as number
    const going = whole.filter((piece) => piece.from <= from && piece.until >= until)
    const status = worstFirst.find((each) => going.some((piece) => piece.status === each))
    return status ? [{ status, from, until }] : []
  })
}
