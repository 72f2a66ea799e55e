// Who answers customers, as the console asks for it.
import { useQuery } from '@tanstack/react-query'
import type { AgentsView, PutAgent } from '../../../../server/src/support/agents/agents.contract.ts'
import { get } from '../../ui/api.ts'

export type Agents = AgentsView
export type Agent = Agents['agents'][number]
export type Sent = PutAgent

export const agentsKey = ['support-agents'] as const
export const useAgents = (enabled = true) =>
  useQuery({ queryKey: agentsKey, queryFn: ({ signal }) => get<Agents>('/api/support/agents', signal), refetchInterval: 15_000, enabled })
