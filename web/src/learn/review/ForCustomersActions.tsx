import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { ReasonDialog } from '../../communicate/updates/ReasonDialog.tsx'
import { useMay, useSession } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Postmortem, usePostmortemPreview, usePostmortemWrite } from './postmortem.ts'

/** One step further, whichever it is now; and one back. */
export function ForCustomersActions({ postmortem }: { postmortem: Postmortem }) {
  const { status, publishedAt } = postmortem
  const [asking, ask] = useState<'back' | 'down'>()
  return (
    <>
      <Group gap="xs" align="flex-start">
        {status === 'draft' && <Submit postmortem={postmortem} />}
        {status === 'awaiting-approval' && <Answer postmortem={postmortem} sendBack={() => ask('back')} />}
        {publishedAt && <TakeDown ask={() => ask('down')} />}
      </Group>
      {asking && <Reason about={asking} close={() => ask(undefined)} />}
    </>
  )
}

function Submit({ postmortem: { bodies, refused } }: { postmortem: Postmortem }) {
  const { id } = useRoom()
  const others = (usePostmortemPreview(id, bodies, Object.keys(bodies)[0] ?? 'en').data?.approvalsNeeded ?? 1) - 1
  const submit = usePostmortemWrite<void>(id, 'submission', t(others > 0 ? 'postmortem.submitted' : 'postmortem.published'))
  return (
    <ActionButton
      write={submit}
      body={undefined}
      size="sm"
      may="write-update"
      disabled={refused !== null}
      confirm={{
        title: t('postmortem.confirm'),
        text: others > 0 ? tn('postmortem.confirmOthers', others) : t('postmortem.confirmNow'),
        label: t(others > 0 ? 'postmortem.submit' : 'postmortem.publishNow'),
      }}
    >
      {t('postmortem.publish')}
    </ActionButton>
  )
}

function Answer({ postmortem: { author, approvedBy, seal }, sendBack }: { postmortem: Postmortem; sendBack: () => void }) {
  const { id } = useRoom()
  const { data: session } = useSession()
  const approve = usePostmortemWrite<{ seal: string }>(id, 'approvals', t('postmortem.approved'))
  const withdraw = usePostmortemWrite<void>(id, 'withdrawal', t('postmortem.withdrawn'))
  const mayApprove = useMay('approve-update')
  return (
    <>
      <ActionButton write={approve} body={{ seal: seal ?? '' }} size="sm" may="approve-update" disabled={approvedBy.some((each) => each.id === session?.id)}>
        {t('postmortem.approve')}
      </ActionButton>
      {mayApprove && author?.id !== session?.id && (
        <Button size="sm" variant="default" onClick={sendBack}>
          {t('update.sendBack')}
        </Button>
      )}
      <ActionButton write={withdraw} body={undefined} size="sm" variant="default" may="write-update">
        {t('postmortem.withdraw')}
      </ActionButton>
    </>
  )
}

function TakeDown({ ask }: { ask: () => void }) {
  return (
    useMay('approve-update') && (
      <Button size="sm" variant="subtle" color="red" onClick={ask}>
        {t('postmortem.takeDown')}
      </Button>
    )
  )
}

function Reason({ about, close }: { about: 'back' | 'down'; close: () => void }) {
  const { id } = useRoom()
  const back = usePostmortemWrite<{ reason: string }>(id, 'return', t('postmortem.wentBack'))
  const down = usePostmortemWrite<{ reason: string }>(id, 'removal', t('postmortem.tookDown'))
  return about === 'back' ? (
    <ReasonDialog
      {...{ write: back, close, title: t('postmortem.backTitle'), text: t('postmortem.backText') }}
      label={t('postmortem.backReason')}
      button={t('update.sendBackNow')}
    />
  ) : (
    <ReasonDialog
      {...{ write: down, close, title: t('postmortem.downTitle'), text: t('postmortem.downText'), color: 'red' }}
      label={t('postmortem.downReason')}
      button={t('postmortem.takeDownNow')}
    />
  )
}
