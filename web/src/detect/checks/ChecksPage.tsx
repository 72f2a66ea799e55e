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
import { CheckDialog } from './CheckDialog.tsx'
import { CheckRow } from './CheckRow.tsx'
import { useChecks } from './checks.ts'

/** What Leeward asks itself: what fails stands first. */
export function ChecksPage() {
  const [adding, setAdding] = useState(false)
  const may = useMay('settings')
  const list = useChecks(may)
  const brands = useBrands().data ?? []
  const add = may && brands[0] && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
      {t('checks.add')}
    </Button>
  )
  return (
    <Page title={t('checks.title')} lead={t('checks.lead')} actions={add} size={900}>
      <Paper component="section" aria-label={t('checks.list')} p="md">
        {may ? (
          <Loaded query={list}>
            {(all) =>
              all.length === 0 ? (
                <Empty title={t('checks.none')} text={t('checks.noneText')} />
              ) : (
                <ul className={styles.list}>
                  {all.map((check) => (
                    <CheckRow key={check.id} check={check} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        ) : (
          <Empty title={t('notAllowed', { permission: 'settings' })} />
        )}
      </Paper>
      {adding && brands[0] && <CheckDialog brands={brands} close={() => setAdding(false)} />}
    </Page>
  )
}
