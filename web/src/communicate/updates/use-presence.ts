import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { PresenceView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { randomId, request } from '../../ui/api.ts'

const everyMs = 4_000

/** Says every few seconds that this window has the draft open, and learns who else has, and whether it was saved elsewhere. */
export function usePresence(updateId: string | undefined): PresenceView | undefined {
  const [editor] = useState(randomId)
  const path = updateId && `/api/updates/${encodeURIComponent(updateId)}/presence`
  useEffect(() => {
    if (!path) return
    const leave = () =>
      void fetch(`${path}/end`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ editor }), keepalive: true })
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [path, editor])
  return useQuery({
    queryKey: ['presence', updateId, editor],
    queryFn: ({ signal }) => request<PresenceView>('POST', path as string, { body: { editor }, signal }),
    enabled: path !== undefined,
    refetchInterval: everyMs,
    refetchIntervalInBackground: true,
    gcTime: 0,
    retry: false,
  }).data
}
