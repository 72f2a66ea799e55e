import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atNear } from '../../ui/format.ts'
import { colorOf, type Meaning } from '../../ui/theme.ts'
import { DeliveryBar } from './DeliveryBar.tsx'
import styles from './UpdateCard.module.css'
import { UpdateParts } from './UpdateParts.tsx'
import { useApproveUpdate, useWithdrawUpdate } from './updates.ts'

const meanings: Record<UpdateView['status'], Meaning> = { draft: 'neutral', 'awaiting-approval': 'soon', published: 'good', withdrawn: 'neutral' }

/** One update: what it says, who answers for it, where it stands, what became of each delivery. */
export function UpdateCard({ update, onEdit }: { update: UpdateView; onEdit: () => void }) {
  const { id } = useRoom()
  const approve = useApproveUpdate(id, update.id)
  const withdraw = useWithdrawUpdate(id, update.id)
  const open = update.status === 'draft' || update.status === 'awaiting-approval'
  return (
    <article className={styles.update} data-status={update.status}>
      <Stack gap={8}>
        <Group gap="xs">
          {update.class === 'update' ? <Badge color="gray">{tOf('phase', update.phase)}</Badge> : <Badge color="blue">{tOf('update', update.class)}</Badge>}
          <Badge color={colorOf[meanings[update.status]]}>{tOf('update.status', update.status)}</Badge>
          {update.holding && (
            <Badge color="gray" variant="outline">
              {t('update.holding')}
            </Badge>
          )}
          <Text size="xs" c="dimmed" className="lw-figures">
            {[
              update.sequence !== null && t('update.number', { sequence: update.sequence }),
              atNear(update.publishedAt ?? update.createdAt),
              update.author.name,
              update.approvedBy.length > 0 && t('update.approvedBy', { names: update.approvedBy.map(({ name }) => name).join(', ') }),
              update.nextUpdateAt && t('update.next', { at: atNear(update.nextUpdateAt) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Group>
        <Text fw={600}>{update.parts.title}</Text>
        <UpdateParts parts={update.parts} folded={!open} />
        {update.status === 'published' && <DeliveryBar deliveries={update.deliveries} />}
        {open && (
          <Group gap="xs" align="flex-start">
            {update.status === 'awaiting-approval' && (
              <ActionButton
                write={approve}
                body={undefined}
                size="sm"
                may="approve-update"
                confirm={{ title: t('update.approveTitle'), text: t('update.approveText'), label: t('update.approve') }}
              >
                {t('update.approve')}
              </ActionButton>
            )}
            <Button variant="default" size="sm" onClick={onEdit}>
              {t('edit')}
            </Button>
            <ActionButton
              write={withdraw}
              body={undefined}
              size="sm"
              variant="subtle"
              color="gray"
              confirm={{ title: t('update.withdrawTitle'), text: t('update.withdrawText') }}
            >
              {t('update.withdraw')}
            </ActionButton>
            {update.status === 'awaiting-approval' && (
              <Text size="sm" className="lw-amber" mt={7}>
                {tn('update.missing', update.approvalsMissing)}. {t('update.needsOther')}
              </Text>
            )}
          </Group>
        )}
      </Stack>
    </article>
  )
}
