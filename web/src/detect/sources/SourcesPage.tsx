import { Button, Paper } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { SourceDialog } from './SourceDialog.tsx'
import { SourceRow } from './SourceRow.tsx'
import styles from './Sources.module.css'
import { useSources } from './sources.ts'

/** Who sends signals, and how much of it was taken. */
export function SourcesPage() {
  const [adding, setAdding] = useState(false)
  const may = useMay('settings')
  const list = useSources(may)
  const brands = useBrands().data ?? []
  const add = may && brands[0] && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
      {t('sources.add')}
    </Button>
  )
  return (
    <Page title={t('sources.title')} lead={t('sources.lead')} actions={add} size={900}>
      <Paper component="section" aria-label={t('sources.list')} p="md">
        {may ? (
          <Loaded query={list}>
            {(all) =>
              all.length === 0 ? (
                <Empty title={t('sources.none')} text={t('sources.noneText')} />
              ) : (
                <ul className={styles.list}>
                  {all.map((source) => (
                    <SourceRow key={source.id} source={source} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        ) : (
          <Empty title={t('notAllowed', { permission: 'settings' })} />
        )}
      </Paper>
      {adding && brands[0] && <SourceDialog brands={brands} close={() => setAdding(false)} />}
    </Page>
  )
}
