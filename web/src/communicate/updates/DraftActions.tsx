import { Button, Group } from '@mantine/core'
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWithdrawUpdate } from './updates.ts'

export function DraftActions({ update, onEdit }: { update: UpdateView; onEdit: () => void }) {
  const { id } = useRoom()
  const may = useMay('write-update')
  const withdraw = useWithdrawUpdate(id, update.id)
  const confirm = { title: t('update.withdrawTitle'), text: t('update.withdrawText') }
  return (
    <Group gap="xs" align="flex-start">
      <Button variant="default" size="sm" disabled={!may} onClick={onEdit}>
        {t('edit')}
      </Button>
      <ActionButton write={withdraw} body={undefined} size="sm" variant="subtle" color="gray" may="write-update" confirm={confirm}>
        {t('update.withdraw')}
      </ActionButton>
    </Group>
  )
}
