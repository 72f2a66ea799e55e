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
    [15, '15 min'],
    [hour, '1 h'],
    [4 * hour, '4 h'],
    [day, '1 d'],
    [3 * day, '3 d'],
    [7 * day, '1 w'],
    [30 * day, '30 d'],
    [90 * day, '90 d'],
  ] as const
  return { most, at, ticks: ticks.filter(([minutes]) => minutes <= most).map(([minutes, label]) => ({ minutes, label })) }
}

const even = (most: number, ticks: Scale['ticks']): Scale => ({ most, at: (minutes) => minutes / most, ticks })

export type Laid<Item> = { item: Item; x: number; from: number | null; row: number; side: 'right' | 'left'; width: number }

/** Each entry gets the first row in which its dot, its bar and its words are free. `x` and widths in pixels. */
export function layOut<Item extends { minutes: number | null; fromMinutes: number | null; title: string }>(
  items: Item[],
  scale: Scale,
  width: number,
): Laid<Item>[] {
  const rows: [number, number][][] = []
  return items.flatMap((item) => {
    if (item.minutes === null || item.minutes > scale.most) return []
    const x = scale.at(item.minutes) * width
    const words = Math.min(230, item.title.length * 6.5 + 8)
    const side = x + 10 + words > width ? 'left' : 'right'
    const from = item.fromMinutes === null ? null : scale.at(item.fromMinutes) * width
    const span: [number, number] = side === 'right' ? [from ?? x - 6, x + 14 + words] : [Math.min(from ?? x, x - 14 - words), x + 8]
    let row = rows.findIndex((taken) => taken.every(([start, end]) => span[1] < start || span[0] > end))
    if (row === -1) row = rows.length
    const taken = rows[row] ?? []
    taken.push(span)
    rows[row] = taken
    return [{ item, x, from, row, side, width: words }]
  })
}
