import { Button, Group, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { KnowledgeHit } from '../../../../server/src/support/knowledge/search.contract.ts'
import { t } from '../../strings/t.ts'
import { request } from '../../ui/api.ts'
import styles from './Inbox.module.css'

type Shown = { text: string; locale: string; put: (words: string) => void }

/** What the knowledge says to this, beside what one writes: workarounds of a running crisis first. A press puts its words into the reply; what is only for us is never put there. */
export function Suggestions({ text, locale, put }: Shown) {
  const [asked] = useDebouncedValue(text.slice(-4_000), 500)
  const { data } = useQuery({
    queryKey: ['knowledge', 'suggestions', asked, locale],
    queryFn: ({ signal }) => request<{ hits: KnowledgeHit[] }>('POST', '/api/knowledge/suggestions', { body: { text: asked, locale, limit: 3 }, signal }),
    enabled: asked.trim().length > 10,
    staleTime: 60_000,
  })
  const hits = (data?.hits ?? []).filter(({ open, practice }) => open && !practice)
  if (hits.length === 0) return null
  return (
    <Group gap={6} className={styles.suggestions} role="group" aria-label={t('inbox.suggestions')}>
      <Text size="xs" c="dimmed">
        {t('inbox.suggestions')}
      </Text>
      {hits.map(({ id, kind, title, body }) => (
        <Button
          key={`${kind}/${id}`}
          size="compact-xs"
          variant="default"
          aria-label={t('inbox.putIn', { title })}
          onClick={() => put(body.slice(0, 2_000).trim() || title)}
        >
          {title}
        </Button>
      ))}
    </Group>
  )
}
