import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SenderBrand } from '../../../../server/src/communicate/senders/senders.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { sendersKey } from './senders.ts'

type Sent = { quietHours: { from: string; until: string } | null }

/** When what can wait wakes nobody. */
export function QuietHoursDialog({ brand, close }: { brand: SenderBrand; close: () => void }) {
  const [from, setFrom] = useState(brand.quietHours?.from ?? '22:00')
  const [until, setUntil] = useState(brand.quietHours?.until ?? '07:00')
  const put = useWrite<unknown, Sent>({ method: 'PUT', path: `/api/brands/${brand.slug}/quiet-hours`, touches: [sendersKey], after: close })
  return (
    <Modal opened onClose={close} title={t('quiet.changeOf', { brand: brand.name })}>
      <Stack>
        <Text size="sm">{t('quiet.text')}</Text>
        <Group grow>
          <TextInput type="time" label={t('quiet.from')} data-autofocus value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
          <TextInput type="time" label={t('quiet.until')} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
        </Group>
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          {brand.quietHours && (
            <ActionButton write={put} body={{ quietHours: null }} variant="default" may="settings">
              {t('quiet.off')}
            </ActionButton>
          )}
          <ActionButton write={put} body={{ quietHours: { from, until } }} may="settings">
            {t('senders.save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
