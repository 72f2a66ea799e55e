import { Button, Paper, Stack } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../../platform/session.ts'
import { t } from '../../../strings/t.ts'
import { Empty } from '../../../ui/Empty.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Loaded } from '../../../ui/Loaded.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useBrands } from '../brands.ts'
import { Doubles } from './Doubles.tsx'
import { LinkDialog } from './LinkDialog.tsx'
import { LinkRow } from './LinkRow.tsx'
import { useLinks } from './links.ts'
import styles from './Sync.module.css'

/** Where customers, prices and orders are read from, how far that is, and who is probably one customer. */
export function SyncPage() {
  const [adding, setAdding] = useState(false)
  const [may, mayMerge] = [useMay('settings'), useMay('registry')]
  const list = useLinks(may)
  const brands = useBrands().data ?? []
  const add = may && brands[0] && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
      {t('sync.add')}
    </Button>
  )
  return (
    <Page title={t('sync.title')} lead={t('sync.lead')} actions={add} size={900}>
      <Stack>
        <Paper component="section" aria-label={t('sync.list')} p="md">
          {may ? (
            <Loaded query={list}>
              {(all) =>
                all.length === 0 ? (
                  <Empty title={t('sync.none')} text={t('sync.noneText')} />
                ) : (
                  <ul className={styles.list}>
                    {all.map((link) => (
                      <LinkRow key={link.id} link={link} />
                    ))}
                  </ul>
                )
              }
            </Loaded>
          ) : (
            <Empty title={t('notAllowed', { permission: 'settings' })} />
          )}
        </Paper>
        {mayMerge && <Doubles may={mayMerge} />}
      </Stack>
      {adding && brands[0] && <LinkDialog brands={brands} close={() => setAdding(false)} />}
    </Page>
  )
}
