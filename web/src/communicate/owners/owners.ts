// An owner's accounts in a crisis, and the calls to them.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { NoteOwnerCall, OwnedAccount, OwnedAccounts, OwnerScript } from '../../../../server/src/communicate/owners/owners.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { t } from '../../strings/t.ts'
import { get, query } from '../../ui/api.ts'
import { useWrite } from '../../ui/use-write.ts'

export type Owned = OwnedAccount
export type Outcome = NoteOwnerCall['outcome']
export const outcomes = ['reached', 'message-left', 'no-answer', 'wrong-number', 'refused'] as const satisfies readonly Outcome[]
export const whose = ['mine', 'nobody', 'all'] as const
export type Whose = (typeof whose)[number]

const key = (crisisId: string) => [...crisisKey(crisisId), 'my-accounts'] as const
export const useOwned = (crisisId: string, owner: Whose, open: boolean) =>
  useInfiniteQuery({
    queryKey: [...key(crisisId), { owner, open }],
    queryFn: ({ pageParam, signal }) => get<OwnedAccounts>(crisisPath(crisisId, `/my-accounts${query({ owner, open, cursor: pageParam, limit: 50 })}`), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  })
export const csvOf = (crisisId: string, owner: Whose, open: boolean) => crisisPath(crisisId, `/my-accounts/csv${query({ owner, open })}`)
export const useScript = (crisisId: string, account: number) =>
  useQuery({
    queryKey: [...key(crisisId), 'script', account],
    queryFn: ({ signal }) => get<OwnerScript>(crisisPath(crisisId, `/my-accounts/${account}/script`), signal),
  })
export const useNoteCall = (crisisId: string, { accountId, name }: Owned, after: () => void) =>
  useWrite<unknown, NoteOwnerCall>({
    path: () => crisisPath(crisisId, `/my-accounts/${accountId}/calls`),
    touches: [key(crisisId)],
    done: t('owners.noted', { name }),
    after,
  })
