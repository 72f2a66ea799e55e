import { useQuery } from '@tanstack/react-query'
import type { ServiceView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { get } from '../../ui/api.ts'

export type Service = ServiceView

/** The services of the crisis's brand: others cannot be in its scope. */
export function useServices() {
  const { brand } = useRoom()
  const query = useQuery({ queryKey: ['services'], queryFn: ({ signal }) => get<ServiceView[]>('/api/services', signal), staleTime: 60_000 })
  return { query, services: (query.data ?? []).filter((service) => service.brand === brand.slug) }
}
