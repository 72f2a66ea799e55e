import { Badge, Group, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useSession } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Countdown } from '../../ui/Countdown.tsx'
import { Elapsed } from '../../ui/Elapsed.tsx'
import { nameOf } from './ConversationLine.tsx'
import { type ConversationView, useAct } from './conversations.ts'
import styles from './Inbox.module.css'
import { Public } from './Public.tsx'
import { SnoozeButton } from './SnoozeButton.tsx'
import type { Others } from './use-presence.ts'
import { turnSentence } from './turn.ts'

type Shown = { conversation: ConversationView; back: () => void; others: Others }

/** Whose it is, how long they wait, who else is here, and the three things one does with it. */
export function ThreadHead({ conversation, back, others }: Shown) {
  const { id, subject, waitingSince, promisedAt, state, assignee } = conversation
  const heading = useRef<HTMLHeadingElement>(null)
  const navigate = useNavigate()
  // Whoever opens one works in it: the focus goes there, and a screen reader says which one it is.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <header className={styles.head}>
      <Group className={styles.steps} justify="space-between">
        <button type="button" className={styles.quiet} onClick={back}>
          ← {t('inbox.toList')}
        </button>
        <button
          type="button"
          className={styles.quiet}
          onClick={() => void navigate({ to: '/conversations', search: (before) => ({ ...before, show: 'details' }) })}
        >
          {t('inbox.details')} →
        </button>
      </Group>
      <h2 ref={heading} tabIndex={-1} className={styles.title}>
        {subject} <span>#{id}</span>
      </h2>
      <Text size="sm" c="dimmed" component="div" className={styles.headLine}>
        <span>{nameOf(conversation)}</span>
        {conversation.social && (
          <span>
            {tOf('channel', conversation.social.network)} <Public social={conversation.social} />
          </span>
        )}
        <Badge color={state === 'open' ? 'blue' : 'gray'}>{tOf('inbox.state', state)}</Badge>
        <span>{assignee ? t('inbox.has', { name: assignee.name }) : t('inbox.nobodyHas')}</span>
        {waitingSince && (
          <span>
            {t('inbox.waitsSince')} <Elapsed since={waitingSince} />
          </span>
        )}
        {promisedAt && waitingSince && (
          <span>
            {tOf('inbox.promiseOf', conversation.promise ?? 'first')} <Countdown to={promisedAt} from={waitingSince} size="0.875rem" />
          </span>
        )}
        {conversation.waitsInTurn !== null && conversation.waitsInTurn > 0 && <span>{t('inbox.before', { count: conversation.waitsInTurn })}</span>}
      </Text>
      {waitingSince && turnSentence(conversation) && (
        <Text size="xs" c="dimmed">
          {turnSentence(conversation)}
        </Text>
      )}
      {others.length > 0 && (
        <p className={styles.others} role="status" data-writing={others.some(({ writing }) => writing) || undefined}>
          {others.map(({ person, writing }) => t(writing ? 'inbox.isWriting' : 'inbox.isHere', { name: person.name })).join(' ')}
        </p>
      )}
      {state !== 'merged' && <Buttons conversation={conversation} />}
    </header>
  )
}

function Buttons({ conversation: { id, state, assignee, nextWordAt } }: { conversation: ConversationView }) {
  const { data: me } = useSession()
  const assign = useAct<{ person: string | null }>(id, 'assignee')
  const put = useAct<{ state: 'open' | 'closed' }>(id, 'state', { done: (_, { state: to }) => t(to === 'closed' ? 'inbox.closedDone' : 'inbox.openedDone') })
  const to: 'open' | 'closed' = state === 'closed' ? 'open' : 'closed'
  const mine = assignee !== null && assignee.id === me?.id
  return (
    <Group gap={6} mt={6}>
      <ActionButton write={assign} body={{ person: mine ? null : (me?.id ?? null) }} size="compact-sm" variant="default" may="converse">
        {t(mine ? 'inbox.giveBack' : 'inbox.take')} {!mine && <kbd className={styles.key}>a</kbd>}
      </ActionButton>
      <SnoozeButton id={id} nextWordAt={nextWordAt} disabled={state === 'closed'} />
      <ActionButton write={put} body={{ state: to }} size="compact-sm" variant="default" may="converse">
        {t(state === 'closed' ? 'inbox.openAgain' : 'inbox.close')} <kbd className={styles.key}>e</kbd>
      </ActionButton>
    </Group>
  )
}
