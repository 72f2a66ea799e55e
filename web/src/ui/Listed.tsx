import { Button, Center, Loader } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../strings/t.ts'
import { ErrorNote } from './ErrorNote.tsx'
import type { ListQuery } from './use-list.ts'

/** A paged list with all its faces: waiting, failed, empty, rows and more rows. */
export function Listed<Item>({ list, empty, children }: { list: ListQuery<Item>; empty: ReactNode; children: (items: Item[]) => ReactNode }) {
  const items = list.data?.pages.flatMap((page) => page.items)
  if (!items)
    return list.isError ? (
      <ErrorNote error={list.error} retry={list.refetch} />
    ) : (
      <Center p="xl">
        <Loader role="status" size="sm" aria-label={t('loading')} />
      </Center>
    )
  if (items.length === 0) return <>{empty}</>
  return (
    <>
      {children(items)}
      {list.isFetchNextPageError && <ErrorNote error={list.error} retry={() => list.fetchNextPage()} />}
      {list.hasNextPage && (
        <Center pt="sm">
          <Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('more')}
          </Button>
        </Center>
      )}
    </>
  )
}
