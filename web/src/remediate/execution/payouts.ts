// How far what was granted is carried out, as the console asks for it.
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { PayerView, PayoutView, ProgressView } from '../../../../server/src/remediate/execution/execution.contract.ts'
import { get } from '../../ui/api.ts'

export type Progress = z.output<typeof ProgressView>
export type Payout = z.output<typeof PayoutView>
export type Payer = z.output<typeof PayerView>

/** In the order in which a line passes through them. */
export const payoutStates = ['approved', 'executing', 'applied', 'failed', 'unknown', 'reversed', 'expired'] as const satisfies Payout['state'][]
export const payerKinds = ['stripe', 'shopify', 'webhook'] as const satisfies Payer['kind'][]

/** Of tasks: whose, and which. */
export const whoses = ['mine', 'nobody', 'all'] as const
export const shows = ['open', 'done'] as const

export const payoutsKey = ['payouts'] as const
export const payersKey = ['payers'] as const

export const usePayers = (enabled = true) => useQuery({ queryKey: payersKey, queryFn: ({ signal }) => get<Payer[]>('/api/payers', signal), enabled })

/** Asked again calmly: every few seconds while a provider is at it, seldom while only people are. */
export const useProgress = (planId: string) =>
  useQuery({
    queryKey: [...payoutsKey, 'progress', planId],
    queryFn: ({ signal }) => get<Progress>(`/api/remedies/${encodeURIComponent(planId)}/progress`, signal),
    refetchInterval: ({ state: { data } }) => (data && data.remaining === 0 ? (data.forPeople === 0 ? false : 30_000) : 4_000),
  })
