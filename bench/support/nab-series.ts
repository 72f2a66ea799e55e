// The labelled series of a NAB folder: data/CATEGORY/NAME.csv, labels/combined_windows.json, and what another detector scored: results_raw/NAME/…
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Profile } from './nab-score.ts'

export type Labelled = { category: string; name: string; at: Float64Array; values: Float64Array; windows: { from: number; to: number }[] }

export function readSeries(folder: string): Labelled[] {
  const windows = JSON.parse(readFileSync(join(folder, 'labels/combined_windows.json'), 'utf8')) as Record<string, [string, string][]>
  return readdirSync(join(folder, 'data'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: category }) =>
      readdirSync(join(folder, 'data', category))
        .filter((file) => file.endsWith('.csv') && windows[`${category}/${file}`] !== undefined)
        .map((file) => {
          const rows = rowsOf(join(folder, 'data', category, file))
          const at = Float64Array.from(rows, ([time]) => instant(time as string))
          return {
            category,
            name: file.replace(/\.csv$/, ''),
            at,
            values: Float64Array.from(rows, ([, value]) => Number(value)),
            windows: (windows[`${category}/${file}`] as [string, string][]).map(([from, to]) => rowsBetween(at, instant(from), instant(to))),
          }
        }),
    )
}

/** The first and the last row that lie in it. */
const rowsBetween = (at: Float64Array, from: number, to: number) => ({ from: at.findIndex((time) => time >= from), to: at.findLastIndex((time) => time <= to) })

/** The benchmark's three, where the folder brings none. */
const usual = {
  standard: { tpWeight: 1, fnWeight: 1, fpWeight: 0.11 },
  reward_low_FP_rate: { tpWeight: 1, fnWeight: 1, fpWeight: 0.22 },
  reward_low_FN_rate: { tpWeight: 1, fnWeight: 2, fpWeight: 0.11 },
}

export function readProfiles(folder: string): Record<string, Profile> {
  const file = join(folder, 'config/profiles.json')
  if (!existsSync(file)) return usual
  const read = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { CostMatrix: Profile }>
  return Object.fromEntries(Object.entries(read).map(([name, { CostMatrix }]) => [name, CostMatrix]))
}

/** What another detector gave each row, and what the benchmark's own scorer added up for it in each profile; undefined where it did not run. */
export function readScored(folder: string, detector: string, { category, name }: Labelled): { scores: number[]; added: Record<string, number[]> } | undefined {
  const file = join(folder, 'results_raw', detector, category, `${detector}_${name}.csv`)
  if (!existsSync(file)) return undefined
  const [header = [], ...rows] = rowsOf(file, true)
  const column = (title: string) => rows.map((row) => Number(row[header.indexOf(title)]))
  const sums = header.filter((title) => title.startsWith('S(t)_'))
  return { scores: column('anomaly_score'), added: Object.fromEntries(sums.map((title) => [title.slice(5), column(title)])) }
}

const rowsOf = (file: string, withHeader = false) =>
  readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(withHeader ? 0 : 1)
    .map((line) => line.split(','))
const instant = (time: string) => Date.parse(`${time.trim().replace(' ', 'T').slice(0, 19)}Z`)
