import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { t } from '../../strings/t.ts'
import { CallDialog } from './CallDialog.tsx'
import { useConversation } from './conversations.ts'
import { Details } from './Details.tsx'
import styles from './Inbox.module.css'
import { InboxKeys } from './InboxKeys.tsx'
import { ListColumn } from './ListColumn.tsx'
import { focusRow } from './rows.ts'
import { useTakeNext } from './use-take-next.ts'
import { Opened } from './Opened.tsx'

/** The shared inbox: who waits, one conversation, and all that is known beside it; on a phone one after the other. */
export function ConversationsPage() {
  const { view = 'queue', open, search = '', show } = useSearch({ from: '/conversations' })
  const navigate = useNavigate()
  const [calling, setCalling] = useState(false)
  const conversation = useConversation(open)
  const frame = useFrame()
  useEffect(() => {
    document.title = t('pageTitle', { page: conversation.data && open ? `#${open} ${conversation.data.subject}` : t('inbox.title') })
  }, [open, conversation.data])

  const go = useCallback(
    (id: number | undefined) => void navigate({ to: '/conversations', search: (before) => ({ ...before, show: undefined, open: id }), resetScroll: false }),
    [navigate],
  )
  const back = useCallback(() => {
    const from = open
    go(undefined)
    // The list stands on a phone only once the conversation is gone.
    setTimeout(() => focusRow(from))
  }, [go, open])
  const next = useTakeNext(go)
  const step = open === undefined ? 'list' : show === 'details' ? 'details' : 'thread'
  return (
    <div className={styles.inbox} data-step={step} ref={frame}>
      <ListColumn view={view} search={search} open={open} next={next.write} onCall={() => setCalling(true)} />
      <Opened id={open} query={conversation} go={go} back={back} />
      <Details id={open} query={conversation} go={go} />
      <InboxKeys conversation={open === undefined ? undefined : conversation.data} take={next.take} back={back} />
      {calling && <CallDialog about={open === undefined ? undefined : conversation.data} close={() => setCalling(false)} done={go} />}
    </div>
  )
}

/** The columns end where the window does, whatever stands above them. */
function useFrame() {
  const frame = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const place = () => {
      const box = frame.current
      if (box) box.style.setProperty('--inbox-top', `${box.getBoundingClientRect().top + window.scrollY}px`)
    }
    place()
    window.addEventListener('resize', place)
    return () => window.removeEventListener('resize', place)
  }, [])
  return frame
}
