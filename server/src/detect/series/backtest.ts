// What would have been raised: the same detectors with the same settings, over values of the past.
import { observe, type Sensitivity } from '../anomaly/detector.ts'
import { create } from '../anomaly/state.ts'

export type Value = { at: number; value: number }
/** `to`: when it was calm again; null: it never was. */
export type Raised = { from: number; to: number | null; peak: number; direction: 'up' | 'down'; score: number; sentence: string }

/** @param values in the order of time, with at least two */
export function backtest(
  values: readonly Value[],
  { zone, sensitivity, stepMs = usualStep(values) }: { zone: string; sensitivity: Sensitivity; stepMs?: number },
): Raised[] {
  const state = create({ stepMs })
  const raised: Raised[] = []
  for (const { at, value } of values) {
    const verdict = observe(state, new Date(at), value, { zone, sensitivity })
    if (verdict.raised) raised.push({ from: at, to: null, peak: value, direction: verdict.direction, score: verdict.score, sentence: verdict.sentence })
    const open = raised.at(-1)
    if (open && verdict.episode)
      Object.assign(open, { to: verdict.episode.ended?.getTime() ?? null, peak: verdict.episode.peak.value, score: verdict.episode.score })
  }
  return raised
}

/** How far most values lie apart; some may be missing. */
export function usualStep(values: readonly Value[]): number {
  const steps = values.slice(1, 1_001).map(({ at }, i) => at - (values[i] as Value).at)
  return steps.sort((one, other) => one - other)[Math.floor(steps.length / 2)] ?? 60_000
}
