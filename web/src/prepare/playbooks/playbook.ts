// How the console asks for playbooks, and the words it uses for them.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { createContext, useContext } from 'react'
import type { PlaybookSummary, ShownPlaybook } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { en } from '../../strings/en.ts'
import { get } from '../../ui/api.ts'
import { span } from '../../ui/format.ts'

export type Playbook = ShownPlaybook['playbook']
export const playbooksKey = ['playbooks'] as const

export const usePlaybooks = () => useQuery({ queryKey: [...playbooksKey, 'list'], queryFn: ({ signal }) => get<PlaybookSummary[]>('/api/playbooks', signal) })

export function useShownPlaybook() {
  const { key } = useParams({ from: '/playbooks/$key' })
  return useQuery({ queryKey: [...playbooksKey, 'one', key], queryFn: ({ signal }) => get<ShownPlaybook>(`/api/playbooks/${encodeURIComponent(key)}`, signal) })
}

export const Shown = createContext<ShownPlaybook | undefined>(undefined)
export function useShown(): ShownPlaybook {
  const shown = useContext(Shown)
  if (!shown) throw new Error('This part belongs inside the page of a playbook.')
  return shown
}

/** A seat as people call it: the house's own by the catalogue, a playbook's by its title. */
export function roleName(role: string, roles: Playbook['roles'] = {}): string {
  const known = `role.${role}`
  return roles[role]?.title ?? (Object.hasOwn(en, known) ? (en as Record<string, string>)[known] : undefined) ?? role.replaceAll('-', ' ')
}

export const minutesInWords = (minutes: number) => (minutes >= 1_440 && minutes % 1_440 === 0 ? `${minutes / 1_440} d` : span(minutes * 60_000))
export const pathOf = (key: string) => `/api/playbooks/${encodeURIComponent(key)}`
