// A clock that may run faster than ours: where the server said it stood, and how fast it runs.
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useTick } from './use-tick.ts'

type Base = { now: number; fetchedAt: number; rate: number }
const Time = createContext<Base>({ now: 0, fetchedAt: 0, rate: 1 })

export function TimeBase({ now, rate, fetchedAt, children }: { now: string; rate: number; fetchedAt: number; children: ReactNode }) {
  const base = useMemo(() => ({ now: Date.parse(now), fetchedAt, rate }), [now, fetchedAt, rate])
  return <Time value={base}>{children}</Time>
}

/** The time on the surrounding clock, without ticking: ask it inside an event. */
export function useReadNow(): () => number {
  const { now, fetchedAt, rate } = useContext(Time)
  return () => now + (Date.now() - fetchedAt) * rate
}

/** The time on the surrounding clock, ticking. */
export function useNow(everyMs?: number): number {
  const { now, fetchedAt, rate } = useContext(Time)
  const tick = useTick(everyMs ?? (rate > 1 ? 250 : 1_000))
  return now + Math.max(0, tick - fetchedAt) * rate
}
