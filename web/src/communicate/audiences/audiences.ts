// How the console asks for audiences and stakeholders.
import { useQuery } from '@tanstack/react-query'
import type { AudienceView, Reach, UpdateTo } from '../../../../server/src/communicate/audiences/audiences.contract.ts'
import type { StakeholderView } from '../../../../server/src/communicate/stakeholders/stakeholders.contract.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { get, request } from '../../ui/api.ts'

export const audiencesKey = ['audiences'] as const
export const stakeholdersKey = ['stakeholders'] as const
export const stakeholderAudiences = ['staff', 'executives', 'investors', 'partners', 'suppliers', 'media', 'regulators'] as const
export const stakeholderKinds = ['staff', 'executive', 'board', 'investor', 'partner', 'supplier', 'media', 'regulator'] as const

export const useAudiences = () => useQuery({ queryKey: audiencesKey, queryFn: ({ signal }) => get<AudienceView[]>('/api/audiences', signal) })
export const useStakeholders = () => useQuery({ queryKey: stakeholdersKey, queryFn: ({ signal }) => get<StakeholderView[]>('/api/stakeholders', signal) })
export const useReach = (crisisId: string, to: UpdateTo) =>
  useQuery({ queryKey: ['reach', crisisId, to], queryFn: ({ signal }) => request<Reach>('POST', crisisPath(crisisId, '/reach'), { body: { to }, signal }) })
