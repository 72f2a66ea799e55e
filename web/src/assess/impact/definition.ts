// Whom the crisis hurts, as it is edited: the definition with what the server adds to it left out.
import { useQuery } from '@tanstack/react-query'
import type { Degree, ImpactDefinition, ImpactPreview } from '../../../../server/src/assess/impact/definition.contract.ts'
import type { Query } from '../../../../server/src/assess/impact/fields.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { get, request } from '../../ui/api.ts'

export type Window = { since: string | null; until: string | null }
export type ScopeRow = Window & { serviceId: string; regions: string[] | null; degree: Degree }
export type Condition = Window & { degree: Degree; query: Query }
/** `id` tells rows apart while they are moved about; it is not sent. */
export type Draft = { everyoneInScope: boolean; scope: (ScopeRow & { id: number })[]; conditions: (Condition & { id: number })[] }

export const degrees = ['down', 'degraded', 'at-risk'] as const satisfies readonly Degree[]

export function useDefinition() {
  const { id } = useRoom()
  return useQuery({
    queryKey: [...crisisKey(id), 'definition'],
    queryFn: ({ signal }) => get<ImpactDefinition>(crisisPath(id, '/impact/definition'), signal),
  })
}

export const draftOf = ({ everyoneInScope, scope, conditions }: ImpactDefinition): Draft => ({
  everyoneInScope,
  scope: scope.map(({ service: _, ...row }, id) => ({ ...row, id })),
  conditions: conditions.map(({ inWords: _, ...condition }, id) => ({ ...condition, id })),
})

/** What goes over the wire; rows without a service are not there yet. */
export const sentOf = ({ everyoneInScope, scope, conditions }: Draft) => ({
  everyoneInScope,
  scope: scope.filter((row) => row.serviceId !== '').map(({ id: _, ...row }) => row),
  conditions: conditions.map(({ id: _, ...condition }) => condition),
})

/** How many accounts a draft would find; only asked where every rule is filled in. */
export function usePreview(draft: Draft) {
  const { id } = useRoom()
  const sent = sentOf(draft)
  const complete = draft.conditions.every(({ query }) => isComplete(query))
  const query = useQuery({
    queryKey: [...crisisKey(id), 'preview', sent],
    queryFn: ({ signal }) => request<ImpactPreview>('POST', crisisPath(id, '/impact/preview'), { body: sent, signal }),
    placeholderData: (before) => before,
    enabled: complete,
    retry: false,
    staleTime: 5_000,
  })
  return { query, complete }
}

function isComplete(query: Query): boolean {
  return (
    query.rules.length > 0 &&
    query.rules.every((rule) => {
      if ('rules' in rule) return isComplete(rule)
      if (rule.operator === 'null' || rule.operator === 'notNull') return true
      return Array.isArray(rule.value)
        ? rule.value.length > 0 && rule.value.every((each) => String(each).trim() !== '')
        : rule.value !== null && String(rule.value).trim() !== ''
    })
  )
}
