import { useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import type { Problem } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { request } from '../../ui/api.ts'

const none: Problem[] = []

/** The server's own check of the text, half a second after the last key. */
export function useCheck(yaml: string) {
  const [text] = useDebouncedValue(yaml, 500)
  const query = useQuery({
    queryKey: ['playbook-check', text],
    queryFn: ({ signal }) => request<{ problems: Problem[] }>('POST', '/api/playbooks/check', { body: { yaml: text }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
  return {
    problems: query.data?.problems ?? none,
    checking: text !== yaml || query.isFetching,
    failed: query.error,
    right: text === yaml && query.data?.problems.length === 0,
  }
}
