// What the inbox asks the server, and how often: what colleagues and customers do here is no fact of a crisis.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ConversationRow, ConversationView, Counts } from '../../../../server/src/support/conversations/conversations.contract.ts'
import { get } from '../../ui/api.ts'
import { useList } from '../../ui/use-list.ts'
import { useWrite, type Write } from '../../ui/use-write.ts'
import type { View } from './views.ts'

export type { ActView, ConversationRow, ConversationView, MessageView } from '../../../../server/src/support/conversations/conversations.contract.ts'

export const conversationsKey = ['conversations'] as const
const listKey = ['conversations', 'list'] as const
const countsKey = ['conversations', 'counts'] as const
export const oneKey = (id: number) => ['conversations', 'one', id] as const
export const conversationPath = (id: number, rest = '') => `/api/conversations/${id}${rest}`

const everyMs = 4_000

/** What is looked for is looked for everywhere. */
export const useConversations = (view: View, search: string) =>
  useList<ConversationRow>(listKey, '/api/conversations', { view: search ? 'all' : view, search, limit: 50 }, { everyMs })

export const useCounts = () =>
  useQuery({ queryKey: countsKey, queryFn: ({ signal }) => get<Counts>('/api/conversations/counts', signal), refetchInterval: everyMs })

export const useConversation = (id: number | undefined) =>
  useQuery({
    queryKey: oneKey(id ?? 0),
    queryFn: ({ signal }) => get<ConversationView>(conversationPath(id as number), signal),
    enabled: id !== undefined,
    // A reply on its way is looked at until its fate is known.
    refetchInterval: ({ state }) => (state.data?.thread.some(({ delivery }) => delivery && onItsWay.includes(delivery.state)) ? everyMs : 30_000),
  })
export const onItsWay = ['planned', 'queued', 'sending', 'deferred']

type More<Body> = { after?: (answer: ConversationView, body: Body) => void; done?: string | ((answer: ConversationView, body: Body) => string) }

/** Something that is done with one conversation; what the server answers is on the screen at once. */
export function useAct<Body = void>(id: number, path: string | ((body: Body) => string), { after, done }: More<Body> = {}): Write<Body, ConversationView> {
  const client = useQueryClient()
  return useWrite<ConversationView, Body>({
    path: (body) => conversationPath(id, `/${typeof path === 'function' ? path(body) : path}`),
    touches: [listKey, countsKey],
    after: (answer, body) => {
      client.setQueryData(oneKey(answer.id), answer)
      if (answer.id !== id) void client.invalidateQueries({ queryKey: oneKey(id) })
      after?.(answer, body)
    },
    ...(done ? { done } : {}),
  })
}
