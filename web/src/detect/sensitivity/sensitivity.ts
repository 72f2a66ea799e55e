// How easily something is raised, as it is chosen.
import { useQuery } from '@tanstack/react-query'
import type { SensitivityView } from '../../../../server/src/detect/sensitivity/sensitivity.contract.ts'
import { get } from '../../ui/api.ts'

export type Sensitivity = SensitivityView['company']
export type CloseWatch = SensitivityView['closely'][number]
export const levels = ['low', 'medium', 'high'] as const satisfies readonly Sensitivity[]

export const sensitivityKey = ['sensitivity'] as const
export const useSensitivity = () =>
  useQuery({ queryKey: sensitivityKey, queryFn: ({ signal }) => get<SensitivityView>('/api/sensitivity', signal), refetchInterval: 60_000 })
