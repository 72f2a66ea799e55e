import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ReaderPageView } from '../../../../server/src/communicate/status-page/readers/readers.contract.ts'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { useMay } from '../../platform/session.ts'
import { useServices } from '../../prepare/registry/brands.ts'
import { t, tn } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import styles from '../audiences/Audiences.module.css'
import { brandPath } from './look.ts'
import { ReaderPageDialog } from './ReaderPageDialog.tsx'
import { readerPagesKey, useReaderPages } from './reader-pages.ts'

/** Pages for a part of the customers: which there are, what each shows, and how many read it in place of the brand's. */
export function ReaderPagesCard({ brand }: { brand: BrandView }) {
  const may = useMay('settings')
  const [open, setOpen] = useState<ReaderPageView | 'new'>()
  return (
    <Card
      title={t('readerPages.title')}
      aside={
        may && (
          <Button size="xs" variant="default" onClick={() => setOpen('new')}>
            {t('readerPages.add')}
          </Button>
        )
      }
    >
      <Stack gap="sm">
        <Text size="sm" maw={720}>
          {t('readerPages.text')}
        </Text>
        <Loaded query={useReaderPages(brand.slug)}>
          {(all) =>
            all.length === 0 ? (
              <Empty title={t('readerPages.none')} text={t('readerPages.noneText')} />
            ) : (
              <ul className={styles.list}>
                {all.map((page) => (
                  <OnePage key={page.id} slug={brand.slug} page={page} change={() => setOpen(page)} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Stack>
      {open && <ReaderPageDialog brand={brand} page={open === 'new' ? undefined : open} close={() => setOpen(undefined)} />}
    </Card>
  )
}

function OnePage({ slug, page, change }: { slug: string; page: ReaderPageView; change: () => void }) {
  const may = useMay('settings')
  const { data: services } = useServices()
  const remove = useWrite<unknown, Record<string, never>>({
    path: brandPath(slug, `/reader-pages/${page.id}/removal`),
    touches: [readerPagesKey(slug)],
    done: t('readerPages.removed', { name: page.name }),
  })
  const names = services?.filter(({ id }) => page.services?.includes(id)).map(({ name }) => name)
  return (
    <li>
      <div>
        <Text fw={600}>{page.name}</Text>
        <Text size="sm" c="dimmed">
          {t('readerPages.for', { audience: page.audience.name })} · {tn('readerPages.accounts', page.accounts)} ·{' '}
          {page.services === null ? t('readerPages.all') : names?.join(', ')}
        </Text>
      </div>
      {may && (
        <Group gap="xs" align="flex-start">
          <Button size="xs" variant="default" aria-label={t('readerPages.changeOne', { name: page.name })} onClick={change}>
            {t('readerPages.change')}
          </Button>
          <ActionButton
            write={remove}
            body={{}}
            size="xs"
            variant="subtle"
            color="gray"
            label={t('readerPages.removeOne', { name: page.name })}
            confirm={{
              title: t('readerPages.removeTitle', { name: page.name }),
              text: t('readerPages.removeText'),
              label: t('readerPages.removeNow'),
            }}
          >
            {t('readerPages.remove')}
          </ActionButton>
        </Group>
      )}
    </li>
  )
}
