// Who has to be called, asked again every few seconds: a colleague's call is no fact of the crisis.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { CallList as CallListContract, CallView, NoteCall, UnreachedList, UnreachedView } from '../../../../server/src/communicate/calls/calls.contract.ts'
import { crisisKey, crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { get, query } from '../../ui/api.ts'
import { useList } from '../../ui/use-list.ts'
import { useWrite } from '../../ui/use-write.ts'

export type Call = CallView
export type Outcome = NoteCall['outcome']
export type Account = CallView['account']
export type Unreached = z.output<typeof UnreachedView>
export type CallList = z.output<typeof CallListContract>
type Sums = Pick<CallList, 'toCall' | 'reached' | 'notReached'>

const callsKey = (crisisId: string) => [...crisisKey(crisisId), 'calls'] as const
/** Not among the crisis's own keys: it goes through everybody who is hurt, and is not worth that at every fact. */
const unreachedKey = (crisisId: string) => ['unreached', crisisId] as const

/** @param all those that are done, too */
export const useCalls = (crisisId: string, all: boolean) =>
  useInfiniteQuery({
    queryKey: [...callsKey(crisisId), { all }],
    queryFn: ({ pageParam, signal }) => get<CallList>(crisisPath(crisisId, `/calls${query({ all, cursor: pageParam, limit: 100 })}`), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages[0]?.toCall ?? 0) > 0 ? 4_000 : 15_000),
  })

const firstPage = <Page>(crisisId: string, part: string, signal: AbortSignal) => get<Page>(crisisPath(crisisId, `/${part}?limit=1`), signal)

/** How many are to be called; nothing is asked before something was published, nor once it is over. */
export function useCallSums(): Sums | undefined {
  const { id, status, updates } = useRoom()
  const { data } = useQuery({
    queryKey: [...callsKey(id), 'sums'],
    queryFn: ({ signal }) => firstPage<CallList>(id, 'calls', signal),
    enabled: status !== 'closed' && updates.some((update) => update.status === 'published'),
    refetchInterval: 15_000,
  })
  return data
}

/** How many of those who are hurt were told on no channel; undefined before anything was published. */
export function useUnreachedCount(): number | undefined {
  const { id, status, updates } = useRoom()
  const { data } = useQuery({
    queryKey: [...unreachedKey(id), 'count'],
    queryFn: ({ signal }) => firstPage<z.output<typeof UnreachedList>>(id, 'unreached', signal),
    enabled: updates.some((update) => update.status === 'published'),
    staleTime: 30_000,
    refetchInterval: status === 'closed' ? false : 60_000,
  })
  return data?.count
}
export const useUnreached = (crisisId: string) =>
  useList<Unreached>([...unreachedKey(crisisId), 'list'], crisisPath(crisisId, '/unreached'), { limit: 50 }, { everyMs: 30_000 })

const touches = (crisisId: string) => [...touched(crisisId), unreachedKey(crisisId)]
export const useStartCall = (crisisId: string) =>
  useWrite<unknown, Call>({ path: ({ id }) => crisisPath(crisisId, `/calls/${id}/start`), send: () => ({}), touches: touches(crisisId) })
export const useNoteCall = (crisisId: string, { id, account }: Call) =>
  useWrite<unknown, NoteCall>({
    path: () => crisisPath(crisisId, `/calls/${id}/outcome`),
    touches: touches(crisisId),
    done: (_, { outcome }) => t('calls.noted', { name: account.name, outcome: tOf('outcome', outcome) }),
  })
