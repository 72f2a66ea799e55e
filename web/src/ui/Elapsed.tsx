import { clockFace, span } from './format.ts'
import { useNow } from './TimeBase.tsx'

/** Time since a moment, running; stops at `until`. */
export function Elapsed({ since, until }: { since: string; until?: string | null }) {
  const now = useNow()
  const passed = Math.max(0, (until ? Date.parse(until) : now) - Date.parse(since))
  return (
    <span className="lw-figures" role="timer" aria-live="off" aria-label={span(passed)}>
      {clockFace(passed)}
    </span>
  )
}
