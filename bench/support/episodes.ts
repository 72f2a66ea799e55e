// The episodes that the detector raises in a series, one value after the other, as they would be told.
import { observe } from '../../server/src/detect/anomaly/detector.ts'
import { create } from '../../server/src/detect/anomaly/state.ts'

export type Point = { at: number; value: number }
/** `to` is when it was calm again, or the last value; `sentence` is what was said when it began. */
export type Found = { from: number; to: number; peak: number; sentence: string }

export function episodesOf(points: Point[]): Found[] {
  const state = create({ stepMs: medianStep(points.map(({ at }) => at)), counts: true })
  const found: Found[] = []
  for (const { at, value } of points) {
    const verdict = observe(state, new Date(at), value, { zone: 'UTC' })
    if (verdict.raised) found.push({ from: at, to: at, peak: value, sentence: verdict.sentence })
    const open = found.at(-1)
    if (verdict.episode && open) Object.assign(open, { to: verdict.episode.ended?.getTime() ?? at, peak: verdict.episode.peak.value })
  }
  return found
}

/** How far most values lie apart; some may be missing. */
export function medianStep(at: ArrayLike<number>): number {
  const steps = Array.from({ length: Math.min(at.length - 1, 200) }, (_, index) => (at[index + 1] as number) - (at[index] as number))
  return steps.sort((one, other) => one - other)[Math.floor(steps.length / 2)] ?? 300_000
}
