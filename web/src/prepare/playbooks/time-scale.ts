// Where a minute stands on the time line, and how entries are laid out so that no words cover others.

export type Scale = { most: number; at: (minutes: number) => number; ticks: { minutes: number; label: string }[] }

const hour = 60
const day = 24 * hour

/** Even for an hour or a day; for everything the first minutes have as much room as later days. Shares of the width, 0 to 1. */
export function scaleOf(zoom: 'hour' | 'day' | 'all', longest: number): Scale {
  if (zoom === 'hour')
    return even(
      65,
      [0, 10, 20, 30, 40, 50, 60].map((minutes) => ({ minutes, label: `${minutes} min` })),
    )
  if (zoom === 'day')
    return even(
      day + 40,
      [0, 3, 6, 9, 12, 15, 18, 21, 24].map((hours) => ({ minutes: hours * hour, label: `${hours} h` })),
    )
  const most = Math.max(longest * 1.15, 2 * hour)
  const at = (minutes: number) => Math.log1p(Math.max(0, minutes) / 20) / Math.log1p(most / 20)
  const ticks = [
    [0, '0'],
    [20, '20 min'],
    [hour, '1 h'],
    [4 * hour, '4 h'],
    [day, '1 d'],
    [3 * day, '3 d'],
    [7 * day, '1 w'],
    [30 * day, '30 d'],
    [90 * day, '90 d'],
  ] as const
  const shown = ticks.filter(([minutes], nth) => minutes <= most && (nth === 0 || at(minutes) - at(ticks[nth - 1]?.[0] ?? 0) > 0.05))
  return { most, at, ticks: shown.map(([minutes, label]) => ({ minutes, label })) }
}

const even = (most: number, ticks: Scale['ticks']): Scale => ({ most, at: (minutes) => minutes / most, ticks })

/** One entry, or a rhythm of entries of one name, which share a row: each has its dot, the last one the words. */
export type Laid<Item> = { item: Item; x: number; from: number | null; row: number; side: 'right' | 'left'; width: number; words: boolean }

/** Each entry or rhythm gets the first row in which its dots, bars and words are free. `x` and widths in pixels. */
export function layOut<Item extends { minutes: number | null; fromMinutes: number | null; title: string }>(
  items: Item[],
  scale: Scale,
  width: number,
): Laid<Item>[] {
  const rows: [number, number][][] = []
  const inside = items.filter((item) => item.minutes !== null && item.minutes <= scale.most)
  return [...Map.groupBy(inside, (item) => item.title).values()].flatMap((series) => {
    const placed = series.map((item) => ({
      item,
      x: scale.at(item.minutes ?? 0) * width,
      from: item.fromMinutes === null ? null : scale.at(item.fromMinutes) * width,
    }))
    const [first, last] = [placed[0], placed.at(-1)]
    if (!first || !last) return []
    const words = Math.min(340, last.item.title.length * 6.9 + 10)
    const side: 'right' | 'left' = last.x + 10 + words > width ? 'left' : 'right'
    const start = Math.min(first.from ?? first.x, first.x - 6)
    const span: [number, number] = side === 'right' ? [start, last.x + 14 + words] : [Math.min(start, last.x - 14 - words), last.x + 8]
    let row = rows.findIndex((taken) => taken.every(([from, to]) => span[1] < from || span[0] > to))
    if (row === -1) row = rows.length
    rows[row] = [...(rows[row] ?? []), span]
    return placed.map((each) => ({ ...each, row, side, width: words, words: each === last }))
  })
}
