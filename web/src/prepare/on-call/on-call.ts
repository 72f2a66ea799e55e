// What the page about being on call asks for; everything stands under one key, so that one write refreshes it all.
import { useQuery } from '@tanstack/react-query'
import type { EscalationView, PageView } from '../../../../server/src/assess/escalation/pages.contract.ts'
import type { ContactMethodView } from '../../../../server/src/prepare/on-call/contact-methods.contract.ts'
import type { RotationView, ShiftView } from '../../../../server/src/prepare/on-call/on-call.contract.ts'
import type { PolicyView } from '../../../../server/src/prepare/on-call/policies.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'

export type { ContactMethodView, EscalationView, PageView, PolicyView, RotationView, ShiftView }
export const onCallKey = ['on-call'] as const

const ask = <Data>(name: string, path: string, everyMs: number | false = 60_000) => ({
  queryKey: [...onCallKey, name],
  queryFn: ({ signal }: { signal: AbortSignal }) => get<Data>(path, signal),
  refetchInterval: everyMs,
})
export const useRotations = () => useQuery(ask<RotationView[]>('rotations', '/api/rotations'))
export const usePolicies = () => useQuery(ask<PolicyView[]>('policies', '/api/escalation-policies'))
export const useShifts = (rotation: string) => useQuery(ask<ShiftView[]>(`shifts/${rotation}`, `/api/rotations/${rotation}/shifts`))
/** Looks again soon while a test is on its way. */
export const useMethods = () =>
  useQuery({
    ...ask<ContactMethodView[]>('methods', '/api/me/contact-methods'),
    refetchInterval: ({ state }) => (state.data?.some(({ lastTest, verifiedAt }) => lastTest && !verifiedAt) ? 2_000 : 30_000),
  })
export const useMyPages = () => useQuery(ask<PageView[]>('pages', '/api/me/pages', 15_000))
export const usePeople = () =>
  useQuery({ queryKey: ['people'], queryFn: ({ signal }) => get<{ id: string; name: string; groups: string[] }[]>('/api/people', signal), staleTime: 60_000 })

/** daily, every 12 hours … */
export const everyInWords = ({ unit, every }: Pick<RotationView, 'unit' | 'every'>): string => tn(`rotation.every.${unit}`, every)

/** Mon–Fri 09:00–17:00 */
export const dutyInWords = (duty: NonNullable<RotationView['duty']>): string =>
  duty.map(({ days, from, until }) => `${daysInWords(days)} ${from}–${until}`).join(', ')

function daysInWords(days: number[]): string {
  const sorted = [...days].sort()
  const [first, last] = [sorted[0] as Day, sorted.at(-1) as Day]
  const isRow = sorted.length > 2 && last - first === sorted.length - 1
  return isRow ? `${tOf('day', first)}–${tOf('day', last)}` : sorted.map((day) => tOf('day', day as Day)).join(', ')
}
export type Day = 1 | 2 | 3 | 4 | 5 | 6 | 7

export const nameOf = (shift: Pick<ShiftView, 'person'>) => shift.person?.name ?? t('onCall.nobody')
