import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { conversationsKey } from '../conversations/conversations.ts'
import { AnswerCard } from './AnswerCard.tsx'
import { AnswerDialog } from './AnswerDialog.tsx'
import { type ConversationsOfCrisis, useConversationsOfCrisis } from './answers.ts'
import { Figures } from './Figures.tsx'
import { Suggested } from './Suggested.tsx'
import { Untold } from './Untold.tsx'

/** The customers who write about this crisis: how many, what they were answered, and one answer for all of them. */
export function CrisisConversations() {
  const { id } = useRoom()
  const may = useMay('read-conversations')
  const query = useConversationsOfCrisis(id)
  if (!may) return <Empty title={t('answers.notYours')} text={t('notAllowed', { permission: 'read-conversations' })} />
  return <Loaded query={query}>{(conversations) => <Both conversations={conversations} />}</Loaded>
}

function Both({ conversations }: { conversations: ConversationsOfCrisis }) {
  const { id, status } = useRoom()
  const [answering, { open, close }] = useDisclosure(false)
  const mayAnswer = useMay('answer-all')
  const look = useWrite({ path: crisisPath(id, '/conversations/look'), touches: [conversationsKey], done: t('answers.looked') })
  const { answers, linked, suggested, likely, untold } = conversations
  const { tell } = useSearch({ from: '/crises/$crisisId/conversations' })
  const navigate = useNavigate()
  const telling = (on: boolean) =>
    void navigate({ to: '/crises/$crisisId/conversations', params: { crisisId: id }, search: on ? { tell: 'restored' } : {}, replace: true })
  return (
    <Stack gap="md">
      {untold && <Untold untold={untold} tell={() => telling(true)} />}
      <Card
        title={t('answers.title')}
        aside={
          status !== 'closed' && (
            <Group gap="xs" align="flex-start">
              <ActionButton write={look} body={undefined} variant="default" may="converse">
                {t('answers.look')}
              </ActionButton>
              <Button onClick={open} disabled={!mayAnswer || linked === 0}>
                {t('answers.answerAll')}
              </Button>
            </Group>
          )
        }
      >
        {linked + suggested === 0 ? <Empty title={t('answers.none')} text={t('answers.noneText')} /> : <Figures conversations={conversations} />}
      </Card>
      <Card title={t('answers.sent')}>
        {answers.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('answers.noAnswer')}
          </Text>
        )}
        <Stack gap="sm">
          {answers.map((answer) => (
            <AnswerCard key={answer.id} answer={answer} />
          ))}
        </Stack>
      </Card>
      {suggested > 0 && <Suggested count={suggested} likely={likely} />}
      {answering && <AnswerDialog draft={conversations.draft} close={close} />}
      {tell && untold && !untold.waiting && mayAnswer && <AnswerDialog restored draft={{ updateId: null, texts: untold.texts }} close={() => telling(false)} />}
    </Stack>
  )
}
