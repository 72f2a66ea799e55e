import { Button, Group, Stack, Text, Textarea, Typography } from '@mantine/core'
import { useState } from 'react'
import type { ReviewView } from '../../../../server/src/learn/kpis/kpis.contract.ts'
import { useMay } from '../../platform/session.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { atNear } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'

/** The drafted text: read it, edit it, publish it. Its HTML comes sanitised from the server. */
export function ReviewText({ review }: { review: ReviewView }) {
  const { id } = useRoom()
  const may = useMay('review')
  const [text, setText] = useState<string>()
  const save = useWrite<ReviewView, { markdown: string }>({
    method: 'PUT',
    path: crisisPath(id, '/review'),
    touches: touched(id),
    done: t('review.saved'),
    after: () => setText(undefined),
  })
  const publish = useWrite({ path: crisisPath(id, '/review/publication'), touches: touched(id), done: t('review.done') })
  const state = [
    t('review.drafted', { at: atNear(review.draftedAt) }),
    review.editedAt && t('review.edited', { at: atNear(review.editedAt) }),
    review.publishedAt && t('review.published', { at: atNear(review.publishedAt) }),
  ]
    .filter(Boolean)
    .join(' · ')
  const actions = text === undefined && (
    <Group gap="xs" align="flex-start">
      {may && (
        <Button variant="default" size="sm" onClick={() => setText(review.markdown)}>
          {t('review.edit')}
        </Button>
      )}
      {!review.publishedAt && (
        <ActionButton
          write={publish}
          body={undefined}
          size="sm"
          may="review"
          confirm={{ title: t('review.confirm'), text: t('review.text'), label: t('review.publishNow') }}
        >
          {t('review.publish')}
        </ActionButton>
      )}
    </Group>
  )
  return (
    <Card title={t('review.title')} aside={actions}>
      <Text size="xs" c="dimmed" mb="sm">
        {state}
      </Text>
      {text === undefined ? (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by our own server without raw HTML; the content security policy allows no script
        <Typography maw={860} dangerouslySetInnerHTML={{ __html: review.html }} />
      ) : (
        <Stack>
          <Textarea
            label={t('review.markdown')}
            value={text}
            minRows={16}
            maxRows={40}
            ff="monospace"
            autoFocus
            onChange={(event) => setText(event.currentTarget.value)}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.875rem' } }}
          />
          <Group justify="flex-end" align="flex-start">
            <Button variant="default" onClick={() => setText(undefined)}>
              {t('cancel')}
            </Button>
            <ActionButton write={save} body={{ markdown: text }} disabled={text.trim() === '' || text === review.markdown}>
              {t('review.save')}
            </ActionButton>
          </Group>
        </Stack>
      )}
    </Card>
  )
}
