import type { UseQueryResult } from '@tanstack/react-query'
import { Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Composer } from './Composer.tsx'
import type { ConversationView } from './conversations.ts'
import styles from './Inbox.module.css'
import { OneMatter } from './OneMatter.tsx'
import { Thread } from './Thread.tsx'
import { ThreadHead } from './ThreadHead.tsx'
import { usePresence } from './use-presence.ts'

type Shown = { id: number | undefined; query: UseQueryResult<ConversationView>; go: (id: number | undefined) => void; back: () => void }

/** The middle: one conversation and what one writes in it; without one, what the keys do. */
export function Opened({ id, query, go, back }: Shown) {
  return (
    <section className={styles.thread} aria-label={t('inbox.threadName')}>
      {id === undefined ? (
        <Empty title={t('inbox.noneOpen')} text={t('inbox.noneOpenText')} />
      ) : (
        <Loaded query={query}>{(conversation) => <One key={conversation.id} conversation={conversation} go={go} back={back} />}</Loaded>
      )}
    </section>
  )
}

function One({ conversation, go, back }: { conversation: ConversationView; go: Shown['go']; back: () => void }) {
  const presence = usePresence(conversation.id, conversation.revision)
  return (
    <>
      <ThreadHead conversation={conversation} back={back} others={presence.others} />
      {presence.error && <ErrorNote error={presence.error} />}
      <OneMatter conversation={conversation} go={go} />
      <Thread conversation={conversation} go={go} />
      {conversation.state === 'merged' ? (
        <Text size="sm" p="md" c="dimmed">
          {t('inbox.mergedText', { id: conversation.mergedInto ?? 0 })}
        </Text>
      ) : (
        <Composer conversation={conversation} others={presence.others} onWriting={presence.setWriting} />
      )}
    </>
  )
}
