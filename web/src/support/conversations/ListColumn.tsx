import { Group, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Elapsed } from '../../ui/Elapsed.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { number } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Listed } from '../../ui/Listed.tsx'
import type { Write } from '../../ui/use-write.ts'
import { ConversationLine } from './ConversationLine.tsx'
import { useConversations, useCounts } from './conversations.ts'
import styles from './Inbox.module.css'
import { countOf, type View, views } from './views.ts'

type Shown = { view: View; search: string; open: number | undefined; next: Write<void>; onCall: () => void }

/** Who waits: the next one by a press, the views with their counts, a search, and the list in the order of the queue. */
export function ListColumn({ view, search, open, next, onCall }: Shown) {
  const list = useConversations(view, search)
  const { data: counts } = useCounts()
  const may = useMay('converse')
  return (
    <section className={styles.list} aria-label={t('inbox.listName')}>
      <div className={styles.listHead}>
        <Group justify="space-between" align="center" wrap="nowrap" gap="xs">
          <Title order={1} size="h2">
            {t('inbox.title')}
          </Title>
          {may && (
            <button type="button" className={styles.quiet} onClick={onCall}>
              {t('inbox.logCall')}
            </button>
          )}
        </Group>
        <ActionButton write={next} body={undefined} may="converse" fullWidth>
          {t('inbox.next')} <kbd className={styles.key}>n</kbd>
        </ActionButton>
        {counts && (
          <Text size="xs" c={counts.near > 0 ? undefined : 'dimmed'} className={counts.near > 0 ? 'lw-red' : ''}>
            {counts.longestSince ? (
              <>
                {t('inbox.longest')} <Elapsed since={counts.longestSince} />
                {counts.near > 0 && ` · ${tn('inbox.near', counts.near)}`}
              </>
            ) : (
              t('inbox.nobodyWaits')
            )}
          </Text>
        )}
        <nav aria-label={t('inbox.views')} className={styles.views}>
          {views.map((each) => {
            const count = countOf(each, counts)
            return (
              <Link
                key={each}
                to="/conversations"
                search={(before) => ({ open: before.open, ...(each === 'queue' ? {} : { view: each }) })}
                className={styles.view}
                data-active={(!search && view === each) || undefined}
                aria-current={!search && view === each ? 'page' : undefined}
              >
                {tOf('inbox.view', each)}
                {count !== undefined && <b className="lw-figures">{number(count)}</b>}
              </Link>
            )
          })}
        </nav>
        <Search search={search} />
      </div>
      <div className={styles.rows}>
        <Listed list={list} empty={<Nothing view={view} search={search} />}>
          {(rows) => (
            <ol>
              {rows.map((row) => (
                <ConversationLine key={row.id} row={row} open={row.id === open} />
              ))}
            </ol>
          )}
        </Listed>
      </div>
    </section>
  )
}

function Search({ search }: { search: string }) {
  const navigate = useNavigate()
  const [typed, setTyped] = useState(search)
  const look = useDebouncedCallback(
    (value: string) =>
      void navigate({ from: '/conversations', to: '/conversations', search: (before) => ({ ...before, search: value.trim() || undefined }), replace: true }),
    250,
  )
  // A view that is chosen ends the search.
  useEffect(() => {
    if (search === '') setTyped('')
  }, [search])
  return (
    <TextInput
      type="search"
      size="xs"
      aria-label={t('inbox.search')}
      placeholder={t('inbox.searchHint')}
      leftSection={<Icon name="search" size={14} />}
      value={typed}
      maxLength={200}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        look(event.currentTarget.value)
      }}
    />
  )
}

function Nothing({ view, search }: { view: View; search: string }) {
  if (search) return <Empty title={t('inbox.nothingFound')} text={t('inbox.nothingFoundText')} />
  return <Empty title={tOf('inbox.empty', view)} text={tOf('inbox.emptyText', view)} />
}
