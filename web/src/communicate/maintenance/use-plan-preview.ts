import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { MaintenancePreview } from '../../../../server/src/communicate/maintenance/maintenance.contract.ts'
import { request } from '../../ui/api.ts'
import type { Sent } from './plan.ts'

/** What customers would read, half a second after the last key. */
export function usePlanPreview(sent: Sent | undefined, id: string | undefined) {
  const [body] = useDebouncedValue(sent ? JSON.stringify({ ...sent, ...(id ? { id } : {}) }) : '', 500)
  return useQuery({
    queryKey: ['maintenance-preview', body],
    queryFn: ({ signal }) => request<MaintenancePreview>('POST', '/api/maintenances/preview', { body: JSON.parse(body), signal }),
    enabled: body !== '',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  })
}
export type PlanPreviewQuery = ReturnType<typeof usePlanPreview>
