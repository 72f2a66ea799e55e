import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PostmortemPreview, PostmortemView } from '../../../../server/src/communicate/postmortem/postmortem.contract.ts'
import { crisisKey, crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { get, request } from '../../ui/api.ts'
import { useWrite } from '../../ui/use-write.ts'

export type Postmortem = PostmortemView
export type Bodies = Record<string, string>

export const usePostmortem = (id: string) =>
  useQuery({
    queryKey: [...crisisKey(id), 'postmortem'],
    queryFn: ({ signal }) => get<PostmortemView>(crisisPath(id, '/postmortem'), signal),
  })

/** As customers will read it in a language, a moment after the last key. */
export function usePostmortemPreview(id: string, bodies: Bodies, locale: string) {
  const [body] = useDebouncedValue(JSON.stringify({ bodies, locale }), 400)
  return useQuery({
    queryKey: ['postmortem-preview', id, body],
    queryFn: ({ signal }) => request<PostmortemPreview>('POST', crisisPath(id, '/postmortem/preview'), { body: JSON.parse(body), signal }),
    enabled: Object.values(bodies).some((each) => each.trim() !== ''),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    staleTime: 30_000,
    retry: false,
  })
}

export const usePostmortemWrite = <Body>(id: string, step: string, done: string) =>
  useWrite<PostmortemView, Body>({ path: crisisPath(id, `/postmortem/${step}`), touches: touched(id), done })
