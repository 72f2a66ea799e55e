// Suspicions as the console shows them: how sure in words, who says so, what can be done.
import { useQuery } from '@tanstack/react-query'
import type { SuspicionView } from '../../../../server/src/detect/suspicions/suspicions.contract.ts'
import type { Watching } from '../../../../server/src/detect/series/series.contract.ts'
import { crisesKey } from '../../stabilize/crisis/keys.ts'
import { get, query } from '../../ui/api.ts'
import { momentsOf, wallIn } from '../../ui/zoned.ts'

export type Suspicion = SuspicionView
export type Witness = Suspicion['evidence'][number]['witness']
export const witnesses = ['machines', 'customers', 'money', 'supplier'] as const satisfies readonly Witness[]

/** Under the crises, so that the page that shows both keeps one line to the server. */
export const suspicionsKey = [...crisesKey, 'suspicions'] as const
const of = (state: 'now' | 'promoted' | 'dismissed' | 'calm', limit: number) => ({
  queryKey: [...suspicionsKey, state, limit] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<Suspicion[]>(`/api/suspicions${query({ state, limit })}`, signal),
})
const mostNow = 200
export const useSuspicions = () => useQuery(of('now', mostNow))
export const usePast = (state: 'promoted' | 'dismissed' | 'calm', limit: number) => useQuery(of(state, limit))

export const useWatching = () => useQuery({ queryKey: ['watching'], queryFn: ({ signal }) => get<Watching>('/api/watching', signal), refetchInterval: 30_000 })

export function sureWord(confidence: number): 'low' | 'medium' | 'high' | 'highest' {
  if (confidence >= 0.9) return 'highest'
  if (confidence >= 0.7) return 'high'
  return confidence >= 0.5 ? 'medium' : 'low'
}

/** Nine in the morning of the day after, on the clock of the brand. */
export function tomorrowAtNine(now: number, timeZone: string): Date {
  const tomorrow = new Date(Date.parse(`${wallIn(now, timeZone).slice(0, 10)}T00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  return new Date(momentsOf(`${tomorrow}T09:00`, timeZone)[0] ?? now + 86_400_000)
}
