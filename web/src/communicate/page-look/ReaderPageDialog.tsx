import { Button, Group, Modal, MultiSelect, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ReaderPageView } from '../../../../server/src/communicate/status-page/readers/readers.contract.ts'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { useServices } from '../../prepare/registry/brands.ts'
import { t, tn } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { useAudiences } from '../audiences/audiences.ts'
import { brandPath } from './look.ts'
import { readerPagesKey, type Shown, useReaderPreview } from './reader-pages.ts'

/** For whom and of what a page is, with the page that it makes and how many would read it, before anything is saved. */
export function ReaderPageDialog({ brand, page, close }: { brand: BrandView; page: ReaderPageView | undefined; close: () => void }) {
  const [name, setName] = useState(page?.name ?? '')
  const [audience, setAudience] = useState<string | null>(page?.audience.id ?? null)
  const [services, setServices] = useState<string[]>(page?.services ?? [])
  const [audiences, all] = [useAudiences(), useServices()]
  const shown: Shown | undefined = audience ? { audience, services: services.length === 0 ? null : services } : undefined
  const save = useWrite<unknown, Shown & { name: string }>({
    method: page ? 'PUT' : 'POST',
    path: brandPath(brand.slug, `/reader-pages${page ? `/${page.id}` : ''}`),
    touches: [readerPagesKey(brand.slug)],
    done: t('readerPages.saved', { name }),
    after: close,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (shown) save.mutate({ name, ...shown })
  }
  return (
    <Modal opened onClose={close} size={1_040} title={page ? t('readerPages.changeOne', { name: page.name }) : t('readerPages.addTitle')}>
      <form onSubmit={submit}>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
          <Stack>
            <TextInput
              label={t('readerPages.name')}
              description={t('readerPages.nameHint')}
              required
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            <Select
              label={t('readerPages.audience')}
              description={t('readerPages.audienceHint')}
              required
              searchable
              nothingFoundMessage={t('readerPages.noAudience')}
              data={(audiences.data ?? []).map(({ id, name: label }) => ({ value: id, label }))}
              value={audience}
              onChange={setAudience}
            />
            <MultiSelect
              label={t('readerPages.services')}
              description={t('readerPages.servicesHint')}
              searchable
              data={(all.data ?? []).filter((each) => each.brand === brand.slug).map(({ id, name: label }) => ({ value: id, label }))}
              value={services}
              onChange={setServices}
            />
            <ErrorNote error={save.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('cancel')}
              </Button>
              <Button type="submit" loading={save.isPending} disabled={!shown}>
                {t('save')}
              </Button>
            </Group>
          </Stack>
          <Preview slug={brand.slug} shown={shown} />
        </SimpleGrid>
      </form>
    </Modal>
  )
}

function Preview({ slug, shown }: { slug: string; shown: Shown | undefined }) {
  const preview = useReaderPreview(slug, shown)
  if (!shown)
    return (
      <Text size="sm" c="dimmed">
        {t('readerPages.previewLater')}
      </Text>
    )
  return (
    <Stack gap="xs">
      {preview.isError && <ErrorNote error={preview.error} retry={preview.refetch} />}
      {preview.data && (
        <>
          <Text size="sm" role="status">
            {tn('readerPages.chooses', preview.data.accounts)}
          </Text>
          <iframe sandbox="" title={t('readerPages.preview')} srcDoc={preview.data.html} className="lw-frame" style={{ height: 'min(480px, 50vh)' }} />
        </>
      )}
    </Stack>
  )
}
