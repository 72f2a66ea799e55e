import { Group, Text } from '@mantine/core'
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { useSession } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useApproveUpdate, useWithdrawUpdate } from './updates.ts'

/** What waits for approval does not change under those who agreed: it is approved, or withdrawn and written anew. */
export function ApprovalActions({ update, onRewrite }: { update: UpdateView; onRewrite: () => void }) {
  const { id } = useRoom()
  const { data: session } = useSession()
  const approve = useApproveUpdate(id, update.id)
  const withdraw = useWithdrawUpdate(id, update.id, onRewrite)
  const mine = update.approvedBy.some((person) => person.id === session?.id)
  return (
    <Group gap="xs" align="flex-start">
      <ActionButton
        write={approve}
        body={undefined}
        size="sm"
        may="approve-update"
        disabled={mine}
        confirm={{ title: t('update.approveTitle'), text: t('update.approveText'), label: t('update.approve') }}
      >
        {t('update.approve')}
      </ActionButton>
      <ActionButton
        write={withdraw}
        body={undefined}
        size="sm"
        variant="default"
        may="write-update"
        confirm={{ title: t('update.withdrawTitle'), text: t('update.withdrawText') }}
      >
        {t('update.rewrite')}
      </ActionButton>
      <Text size="sm" className="lw-amber" mt={7}>
        {tn('update.missing', update.approvalsMissing)}. {mine ? t('update.youDid') : t('update.needsOther')}
      </Text>
    </Group>
  )
}
