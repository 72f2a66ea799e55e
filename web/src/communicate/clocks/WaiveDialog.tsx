import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ClockView } from '../../../../server/src/communicate/clocks/clocks.contract.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { clockName } from './clock-name.ts'

export function WaiveDialog({ clock, close }: { clock: ClockView; close: () => void }) {
  const { id } = useRoom()
  const [reason, setReason] = useState('')
  const waive = useWrite<unknown, { reason: string }>({
    path: () => crisisPath(id, `/clocks/${encodeURIComponent(clock.id)}/waiver`),
    touches: touched(id),
    after: close,
  })
  return (
    <Modal opened onClose={close} title={t('waive.title', { clock: clockName(clock) })}>
      <Stack>
        <Text size="sm">{t('waive.text')}</Text>
        <Textarea label={t('waive.reason')} required data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={waive} body={{ reason }} disabled={reason.trim() === ''} may="command">
            {t('clock.waive')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
