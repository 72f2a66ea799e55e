import { Alert, Button, Group, Text } from '@mantine/core'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type ActView, type ConversationView, useAct } from './conversations.ts'

type Shown = { conversation: ConversationView; go: (id: number) => void }

/** What a mail proves to be one with this: one press puts it together, another leaves them apart for good. */
export function OneMatter({ conversation, go }: Shown) {
  const may = useMay('converse')
  const offered = conversation.acts.filter(({ kind, undoneAt }) => kind === 'one-matter' && undoneAt === null)
  if (!may || conversation.state === 'merged') return null
  return offered.map((act) => <Offer key={act.id} act={act} id={conversation.id} go={go} />)
}

function Offer({ act, id, go }: { act: ActView; id: number; go: Shown['go'] }) {
  const other = Number(act.data.other)
  const merge = useAct<{ into: number }>(other, 'merge', { done: t('inbox.oneMatterDone', { id: other }) })
  const apart = useAct(id, `acts/${act.id}/undo`, { done: t('inbox.oneMatterLeft') })
  return (
    <Alert color="amber" p="xs" mx="md" mt="xs" title={t('inbox.oneMatter', { id: other })}>
      <Text size="sm">{t('inbox.oneMatterWhy', { sender: String(act.data.sender), id: other })}</Text>
      <Group gap={6} mt={6}>
        <ActionButton write={merge} body={{ into: id }} size="compact-sm" may="converse">
          {t('inbox.oneMatterMerge', { id: other })}
        </ActionButton>
        <ActionButton write={apart} body={undefined} size="compact-sm" variant="default" may="converse">
          {t('inbox.oneMatterApart')}
        </ActionButton>
        <Button size="compact-sm" variant="subtle" onClick={() => go(other)}>
          {t('inbox.oneMatterOpen', { id: other })}
        </Button>
      </Group>
    </Alert>
  )
}
