import { Stack } from '@mantine/core'
import type { ImportView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { Page } from '../../ui/Page.tsx'
import { useList } from '../../ui/use-list.ts'
import { ImportForm } from './ImportForm.tsx'
import { ImportsTable } from './ImportsTable.tsx'

export function ImportsPage() {
  const list = useList<ImportView>(['imports'], '/api/imports')
  return (
    <Page title={t('imports.title')} lead={t('imports.lead')}>
      <Stack gap="md">
        <ImportForm />
        <Card title={t('imports.past')}>
          <Listed list={list} empty={<Empty title={t('imports.none')} />}>
            {(imports) => <ImportsTable imports={imports} />}
          </Listed>
        </Card>
      </Stack>
    </Page>
  )
}
