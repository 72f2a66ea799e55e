import { Group, Text } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { t, tn } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { number, percent } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { nameOf } from '../conversations/ConversationLine.tsx'
import { type ConversationRow, conversationPath, conversationsKey } from '../conversations/conversations.ts'
import styles from './Answers.module.css'
import { useSuggested } from './answers.ts'

/** Which may be about this crisis: agreed to one by one, or all at once. */
export function Suggested({ count, likely }: { count: number; likely: number }) {
  const { id } = useRoom()
  const list = useSuggested(id)
  const agree = useWrite<unknown, { likelyOnly: boolean }>({
    path: () => crisisPath(id, '/conversations/links'),
    touches: [conversationsKey],
    done: t('answers.agreedAll'),
  })
  return (
    <Card
      title={t('answers.suggested')}
      aside={
        <Group gap="xs">
          {likely > 0 && likely < count && (
            <ActionButton
              write={agree}
              body={{ likelyOnly: true }}
              size="sm"
              may="converse"
              confirm={{ title: tn('answers.agreeTitle', likely), text: t('answers.agreeText') }}
            >
              {tn('answers.agreeLikely', likely)}
            </ActionButton>
          )}
          <ActionButton
            write={agree}
            body={{ likelyOnly: false }}
            variant="default"
            size="sm"
            may="converse"
            confirm={{ title: tn('answers.agreeTitle', count), text: t('answers.agreeText') }}
          >
            {t('answers.agreeAll', { count: number(count) })}
          </ActionButton>
        </Group>
      }
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t('answers.suggestedText')}
      </Text>
      <Listed list={list} empty={null}>
        {(rows) => (
          <ul className={styles.rows}>
            {rows.map((row) => (
              <Line key={row.id} row={row} crisisId={id} />
            ))}
          </ul>
        )}
      </Listed>
    </Card>
  )
}

function Line({ row, crisisId }: { row: ConversationRow; crisisId: string }) {
  const link = useWrite<unknown, { crisisId: string | null }>({ path: () => conversationPath(row.id, '/crisis'), touches: [conversationsKey] })
  const { crisis } = row
  return (
    <li>
      <div className={styles.rowText}>
        <TextLink to="/conversations" search={{ view: 'all', open: row.id }} size="sm" fw={600}>
          {nameOf(row)}: {row.subject}
        </TextLink>
        <Text size="sm" c="dimmed" lineClamp={1}>
          {row.excerpt}
        </Text>
        <Text size="xs" c="dimmed">
          {percent(crisis?.confidence ?? 0, 1)} · {crisis?.why.join(' ')}
        </Text>
      </div>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <ActionButton write={link} body={{ crisisId }} size="compact-sm" variant="default" may="converse" label={t('answers.yesOf', { subject: row.subject })}>
          {t('answers.yes')}
        </ActionButton>
        <ActionButton
          write={link}
          body={{ crisisId: null }}
          size="compact-sm"
          variant="default"
          may="converse"
          label={t('answers.noOf', { subject: row.subject })}
          quiet
        >
          {t('answers.no')}
        </ActionButton>
      </Group>
    </li>
  )
}
