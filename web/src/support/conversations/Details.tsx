import { Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { t } from '../../strings/t.ts'
import { AboutCard } from './AboutCard.tsx'
import type { ConversationView } from './conversations.ts'
import { DeskCard } from './DeskCard.tsx'
import { HandlingCard } from './HandlingCard.tsx'
import styles from './Inbox.module.css'
import { OthersCard } from './OthersCard.tsx'
import { ToldCard } from './ToldCard.tsx'
import { WhoCard } from './WhoCard.tsx'

type Shown = { id: number | undefined; query: UseQueryResult<ConversationView>; go: (id: number | undefined) => void }

/** All that is known beside a conversation, so that nobody has to leave it to answer well. */
export function Details({ id, query: { data }, go }: Shown) {
  const navigate = useNavigate()
  const { show } = useSearch({ from: '/conversations' })
  const way = useRef<HTMLButtonElement>(null)
  // On a phone they take the place of the thread: the focus follows.
  useEffect(() => {
    if (show === 'details') way.current?.focus()
  }, [show])
  if (id === undefined || !data) return <aside className={styles.details} aria-label={t('inbox.details')} data-empty />
  return (
    <aside className={styles.details} aria-label={t('inbox.details')}>
      <button
        ref={way}
        type="button"
        className={`${styles.quiet} ${styles.steps}`}
        onClick={() => void navigate({ to: '/conversations', search: (before) => ({ ...before, show: undefined }) })}
      >
        ← {t('inbox.toThread')}
      </button>
      <Stack gap={0} key={data.id}>
        <WhoCard conversation={data} />
        <AboutCard conversation={data} />
        <ToldCard conversation={data} />
        <DeskCard conversation={data} />
        <HandlingCard conversation={data} />
        <OthersCard conversation={data} go={go} />
      </Stack>
    </aside>
  )
}
