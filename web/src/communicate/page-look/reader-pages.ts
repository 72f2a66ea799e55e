// How the console asks for the pages for a part of the customers.
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReaderPagePreview, ReaderPageView } from '../../../../server/src/communicate/status-page/readers/readers.contract.ts'
import { get, request } from '../../ui/api.ts'
import { brandPath } from './look.ts'

export const readerPagesKey = (slug: string) => ['reader-pages', slug] as const
/** What a page shows and for whom; `services` null: all. */
export type Shown = { audience: string; services: string[] | null }

export const useReaderPages = (slug: string) =>
  useQuery({ queryKey: readerPagesKey(slug), queryFn: ({ signal }) => get<ReaderPageView[]>(brandPath(slug, '/reader-pages'), signal) })

/** What it would show and how many it would reach, a moment after the last change; undefined while something is not chosen yet. */
export function useReaderPreview(slug: string, shown: Shown | undefined) {
  const [body] = useDebouncedValue(JSON.stringify(shown ?? null), 250)
  return useQuery({
    queryKey: ['reader-page-preview', slug, body],
    queryFn: ({ signal }) => request<ReaderPagePreview>('POST', brandPath(slug, '/reader-pages/preview'), { body: JSON.parse(body), signal }),
    enabled: body !== 'null',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  })
}
