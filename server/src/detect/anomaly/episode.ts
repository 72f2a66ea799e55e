// What is raised is an episode: it begins with a value that is news, has a peak, and ends when the values have been as expected for a while.
import type { State } from './state.ts'

/** `peak` is the value that stood furthest from what was expected; `score` the highest of it. `ended` is when it was calm again, known a few values later. */
export type Episode = { began: Date; peak: { at: Date; value: number }; score: number; direction: 'up' | 'down'; ended: Date | null }

const calm = { within: 3, values: 6 }

/** The episode that this value belongs to, or null. Changes the state. */
export function followed(state: State, now: { time: number; value: number; off: number; score: number; raised: boolean }): Episode | null {
  if (now.raised)
    Object.assign(state, {
      openSince: now.time,
      openPeak: now.value,
      openPeakAt: now.time,
      openOff: Math.abs(now.off),
      openScore: now.score,
      openUp: now.off < 0 ? 0 : 1,
      calm: 0,
    })
  if (state.openSince === 0) return null
  if (Math.abs(now.off) > state.openOff) Object.assign(state, { openPeak: now.value, openPeakAt: now.time, openOff: Math.abs(now.off) })
  state.openScore = Math.max(state.openScore, now.score)
  if (Math.abs(now.off) > calm.within) state.calm = 0
  else if (now.time !== state.openSince) state.calm += 1
  if (state.calm === 1) state.calmSince = now.time
  const episode: Episode = {
    began: new Date(state.openSince),
    peak: { at: new Date(state.openPeakAt), value: state.openPeak },
    score: state.openScore,
    direction: state.openUp === 1 ? 'up' : 'down',
    ended: state.calm < calm.values ? null : new Date(state.calmSince),
  }
  if (episode.ended) state.openSince = 0
  return episode
}
