// Long lists come in pages: `next` of one page is the cursor of the following.
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import { get, query } from './api.ts'

export type PageOf<Item> = { items: Item[]; next: string | null }

/** `everyMs`: asked again so often, for what changes without a fact. `enabled`: whether it is asked at all. */
export const useList = <Item>(
  queryKey: QueryKey,
  path: string,
  filter: Record<string, string | number | boolean | undefined> = {},
  { everyMs = false, enabled = true }: { everyMs?: number | false; enabled?: boolean } = {},
) =>
  useInfiniteQuery({
    queryKey: [...queryKey, filter],
    queryFn: ({ pageParam, signal }) => get<PageOf<Item>>(`${path}${query({ ...filter, cursor: pageParam })}`, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: everyMs,
    enabled,
  })
export type ListQuery<Item> = ReturnType<typeof useList<Item>>
