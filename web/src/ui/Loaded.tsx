import { Center, Loader } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../strings/t.ts'
import { ErrorNote } from './ErrorNote.tsx'

/** The three faces of something fetched: waiting, failed (with retry), there. Old data stays on screen when a refresh fails. */
export function Loaded<Data>({ query, children }: { query: UseQueryResult<Data>; children: (data: Data) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.isError) return <ErrorNote error={query.error} retry={query.refetch} />
  return (
    <Center p="xl">
      <Loader role="status" size="sm" aria-label={t('loading')} />
    </Center>
  )
}
