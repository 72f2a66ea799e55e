import { Button, Paper } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import styles from '../sources/Sources.module.css'
import { ThresholdDialog } from './ThresholdDialog.tsx'
import { ThresholdRow } from './ThresholdRow.tsx'
import { useThresholds } from './thresholds.ts'

/** Bounds that somebody set, beside what detectors find by themselves. */
export function ThresholdsPage() {
  const [adding, setAdding] = useState(false)
  const may = useMay('settings')
  const list = useThresholds(may)
  const brands = useBrands().data ?? []
  const add = may && brands[0] && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
      {t('thresholds.add')}
    </Button>
  )
  return (
    <Page title={t('thresholds.title')} lead={t('thresholds.lead')} actions={add} size={900}>
      <Paper component="section" aria-label={t('thresholds.list')} p="md">
        {may ? (
          <Loaded query={list}>
            {(all) =>
              all.length === 0 ? (
                <Empty title={t('thresholds.none')} text={t('thresholds.noneText')} />
              ) : (
                <ul className={styles.list}>
                  {all.map((threshold) => (
                    <ThresholdRow key={threshold.id} threshold={threshold} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        ) : (
          <Empty title={t('notAllowed', { permission: 'settings' })} />
        )}
      </Paper>
      {adding && brands[0] && <ThresholdDialog brands={brands} close={() => setAdding(false)} />}
    </Page>
  )
}
