import { Group, Stack, Text } from '@mantine/core'
import type { ArticleView } from '../../../../server/src/support/knowledge/articles.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { helped } from './ArticlesTable.tsx'
import styles from './Knowledge.module.css'
import { articlePath, knowledgeKey } from './knowledge.ts'

/** Whether it helped, and in whose words it did not. Agents answer here, customers below the article. */
export function Said({ article }: { article: ArticleView }) {
  const vote = useWrite<ArticleView, { helpful: boolean }>({ path: articlePath(article.id, '/votes'), touches: [knowledgeKey], done: t('knowledge.voted') })
  return (
    <Card
      title={t('knowledge.said')}
      aside={
        <Text size="sm" c="dimmed">
          {helped(article.votes)}
        </Text>
      }
    >
      <Stack gap="sm">
        <Group gap="xs" role="group" aria-label={t('knowledge.did')}>
          <Text size="sm">{t('knowledge.did')}</Text>
          <ActionButton write={vote} body={{ helpful: true }} size="xs" variant="default">
            {t('knowledge.yes')}
          </ActionButton>
          <ActionButton write={vote} body={{ helpful: false }} size="xs" variant="default">
            {t('knowledge.no')}
          </ActionButton>
        </Group>
        {article.words.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('knowledge.saidNone')}
          </Text>
        ) : (
          <ul className={styles.list}>
            {article.words.map(({ words, helpful, locale, side, at }) => (
              <li key={`${at}${words}`}>
                <Text size="sm" lang={locale} style={{ overflowWrap: 'anywhere' }}>
                  {words}
                </Text>
                <Text size="xs" c="dimmed">
                  {[helpful ? t('knowledge.helped') : t('knowledge.helpedNot'), tOf('knowledge.side', side)].join(' · ')} · <Moment at={at} />
                </Text>
              </li>
            ))}
          </ul>
        )}
      </Stack>
    </Card>
  )
}
