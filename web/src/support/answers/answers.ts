// What a crisis' conversations ask the server. Customers and agents move them, not facts of the crisis: so it is asked again every few seconds.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { AnswerPreview, AnswerView, ConversationsOfCrisis, HeldView, WriteAnswer } from '../../../../server/src/support/answers/answers.contract.ts'
import { useMay } from '../../platform/session.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { get, request } from '../../ui/api.ts'
import { useList } from '../../ui/use-list.ts'
import { conversationsKey, type ConversationRow, onItsWay } from '../conversations/conversations.ts'

export type { AnswerPreview, AnswerView, ConversationsOfCrisis } from '../../../../server/src/support/answers/answers.contract.ts'
export type Held = z.output<typeof HeldView>
export type HoldReason = WriteAnswer['hold'][number]
export const holds: readonly HoldReason[] = ['angry', 'legal', 'safety', 'vulnerable', 'owner', 'still-broken']
/** A person answers these, whatever is let go. */
export const neverLet: readonly HoldReason[] = ['public', 'too-long', 'not-reached']
/** Nobody chooses these. */
export const always: readonly HoldReason[] = ['in-hand', ...neverLet]

export const ofCrisisKey = (crisisId: string) => [...conversationsKey, 'crisis', crisisId] as const

const moves = ({ state, deliveries }: AnswerView) => state === 'sending' || onItsWay.some((each) => (deliveries[each] ?? 0) > 0)

export function useConversationsOfCrisis(crisisId: string) {
  const may = useMay('read-conversations')
  return useQuery({
    queryKey: ofCrisisKey(crisisId),
    queryFn: ({ signal }) => get<ConversationsOfCrisis>(crisisPath(crisisId, '/conversations'), signal),
    enabled: may,
    refetchInterval: ({ state }) => (state.data?.answers.some(moves) ? 2_000 : 10_000),
  })
}

export const useSuggested = (crisisId: string) =>
  useList<ConversationRow>(
    [...conversationsKey, 'suggested'],
    '/api/conversations',
    { view: 'all', crisis: crisisId, link: 'suggested', limit: 20 },
    { everyMs: 10_000 },
  )

export const useHeld = (answerId: string) =>
  useList<Held>([...conversationsKey, 'held', answerId], `/api/answers/${answerId}/held`, { limit: 100 }, { everyMs: 10_000 })

/** What would be sent, to whom, in which words; undefined until there is a text. `fresh`: it is of what stands in the dialog now. */
export function usePreview(crisisId: string, given: WriteAnswer | undefined) {
  const query = useQuery({
    queryKey: ['answer-preview', crisisId, given],
    queryFn: ({ signal }) => request<AnswerPreview>('POST', crisisPath(crisisId, '/answers/preview'), { body: given, signal }),
    enabled: given !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    // Whoever writes in a conversation is held back: that changes by itself.
    refetchInterval: 10_000,
    gcTime: 0,
  })
  return { preview: given === undefined ? undefined : query.data, fresh: query.isSuccess && !query.isPlaceholderData, error: query.error, again: query.refetch }
}
