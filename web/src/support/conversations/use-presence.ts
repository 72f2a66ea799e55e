import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { useEffect, useState } from 'react'
import type { PresentView } from '../../../../server/src/support/conversations/conversations.contract.ts'
import { randomId, request } from '../../ui/api.ts'
import { isProblem } from '../../ui/problem.ts'
import { conversationPath, oneKey } from './conversations.ts'

const everyMs = 8_000
type Present = z.output<typeof PresentView>
export type Others = Present['others']
const nobody: Others = []

/** Says every few seconds that this window has the conversation open and whether somebody writes in it, learns who else has, and fetches it anew once its revision has moved. */
export function usePresence(id: number, revision: number): { others: Others; error: unknown; setWriting: (writing: boolean) => void } {
  const client = useQueryClient()
  const [editor] = useState(randomId)
  const [writing, setWriting] = useState(false)
  useEffect(() => {
    const leave = () =>
      void fetch(conversationPath(id, '/presence/end'), {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, keepalive: true },
        body: JSON.stringify({ editor, writing: false }),
      }).catch(() => undefined)
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [id, editor])
  const { data, error } = useQuery({
    queryKey: ['presence', 'conversation', id, editor, writing],
    queryFn: ({ signal }) => request<Present>('POST', conversationPath(id, '/presence'), { body: { editor, writing }, signal }),
    ...{ refetchInterval: everyMs, refetchIntervalInBackground: true, gcTime: 0, staleTime: 0, retry: false },
    placeholderData: keepPreviousData,
  })
  const moved = data !== undefined && data.revision > revision
  useEffect(() => {
    if (moved) void client.invalidateQueries({ queryKey: oneKey(id) })
  }, [moved, client, id])
  // Whoever only reads is not told every few seconds that nobody answers.
  return { others: data?.others ?? nobody, error: isProblem(error, 403) ? error : undefined, setWriting }
}
