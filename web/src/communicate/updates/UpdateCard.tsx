import { Alert, Anchor, Badge, Group, Stack, Text } from '@mantine/core'
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { atNear } from '../../ui/format.ts'
import { colorOf, type Meaning } from '../../ui/theme.ts'
import { DispatchBar } from '../deliveries/DispatchBar.tsx'
import { ApprovalActions } from './ApprovalActions.tsx'
import { shownSize } from './FilesField.tsx'
import { DraftActions } from './DraftActions.tsx'
import { Ratings } from './Ratings.tsx'
import styles from './UpdateCard.module.css'
import { UpdateParts } from './UpdateParts.tsx'

const meanings: Record<UpdateView['status'], Meaning> = {
  draft: 'neutral',
  'awaiting-approval': 'soon',
  published: 'good',
  withdrawn: 'neutral',
  'sent-back': 'neutral',
}

/** One update: what it says, who answers for it, where it stands, what became of each delivery. */
export function UpdateCard({ update, onEdit, onRewrite }: { update: UpdateView; onEdit: () => void; onRewrite: () => void }) {
  // Submitting is the author's own yes; who else agreed is the news.
  const others = update.approvedBy.filter((person) => person.id !== update.author.id)
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
              update.toName ?? (update.to.kind === 'stakeholders' && tOf('audience', update.to.audience)),
              update.sequence !== null && t('update.number', { sequence: update.sequence }),
              atNear(update.publishedAt ?? update.createdAt),
              update.author.name,
              others.length > 0 && t('update.approvedBy', { names: others.map(({ name }) => name).join(', ') }),
              update.nextUpdateAt && t('update.next', { at: atNear(update.nextUpdateAt) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Group>
        <Text fw={600}>{update.parts.title}</Text>
        {update.status === 'draft' && update.sentBack && (
          <Alert color="amber" p="sm" title={t('update.sentBackBy', { name: update.sentBack.by.name, at: atNear(update.sentBack.at) })}>
            <Text size="sm" className="lw-prewrap" style={{ overflowWrap: 'anywhere' }}>
              {update.sentBack.reason}
            </Text>
          </Alert>
        )}
        <UpdateParts parts={update.parts} folded={!open} />
        {update.files.map(({ id, name, size, alt }) => (
          <Anchor key={id} size="sm" href={`/api/attachments/${encodeURIComponent(id)}`} download style={{ overflowWrap: 'anywhere' }}>
            {t('update.file', { name: alt ? `${name} (${alt})` : name, size: shownSize(size) })}
          </Anchor>
        ))}
        {update.status === 'published' && <DispatchBar updateId={update.id} />}
        <Ratings ratings={update.ratings} />
        {update.status === 'draft' && <DraftActions update={update} onEdit={onEdit} />}
        {update.status === 'awaiting-approval' && <ApprovalActions update={update} onRewrite={onRewrite} />}
      </Stack>
    </article>
  )
}
