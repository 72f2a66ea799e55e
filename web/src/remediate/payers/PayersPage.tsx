import { Button, Paper, Stack } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { usePayers } from '../execution/payouts.ts'
import { PayerDialog } from './PayerDialog.tsx'
import { PayerRow } from './PayerRow.tsx'
import { Reconciliations } from './Reconciliations.tsx'

/** Who carries out what is granted, and whether their books agree with ours. */
export function PayersPage() {
  const [adding, setAdding] = useState(false)
  const [may, maySee] = [useMay('settings'), useMay('plan-remedy')]
  const list = usePayers(maySee)
  const brands = useBrands().data ?? []
  return (
    <Page
      title={t('payers.title')}
      lead={t('payers.lead')}
      size={1000}
      actions={
        may && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
            {t('payers.add')}
          </Button>
        )
      }
    >
      {maySee ? (
        <Stack>
          <Paper component="section" aria-label={t('payers.list')} p="md">
            <Loaded query={list}>
              {(payers) =>
                payers.length === 0 ? (
                  <Empty title={t('payers.none')} text={t('payers.noneText')} />
                ) : (
                  <Stack component="ul" gap="lg" m={0} p={0} style={{ listStyle: 'none' }}>
                    {payers.map((payer) => (
                      <PayerRow key={payer.id} payer={payer} />
                    ))}
                  </Stack>
                )
              }
            </Loaded>
          </Paper>
          <TextLink to="/payouts" size="sm">
            {t('payers.everyLine')}
          </TextLink>
          {(list.data?.length ?? 0) > 0 && <Reconciliations payers={list.data ?? []} />}
        </Stack>
      ) : (
        <Empty title={t('notAllowed', { permission: 'plan-remedy' })} />
      )}
      {adding && brands[0] && <PayerDialog brands={brands} close={() => setAdding(false)} />}
    </Page>
  )
}
