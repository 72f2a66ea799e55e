import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { useMay, useSession } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ReasonDialog } from './ReasonDialog.tsx'
import { useApproveUpdate, usePublishAnyway, useSendBackUpdate, useWithdrawUpdate } from './updates.ts'

/** What waits for approval does not change under those who agreed: it is approved, sent back, or withdrawn and written anew. */
export function ApprovalActions({ update, onRewrite }: { update: UpdateView; onRewrite: () => void }) {
  const { id, commander } = useRoom()
  const { data: session } = useSession()
  const approve = useApproveUpdate(id, update.id)
  const withdraw = useWithdrawUpdate(id, update.id, onRewrite)
  const sendBack = useSendBackUpdate(id, update.id)
  const publish = usePublishAnyway(id, update.id)
  const [asking, ask] = useState<'back' | 'anyway'>()
  const mayApprove = useMay('approve-update')
  const mayCommand = useMay('command')
  const mine = update.author.id === session?.id
  const agreed = update.approvedBy.some((person) => person.id === session?.id)
  const leads = mayCommand && commander?.id === session?.id
  const close = () => ask(undefined)
  return (
    <Stack gap={6}>
      <Group gap="xs" align="flex-start">
        <ActionButton
          write={approve}
          body={undefined}
          size="sm"
          may="approve-update"
          disabled={agreed}
          confirm={{ title: t('update.approveTitle'), text: t('update.approveText'), label: t('update.approve') }}
        >
          {t('update.approve')}
        </ActionButton>
        {!mine && mayApprove && (
          <Button size="sm" variant="default" onClick={() => ask('back')}>
            {t('update.sendBack')}
          </Button>
        )}
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
        {leads && (
          <Button size="sm" variant="subtle" color="red" onClick={() => ask('anyway')}>
            {t('update.anyway')}
          </Button>
        )}
      </Group>
      <Text size="sm" className="lw-amber">
        {tn('update.missing', update.approvalsMissing)}. {agreed ? t('update.youDid') : t('update.needsOther')}{' '}
        {update.asked.length > 0 ? t('update.asked', { names: update.asked.map(({ name }) => name).join(', ') }) : t('update.askedNobody')}
      </Text>
      {asking === 'back' && (
        <ReasonDialog
          write={sendBack}
          title={t('update.sendBackTitle')}
          text={t('update.sendBackText')}
          label={t('update.sendBackReason')}
          button={t('update.sendBackNow')}
          close={close}
        />
      )}
      {asking === 'anyway' && (
        <ReasonDialog
          write={publish}
          title={t('update.anywayTitle')}
          text={t('update.anywayText', { title: update.parts.title })}
          label={t('update.anywayReason')}
          button={t('update.anywayNow')}
          color="red"
          close={close}
        />
      )}
    </Stack>
  )
}
