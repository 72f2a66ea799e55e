import { Badge, Group, Stack, Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { TextLink } from '../../ui/links.tsx'
import { useKnowledge } from './knowledge.ts'

/** Ways around the troubles of now that say something to a search. */
export function WorkaroundsFound({ text, asked }: { text: string; asked: boolean }) {
  const { data } = useKnowledge(text, asked)
  const found = data?.hits.filter(({ kind }) => kind === 'workaround') ?? []
  if (found.length === 0) return null
  return (
    <Card title={t('knowledge.around')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('knowledge.aroundHint')}
        </Text>
        {found.map(({ id, title, body, crisisId, running, practice, locale }) => (
          <div key={id}>
            <Group gap="xs">
              <Text fw={600} size="sm" lang={locale}>
                {title}
              </Text>
              <Badge size="sm" color={running ? 'red' : 'gray'}>
                {running ? t('knowledge.running') : t('knowledge.restored')}
              </Badge>
              {practice && (
                <Badge size="sm" color="blue">
                  {t('knowledge.exercise')}
                </Badge>
              )}
            </Group>
            <Text size="sm" lang={locale} style={{ whiteSpace: 'pre-wrap' }}>
              {body}
            </Text>
            {crisisId && (
              <TextLink to="/crises/$crisisId/work" params={{ crisisId }} size="sm">
                {t('knowledge.room')}
              </TextLink>
            )}
          </div>
        ))}
      </Stack>
    </Card>
  )
}
