import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { SessionView } from '../../../server/src/platform/session.contract.ts'
import { get, request } from '../ui/api.ts'
import { isProblem } from '../ui/problem.ts'

export const sessionKey = ['session'] as const

/** Who is signed in; null where nobody is. */
export const useSession = () =>
  useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) =>
      get<SessionView>('/api/session', signal).catch((error) => {
        if (isProblem(error, 401)) return null
        throw error
      }),
    staleTime: 5 * 60_000,
  })

/** Whether the person may; where no permission is named, the server decides alone. */
export function useMay(permission?: string): boolean {
  const { data } = useSession()
  return permission === undefined || !data || data.permissions.includes(permission)
}

export function useSignOut() {
  const client = useQueryClient()
  return async () => {
    await request('POST', '/api/auth/sign-out').catch(() => undefined)
    client.setQueryData(sessionKey, null)
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] })
  }
}
