import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { t, tOf } from '../../strings/t.ts'
import { useMay } from '../../platform/session.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { type ConversationView, useAct } from './conversations.ts'
import styles from './Inbox.module.css'
import { Section } from './Section.tsx'

type Shown = { conversation: ConversationView; go: (id: number) => void }

/** What else the same customer wrote; two that are one are put together, and can be taken apart again. */
export function OthersCard({ conversation: { id, others, state }, go }: Shown) {
  const may = useMay('converse')
  const merge = useAct<{ into: number }>(id, 'merge', { after: ({ id: into }) => go(into), done: ({ id: into }) => t('inbox.mergedDone', { id: into }) })
  return (
    <Section title={t('inbox.others')}>
      {others.length === 0 && <Text size="sm">{t('inbox.noOthers')}</Text>}
      <ul className={styles.plain}>
        {others.map((other) => (
          <li key={other.id}>
            <Link to="/conversations" search={(before) => ({ ...before, show: undefined, open: other.id })}>
              #{other.id} {other.subject}
            </Link>
            <br />
            <span className={styles.faint}>
              {isState(other.state) ? tOf('inbox.state', other.state) : other.state} · <Moment at={other.lastAt} />
            </span>
            {may && state !== 'merged' && (
              <ActionButton
                write={merge}
                body={{ into: other.id }}
                size="compact-xs"
                variant="default"
                label={t('inbox.mergeInto', { id: other.id })}
                quiet={merge.variables?.into !== other.id}
              >
                {t('inbox.mergeInto', { id: other.id })}
              </ActionButton>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

const states = ['open', 'waiting', 'snoozed', 'closed', 'merged'] as const
const isState = (state: string): state is (typeof states)[number] => (states as readonly string[]).includes(state)
