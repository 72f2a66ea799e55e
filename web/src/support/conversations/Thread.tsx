import { useEffect, useRef } from 'react'
import { t } from '../../strings/t.ts'
import { announce } from '../../ui/Announcer.tsx'
import { ActLine } from './ActLine.tsx'
import type { ConversationView } from './conversations.ts'
import styles from './Inbox.module.css'
import { Message } from './Message.tsx'
import { linesOf, maySplit } from './thread.ts'

const nearEnd = 160

/** All that was written and done, the newest at the end and in sight. */
export function Thread({ conversation, go }: { conversation: ConversationView; go: (id: number) => void }) {
  const { thread, acts } = conversation
  const box = useRef<HTMLDivElement>(null)
  const newest = thread.at(-1)
  const shown = useRef<number>(undefined)
  // A new message comes into sight, unless somebody reads further up; what the customer writes is said aloud.
  useEffect(() => {
    const place = box.current
    if (!place || !newest || shown.current === newest.id) return
    const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < (place.lastElementChild?.clientHeight ?? 0) + nearEnd
    if (shown.current === undefined || newest.kind !== 'in' || atEnd) place.scrollTop = place.scrollHeight
    if (shown.current !== undefined && newest.kind === 'in') announce(t('inbox.wroteAgain'))
    shown.current = newest.id
  }, [newest])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div ref={box} className={styles.messages} tabIndex={0} role="log" aria-live="off" aria-label={t('inbox.messages')}>
      {linesOf(thread, acts).map((line) =>
        'message' in line ? (
          <Message key={`m${line.message.id}`} message={line.message} conversation={conversation} splits={maySplit(thread, line.message.id)} go={go} />
        ) : (
          <ActLine key={`a${line.act.id}`} act={line.act} conversation={conversation} go={go} />
        ),
      )}
    </div>
  )
}
