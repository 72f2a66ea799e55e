import { Alert, Button, Group, Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import type { MessageView } from './conversations.ts'

/** Somebody was quicker: the customer with new words, or a colleague with an answer. It is read before one's own is sent. */
export function Meanwhile({ news: { kind, author }, read }: { news: MessageView; read: () => void }) {
  const theirs = kind === 'in'
  return (
    <Alert color="amber" p="xs" role="alert" title={theirs ? t('inbox.wroteAgain') : t('inbox.answeredMeanwhile', { name: author?.name ?? '' })}>
      <Group gap="xs">
        <Text size="sm">{t(theirs ? 'inbox.wroteAgainText' : 'inbox.answeredMeanwhileText')}</Text>
        <Button size="compact-xs" variant="default" onClick={read}>
          {t('inbox.haveRead')}
        </Button>
      </Group>
    </Alert>
  )
}
