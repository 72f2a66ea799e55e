import { Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { crisisPath, touched } from './keys.ts'
import { useRoom } from './room.ts'
import { ScopeFields, type ScopeRow } from './ScopeFields.tsx'

export function ScopeDialog({ close }: { close: () => void }) {
  const room = useRoom()
  const [scope, setScope] = useState<ScopeRow[]>(room.scope.map(({ serviceId, regions, degree }) => ({ serviceId, regions, degree })))
  const change = useWrite<unknown, { scope: ScopeRow[] }>({
    method: 'PUT',
    path: crisisPath(room.id, '/scope'),
    touches: touched(room.id),
    done: t('scope.changed'),
    after: close,
  })
  return (
    <Modal opened onClose={close} title={t('scope.change')} size="lg">
      <Stack>
        <ScopeFields value={scope} onChange={setScope} />
        <Group justify="flex-end">
          <ActionButton write={change} body={{ scope }} disabled={scope.length === 0} may="command">
            {t('save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
