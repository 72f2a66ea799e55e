import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { CheckedTemplate } from '../../../../server/src/prepare/templates/templates.contract.ts'
import { request } from '../../ui/api.ts'
import type { TemplateKey } from './templates.ts'

/** The server's own look at the words, half a second after the last key: problems, what they become, what the linter says. */
export function useCheckTemplate(of: TemplateKey, parts: Record<string, string>) {
  const typed = JSON.stringify(parts)
  const [body] = useDebouncedValue(typed, 500)
  const query = useQuery({
    queryKey: ['template-check', of, body],
    queryFn: ({ signal }) => request<CheckedTemplate>('POST', '/api/templates/check', { body: { ...of, parts: JSON.parse(body) }, signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  })
  const current = body === typed && !query.isPlaceholderData && !query.isFetching
  return {
    problems: query.data?.problems ?? [],
    preview: query.data?.preview ?? null,
    findings: query.data?.findings ?? [],
    failed: query.error,
    right: current && query.data?.problems.length === 0,
  }
}
export type TemplateCheck = ReturnType<typeof useCheckTemplate>
