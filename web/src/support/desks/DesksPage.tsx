import { Button, Paper } from '@mantine/core'
import { useState } from 'react'
import styles from '../../detect/sources/Sources.module.css'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { DeskDialog } from './DeskDialog.tsx'
import { DeskRow } from './DeskRow.tsx'
import { useDesks } from './desks.ts'

/** The desks that the company keeps, and how they fare. */
export function DesksPage() {
  const [adding, setAdding] = useState(false)
  const may = useMay('settings')
  const list = useDesks(may)
  const add = may && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
      {t('desks.add')}
    </Button>
  )
  return (
    <Page title={t('desks.title')} lead={t('desks.lead')} actions={add} size={900}>
      <Paper component="section" aria-label={t('desks.list')} p="md">
        {may ? (
          <Loaded query={list}>
            {(all) =>
              all.length === 0 ? (
                <Empty title={t('desks.none')} text={t('desks.noneText')} />
              ) : (
                <ul className={styles.list}>
                  {all.map((desk) => (
                    <DeskRow key={desk.id} desk={desk} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        ) : (
          <Empty title={t('notAllowed', { permission: 'settings' })} />
        )}
      </Paper>
      {adding && <DeskDialog close={() => setAdding(false)} />}
    </Page>
  )
}
