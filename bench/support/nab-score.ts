// Scores a detector of anomalies as the Numenta Anomaly Benchmark does: a labelled window is won once, by its earliest alarm, the more the earlier; it is lost
// without one; every alarm outside costs, the more the further behind a window. 100 is each window won at its first row, 0 is no alarm at all.
/** A series as it was labelled, with one score between 0 and 1 a row; windows are rows, both ends included. */
export type Scored = { scores: ArrayLike<number>; windows: { from: number; to: number }[] }
export type Profile = { tpWeight: number; fnWeight: number; fpWeight: number }
/** `raw` is the sum of all; `score` stands between nothing raised (0) and perfect (100). */
export type Score = { raw: number; score: number; threshold: number }

const mostProbation = 750
/** The rows nobody is judged on: 15 %, and no more than 15 % of 5,000. */
export const probationOf = (rows: number): number => Math.min(Math.floor(0.15 * rows), mostProbation)

export function scoreAt(threshold: number, series: Scored[], profile: Profile): Score {
  const raw = series.reduce((sum, each) => sum + contributions(threshold, each, profile).reduce((total, one) => total + one, 0), 0)
  return { raw, score: normalised(raw, series, profile), threshold }
}

/** The threshold that scores best over all the series together, among those at which anything changes. */
export function bestScore(series: Scored[], profile: Profile): Score {
  const windows = series.reduce((sum, each) => sum + each.windows.length, 0)
  const alarms = series.flatMap((each, index) => alarmsOf(each, profile).map((alarm) => ({ ...alarm, index }))).sort((one, other) => other.score - one.score)
  const won = new Map<string, number>()
  let raw = -windows * profile.fnWeight
  let best = { raw, threshold: Number.POSITIVE_INFINITY }
  for (const [at, { score, window, worth, index }] of alarms.entries()) {
    if (window === undefined) raw += worth
    else {
      const key = `${index}/${window}`
      const before = won.get(key) ?? -profile.fnWeight
      won.set(key, Math.max(before, worth))
      raw += Math.max(0, worth - before)
    }
    if (alarms[at + 1]?.score !== score && raw > best.raw) best = { raw, threshold: score }
  }
  return { ...best, score: normalised(best.raw, series, profile) }
}

/** What each row adds to the sum at this threshold: an alarm outside its cost; the first row of a window what its earliest alarm is worth, or its price. */
export function contributions(threshold: number, series: Scored, profile: Profile): number[] {
  const rows = new Array<number>(series.scores.length).fill(0)
  for (const { from } of series.windows) rows[from] = -profile.fnWeight
  for (const { row, score, window, worth } of alarmsOf(series, profile)) {
    if (score < threshold) continue
    const at = window === undefined ? row : (series.windows[window]?.from as number)
    rows[at] = window === undefined ? worth : Math.max(worth, rows[at] as number)
  }
  return rows
}

/** Every row after the probation with what an alarm there is worth. */
function alarmsOf({ scores, windows }: Scored, { tpWeight, fpWeight }: Profile) {
  return Array.from({ length: scores.length - probationOf(scores.length) }, (_, offset) => {
    const row = probationOf(scores.length) + offset
    const window = windows.findIndex(({ from, to }) => row >= from && row <= to)
    const score = scores[row] as number
    const { from, to } = windows[window] ?? { from: 0, to: 0 }
    if (window >= 0) return { row, score, window, worth: (sigmoid(-(to - row + 1) / (to - from + 1)) / sigmoid(-1)) * tpWeight }
    const last = windows.findLast((each) => each.to < row)
    const behind = last === undefined ? -1 : sigmoid((row - last.to) / (last.to - last.from))
    return { row, score, window: undefined, worth: behind * fpWeight }
  })
}

/** From almost 1 well inside a window through 0 at its end to -1 three lengths behind it. */
const sigmoid = (position: number) => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1)

function normalised(raw: number, series: Scored[], { tpWeight, fnWeight }: Profile): number {
  const windows = series.reduce((sum, each) => sum + each.windows.length, 0)
  return (100 * (raw + windows * fnWeight)) / (windows * (tpWeight + fnWeight))
}
