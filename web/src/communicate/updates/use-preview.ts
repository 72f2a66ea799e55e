import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Preview } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { request } from '../../ui/api.ts'
import type { Sent } from './draft.ts'

/** What the message becomes on each channel, half a second after the last key. */
export function usePreview(crisisId: string, sent: Sent, readerLocale: string) {
  const [body] = useDebouncedValue(JSON.stringify({ ...sent, readerLocale }), 500)
  const asked = JSON.parse(body) as Sent & { readerLocale: string }
  return useQuery({
    queryKey: ['preview', crisisId, body],
    queryFn: ({ signal }) => request<Preview>('POST', crisisPath(crisisId, '/updates/preview'), { body: asked, signal }),
    enabled: asked.parts.title.trim() !== '',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    staleTime: 30_000,
    retry: false,
  })
}
/** Who must agree besides the author, whose submission is the first yes. */
export const othersNeeded = (preview: Preview | undefined) => Math.max(0, (preview?.approvalsNeeded ?? 1) - 1)

export type PreviewQuery = ReturnType<typeof usePreview>
