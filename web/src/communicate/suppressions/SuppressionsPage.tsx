import { Button, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { SuppressionView } from '../../../../server/src/communicate/suppressions/suppressions.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { Page } from '../../ui/Page.tsx'
import { useList } from '../../ui/use-list.ts'
import { AllowDialog } from './AllowDialog.tsx'
import { History } from './History.tsx'
import { StopDialog } from './StopDialog.tsx'
import { SuppressionsTable } from './SuppressionsTable.tsx'

/** Addresses that are not written to, why, and how to allow one again. */
export function SuppressionsPage() {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const [dialog, setDialog] = useState<SuppressionView | 'stop'>()
  const may = useMay('registry')
  const list = useList<SuppressionView>(['suppressions'], '/api/suppressions', { search, limit: 50 })
  const stop = may && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setDialog('stop')}>
      {t('suppressions.add')}
    </Button>
  )
  return (
    <Page title={t('suppressions.title')} lead={t('suppressions.lead')} actions={stop}>
      <Stack gap="md">
        <TextInput
          type="search"
          aria-label={t('suppressions.search')}
          placeholder={t('suppressions.search')}
          leftSection={<Icon name="search" size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maw={460}
        />
        <Listed
          list={list}
          empty={search ? <Empty title={t('suppressions.none')} /> : <Empty title={t('suppressions.empty')} text={t('suppressions.emptyText')} />}
        >
          {(suppressions) => <SuppressionsTable suppressions={suppressions} allow={may ? setDialog : undefined} />}
        </Listed>
        <History />
      </Stack>
      {dialog === 'stop' && <StopDialog close={() => setDialog(undefined)} />}
      {dialog && dialog !== 'stop' && <AllowDialog suppression={dialog} close={() => setDialog(undefined)} />}
    </Page>
  )
}
