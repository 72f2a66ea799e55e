import { Badge, Group, Paper, Text } from '@mantine/core'
import type { ArticleSummary } from '../../../../server/src/support/knowledge/articles.contract.ts'
import { t } from '../../strings/t.ts'
import { languageName, number, percent } from '../../ui/format.ts'
import { Moment } from '../../ui/Moment.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Scrollable } from '../../ui/Scrollable.tsx'
import styles from './Knowledge.module.css'
import { ArticleState } from './ArticleState.tsx'

export function ArticlesTable({ articles }: { articles: ArticleSummary[] }) {
  return (
    <Paper p={{ base: 'sm', sm: 'md' }}>
      <Scrollable label={t('knowledge.list')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {(['article', 'state', 'languages', 'helpful', 'views', 'changed'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`knowledge.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {articles.map((article) => (
              <tr key={article.id}>
                <th scope="row">
                  <TextLink to="/knowledge/$articleId" params={{ articleId: article.id }} size="sm" lang={article.locale}>
                    {article.title}
                  </TextLink>
                  {article.tags.length > 0 && (
                    <Text size="xs" c="dimmed">
                      {article.tags.join(' · ')}
                    </Text>
                  )}
                </th>
                <td>
                  <ArticleState article={article} />
                </td>
                <td>
                  <Languages article={article} />
                </td>
                <td>{helped(article.votes)}</td>
                <td>{article.views === 0 ? t('knowledge.notRead') : number(article.views)}</td>
                <td>
                  <Moment at={article.changedAt} />
                  <Text size="xs" c="dimmed">
                    {article.changedBy.name}
                  </Text>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </Paper>
  )
}

const Languages = ({ article: { languages } }: { article: ArticleSummary }) => (
  <Group gap={4}>
    {languages.map(({ locale, published }) => (
      <Badge
        key={locale}
        size="sm"
        variant={published === null ? 'outline' : 'light'}
        color={published === null ? 'gray' : 'blue'}
        title={languageName(locale)}
      >
        {locale}
      </Badge>
    ))}
  </Group>
)

export const helped = ({ helpful, not }: ArticleSummary['votes']) =>
  helpful + not === 0 ? t('knowledge.noVotes') : t('knowledge.helpfulOf', { share: percent(helpful, helpful + not), count: number(helpful + not) })
