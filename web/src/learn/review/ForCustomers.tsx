import { Anchor, Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { atNear } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { ForCustomersActions } from './ForCustomersActions.tsx'
import { ForCustomersEditor } from './ForCustomersEditor.tsx'
import { ForCustomersPreview } from './ForCustomersPreview.tsx'
import { type Postmortem, usePostmortem } from './postmortem.ts'

/** What customers read of why it happened: a text of its own, seen as they will see it before anybody agrees to it. */
export function ForCustomers() {
  const { id } = useRoom()
  return <Loaded query={usePostmortem(id)}>{(found) => <Found postmortem={found} />}</Loaded>
}

function Found({ postmortem }: { postmortem: Postmortem }) {
  const { status, sentBack, refused } = postmortem
  const may = useMay('review')
  const [writing, setWriting] = useState(false)
  const change = may && !writing && status !== 'awaiting-approval' && (
    <Button variant={status === 'none' ? 'filled' : 'default'} size="sm" onClick={() => setWriting(true)}>
      {t(status === 'none' ? 'postmortem.write' : 'postmortem.change')}
    </Button>
  )
  return (
    <Card title={t('postmortem.title')} aside={change}>
      <Stack gap="sm">
        <State postmortem={postmortem} />
        {sentBack && (
          <Text size="sm" className="lw-amber">
            {t('postmortem.sentBack', { name: sentBack.by.name, reason: sentBack.reason })}
          </Text>
        )}
        {writing && <ForCustomersEditor postmortem={postmortem} close={() => setWriting(false)} />}
        {!writing && status !== 'none' && (
          <>
            <ForCustomersActions postmortem={postmortem} />
            {refused && status === 'draft' && (
              <Text size="sm" c="dimmed">
                {refused}
              </Text>
            )}
            <ForCustomersPreview bodies={postmortem.bodies} said={status === 'draft'} />
          </>
        )}
      </Stack>
    </Card>
  )
}

function State({ postmortem: { status, approvalsMissing, publishedAt, shownAt, url, changedBy, changedAt } }: { postmortem: Postmortem }) {
  const read = publishedAt && shownAt && (
    <>
      {t('postmortem.reading', { at: atNear(shownAt) })}{' '}
      {url && (
        <Anchor href={url} target="_blank" rel="noreferrer" size="sm" underline="always">
          {t('postmortem.where')}
        </Anchor>
      )}
    </>
  )
  const now = {
    none: t('postmortem.none'),
    draft: changedBy && changedAt ? t('postmortem.draft', { name: changedBy.name, at: atNear(changedAt) }) : '',
    'awaiting-approval': tn('postmortem.waits', approvalsMissing),
    published: '',
  }[status]
  return (
    <Text size="sm" c={status === 'awaiting-approval' ? undefined : 'dimmed'} role="status">
      {now} {read}
    </Text>
  )
}
