import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { endpointsKey } from './endpoints.ts'

export function TurnOffDialog({ endpoint: { id, name }, close }: { endpoint: { id: string; name: string }; close: () => void }) {
  const [why, setWhy] = useState('')
  const turnOff = useWrite<unknown, { why: string }>({
    path: `/api/endpoints/${id}/off`,
    touches: [endpointsKey],
    done: t('endpoints.turnedOff', { name }),
    after: close,
  })
  return (
    <Modal opened onClose={close} title={t('endpoints.turnOffTitle', { name })}>
      <Stack>
        <Text size="sm">{t('endpoints.turnOffText')}</Text>
        <Textarea
          label={t('endpoints.turnOffWhy')}
          required
          data-autofocus
          maxLength={500}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={turnOff} body={{ why: why.trim() }} disabled={why.trim().length < 3} may="settings">
            {t('endpoints.turnOff')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
