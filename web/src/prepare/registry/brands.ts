import { useQuery } from '@tanstack/react-query'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import type { ServiceView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { get } from '../../ui/api.ts'

/** The company's names, each with its own page and zone. */
export const useBrands = () => useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => get<BrandView[]>('/api/brands', signal), staleTime: 60_000 })

export const servicesKey = ['services'] as const
/** What customers depend on, in the order of the status page. */
export const useServices = () => useQuery({ queryKey: servicesKey, queryFn: ({ signal }) => get<ServiceView[]>('/api/services', signal), staleTime: 60_000 })
