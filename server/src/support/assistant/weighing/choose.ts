// The decision to answer, as one score: each candidate's features weighed, the chances of all together 1, a person among them; what is likely enough is answered.
import shipped from '../models/answering.json' with { type: 'json' }
import type { Candidate, Features } from './candidates.ts'

export type Weights = { version: number; weights: Record<string, number> }

/** So likely must it be that what we can say is right. */
const least = 0.92

/** The likeliest source, and whether it is likely enough that what is asked is not for a person. */
export function choose(candidates: Candidate[], { weights }: Weights = shipped): { best: Candidate | undefined; isLikely: boolean } {
  const [nobody, ...chances] = sharesOf(
    candidates.map(({ features }) => features),
    weights,
  )
  if (nobody === undefined || chances.length === 0) return { best: undefined, isLikely: false }
  return { best: candidates[chances.indexOf(Math.max(...chances)) + 1], isLikely: 1 - nobody >= least }
}

/** The chance of each. */
export function sharesOf(all: Features[], weights: Record<string, number>): number[] {
  const scores = all.map((features) => Object.entries(features).reduce((sum, [name, value]) => sum + value * (weights[name] ?? 0), 0))
  const top = Math.max(...scores)
  const parts = scores.map((score) => Math.exp(score - top))
  const sum = parts.reduce((one, other) => one + other, 0)
  return parts.map((part) => part / sum)
}
